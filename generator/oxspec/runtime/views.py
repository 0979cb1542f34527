"""Reading what a hub answered: typed, and lenient about what is missing, new or odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .jsonvalue import JsonObject, JsonValue


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """A part of an answer.

    Attributes:
        raw: all of it, as it was decoded; what a property does not know is here.
    """

    raw: JsonObject

    def __repr__(self) -> str:
        """Return the kind and the beginning of the raw answer, secrets masked."""
        from .findings import excerpt

        return f"{type(self).__name__}({excerpt(self.raw)})"


def text_of(value: JsonValue) -> str | None:
    """Return a text, None for anything else."""
    return value if isinstance(value, str) else None


def integer_of(value: JsonValue) -> int | None:
    """Return an integer, None for anything else."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def object_of(value: JsonValue) -> JsonObject:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects_of(value: JsonValue) -> tuple[JsonObject, ...]:
    """Return the objects of a list, none for anything else."""
    return (
        tuple(v for v in value if isinstance(v, dict))
        if isinstance(value, list)
        else ()
    )
