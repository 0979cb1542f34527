"""Values that are wrong by one keyword of a subschema, and right by all others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import strategies as st

from ..jsontypes import ABSENT
from ..runtime.formats import FORMATS
from ..schema.normalise import types_of
from .keywords import (
    LONGEST,
    LONGEST_MATCH,
    MOST_ENTRIES,
    bounds,
    fits_type,
    is_within,
    kinds_of,
    length,
    members_of,
    number,
    pattern_of,
)
from .texts import texts
from .values import can_be_made, fitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import Absent, JsonObject, JsonValue
    from .keywords import Schema

    Wrongs: TypeAlias = "Iterator[tuple[str, SearchStrategy[Wrong]]]"

Tokens = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value with one mistake in it.

    Attributes:
        value: with the mistake.
        tokens: from the value to the place that a finding names, () for the value itself.
        right: what a repair makes of the value, ABSENT where nobody can be sure.
    """

    value: JsonValue
    tokens: Tokens = ()
    right: JsonValue | Absent = ABSENT


_SAMPLES: Final[tuple[JsonValue, ...]] = (None, True, 0, 0.5, "1", [], {}, {"a": 1})
_ADDRESSES: Final = (
    "",
    "an ox",
    "a.png",
    "example.com/a.png",
    "/home/ox/a.png",
    "C:\\a.png",
    "file:///a.png",
    "ftp://example.com/a.png",
    "https://",
    "https:///a.png",
    "https://example.com/a b.png",
    "data:image/png",
    "\u202ehttps://example.com/a.png",
)
_TEXTS: Final = ("", " ", "\n", "a", "A", "0", "-", "é", "\x00", "\U0001f600", "a0", "{}")
_ENDS: Final = ("", " ", "\n", "~", "é")
#: What judges a text beside a keyword, so that one wrong text could be two mistakes.
_OF_TEXTS: Final = frozenset(("format", "pattern", "minLength", "maxLength", "enum", "const"))


def wrong_values(schema: Schema) -> Wrongs:
    """Yield codes, each with values that make a finding of it and no other."""
    types = types_of(schema)
    samples: list[JsonValue] = [value for value in _SAMPLES if not fits_type(value, types)]
    if samples:
        yield "wrong-type", _of(st.sampled_from(samples))
    if "const" in schema or "enum" in schema:
        yield from _not_in_enum(schema)
        return
    for kind, wrong in _BY_TYPE.items():
        if kind in kinds_of(schema):
            yield from wrong(schema)


def _of(values: SearchStrategy[JsonValue]) -> SearchStrategy[Wrong]:
    return values.map(Wrong)


def _not_in_enum(schema: Schema) -> Wrongs:
    enum = schema.get("enum")
    members: list[JsonValue] = enum if isinstance(enum, list) else [schema.get("const")]
    types = types_of(schema) or ("string",)
    beside: JsonObject = {k: v for k, v in schema.items() if k not in ("enum", "const")}
    if not can_be_made(beside):
        return
    for kind in [kind for kind in ("integer", "number", "string") if kind in types]:
        low, high = bounds(schema)
        # Between two bounds there may be nothing else.
        if kind == "string" or low is None or high is None:
            others = fitting({**beside, "type": kind})
            yield "not-in-enum", _of(others.filter(lambda value: value not in members))


def _numbers(schema: Schema) -> Wrongs:
    if "multipleOf" in schema:
        yield from _no_multiples(schema)
        return
    low, high = bounds(schema)
    steps = st.integers(1, 1000)
    if low is not None:
        least = math.floor(low)
        yield "out-of-range", _of(steps.map(lambda step: least - step))
    if high is not None:
        most = math.ceil(high)
        yield "out-of-range", _of(steps.map(lambda step: most + step))
    edges = [number(schema, keyword) for keyword in ("exclusiveMinimum", "exclusiveMaximum")]
    types = types_of(schema)
    beyond = [edge for edge in edges if edge is not None and fits_type(edge, types)]
    if beyond:
        yield "out-of-range", _of(st.sampled_from([*beyond]))


