"""Chunks become the completion that they were cut out of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.chat import ChatCompletion
from oxspec.runtime.merging import Merged
from oxspec.testing import json_values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from oxspec.jsontypes import JsonObject, JsonValue

NAMES = st.text(min_size=1, max_size=8)
CALLS = st.lists(st.tuples(NAMES, NAMES, st.text(max_size=20)), max_size=3)
CHOICES = st.lists(st.tuples(st.text(max_size=20), CALLS), min_size=1, max_size=3)


def merged(chunks: Iterable[JsonObject]) -> JsonObject:
    whole = Merged()
    for chunk in chunks:
        whole.add(chunk)
    return whole.completion()


def chunk(index: int, delta: JsonObject, reason: str | None = None) -> JsonObject:
    choice: JsonObject = {"index": index, "delta": delta, "finish_reason": reason}
    return {"id": "c1", "object": "chat.completion.chunk", "choices": [choice], "usage": None}


def deltas_of(choice: tuple[str, list[tuple[str, str, str]]]) -> list[JsonObject]:
    """Return the deltas that a choice is streamed as, letter by letter."""
    text, calls = choice
    deltas: list[JsonObject] = [{"role": "assistant", "content": ""}]
    deltas.extend({"content": letter} for letter in text)
    for index, (call_id, name, _) in enumerate(calls):
        function: JsonObject = {"name": name, "arguments": ""}
        call: JsonObject = {"index": index, "id": call_id, "type": "function", "function": function}
        deltas.append({"tool_calls": [call]})
    longest = max((len(arguments) for *_, arguments in calls), default=0)
    for place in range(longest):
        parts: list[JsonValue] = [
            {"index": index, "id": "", "function": {"arguments": arguments[place : place + 1]}}
            for index, (*_, arguments) in enumerate(calls)
        ]
        deltas.append({"tool_calls": parts})
    return deltas


def completion_of(choices: list[tuple[str, list[tuple[str, str, str]]]]) -> JsonObject:
    """Return the choices as an answer without a stream has them."""
    whole: list[JsonValue] = [{"index": i, **choice_of(c)} for i, c in enumerate(choices)]
    return {"id": "c1", "object": "chat.completion", "choices": whole}


def choice_of(choice: tuple[str, list[tuple[str, str, str]]]) -> JsonObject:
    text, calls = choice
    message: JsonObject = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = [
            {
                "index": i,
                "id": call_id,
                "type": "function",
                "function": {"name": name, "arguments": arguments},
            }
            for i, (call_id, name, arguments) in enumerate(calls)
        ]
    return {"message": message, "finish_reason": "stop"}


@given(CHOICES, st.randoms(use_true_random=False))
def test_chunks_merge_into_what_they_were_cut_out_of(
    choices: list[tuple[str, list[tuple[str, str, str]]]], random: Random
) -> None:
    queues = {
        index: [*(chunk(index, d) for d in deltas_of(choice)), chunk(index, {}, "stop")]
        for index, choice in enumerate(choices)
    }
    chunks: list[JsonObject] = []
    while queues:
        index = random.choice(sorted(queues))
        chunks.append(queues[index].pop(0))
        if not queues[index]:
            del queues[index]

    assert merged(chunks) == completion_of(choices)


@given(st.lists(st.dictionaries(st.sampled_from(["choices", "usage", "id"]), json_values())))
def test_chunks_of_any_shape_never_raise(chunks: list[JsonObject]) -> None:
    completion = ChatCompletion(merged(chunks))

    assert isinstance(completion.text, str)
    assert all(isinstance(call.arguments, str) for call in completion.tool_calls)


def test_a_usage_chunk_without_choices_is_kept() -> None:
    usage: JsonObject = {"choices": [], "usage": {"total_tokens": 3}}

    completion = ChatCompletion(merged([chunk(0, {"content": "a"}, "stop"), usage]))

    assert (completion.usage and completion.usage.total_tokens, completion.text) == (3, "a")


def test_ids_and_names_that_are_repeated_are_not_doubled() -> None:
    call: JsonObject = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}

    completion = ChatCompletion(merged([chunk(0, {"tool_calls": [call]})] * 2))

    (found,) = completion.tool_calls
    assert (found.id, found.name, found.arguments) == ("c", "f", "{}{}")


@pytest.mark.parametrize("place", [{}, {"index": 0}], ids=["no index", "the same index"])
def test_calls_are_told_apart_by_their_ids_where_the_index_does_not(place: JsonObject) -> None:
    def part(call_id: str | None, name: str | None, arguments: str) -> JsonObject:
        function: JsonObject = {"name": name, "arguments": arguments}
        return chunk(0, {"tool_calls": [{**place, "id": call_id, "function": function}]})

    chunks = [
        part("a", "f", '{"x":'),
        part(None, None, "1}"),
        part("b", "g", "{"),
        part("b", "g", "}"),
    ]

    calls = ChatCompletion(merged(chunks)).tool_calls

    found = [(call.index, call.id, call.name, call.arguments) for call in calls]
    assert found == [(0, "a", "f", '{"x":1}'), (1, "b", "g", "{}")]


def test_an_id_that_changes_within_a_call_does_not_split_it() -> None:
    parts: list[JsonObject] = [
        {"index": 0, "id": "a", "function": {"name": "f", "arguments": "{"}},
        {"index": 0, "id": "b", "function": {"arguments": "}"}},
    ]

    completion = ChatCompletion(merged(chunk(0, {"tool_calls": [part]}) for part in parts))

    (found,) = completion.tool_calls
    assert (found.name, found.arguments) == ("f", "{}")


def test_thoughts_go_on_and_unknown_members_keep_their_last_value() -> None:
    completion = merged(
        [
            chunk(0, {"reasoning_content": "a", "odd": 1}),
            chunk(0, {"reasoning_content": "b", "odd": 2}),
        ]
    )

    assert ChatCompletion(completion).message.raw == {
        "role": "assistant",
        "content": None,
        "reasoning_content": "ab",
        "odd": 2,
    }


def test_a_stream_is_finished_when_all_that_began_is() -> None:
    whole = Merged()
    states = [whole.is_finished]
    for part in (chunk(0, {}), chunk(1, {}), chunk(0, {}, "stop"), chunk(1, {}, "length")):
        whole.add(part)
        states.append(whole.is_finished)

    assert states == [False, False, False, False, True]
