"""What differs in the keywords of one subschema, and what each difference is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..jsontypes import ABSENT
from ..schema.normalise import types_of
from .equality import key_of, same
from .vocabulary import RANGES, TEXT, is_judging

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ..jsontypes import JsonObject, JsonValue
    from .changes import Kind

    Side = tuple[JsonObject, JsonObject]
    Named = tuple[Kind, JsonObject, JsonObject]

_TYPE: Final = frozenset(("type", "nullable"))
_NOTHING: Final = float("-inf")


def is_retyped(old: JsonObject, new: JsonObject) -> bool:
    """Return whether the types differ by more than null."""
    return _types(old) - {"null"} != _types(new) - {"null"}


def keyword_changes(
    old: JsonObject, new: JsonObject, *, retyped: bool, without: Collection[str]
) -> Iterator[Named]:
    """Yield the kind of each difference, with the keywords concerned as each side has them.

    Args:
        old: a subschema.
        new: the same as it is now.
        retyped: whether it takes another type, of which all that judges is a part.
        without: keywords that are compared elsewhere.
    """
    left = {
        keyword
        for keyword in (*old, *new)
        if keyword not in without and not same(old.get(keyword, ABSENT), new.get(keyword, ABSENT))
    }
    for kind, keywords in _kinds(old, new, left, retyped=retyped):
        left -= keywords
        yield kind, _only(old, keywords), _only(new, keywords)
    judging = {keyword for keyword in left if is_judging(keyword)}
    for rest in (judging, left - judging):
        if rest:
            yield "schema-changed", _only(old, rest), _only(new, rest)


def _kinds(
    old: JsonObject, new: JsonObject, differing: set[str], *, retyped: bool
) -> Iterator[tuple[Kind, set[str]]]:
    """Yield the differences that have a name of their own, with their keywords."""
    if text := differing & TEXT:
        yield "text-changed", text
    if retyped:
        judging = {keyword for keyword in differing if is_judging(keyword)}
        yield "type-changed", judging | differing & {"default"}
        return
    named: list[tuple[Kind | None, set[str]]] = [
        (None if _types(old) == _types(new) else "type-changed", differing & _TYPE),
        (_enum_kind(old, new), differing & {"enum"}),
        *((_range_kind(old, new, limits), differing & {*limits}) for limits in RANGES),
        ("format-changed", differing & {"format"}),
        ("default-changed", differing & {"default"}),
    ]
    for kind, keywords in named:
        if kind is not None and keywords:
            yield kind, keywords


def _types(schema: JsonObject) -> frozenset[str]:
    types = frozenset(types_of(schema))
    return types | {"null"} if types and schema.get("nullable") is True else types


def _enum_kind(old: JsonObject, new: JsonObject) -> Kind | None:
    """Return what became of an enum, None where its members are the same."""
    before, after = old.get("enum"), new.get("enum")
    if not isinstance(after, list):
        return "enum-widened"
    if not isinstance(before, list):
        return "enum-narrowed"
    was, now = set(map(key_of, before)), set(map(key_of, after))
    if was - now:
        return "enum-narrowed"
    return "enum-widened" if now - was else None


def _range_kind(old: JsonObject, new: JsonObject, limits: tuple[str, str, str, str]) -> Kind | None:
    """Return whether limits leave less or more, None where they say the same in other words."""
    least, above, most, below = limits
    before = (_limit(old, least, above, sign=1), _limit(old, most, below, sign=-1))
    after = (_limit(new, least, above, sign=1), _limit(new, most, below, sign=-1))
    if any(now > was for was, now in zip(before, after, strict=True)):
        return "range-narrowed"
    return "range-widened" if before != after else None


def _limit(schema: JsonObject, inclusive: str, exclusive: str, *, sign: int) -> tuple[float, bool]:
    """Return how much a limit leaves out: more is greater; exclusive is more than inclusive."""
    found = [
        (sign * value, is_exclusive)
        for keyword, is_exclusive in ((inclusive, False), (exclusive, True))
        if isinstance(value := schema.get(keyword), int | float)
    ]
    return max(found, default=(_NOTHING, False))


def _only(schema: JsonObject, keywords: set[str]) -> JsonObject:
    return {keyword: value for keyword, value in schema.items() if keyword in keywords}


def lost_and_gained(old: JsonValue, new: JsonValue) -> tuple[list[JsonValue], list[JsonValue]]:
    """Return the members that an enum lost, and those that it gained, in the order they stood."""
    before = old if isinstance(old, list) else []
    after = new if isinstance(new, list) else []
    was, now = set(map(key_of, before)), set(map(key_of, after))
    lost = [member for member in before if key_of(member) not in now]
    return lost, [member for member in after if key_of(member) not in was]
