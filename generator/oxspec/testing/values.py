"""Values that fit a subschema of a strict schema."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ..schema.normalise import types_of
from .texts import json_values, names, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..jsontypes import JsonObject, JsonValue

    Schema = Mapping[str, JsonValue]

#: Keywords that cannot be met one at a time; a parameter that has one is left out.
_COMBINED: Final = frozenset(
    [
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "dependentRequired",
        "pattern",
        "multipleOf",
        "contains",
        "prefixItems",
        "uniqueItems",
        "propertyNames",
        "patternProperties",
        "minProperties",
        "maxProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
    ]  # a list of words
)
_ALL_TYPES: Final = ("null", "boolean", "integer", "number", "string", "array", "object")
_URIS: Final = (
    "https://example.com/a.png",
    "http://example.com/b%20c.mp4?x=1#t=2",
    "data:image/png;base64,iVBORw0KGgo=",
)


def is_flat(schema: JsonValue) -> bool:
    """Return whether each keyword of a subschema can be met by itself."""
    return isinstance(schema, dict) and not _COMBINED & schema.keys()


def fits_type(value: JsonValue, types: tuple[str, ...]) -> bool:
    """Return whether a value is of one of JSON Schema's types; () allows any."""
    if not types:
        return True
    if isinstance(value, bool) or value is None:
        return ("boolean" if isinstance(value, bool) else "null") in types
    if isinstance(value, int | float):
        return "number" in types or ("integer" in types and value == math.floor(value))
    return {str: "string", list: "array", dict: "object"}[type(value)] in types


def fitting(schema: Schema) -> SearchStrategy[JsonValue]:
    """Return the values that fit a flat subschema."""
    if "const" in schema:
        return st.just(schema["const"])
    types = types_of(schema)
    enum = schema.get("enum")
    if isinstance(enum, list):
        return st.sampled_from([member for member in enum if fits_type(member, types)])
    if not types and "properties" not in schema:
        return json_values(max_leaves=3)
    return st.one_of([_OF_TYPE[kind](schema) for kind in types or ("object",)])


def bounds(schema: Schema) -> tuple[int | float | None, int | float | None]:
    """Return the lowest and highest bound of a number, exclusive ones included."""
    lows = [_number(schema, keyword) for keyword in ("minimum", "exclusiveMinimum")]
    highs = [_number(schema, keyword) for keyword in ("maximum", "exclusiveMaximum")]
    return (
        max((low for low in lows if low is not None), default=None),
        min((high for high in highs if high is not None), default=None),
    )


def _number(schema: Schema, keyword: str) -> int | float | None:
    value = schema.get(keyword)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _length(schema: Schema, keyword: str) -> int | None:
    number = _number(schema, keyword)
    return None if number is None else int(number)


def _strings(schema: Schema) -> SearchStrategy[JsonValue]:
    if schema.get("format") == "uri":
        return st.sampled_from(_URIS)
    least, most = _length(schema, "minLength") or 0, _length(schema, "maxLength")
    if least or most is not None:
        return st.text(min_size=least, max_size=most)
    return texts()


def _integers(schema: Schema) -> SearchStrategy[JsonValue]:
    low, high = bounds(schema)
    least = None if low is None else math.ceil(low)
    most = None if high is None else math.floor(high)
    if least is not None and least == low == _number(schema, "exclusiveMinimum"):
        least += 1
    if most is not None and most == high == _number(schema, "exclusiveMaximum"):
        most -= 1
    if least is not None and most is not None and least > most:
        return st.nothing()
    return st.integers(least, most)


def _numbers(schema: Schema) -> SearchStrategy[JsonValue]:
    low, high = bounds(schema)
    if any(bound is not None and abs(bound) > 2**53 for bound in (low, high)):
        return _integers(schema)
    floats = st.floats(
        low,
        high,
        allow_nan=False,
        allow_infinity=False,
        exclude_min=low is not None and low == _number(schema, "exclusiveMinimum"),
        exclude_max=high is not None and high == _number(schema, "exclusiveMaximum"),
    )
    return _integers(schema) | floats


def _arrays(schema: Schema) -> SearchStrategy[JsonValue]:
    items = schema.get("items", {})
    least, most = _length(schema, "minItems") or 0, _length(schema, "maxItems")
    if not isinstance(items, dict) or not is_flat(items):
        is_chat = isinstance(items, dict) and items.get("$ref") == "#/$defs/message"
        messages = st.lists(_messages(), min_size=max(1, least), max_size=4)
        return messages.map(_value) if is_chat else st.just(_value([]))
    size = least + 3 if most is None else min(most, least + 3)
    return st.lists(fitting(items), min_size=least, max_size=size).map(_value)


@st.composite
def _objects(draw: DrawFn, schema: Schema) -> JsonValue:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict):
        free = schema.get("additionalProperties") is not False
        return dict(
            draw(st.dictionaries(names(), json_values(max_leaves=3), max_size=3 if free else 0))
        )
    body: JsonObject = {}
    for name, subschema in properties.items():
        is_required = isinstance(required, list) and name in required
        if isinstance(subschema, dict) and (is_required or _is_made(subschema)):
            if is_required and not is_flat(subschema):
                message = f"{name!r} is required and combines schemas: no strategy for that"
                raise ValueError(message)
            if is_required or draw(st.booleans()):
                body[name] = draw(fitting(subschema))
    return body


def _is_made(schema: JsonObject) -> bool:
    return is_flat(schema) and "x-undocumented" not in schema and is_flat(schema.get("items", {}))


@st.composite
def _messages(draw: DrawFn) -> JsonValue:
    """Return a chat message: a text, or a list of text and media parts."""
    message: JsonObject = {"role": draw(st.sampled_from(("system", "user", "assistant")))}
    if draw(st.booleans()):
        message["content"] = draw(texts())
    else:
        message["content"] = draw(st.lists(_parts(), min_size=1, max_size=3))
    if draw(st.booleans()):
        message["name"] = draw(texts())
    return message


@st.composite
def _parts(draw: DrawFn) -> JsonValue:
    kind = draw(st.sampled_from(("text", "image_url", "video_url", "audio_url")))
    if kind == "text":
        return {"type": kind, kind: draw(texts())}
    return {"type": kind, kind: {"url": draw(st.sampled_from(_URIS))}}


def _value(entries: list[JsonValue]) -> JsonValue:
    return entries


def _just(value: JsonValue) -> Callable[[Schema], SearchStrategy[JsonValue]]:
    return lambda _schema: st.just(value)


_OF_TYPE: Final[dict[str, Callable[[Schema], SearchStrategy[JsonValue]]]] = {
    "null": _just(None),
    "boolean": lambda _schema: st.booleans(),
    "integer": _integers,
    "number": _numbers,
    "string": _strings,
    "array": _arrays,
    "object": _objects,
}
