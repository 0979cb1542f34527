"""Models for tests of what is rendered: small ones of our own, and hostile ones at random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oxspec.jsontypes import JsonObject, JsonValue

#: Text that has broken a generator of Python, MDX, YAML or shell before.
NASTY: Final = (
    '"""',
    "'''",
    '\\"""',
    "\\",
    'x"',
    "\n",
    "\r\x0b\x0c\x1c\x85\u2028",
    "\u202e\u200b\ufeff",
    "${HOME} `id` $(id) !x",
    "'; id; '",
    "{1+1}",
    "<script>alert(1)</script>",
    "</Tab></Tabs>",
    "import os",
    "export const x = 1",
    "# heading",
    "---",
    "```",
    "~~~\n```",
    "`{x}`",
    "a | b",
    "\\|",
    "| a |\n|---|\n| `x|{y}` |",
    "[a](javascript:alert(1))",
    "![a](https://example.com/a.png)",
    "{{ x }}{% raw %}{# c #}",
    "%s {0}",
    "&lt;&#123;",
    "__import__('os')",
    "class",
    "match",
    "None",
    "self",
    "a.b",
    "~/",
    "- x",
    "1. x",
    "<!-- x -->",
    ":::note",
    "\U0001f600 é 模",
    "😀\ud7ff",
)

_CHARACTERS: Final = st.characters(codec="utf-8")
#: Any text, the nasty ones often.
texts: Final = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("".join),
    st.text(_CHARACTERS, min_size=1, max_size=12),
)
ids: Final = st.one_of(
    st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,3}", fullmatch=True),
    texts.filter(lambda text: text.isprintable() and bool(text.strip())),
)


def model_of(entry: JsonObject) -> Model:
    """Return the model of an entry that is known to be good."""
    model = decode_entry(entry)
    assert isinstance(model, Model), model
    return model


def paint(**changes: JsonValue) -> Model:
    """Return an image model with one parameter of each kind."""
    properties: JsonObject = {
        "prompt": {"type": "string", "description": "What to paint.", "x-order": 0},
        "size": {"type": "string", "enum": ["1k", "2k"], "default": "1k", "title": "Size"},
        "steps": {"type": "integer", "minimum": 1, "maximum": 50, "default": 28},
        "rate": {"type": "number", "enum": [23.976, 24]},
        "seed": {"type": "integer", "nullable": True},
        "refs": {
            "type": "array",
            "maxItems": 4,
            "items": {
                "type": "object",
                "required": ["url"],
                "properties": {"url": {"type": "string", "format": "uri"}, "a b": {}},
            },
        },
        "extra": {"type": "object", "description": "Anything."},
        "class": {"type": ["integer", "string"], "enum": ["4", "8"]},
        "hd": {"type": "boolean", "default": False},
    }
    return model_of(
        {
            "name": "acme-paint-1",
            "display_name": "Acme Paint 1",
            "summary": "A small painter",
            "description": "Paints *anything*.\n\n- fast\n- small",
            "developer": {"name": "acme", "display_name": "Acme"},
            "capabilities": {"input": ["text"], "output": ["image"]},
            "json_request_schema": {
                "type": "object",
                "required": ["prompt"],
                "basic": ["size"],
                "properties": properties,
            },
            **changes,
        }
    )


def chat(**changes: JsonValue) -> Model:
    """Return a chat model: no schema of its own."""
    capabilities: JsonValue = {"input": ["text"], "output": ["text"]}
    return model_of({"name": "acme-chat-1", "capabilities": capabilities, **changes})


def video(**changes: JsonValue) -> Model:
    """Return a video model without optional parameters."""
    schema: JsonValue = {"type": "object", "properties": {"prompt": {"type": "string"}}}
    capabilities: JsonValue = {"input": ["text"], "output": ["video"]}
    entry: JsonObject = {"name": "acme-film-1", "capabilities": capabilities}
    return model_of({**entry, "json_request_schema": schema, **changes})


_SHAPES: Final[tuple[Mapping[str, JsonValue], ...]] = (
    {"type": "string"},
    {"type": "integer", "minimum": 1},
    {"type": "number", "maximum": 2.5, "nullable": True},
    {"type": "boolean", "default": True},
    {"type": ["integer", "string"]},
    {"type": "array", "items": {"type": "string"}},
    {"type": "object"},
    {},
)


@st.composite
def parameters(draw: st.DrawFn) -> JsonObject:
    """Return the schema of a parameter with any text wherever text may stand."""
    schema: JsonObject = {**draw(st.sampled_from(_SHAPES))}
    for keyword in ("title", "description", "format"):
        if draw(st.booleans()):
            schema[keyword] = draw(texts)
    if draw(st.booleans()):
        members = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
        schema |= {"type": "string", "enum": [*members], "default": members[0]}
        schema.pop("minimum", None)
        schema.pop("maximum", None)
    return schema


@st.composite
def hostile_models(draw: st.DrawFn) -> Model:
    """Return a model whose every text and name may be hostile."""
    names = draw(st.lists(texts, max_size=4, unique=True))
    inner = draw(st.lists(texts, min_size=1, max_size=2, unique=True))
    properties: JsonObject = {name: draw(parameters()) for name in names}
    if draw(st.booleans()):
        members: JsonObject = {name: draw(parameters()) for name in inner}
        properties[draw(texts)] = {"type": "object", "properties": members}
    return model_of(
        {
            "name": draw(ids),
            "display_name": draw(texts),
            "summary": draw(st.none() | texts),
            "description": draw(st.none() | texts),
            "developer": draw(st.none() | texts),
            "capabilities": {"input": ["text"], "output": [draw(st.sampled_from(_OUTPUTS))]},
            "json_request_schema": {
                "type": "object",
                "required": [*names[:1]],
                "properties": properties,
            },
        }
    )


_OUTPUTS: Final = ("text", "image", "video", "audio")
