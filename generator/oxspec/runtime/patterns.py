"""Regular expressions as JSON Schema has them (ECMA 262), for Python's ``re``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$|\(\?<(?=[A-Za-z_])", re.DOTALL)


class PatternError(ValueError):
    """A pattern that cannot be used."""


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled with ECMA's meaning of ``$``, ``\\d`` and ``\\w``.

    Python's ``$`` also matches before a final newline, and its classes take all of Unicode.

    Raises:
        PatternError: not a regular expression, or one that Python's engine does not have.
    """
    try:
        return re.compile(_TOKEN.sub(_translated, pattern), re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(str(error)) from None


def _translated(token: re.Match[str]) -> str:
    text = token.group()
    if text == "$":
        return r"\Z"
    return "(?P<" if text == "(?<" else text