def _no_multiples(schema: Schema) -> Wrongs:
    step = number(schema, "multipleOf") or 1
    low, high = bounds(schema)
    start = math.ceil((low if low is not None else high or 0) / step)
    shifts = range(1, step) if isinstance(step, int) else (step / 2,)
    near = (
        count * step + shift for count, shift in product(range(start - 2, start + 3), [*shifts][:5])
    )
    wrong: list[JsonValue] = [value for value in near if is_within(value, schema)]
    if wrong:
        yield "schema", _of(st.sampled_from(wrong))


def _strings(schema: Schema) -> Wrongs:
    least, most = length(schema, "minLength") or 0, length(schema, "maxLength")
    yield from _unfit_texts(schema, least, LONGEST if most is None else most)
    if _OF_TEXTS & schema.keys() <= {"minLength", "maxLength"}:
        if least:
            yield "bad-length", _of(st.text(max_size=least - 1))
        if most is not None and most <= LONGEST:
            long = st.text(max_size=3).map(lambda text: f"{text}é".ljust(most + 1))
            yield "bad-length", _of(long)
    elif schema.get("format") == "uri" and "pattern" not in schema and most is not None:
        uri = "https://example.com/"
        yield "bad-length", _of(st.integers(1, 9).map(lambda n: uri.ljust(most + n, "~")))


def _unfit_texts(schema: Schema, least: int, most: int) -> Wrongs:
    """Yield texts of a right length that are not of the format, or do not match the pattern."""
    name, pattern = schema.get("format"), pattern_of(schema)
    if name in FORMATS and pattern is None:
        holds = FORMATS[str(name)]
        made = [uri.ljust(least, " ") for uri in _ADDRESSES]
        wrong = [uri for uri in made if not holds(uri) and len(uri) <= most]
        others = texts().filter(lambda text: least <= len(text) <= most and not holds(text))
        if wrong:
            yield "bad-format", _of(st.sampled_from([*wrong]) | others)
    elif pattern is not None and name not in FORMATS:
        pairs = product(_TEXTS, _ENDS)
        made = [(text + end).ljust(least, end or "x") for text, end in pairs]
        longest = min(most, LONGEST_MATCH)
        wrong = [t for t in made if len(t) <= longest and pattern.search(t) is None]
        if wrong:
            yield "bad-pattern", _of(st.sampled_from([*wrong]))


def _arrays(schema: Schema) -> Wrongs:
    items = members_of(schema.get("items", {}))
    least, most = length(schema, "minItems") or 0, length(schema, "maxItems")
    is_set = schema.get("uniqueItems") is True
    if schema.get("items") is False or not can_be_made(items):
        return
    if 0 < least <= MOST_ENTRIES and not is_set:
        few = st.lists(fitting(items), max_size=min(least - 1, 2))
        yield "bad-length", _of(few.map(lambda entries: [*entries]))
    if most is not None and most <= MOST_ENTRIES and not is_set:
        one, extra = fitting(items), st.integers(1, 3)
        many = st.tuples(one, extra).map(lambda made: [made[0]] * (most + made[1]))
        yield "bad-length", _of(many.map(lambda entries: [*entries]))
    if is_set and least <= 1 and (most is None or most > 1):
        yield "schema", fitting(items).map(lambda entry: Wrong([entry, entry], (1,)))


def _objects(schema: Schema) -> Wrongs:
    if {"properties", "required"} & schema.keys():
        return
    least, most = length(schema, "minProperties") or 0, length(schema, "maxProperties")
    if least:
        yield "bad-length", st.just(Wrong({}))
    if most is not None and most <= MOST_ENTRIES and "additionalProperties" not in schema:
        many: JsonObject = {f"extra_{index}": index for index in range(most + 1)}
        yield "bad-length", st.just(Wrong(many))


_BY_TYPE: Final[dict[str, Callable[[Schema], Wrongs]]] = {
    "integer": _numbers,
    "number": _numbers,
    "string": _strings,
    "array": _arrays,
    "object": _objects,
}
