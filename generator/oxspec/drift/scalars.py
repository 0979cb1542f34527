"""Values of the plain types at and beside each limit that two subschemas set."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..jsontypes import JsonObject, JsonValue

_LONGEST: Final = 100_000
_EXACT: Final = 2**53
_ADDRESS: Final = "https://example.com/a.png"
_INLINE: Final = "data:image/png;base64,iVBORw0KGgo="
_SHORT: Final = "data:,"
_SAMPLES: Final = ("", "x", _SHORT, _ADDRESS, _INLINE)
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")


def given(schema: JsonObject) -> Iterator[JsonValue]:
    """Yield the values that a schema itself gives."""
    for keyword in ("const", "default"):
        if keyword in schema:
            yield schema[keyword]
    for keyword in ("enum", "examples"):
        listed = schema.get(keyword)
        yield from listed if isinstance(listed, list) else ()


def limits(old: JsonObject, new: JsonObject, of: str, *, most: int) -> Iterator[int]:
    """Yield the lengths at and beside each limit.

    Args:
        old: a subschema.
        new: another.
        of: ``Length``, ``Items`` or ``Properties``.
        most: the greatest length that is made.
    """
    found: set[int] = set()
    for schema in (old, new):
        for keyword in (f"min{of}", f"max{of}"):
            if isinstance(limit := schema.get(keyword), int | float):
                whole = int(min(limit, most))
                found |= {whole - 1, whole, whole + 1}
    yield from sorted(length for length in found if 0 <= length <= most)


def _nulls(old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
    del old, new
    yield None


def _switches(old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
    del old, new
    yield from (False, True)


def _integers(old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
    yield from (0, 1, -1)
    for point in (*_points(old), *_points(new)):
        whole = math.floor(point)
        yield from (whole - 1, whole, whole + 1)


def _numbers(old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
    yield from _integers(old, new)
    yield 0.5
    points = sorted({*_points(old), *_points(new)})
    for point in points:
        yield point
        if abs(point) < _EXACT:
            yield from (point - 0.5, point + 0.5)
            yield from (math.nextafter(point, -math.inf), math.nextafter(point, math.inf))
    for low, high in pairwise(points):
        yield (low + high) / 2


def _points(schema: JsonObject) -> Iterator[int | float]:
    """Yield the numbers at which what a schema says of numbers may change."""
    listed = schema.get("enum")
    members = listed if isinstance(listed, list) else []
    for value in (*(schema.get(keyword) for keyword in _BOUNDS), *members):
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield value


def _texts(old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
    yield from _SAMPLES
    yield from (f"{member}x" for member in given(new) if isinstance(member, str))
    for length in limits(old, new, "Length", most=_LONGEST):
        fillable = (text for text in ("", _SHORT, _ADDRESS) if len(text) <= length)
        yield from (text.ljust(length, "x") for text in fillable)


#: What makes the values of a type that lie at the limits of two subschemas.
SCALARS: Final[dict[str, Callable[[JsonObject, JsonObject], Iterator[JsonValue]]]] = {
    "null": _nulls,
    "boolean": _switches,
    "integer": _integers,
    "number": _numbers,
    "string": _texts,
}
