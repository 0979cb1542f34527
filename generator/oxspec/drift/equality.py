"""When two JSON values are the same: true is not 1, 1.0 is 1, and the order of names is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ..jsontypes import Absent, JsonValue

    Key: TypeAlias = Hashable


def key_of(value: JsonValue | Absent) -> Key:
    """Return what is equal for values that are the same, and can be a member of a set."""
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, list):
        return (list, tuple(map(key_of, value)))
    if isinstance(value, dict):
        return (dict, frozenset((name, key_of(member)) for name, member in value.items()))
    return value


def same(one: JsonValue | Absent, two: JsonValue | Absent) -> bool:
    """Return whether two values, or two absences, are the same."""
    if one is two:
        return True
    # Most values of two catalogs are equal, and then only booleans can still differ from numbers:
    # where they are written alike too, that needs no walk.
    return one == two and (repr(one) == repr(two) or key_of(one) == key_of(two))
