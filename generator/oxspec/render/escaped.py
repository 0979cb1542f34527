"""Text that is safe in one grammar, and the escapes that several grammars share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Self

#: Controls, surrogates, private and unassigned planes, blanks but the plain one, what is invisible
#: and what reorders text. A list of our own: ``isprintable`` differs between Python's versions.
_HIDDEN: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\xa0\\xad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f"
    "\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ud800-\\uf8ff\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U0010ffff]"
)
#: What grammars without escapes keep: blanks, what joins letters or emoji and what chooses a form.
_UNSHOWABLE: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f"
    "\\ud800-\\udfff\\ufeff\\ufff0-\\uffff\\U000e0000-\\U0010ffff]"
)
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Escaped(str):
    """Text that a filter made safe for one grammar.

    Attributes:
        grammar: the filter's name.
    """

    __slots__ = ("grammar",)
    grammar: str

    def __new__(cls, text: str, grammar: str) -> Self:
        """Keep the grammar beside the text."""
        escaped = super().__new__(cls, text)
        escaped.grammar = grammar
        return escaped


def backslashed(text: str) -> str:
    r"""Return text with all that does not show as itself as ``\n``, ``\x1b``, ``\u2028``, ….

    The escapes mean the same in Python's strings and in YAML's. Quotes and backslashes stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_backslashed, text)


def shown(text: str) -> str:
    """Return text for a grammar without escapes: U+FFFD for what would not show, or would reorder.

    Line feeds and tabs stay; what joins letters or emoji stays too.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSHOWABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return text with every run of white space, line ends of any kind included, as one blank."""
    return " ".join(text.split())


def _backslashed(match: re.Match[str]) -> str:
    char = match.group()
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if code <= 0xFF:  # noqa: PLR2004  # two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # four digits
