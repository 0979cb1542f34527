"""Values that fit a subschema of a strict schema."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ..runtime.keywords import canonical
from ..schema.normalise import types_of
from .chat import CHAT
from .keywords import (
    DEFINED,
    LONGEST_MATCH,
    MOST_ENTRIES,
    alternatives,
    bounds,
    dependents,
    fits_type,
    is_flat,
    is_within,
    kinds_of,
    length,
    members_of,
    names_of,
    number,
    pattern_of,
)
from .texts import json_values, names, texts, uris

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..jsontypes import JsonObject, JsonValue
    from .keywords import Schema

_EXACT: Final = 2**53
_ANYTHING: Final[JsonObject] = {}


def can_be_made(schema: JsonValue) -> bool:
    """Return whether there is a strategy for the values of a subschema and what is in them."""
    if not isinstance(schema, dict) or schema.get(DEFINED) in CHAT:
        return isinstance(schema, dict)
    items = schema.get("items", True)
    return is_flat(schema) and (isinstance(items, bool) or can_be_made(items))


def fitting(schema: Schema) -> SearchStrategy[JsonValue]:
    """Return the values that fit a subschema that can be made."""
    if (chat := CHAT.get(schema.get(DEFINED))) is not None:
        return chat()
    if "const" in schema:
        return st.just(schema["const"])
    types = types_of(schema)
    enum = schema.get("enum")
    if isinstance(enum, list):
        return st.sampled_from([member for member in enum if fits_type(member, types)])
    kinds = kinds_of(schema)
    return st.one_of([_OF_TYPE[k](schema) for k in kinds]) if kinds else json_values(max_leaves=3)


def _strings(schema: Schema) -> SearchStrategy[JsonValue]:
    least, most = length(schema, "minLength") or 0, length(schema, "maxLength")
    if schema.get("format") in ("uri", "data-uri"):
        return _addresses(schema, least, most)
    if (pattern := pattern_of(schema)) is not None:
        longest = LONGEST_MATCH if most is None else min(most, LONGEST_MATCH)
        return st.from_regex(pattern).filter(lambda text: least <= len(text) <= longest)
    if least or most is not None:
        return st.text(min_size=least, max_size=most)
    return texts()


def _addresses(schema: Schema, least: int, most: int | None) -> SearchStrategy[JsonValue]:
    fit = uris(inline=schema["format"] == "data-uri").map(lambda uri: uri.ljust(least, "="))
    return fit.filter(lambda uri: most is None or len(uri) <= most)


def _integers(schema: Schema) -> SearchStrategy[JsonValue]:
    step = number(schema, "multipleOf") or 1
    low, high = bounds(schema)
    least = None if low is None else math.ceil(low / step)
    most = None if high is None else math.floor(high / step)
    if least is not None and not is_within(least * step, schema):
        least += 1
    if most is not None and not is_within(most * step, schema):
        most -= 1
    if least is not None and most is not None and least > most:
        return st.nothing()
    return st.integers(least, most).map(lambda count: _times(count, step))


def _times(count: int, step: float) -> int | float:
    # As a decimal: 3 * 0.1 is no multiple of 0.1 in binary.
    return count * step if isinstance(step, int) else float(count * Decimal(str(step)))


def _numbers(schema: Schema) -> SearchStrategy[JsonValue]:
    low, high = bounds(schema)
    far = any(bound is not None and abs(bound) > _EXACT for bound in (low, high))
    if far or "multipleOf" in schema:
        return _integers(schema)
    floats = st.floats(
        low,
        high,
        allow_nan=False,
        allow_infinity=False,
        exclude_min=low is not None and not is_within(low, schema),
        exclude_max=high is not None and not is_within(high, schema),
    )
    return _integers(schema) | floats


def _arrays(schema: Schema) -> SearchStrategy[JsonValue]:
    items = members_of(schema.get("items"))
    least, most = length(schema, "minItems") or 0, length(schema, "maxItems")
    if schema.get("items") is False or not can_be_made(items):
        return st.just(_value([]))
    # A list of chat messages is never empty, even where its schema lets it be.
    least = max(least, 1) if items.get(DEFINED) == "message" else least
    size = least + 3 if most is None else min(most, least + 3)
    is_set = schema.get("uniqueItems") is True
    entries = st.lists(
        fitting(items),
        min_size=least,
        max_size=min(size, MOST_ENTRIES),
        unique_by=canonical if is_set else None,
    )
    return entries.map(_value)


def _objects(schema: Schema) -> SearchStrategy[JsonValue]:
    if not {"properties", "required"} & schema.keys():
        return _free_form(schema).map(_member)
    properties = members_of(schema.get("properties"))
    choice = alternatives(schema)
    needed = {*choice, *(n for names in dependents(schema).values() for n in names)}
    required = names_of(schema, "required")
    made = {
        name: _required(name, subschema) if name in required else fitting(members_of(subschema))
        for name, subschema in (dict.fromkeys(required, _ANYTHING) | properties).items()
        if name in {*required, *needed} or can_be_made(subschema)
    }
    return _some_of(schema, made, required, choice)


@st.composite
def _some_of(
    draw: DrawFn,
    schema: Schema,
    made: dict[str, SearchStrategy[JsonValue]],
    required: list[str],
    choice: list[str],
) -> JsonValue:
    """Return an object with the required members, one of a choice, and some of the others."""
    given = {*required, *([draw(st.sampled_from(choice))] if choice else [])}
    names = [n for n in made if n in given or (n not in choice and draw(st.booleans()))]
    needs = [n for name, others in dependents(schema).items() if name in names for n in others]
    return {name: draw(values) for name, values in made.items() if name in {*names, *needs}}


def _required(name: str, schema: JsonValue) -> SearchStrategy[JsonValue]:
    if not (is_flat(schema) or can_be_made(schema)):
        message = f"{name!r} is required and combines schemas: no strategy for that"
        raise ValueError(message)
    return fitting(members_of(schema))


def _free_form(schema: Schema) -> SearchStrategy[JsonObject]:
    least, most = length(schema, "minProperties") or 0, length(schema, "maxProperties")
    others = schema.get("additionalProperties", True)
    if others is False or (isinstance(others, dict) and not can_be_made(others)):
        return st.just({})
    values = fitting(others) if isinstance(others, dict) else json_values(max_leaves=3)
    size = max(least, 3) if most is None else min(most, max(least, 3))
    return st.dictionaries(names(), values, min_size=least, max_size=size)


def _value(entries: list[JsonValue]) -> JsonValue:
    return entries


def _member(members: JsonObject) -> JsonValue:
    return members


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
