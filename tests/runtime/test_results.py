"""Typed answers, lenient about what is missing, new or odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.chat import ChatChunk, ChatCompletion, Message
from oxspec.runtime.http import AsyncClient, Client
from oxspec.runtime.results import AudioResult, ImageResult, JobResult, MediaFile, VideoResult
from oxspec.runtime.views import View
from oxspec.testing import json_values

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

CLIENT: Final = Client(api_key="k" * 12)
NAMES: Final = (
    *("id", "created", "model", "choices", "usage", "index", "message", "delta", "role", "content"),
    *("tool_calls", "function", "name", "arguments", "finish_reason", "images", "videos", "audios"),
    *("data", "url", "b64_json", "image_url", "result_url", "revised_prompt", "generation_id"),
)


def answers() -> st.SearchStrategy[JsonObject]:
    """Return objects whose members have known names and any shape, nested alike."""
    leaves = json_values(max_leaves=3)
    objects = st.recursive(
        st.dictionaries(st.sampled_from(NAMES), leaves, max_size=4),
        lambda inner: st.dictionaries(
            st.sampled_from(NAMES), st.lists(inner, max_size=2) | inner | leaves, max_size=6
        ),
        max_leaves=6,
    )
    return cast("st.SearchStrategy[JsonObject]", objects)


def properties_of(view: View) -> list[object]:
    """Return what every property of a view, and of the views in it, has."""
    names = [n for n in dir(type(view)) if isinstance(getattr(type(view), n), property)]
    values: list[object] = [getattr(view, name) for name in names]
    for value in tuple(values):
        members = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        for member in members:
            values += properties_of(member) if isinstance(member, View) else []
    return values


@given(answers())
def test_no_answer_of_any_shape_makes_a_property_raise(raw: JsonObject) -> None:
    views: list[View] = [
        ChatCompletion.of(CLIENT, raw),
        ChatChunk(raw),
        *(kind.of(CLIENT, raw) for kind in (ImageResult, VideoResult, AudioResult, JobResult)),
    ]

    for view in views:
        assert properties_of(view)
        assert view.raw is raw
        assert repr(view).isprintable()


def test_a_completion_is_read_as_the_reference_has_it() -> None:
    call: JsonObject = {"id": "t1", "index": 0, "function": {"name": "f", "arguments": '{"a": 1}'}}
    message: JsonObject = {"role": "assistant", "content": "Hi", "tool_calls": [call]}
    raw: JsonObject = {
        "id": "c1",
        "created": 5,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "odd_reason"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2.0, "total_tokens": 3},
        "new": True,
    }

    found = ChatCompletion.of(CLIENT, raw)

    assert (found.id, found.created, found.model, found.text) == ("c1", 5, "m", "Hi")
    assert (found.finish_reason, found.message.role) == ("odd_reason", "assistant")
    assert found.usage is not None
    assert (found.usage.prompt_tokens, found.usage.completion_tokens) == (1, 2)
    (tool,) = found.tool_calls
    assert (tool.id, tool.name, tool.parsed_arguments) == ("t1", "f", {"a": 1})
    assert found.raw["new"] is True


def test_what_is_missing_is_none_and_no_text_is_empty() -> None:
    found = ChatCompletion({})

    assert (found.id, found.usage, found.finish_reason, found.text) == (None, None, None, "")
    assert (found.choices, found.tool_calls, found.message.content) == ((), (), None)


def test_a_message_of_nothing_or_of_more_than_is_asked_for_can_be_sent_back() -> None:
    odd: JsonObject = {"function": {"arguments": 7}, "index": 0}
    more: JsonObject = {"reasoning": "so", "content": None, "refusal": None, "tool_calls": [odd]}
    call: JsonObject = {"id": "", "type": "function", "function": {"name": "", "arguments": ""}}

    assert Message({}).as_param(dict) == {"role": "assistant", "content": ""}
    assert Message(more).as_param(dict) == {
        "role": "assistant",
        "content": None,
        "tool_calls": [call],
    }


def test_a_message_in_parts_is_its_texts() -> None:
    parts: list[JsonValue] = [{"type": "text", "text": "a"}, {"type": "odd"}, {"text": "b"}, 7]

    found = ChatCompletion({"choices": [{"message": {"content": parts}}]})

    assert found.text == "ab"


def test_a_chunk_of_another_choice_adds_nothing_to_the_first() -> None:
    chunk = ChatChunk({"choices": [{"index": 1, "delta": {"content": "b"}}]})

    assert (chunk.text, chunk.choices[0].delta.content) == ("", "b")


@pytest.mark.parametrize(
    "raw",
    [
        {"images": [{"url": "https://a"}, {"url": "https://b", "revised_prompt": "p"}]},
        {"images": ["https://a", 7, None, "https://b"]},
        {"data": [{"url": "https://a"}, {"url": "https://b"}]},
        {"images": [], "image_url": "https://a", "url": "https://b"},
    ],
)
def test_links_are_found_in_every_form_that_the_hub_had(raw: JsonObject) -> None:
    found = ImageResult.of(CLIENT, raw)

    assert found.urls == ("https://a", "https://b")
    assert found.images == found.files


def test_each_kind_of_media_has_its_files_under_its_name() -> None:
    link: JsonObject = {"url": "https://a", "revised_prompt": "p"}

    video = VideoResult.of(CLIENT, {"videos": [link], "model": "m", "created": 5})
    audio = AudioResult.of(CLIENT, {"audios": [link]})

    assert (video.videos, audio.audios) == ((MediaFile(link),), (MediaFile(link),))
    assert (video.model, video.created, video.videos[0].revised_prompt) == ("m", 5, "p")


def test_what_came_inline_is_a_link_too() -> None:
    assert MediaFile({"b64_json": "eA=="}).link == "data:;base64,eA=="
    assert MediaFile({"url": "https://a", "b64_json": "eA=="}).link == "https://a"
    assert MediaFile({}).link is None


def test_a_jobs_result_is_its_row() -> None:
    row: JsonObject = {"generation_id": "g", "model_name": "m", "media_type": "video"}

    assert JobResult.of(CLIENT, row).urls == ()
    found = JobResult.of(CLIENT, {**row, "result_url": "https://a", "url": "https://in"})
    assert (found.id, found.model, found.media_type) == ("g", "m", "video")
    assert found.urls == ("https://a",)


def test_answers_are_equal_when_what_the_hub_said_is() -> None:
    assert ImageResult.of(CLIENT, {"a": 1}) == ImageResult.of(AsyncClient(), {"a": 1})
    assert ImageResult.of(CLIENT, {"a": 1}) != ImageResult.of(CLIENT, {"a": 2})


def test_a_long_answer_shows_its_beginning_alone() -> None:
    shown = repr(ImageResult.of(CLIENT, {"images": [{"b64_json": "x" * 10_000}]}))

    assert len(shown) < 200
    assert shown.startswith("ImageResult({")
