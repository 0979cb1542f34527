"""Entries without a defect, and places to plant one in."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final, NamedTuple

from hypothesis import strategies as st

from oxspec.runtime.findings import pointer_of

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from oxspec.jsontypes import JsonObject, JsonValue

_NAMES: Final = ("prompt", "image_url", "seed", "aspect_ratio", "fps", "voice", "mask", "loop")
_TEXTS: Final = (
    "What it is for.",
    "Up to 3 of them when a clip is given.",
    "Reference images + reference videos must total 5 (30 seconds when auto-generated).",
    "Recommended range is 28-50, typical values are 2 to 4. Max 10 MB each, at least 300 pixels.",
    "Optional first frame. Required if no image is given. Defaults to what fits.",
    "Of a size like 1024x1536, in a ratio from 1:8 to 8:1.",
)
_KINDS: Final[tuple[JsonObject, ...]] = (
    {"type": "string"},
    {"type": "string", "default": ""},
    {"type": "string", "format": "uri", "nullable": True, "default": None},
    {"type": "string", "minLength": 1, "maxLength": 9, "default": "abc"},
    {"type": "string", "enum": ["1k", "2k"], "default": "2k", "examples": ["1k"]},
    {"type": "integer", "minimum": 0, "maximum": 9, "default": 9},
    {"type": "integer", "enum": [-1, 4, 5], "default": -1},
    {"type": "number", "exclusiveMinimum": 0, "default": 1},
    {"type": ["integer", "string"], "enum": ["auto", "4"], "default": "4"},
    {"type": "boolean", "default": False},
    {"type": "array", "items": {"type": "string"}, "maxItems": 3, "default": []},
)


class Spot(NamedTuple):
    """Where a parameter can be planted.

    Attributes:
        entry: without a defect.
        tokens: of the object schema that gets the parameter.
    """

    entry: JsonObject
    tokens: tuple[str, ...]

    def planted(self, parameter: JsonObject, *, name: str = "planted") -> JsonObject:
        """Return the entry with one more parameter."""
        entry = copy.deepcopy(self.entry)
        schema: JsonValue = entry
        for token in self.tokens:
            assert isinstance(schema, dict)
            schema = schema[token]
        assert isinstance(schema, dict)
        properties = schema["properties"]
        assert isinstance(properties, dict)
        properties[name] = parameter
        return entry

    def pointer(self, *tokens: str | int, name: str = "planted") -> str:
        """Return the JSON Pointer of what is in that parameter."""
        return pointer_of((*self.tokens, "properties", name, *tokens))


@st.composite
def spots(draw: DrawFn) -> Spot:
    """Return entries that have no defect, and an object in each."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=2, unique=True))
    properties: JsonObject = {name: draw(_parameters()) for name in names}
    nested = draw(st.sampled_from(names))
    inner: JsonObject = {"type": "object", "properties": {"url": draw(_parameters())}}
    properties[nested] = {"type": "array", "description": "What it is for.", "items": inner}
    schema: JsonObject = {"type": "object", "properties": properties, "basic": [names[0]]}
    optional = [n for n in names if "default" not in _object(properties[n])]
    schema["required"] = [*draw(st.lists(st.sampled_from(optional), unique=True, max_size=2))]
    entry: JsonObject = {
        "name": "acme-1",
        "description": "Paints.",
        "endpoint": "/images/generate",
        "json_request_schema": schema,
    }
    inside = ("json_request_schema", "properties", nested, "items")
    return Spot(entry, draw(st.sampled_from([("json_request_schema",), inside])))


@st.composite
def _parameters(draw: DrawFn) -> JsonObject:
    text = draw(st.sampled_from(_TEXTS))
    return {**copy.deepcopy(draw(st.sampled_from(_KINDS))), "description": text}


def _object(value: JsonValue) -> JsonObject:
    assert isinstance(value, dict)
    return value


def texts_of_limits() -> SearchStrategy[tuple[str, str, int]]:
    """Return a text, the keyword that it speaks of, and the limit."""
    forms = st.sampled_from(
        [
            ("What it says. Max {} characters.", "maxLength"),
            ("Text (max {} characters).", "maxLength"),
            ("Up to {} images.", "maxItems"),
            ("Images to use, up to {}.", "maxItems"),
            ("Optional images (up to {}). Leave empty to start anew.", "maxItems"),
            ("An array of up to {} reference image URLs to look at.", "maxItems"),
            ("At most {} entries.", "maxItems"),
            ("Only {} elements are supported.", "maxItems"),
            ("Seconds. Maximum {} seconds.", "maximum"),
            ("How long. Must be at least {} seconds.", "minimum"),
            ("Must be greater than {}.", "exclusiveMinimum"),
        ]
    )
    return st.tuples(forms, st.integers(1, 99)).map(lambda p: (p[0][0].format(p[1]), p[0][1], p[1]))
