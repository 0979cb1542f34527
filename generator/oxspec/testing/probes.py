"""Values at the edges of what subschemas say of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..schema.accept import acceptor
from .keywords import LONGEST, MOST_ENTRIES, members_of, names_of, parts_of
from .texts import A_URI

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..jsontypes import JsonObject, JsonValue

_COMBINED: Final = ("allOf", "anyOf", "oneOf", "not")
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_PLAIN: Final[tuple[JsonValue, ...]] = (A_URI, "ox", True, 1, 0.5, False, 0, "", None, [], {})


def probes(own: JsonObject, said: Sequence[JsonObject]) -> list[JsonValue]:
    """Return values that fit and tell subschemas apart: members of enums, bounds, one beyond them.

    Args:
        own: the value's own schema, which they fit.
        said: what else is said of it.
    """
    accepts = acceptor(own)
    parts = [part for schema in (own, *said) for part in parts_of(schema, _COMBINED)]
    made = [value for part in parts for value in _of_part(part)]
    if any("items" in part for part in parts):
        made += _lists(own, parts)
    if any("properties" in part for part in parts):
        made += _objects(own)
    distinct = {repr(value): value for value in (*made, *_PLAIN)}
    return [value for value in distinct.values() if accepts(value)]


def _of_part(part: JsonObject) -> Iterator[JsonValue]:
    enum = part.get("enum")
    yield from enum if isinstance(enum, list) else ()
    yield from (part[keyword] for keyword in ("const", "default") if keyword in part)
    for keyword in _BOUNDS:
        bound = part.get(keyword)
        if isinstance(bound, int | float):
            yield from (bound, bound + 1, bound - 1)
    for count in _counts([part], ("minLength", "maxLength"), most=LONGEST):
        yield "x" * count


def _lists(own: JsonObject, parts: list[JsonObject]) -> Iterator[JsonValue]:
    inner = [members_of(part["items"]) for part in parts if "items" in part]
    entries = probes(members_of(own.get("items")), inner)
    counts = _counts(parts, ("minItems", "maxItems"), most=MOST_ENTRIES)
    for count in dict.fromkeys((1, *counts)):
        for entry in entries:
            yield [entry] * count


def _objects(own: JsonObject) -> Iterator[JsonValue]:
    made = {n: probes(members_of(m), []) for n, m in members_of(own.get("properties")).items()}
    firsts: JsonObject = {name: values[0] for name, values in made.items() if values}
    required = names_of(own, "required")
    yield {name: value for name, value in firsts.items() if name in required}
    yield firsts


def _counts(parts: list[JsonObject], keywords: Sequence[str], *, most: int) -> Iterator[int]:
    for part in parts:
        for keyword in keywords:
            limit = part.get(keyword)
            if isinstance(limit, int) and not isinstance(limit, bool):
                yield from (n for n in (limit, limit + 1, limit - 1) if 0 <= n < most)
