"""Words and colours that several reports share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Paint: TypeAlias = "Callable[[str, str], str]"


def no_paint(text: str, style: str) -> str:
    """Return a text as it is: what a file or a pipe gets."""
    del style
    return text


def printable(text: str) -> str:
    """Return a text as one line that no terminal or log takes for an instruction."""
    if text.isprintable():
        return text
    escaped = (c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)
    return "".join(c if c.isprintable() else e for c, e in zip(text, escaped, strict=True))


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return ``1 model``, ``2 models``, ``2 bodies``."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def listed(names: tuple[str, ...] | list[str], *, most: int = 10) -> str:
    """Return names joined by commas, what is over ``most`` counted."""
    shown = ", ".join(printable(name) for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
