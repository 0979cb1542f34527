"""The line of a text that a finding is about, with a caret below the spot, as compilers show it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ..runtime.findings import KEY_LIKE

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH: Final = 76
_SECRET: Final = re.compile(KEY_LIKE + r"[\w.-]*|data:[\w.+/;=-]*,[^\"'\s]*")
_BEFORE: Final = 24
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[^\s,:{}\[\]"]+|.')


def snippet(text: str, line: int, column: int) -> Iterator[str]:
    """Yield the line with its number, and a line with carets below the token at the column.

    Args:
        text: the whole text.
        line: 1-based.
        column: 1-based, in characters.
    """
    lines = text.split("\n", line)
    if line > len(lines):
        return
    source = without_secrets(lines[line - 1].rstrip("\r"))
    start = column - 1
    token = _TOKEN.match(source[start : start + WIDTH])
    length = len(token.group()) if token else 1
    first = _first(start)
    shown = source[first : first + WIDTH]
    before, spot = source[first:start], source[start : min(start + length, first + WIDTH)]
    number = str(line)
    cut_before, cut_after = "…" if first else "", "…" if first + WIDTH < len(source) else ""
    yield f"{number} | {cut_before}{_plain(shown)}{cut_after}"
    pad = " " * (_columns(before) + len(cut_before))
    yield f"{' ' * len(number)} | {pad}{'^' * max(_columns(spot), 1)}"


@lru_cache(maxsize=1)
def without_secrets(line: str) -> str:
    """Return a line with its secrets masked; of a body in one line, once for all its findings."""
    return _SECRET.sub(_masked, line)


def _masked(secret: re.Match[str]) -> str:
    """Return as many characters, so that what follows stays in its column."""
    text = secret.group()
    return text[:4] + "·" * (len(text) - 4)


def _first(start: int) -> int:
    """Return where a long line is cut, so that the spot is in what is shown."""
    return 0 if start < WIDTH - _BEFORE else start - _BEFORE


def _plain(text: str) -> str:
    """Return a text of as many characters, each printable."""
    return "".join(char if char.isprintable() else " " if char == "\t" else "·" for char in text)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_width(char) for char in _plain(text))


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
