"""Names and values of a catalog in the middle of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..jsontypes import JsonValue

_SHOWN: Final = 12


def named(name: str) -> str:
    """Return a name between backticks."""
    return f"`{_inside(excerpt(name)[1:-1])}`"


def valued(value: JsonValue) -> str:
    """Return a value as JSON between backticks."""
    return f"`{_inside(excerpt(value, limit=48))}`"


def all_of(values: Sequence[JsonValue]) -> str:
    """Return values joined by commas, what is over twelve counted."""
    more = len(values) - _SHOWN
    return ", ".join(map(valued, values[:_SHOWN])) + (f" and {more} more" if more > 0 else "")


def either(names: Iterable[str]) -> str:
    """Return names joined by ``or``."""
    return " or ".join(map(named, names))


def both(names: Iterable[str]) -> str:
    """Return names that look alike joined by ``and``, letters beyond ASCII as escapes."""
    return " and ".join(named(name).encode("ascii", "backslashreplace").decode() for name in names)


def _inside(text: str) -> str:
    return text.replace("`", "\\u0060")
