"""Regular expressions as JSON Schema has them (ECMA 262), for Python's ``re``."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Final

PATTERN_CHARACTERS: Final = 10_000
#: A general category is a list of hundreds of ranges once it is translated.
_COMPILED_CHARACTERS: Final = 500_000
_ESCAPE: Final = r"\\[pP]\{[^}]*\}|\\k<\w+>|\\u\{[0-9A-Fa-f]{1,6}\}|\\c[A-Za-z]|\\."
# A class that does not end takes the rest, so that the search stays linear.
_CLASS: Final = r"\[\^?(?:\\.|[^\]\\])*+(?:\]|\Z)"
_TOKEN: Final = re.compile(rf"{_ESCAPE}|{_CLASS}|\$|\(\?<(?=[A-Za-z_])", re.DOTALL)
_IN_CLASS: Final = re.compile(rf"{_ESCAPE}|[\[&~|]|(?<=-)-", re.DOTALL)
_PROPERTY: Final = re.compile(r"\\([pP])\{(?:(?:gc|General_Category)=)?(\w+)\}")
_CATEGORIES: Final = {
    "Letter": "L", "Lowercase_Letter": "Ll", "Uppercase_Letter": "Lu", "Mark": "M",
    "Number": "N", "Decimal_Number": "Nd", "Punctuation": "P", "Symbol": "S", "Separator": "Z",
    "Space_Separator": "Zs", "Other": "C", "Control": "Cc",
}  # fmt: skip
_MAJOR: Final = re.compile(r"[CLMNPSZ][a-z]?")


class PatternError(ValueError):
    """A pattern that cannot be used."""


class UnsupportedPatternError(PatternError):
    """A pattern that ECMA 262 allows, or may allow, and Python's engine cannot run."""


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    r"""Return a pattern compiled with ECMA's meaning of ``$``, ``\d``, ``\w`` and ``\p{…}``.

    Python's ``$`` also matches before a final newline, and its classes take all of Unicode.

    Raises:
        UnsupportedPatternError: a property of Unicode other than a general category, a
            look-behind of no fixed width, or longer than 10,000 characters.
        PatternError: not a regular expression.
    """
    try:
        _bounded(pattern, limit=PATTERN_CHARACTERS)
        return re.compile(_bounded(_TOKEN.sub(_translated, pattern)), re.ASCII)
    except re.error as error:
        kind = UnsupportedPatternError if "fixed-width" in str(error) else PatternError
        raise kind(str(error)) from None
    except (RecursionError, OverflowError, ValueError) as error:
        if isinstance(error, PatternError):
            raise
        raise PatternError(str(error)) from None


def _bounded(pattern: str, *, limit: int = _COMPILED_CHARACTERS) -> str:
    if len(pattern) <= limit:
        return pattern
    what = f"longer than {limit} characters"
    raise UnsupportedPatternError(what)


def _translated(token: re.Match[str]) -> str:
    text = token.group()
    if text == "$":
        return r"\Z"
    if text == "(?<":
        return "(?P<"
    if text in ("[]", "[^]"):
        return "(?!)" if text == "[]" else r"[\s\S]"
    if text.startswith("["):
        # Python warns of what may become set operations; ECMA takes these characters as they are.
        start = "[^" if text.startswith("[^") else "["
        return start + _IN_CLASS.sub(_in_class, text[len(start) :])
    if text.startswith((r"\p{", r"\P{")):
        return f"[{_in_class(token)}]"
    return f"(?P={text[3:-1]})" if text.startswith(r"\k<") else _in_class(token)


def _in_class(token: re.Match[str]) -> str:
    text = token.group()
    if not text.startswith("\\"):
        return "\\" + text
    if text.startswith((r"\p{", r"\P{")):
        return _property(text)
    if text.startswith(r"\u{"):
        return re.escape(chr(int(text[3:-1], 16)))
    is_control = text.startswith(r"\c") and text != r"\c"
    return rf"\x{ord(text[2]) % 32:02x}" if is_control else text


def _property(text: str) -> str:
    found = _PROPERTY.fullmatch(text)
    category = _CATEGORIES.get(found.group(2), found.group(2)) if found else ""
    if found is None or not _MAJOR.fullmatch(category):
        what = f"{text} is not supported"
        raise UnsupportedPatternError(what)
    return _ranges(category, negated=found.group(1) == "P")


@lru_cache(maxsize=64)
def _ranges(category: str, *, negated: bool) -> str:
    """Return the characters (not) of a general category, as the inside of a class."""
    members = groupby(
        range(sys.maxunicode + 1), lambda code: _is_of(chr(code), category)
    )
    runs = (list(run) for inside, run in members if inside != negated)
    return "".join(rf"\U{run[0]:08x}-\U{run[-1]:08x}" for run in runs)


def _is_of(char: str, category: str) -> bool:
    return unicodedata.category(char).startswith(category)
