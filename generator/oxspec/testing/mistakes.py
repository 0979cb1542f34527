"""The mistakes that can be made on a fitting body, one at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ..schema.normalise import types_of
from .texts import json_values, names, texts
from .values import bounds, fits_type, is_flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import JsonObject, JsonValue

    Schema = Mapping[str, JsonValue]

Tokens = tuple[str | int, ...]

_SAMPLES: Final[tuple[JsonValue, ...]] = (None, True, 0, 0.5, "1", [], {})
_PLAIN: Final[dict[str, SearchStrategy[JsonValue]]] = {
    "string": texts(),
    "integer": st.integers(-5000, 5000),
    "number": st.integers(-5000, 5000),
}
#: What judges a value beside its type or enum, so that one wrong value could be two mistakes.
_BESIDE: Final = frozenset(
    "minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength format".split()  # noqa: SIM905  # a list of words
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way to break a body.

    Attributes:
        code: of the finding that it makes.
        parent: the reference tokens of the object or array that it is made in.
        keys: which member or entry of that; for ``missing-parameter`` the one to take out.
        values: what to put there.
    """

    code: str
    parent: Tokens
    keys: SearchStrategy[str | int]
    values: SearchStrategy[JsonValue]


def mistakes_of(body: JsonObject, schema: Schema) -> list[Mistake]:
    """Return the mistakes that can be made on a body that fits; there is always one."""
    return list(_in_object(body, schema, ()))


def _in_object(value: JsonObject, schema: Schema, tokens: Tokens) -> Iterator[Mistake]:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict):
        return
    if schema.get("additionalProperties") is False:
        known = {*properties, "$schema"}
        unknown = names().filter(lambda name: name not in known)
        yield Mistake("unknown-parameter", tokens, unknown, json_values(max_leaves=3))
    for name in required if isinstance(required, list) else ():
        # A body without model is judged as the model that was asked for.
        if isinstance(name, str) and (tokens or name != "model"):
            yield Mistake("missing-parameter", tokens, st.just(name), st.none())
    for name, member in value.items():
        subschema = properties.get(name)
        if isinstance(subschema, dict) and is_flat(subschema) and (tokens or name != "model"):
            yield from _in_value(member, subschema, (*tokens, name))


def _in_value(value: JsonValue, schema: JsonObject, tokens: Tokens) -> Iterator[Mistake]:
    for code, values in _wrong_values(schema):
        yield Mistake(code, tokens[:-1], st.just(tokens[-1]), values)
    if isinstance(value, dict):
        yield from _in_object(value, schema, tokens)
    items = schema.get("items")
    if isinstance(value, list) and isinstance(items, dict) and is_flat(items):
        for index, member in enumerate(value):
            yield from _in_value(member, items, (*tokens, index))


def _wrong_values(schema: JsonObject) -> Iterator[tuple[str, SearchStrategy[JsonValue]]]:
    types = types_of(schema)
    if "const" in schema:
        return
    enum = schema.get("enum")
    if not isinstance(enum, list):
        wrong = [sample for sample in _SAMPLES if not fits_type(sample, types)]
        if wrong:
            yield "wrong-type", st.sampled_from(wrong)
        yield from _out_of_range(schema)
    elif types and not _BESIDE & schema.keys():
        plain = [_PLAIN[kind] for kind in types if kind in _PLAIN]
        if plain:
            yield "not-in-enum", st.one_of(plain).filter(lambda value: not _is_in(value, enum))


def _out_of_range(schema: JsonObject) -> Iterator[tuple[str, SearchStrategy[JsonValue]]]:
    if not {"integer", "number"} & {*types_of(schema)}:
        return
    low, high = bounds(schema)
    steps = st.integers(1, 1000)
    if low is not None:
        least = math.floor(low)
        yield "out-of-range", steps.map(lambda step: least - step)
    if high is not None:
        most = math.ceil(high)
        yield "out-of-range", steps.map(lambda step: most + step)


def _is_in(value: JsonValue, enum: list[JsonValue]) -> bool:
    return any(member == value for member in enum)
