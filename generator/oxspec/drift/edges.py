"""Values at the edges of what a subschema accepts: where it and another may part.

For each keyword that limits values by itself there is a value on either side of each limit, its
own and the other schema's. What is made may be refused by both; it is for a judge to tell.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ..jsontypes import ABSENT
from ..schema.normalise import types_of
from .equality import key_of, same
from .judging import judge_of
from .places import member_of, names_in
from .scalars import SCALARS, given, limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..jsontypes import Absent, JsonObject, JsonValue

#: How deep values are made, how many for one subschema, and how many entries a list has.
_DEPTH: Final = 8
_MOST: Final = 20_000
_MOST_ENTRIES: Final = 1_000
_TYPES: Final = ("null", "boolean", "integer", "number", "string", "array", "object")


def edge_values(old: JsonValue, new: JsonValue, *, root: JsonObject) -> list[JsonValue]:
    """Return values that ``old`` may accept and ``new`` may refuse, the smallest first.

    Args:
        old: a subschema of a strict schema.
        new: what the same parameter is judged by now; False where it went.
        root: the strict schema that references in ``old`` point into.
    """
    made: dict[object, JsonValue] = {}
    for value in _Edges(root).between(old, new):
        made.setdefault(key_of(value), value)
    return sorted(made.values(), key=_size)


def fitting_value(schema: JsonValue, *, root: JsonObject) -> JsonValue | Absent:
    """Return a value that a subschema accepts, ABSENT where none is found.

    Args:
        schema: a subschema of a strict schema.
        root: that strict schema.
    """
    return _Edges(root).fitting(schema)


def _size(value: JsonValue) -> tuple[int, str]:
    text = json.dumps(value)
    return len(text), text


class _Edges:
    """One search: its schemas, how deep it is, and how much may still be made."""

    def __init__(self, root: JsonObject) -> None:
        self.root = root
        self.depth = 0
        self.left = _MOST
        self.makers: dict[str, Callable[[JsonObject, JsonObject], Iterator[JsonValue]]] = {
            **SCALARS,
            "array": self._arrays,
            "object": self._objects,
        }

    def between(self, old: JsonValue, new: JsonValue) -> Iterator[JsonValue]:
        """Yield values of ``old`` beside its own limits and those of ``new``."""
        if old is False or self.depth == _DEPTH:
            return
        self.depth += 1
        try:
            was = old if isinstance(old, dict) else {}
            for value in self._values(was, new if isinstance(new, dict) else {}):
                if self.left <= 0:
                    return
                self.left -= 1
                yield value
        finally:
            self.depth -= 1

    def _values(self, old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
        yield from given(old)
        if "const" in old or "enum" in old:
            return
        yield from given(new)
        for keyword in ("anyOf", "oneOf", "allOf"):
            branches = old.get(keyword)
            for branch in branches if isinstance(branches, list) else ():
                yield from self.between(branch, new)
        for kind in types_of(old) or _TYPES:
            yield from self.makers[kind](old, new)

    def fitting(self, schema: JsonValue) -> JsonValue | Absent:
        """Return a value that a subschema accepts, ABSENT where none is found."""
        takes = judge_of(schema, self.root)
        return next(filter(takes, self.between(schema, schema)), ABSENT)

    def _arrays(self, old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
        yield []
        items, others = old.get("items", True), new.get("items", True)
        fitting = self.fitting(items)
        least = old.get("minItems")
        more = int(least) - 1 if isinstance(least, int | float) else 0
        rest = [] if fitting is ABSENT else [fitting] * min(more, _MOST_ENTRIES)
        if not same(items, others):
            for value in self.between(items, others):
                yield [value, *rest]
        if fitting is not ABSENT:
            for length in (1, *limits(old, new, "Items", most=_MOST_ENTRIES)):
                yield [fitting] * length

    def _objects(self, old: JsonObject, new: JsonObject) -> Iterator[JsonValue]:
        yield {}
        before, after = member_of(old, "properties"), member_of(new, "properties")
        open_to, others = (side.get("additionalProperties", True) for side in (old, new))
        required = names_in(old, "required")
        least = self._members({name: before.get(name, open_to) for name in required})
        yield least
        yield (full := {**self._members(before), **least})
        for name, member in before.items():
            yield {other: value for other, value in full.items() if other != name}
            for value in self._edges_of_member(member, after.get(name, others)):
                yield {**least, name: value}
        if open_to is False:
            return
        for name in (*(name for name in after if name not in before), _free(before, after)):
            for value in self._edges_of_member(open_to, after.get(name, others)):
                yield {**least, name: value}

    def _edges_of_member(self, old: JsonValue, new: JsonValue) -> Iterator[JsonValue]:
        if not same(old, new):
            yield from self.between(old, new)

    def _members(self, members: JsonObject) -> JsonObject:
        made = {name: self.fitting(member) for name, member in members.items()}
        return {name: value for name, value in made.items() if value is not ABSENT}


def _free(*members: JsonObject) -> str:
    """Return a name that no object has."""
    name = "x"
    while any(name in known for known in members):
        name += "x"
    return name
