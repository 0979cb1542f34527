"""MDX pages beside those that the hub publishes: the same but for what docs/parity.md lists."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oxspec.catalog.bundled import bundled_catalog
from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from oxspec.render.pageformats import MDX, render_page
from oxspec.render.pages import page_view
from support.models import chat, paint, video
from support.published import published_bodies, published_path
from support.structure import structure_of

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

ROOT: Final = Path(__file__).resolve().parents[2]
PUBLISHED: Final = ROOT / "tests" / "data" / "published"
PARITY: Final = (ROOT / "docs" / "parity.md").read_text("utf-8")
#: As many paragraphs, and a table of as many rows, as the seed's description has.
DESCRIPTION: Final = (
    "One.\n\nTwo.\n\n| A | B |\n| - | - |\n" + "| x\\* | y |\n" * 8 + "\n\\**Three.*"
)

LINK: Final = re.compile(r'\["text", \["([^"]*)"\]\]')
TAB: Final = re.compile(r'\["element", "Tab", \{"title": "([^"]*)"\}\]')
WAYS: Final = ("Sync", "Async", "Async with SSE")
QUEUE: Final = "/inference-api/reference/async_queue"
REFERENCES: Final = {
    "images/generate": "/inference-api/reference/image_generation",
    "images/edit": "/inference-api/reference/image_editing",
    "videos/generate": "/inference-api/reference/video_generation",
}
#: A body of a page differs from the published one, and why; each is a line of docs/parity.md.
BODIES: Final = {
    "bytedance-seed-audio-1-0": "`input` is no parameter; `audio_urls` excludes `image_url`",
    "flux-3-video": "`input_images` excludes `input_video`",
    "gemini-3-1-pro-preview": "a chat body with an `audio_url` part",
    "gpt-audio": "a chat body with an `audio_url` part",
    "kling-video-o1-reference-to-video": "an element needs `frontal_image_url`",
    "kling-video-o1-video-to-video-edit": "an element needs `frontal_image_url`",
    "kling-video-o3-omni": "an element needs `frontal_image_url`; one of two prompts",
    "krea-v2-large-text-to-image": "`image_style_references` takes objects",
    "ltx-2-3-pro-audio-to-video": "`prompt` or `input_image` is needed",
    "minimax-h3": "frames exclude references",
    "wan-v2-7-image-to-video": "`input_image` excludes `input_video`",
    "wan-v2-7-reference-to-video": "`reference_images` and `reference_videos` take objects",
}
PATHS: Final = {
    "bytedance-seed-audio-1-0": ("audio/speech", "audio/generate"),
    "gemini-3-1-pro-preview": ("audio/transcriptions", "chat/completions"),
    "gpt-audio": ("audio/transcriptions", "chat/completions"),
}


def published(name: str) -> list[str]:
    blocks: list[JsonValue] = json.loads((PUBLISHED / f"{name}.json").read_text("utf-8"))
    return [*map(json.dumps, blocks)]


def structure(model: Model) -> list[str]:
    return structure_of(render_page(page_view(model, examples(model))))


def published_models() -> list[Model]:
    return [model for model in bundled_catalog().models.values() if model.is_published]


def told(text: str) -> bool:
    return text in re.sub(r"\s+", " ", PARITY)


def without_cells(blocks: list[str]) -> list[str]:
    """Return blocks with the cells of a description's table left out, as the facts have them."""
    is_ours = r'"(A|x&#42;)"'
    return [re.sub(is_ours, '""', block) for block in blocks]


def test_a_chat_page_is_the_published_one_but_for_a_dead_link() -> None:
    model = replace(bundled_catalog().models["moonshotai-kimi-k2-5"], description=DESCRIPTION)

    ours = without_cells(structure(model))

    dead, right = "../inference-api.mdx", "/inference-api/reference/chat_completions"
    assert ours == [block.replace(dead, right) for block in published("kimi-k2-5")]
    assert told(dead)


def test_a_video_page_is_the_published_one_but_for_how_it_waits() -> None:
    properties: JsonObject = {
        "prompt": {"type": "string"},
        "input_image": {"type": "string", "format": "uri"},
        "aspect_ratio": {"type": "string", "default": "auto"},
        "duration": {"type": "string", "default": "8s"},
        "resolution": {"type": "string", "default": "720p"},
        "generate_audio": {"type": "boolean", "default": True},
        "negative_prompt": {"type": "string"},
        "seed": {"type": "integer"},
        "auto_fix": {"type": "boolean", "default": False},
        "safety_tolerance": {"type": "string", "default": "4"},
    }
    model = video(
        name="google-veo-3-1-fast",
        display_name="Veo 3.1 Fast - Image to Video",
        description="One.\n\nTwo.",
        json_request_schema={
            "type": "object",
            "required": ["prompt", "input_image"],
            "properties": properties,
        },
    )

    assert structure(model) == published("google-veo-3-1-fast")


def test_every_kind_of_page_has_the_tabs_and_links_of_its_kind() -> None:
    for model in published_models():
        blocks = structure(model)
        links = [link for block in blocks for link in LINK.findall(block)]
        tabs = [title for block in blocks for title in TAB.findall(block)]
        titles = [example.title for example in examples(model)]
        inner = titles if len(titles) > 1 else []
        if page := REFERENCES.get(published_path(model)):
            assert tabs == [tab for way in WAYS for tab in (way, *inner)]
            assert links[1:4] == [page, QUEUE, QUEUE]
        else:
            assert tabs == inner


def test_bodies_are_the_published_ones_but_for_those_that_are_wrong() -> None:
    for model in published_models():
        ours = [example.body for example in examples(model)]
        is_same = [json.dumps(b) for b in ours] == [json.dumps(b) for b in published_bodies(model)]
        assert is_same == (model.id not in BODIES), model.id
    for model_id, reason in BODIES.items():
        assert told(f"| `{model_id}` | {reason} |")


def test_calls_go_where_the_published_ones_go_but_for_audio() -> None:
    differ = {
        model.id: (published_path(model), model.endpoint)
        for model in published_models()
        if published_path(model) != model.endpoint
    }

    assert differ == PATHS
    for theirs, ours in PATHS.values():
        assert told(f"`{theirs}`")
        assert told(f"`{ours}`")


def test_a_python_sample_is_python_where_the_published_one_is_json() -> None:
    text = render_page(page_view(video(), examples(video())))

    assert not re.search(r"(?m)^ +\"\w+\": (true|false|null),?$", text.split("```python")[1])
    assert told("`True`, `False` and `None`")


def test_a_list_of_types_is_words() -> None:
    schema: JsonObject = {"type": "object", "properties": {"n": {"type": ["integer", "string"]}}}

    page = render_page(page_view(paint(json_request_schema=schema), ()))

    assert "| `n` | `integer or string` |" in page
    assert told("`integer or string`")


def test_the_details_of_an_id_with_odd_characters_have_an_address() -> None:
    page = render_page(page_view(chat(name="a/b c"), ()))

    assert "https://hub.oxen.ai/api/ai/models/a%2Fb%20c\n" in page
    assert told("percent-encoded")


def test_the_index_has_two_cards_and_stands_in_the_folder_of_the_pages() -> None:
    blocks = structure_of(plan_docs([paint()], examples).files[MDX.index].decode())

    assert re.findall(r'"href": "([^"]*)"', "\n".join(blocks)) == [
        "/inference-api/reference/models/overview",
        "https://www.oxen.ai/ai/models",
    ]
    assert told("The index stands in the folder of the pages")
