"""Whether all that one subschema accepts is surely accepted by another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ..runtime.formats import FORMATS
from ..schema.normalise import types_of
from .equality import same
from .judging import judge_of
from .places import member_of, names_in
from .vocabulary import is_judging

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jsontypes import JsonObject, JsonValue

    Schemas = tuple[JsonObject, JsonObject]

_ALL: Final = frozenset(("null", "boolean", "number", "string", "array", "object"))
_NUMBERS: Final = frozenset(("integer", "number"))
#: The length of the shortest text that has a format: ``data:,``.
_SHORTEST: Final = {"uri": 6, "data-uri": 6}
_FEW: Final = frozenset(("null", "boolean"))
#: Keywords that mean something else beside others, so that they are told only when all is equal.
_ENTANGLED: Final = frozenset(
    (
        *("$ref", "unevaluatedItems", "unevaluatedProperties", "patternProperties", "prefixItems"),
        *("contains", "minContains", "maxContains", "dependencies"),
    )
)


def covers(new: JsonValue, old: JsonValue, *, roots: Schemas) -> bool:
    """Return whether every value that ``old`` accepts is surely accepted by ``new``.

    False says that this is not sure, not that there is such a value.

    Args:
        new: a subschema of a strict schema.
        old: a subschema of another.
        roots: both strict schemas, that references point into, the new one first.
    """
    return _Containment(roots).holds(new, old)


class _Containment:
    def __init__(self, roots: Schemas) -> None:
        self.roots = roots
        self.same_definitions = same(roots[0].get("$defs", {}), roots[1].get("$defs", {}))

    def holds(self, new: JsonValue, old: JsonValue) -> bool:
        if new is True or new == {} or old is False or old == {"not": {}}:
            return True
        if not isinstance(new, dict):
            return False
        old = old if isinstance(old, dict) else {}
        # A reference may stand at any depth, so that equal texts say little without equal targets.
        if same(new, old) and (self.same_definitions or "$ref" not in repr(new)):
            return True
        if (members := _members(old)) is not None:
            takes = judge_of(new, self.roots[0])
            was_taken = judge_of(old, self.roots[1])
            return all(takes(member) or not was_taken(member) for member in members)
        if _ENTANGLED & (new.keys() | old.keys()):
            return False
        return all(self._keyword_holds(keyword, new, old) for keyword in new if is_judging(keyword))

    def _keyword_holds(self, keyword: str, new: JsonObject, old: JsonObject) -> bool:
        judge = _JUDGES.get(keyword)
        if judge is not None:
            return judge(keyword, new, old)
        if keyword == "items":
            is_empty = old.get("maxItems") == 0
            return not _may_be(old, "array") or is_empty or self._inner(keyword, new, old)
        if keyword in ("properties", "additionalProperties"):
            return not _may_be(old, "object") or self._members_hold(keyword, new, old)
        return keyword in old and same(new[keyword], old[keyword]) and "$ref" not in repr(new)

    def _inner(self, keyword: str, new: JsonObject, old: JsonObject) -> bool:
        return self.holds(new[keyword], old.get(keyword, True))

    def _members_hold(self, keyword: str, new: JsonObject, old: JsonObject) -> bool:
        before, after = member_of(old, "properties"), member_of(new, "properties")
        others = old.get("additionalProperties", True)
        if keyword == "properties":
            return all(self.holds(after[name], before.get(name, others)) for name in after)
        extra = [member for name, member in before.items() if name not in after]
        return all(self.holds(new[keyword], member) for member in (*extra, others))


def _members(schema: JsonObject) -> list[JsonValue] | None:
    """Return all values that a schema could accept, None where they are too many to tell."""
    if "const" in schema:
        return [schema["const"]]
    if isinstance(enum := schema.get("enum"), list):
        return enum
    types = set(types_of(schema))
    return [None, False, True] if types and types <= _FEW else None


def _may_be(schema: JsonObject, *kinds: str) -> bool:
    return bool((frozenset(types_of(schema)) or _ALL) & set(kinds))


def _type_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    del keyword
    allowed = set(types_of(new))
    allowed |= {"integer"} if "number" in allowed else set()
    return not allowed or (frozenset(types_of(old)) or _ALL) <= allowed


def _low_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    del keyword
    return not _may_be(old, *_NUMBERS) or _lowest(old, sign=1) >= _lowest(new, sign=1, of=old)


def _high_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    del keyword
    return not _may_be(old, *_NUMBERS) or _lowest(old, sign=-1) >= _lowest(new, sign=-1, of=old)


def _lowest(schema: JsonObject, *, sign: int, of: JsonObject | None = None) -> tuple[float, bool]:
    """Return the limit of numbers on one side, and whether it is left out itself.

    Args:
        schema: whose limits.
        sign: 1 for the lower limit; -1 for the upper one, told as its negative.
        of: the schema whose numbers are limited; of integers the first that is taken counts.
    """
    names = ("minimum", "exclusiveMinimum") if sign == 1 else ("maximum", "exclusiveMaximum")
    limits = [(-math.inf, False)]
    for name, is_exclusive in zip(names, (False, True), strict=True):
        if isinstance(value := schema.get(name), int | float):
            limits.append((sign * value, is_exclusive))
    limit, is_exclusive = max(limits)
    if _may_be(of or schema, "number") or math.isinf(limit):
        return limit, is_exclusive
    first = math.floor(limit) + 1 if is_exclusive else math.ceil(limit)
    return first, False


def _least_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    return not _may_be(old, _COUNTED[keyword[3:]]) or _count(old, keyword) >= _count(new, keyword)


def _most_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    if not _may_be(old, _COUNTED[keyword[3:]]):
        return True
    return keyword in old and _count(old, keyword) <= _count(new, keyword)


_COUNTED: Final = {"Length": "string", "Items": "array", "Properties": "object"}


def _count(schema: JsonObject, keyword: str) -> float:
    value = schema.get(keyword)
    least = value if isinstance(value, int | float) else 0
    shortest = _SHORTEST.get(str(schema.get("format")), 0) if keyword == "minLength" else 0
    return max(least, shortest)


def _format_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    name = new[keyword]
    is_judged = name in FORMATS
    return not is_judged or not _may_be(old, "string") or old.get(keyword) == name


def _required_holds(keyword: str, new: JsonObject, old: JsonObject) -> bool:
    return not _may_be(old, "object") or set(names_in(new, keyword)) <= set(names_in(old, keyword))


_JUDGES: Final[dict[str, Callable[[str, JsonObject, JsonObject], bool]]] = {
    "type": _type_holds,
    "minimum": _low_holds,
    "exclusiveMinimum": _low_holds,
    "maximum": _high_holds,
    "exclusiveMaximum": _high_holds,
    **dict.fromkeys(("minLength", "minItems", "minProperties"), _least_holds),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), _most_holds),
    "format": _format_holds,
    "required": _required_holds,
}
