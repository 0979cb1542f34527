"""Texts, names and values, hostile ones first."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import JsonValue

_HOSTILE: Final = (
    '"', "'", '"""', "'''", "\\", "\\\\'", "`", "```", "~", "/", "~1", "~0", "{", "}", "{{ 1 }}",
    "{% raw %}", "{#", "${x}", "%s", "$(id)", "<b>", "</script>", "-->", "|", "]]>", "&lt;",
    "::error::", "---", "\x00", "\x07", "\x1b[31m", "\t", "\n", "\r", "\r\n", "\x0b", "\x0c",
    "\x1c", "\x85", "\u2028", "\u2029", "\u200b", "\u202e", "\u2066", "\ufeff", "\U000e0041", "é",
    "e\u0301", "ß", "\U0001f600", "\U00010330", "import os", "# coding: rot13",
)  # fmt: skip
_HOSTILE_NAMES: Final = (
    "class", "match", "self", "__init__", "__x", "None", "", " ", "1st", "a-b", "a b", "a.b",
    "a/b", "a~b", "$ref", "$schema", "properties", "type", "title", "default", "model", "stream",
    "messages", "prompt", "Prompt", "PROMPT", "print", "client", "headers", "toString",
    "constructor", "__proto__", "\u0440rompt", "\ufb01le", "file", "x\x00y",
)  # fmt: skip
#: An address that the hub can read.
A_URI: Final = "https://example.com/a.png"
_URIS: Final = (
    A_URI,
    "http://example.com/b%20c.mp4?x=1#t=2",
    "data:image/png;base64,iVBORw0KGgo=",
)
_CLEAN_NAMES: Final = st.from_regex(r"[a-z]{2,8}(_[a-z]{1,6})?", fullmatch=True)


@cache
def json_values(*, max_leaves: int = 12) -> SearchStrategy[JsonValue]:
    """Return any JSON value that can be sent: finite numbers, no lone surrogates."""
    return st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**20), 10**20)
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names(), inner, max_size=4),
        max_leaves=max_leaves,
    )


@cache
def texts(*, hostile: bool = True) -> SearchStrategy[str]:
    """Return texts that can be sent as UTF-8, short ones."""
    plain = st.text("abcdefgh ABC.,-", max_size=12)
    if not hostile:
        return plain
    pieces = st.sampled_from(_HOSTILE) | plain | st.text(max_size=4)
    return st.lists(pieces, max_size=4).map("".join)


@cache
def names(*, hostile: bool = True) -> SearchStrategy[str]:
    """Return names of parameters as the wire spells them."""
    if not hostile:
        return _CLEAN_NAMES
    return _CLEAN_NAMES | st.sampled_from(_HOSTILE_NAMES) | texts()


@cache
def uris(*, inline: bool = False) -> SearchStrategy[str]:
    """Return addresses that the hub can read.

    Args:
        inline: whether the file itself must be in them: a ``data:`` URI.
    """
    return st.sampled_from([uri for uri in _URIS if not inline or uri.startswith("data:")])
