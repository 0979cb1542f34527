"""JSON text of any layout, with where each value and each name stands in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import strategies as st

from ..jsonplaces import Place
from ..runtime.findings import pointer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import JsonValue

    Spelling: TypeAlias = Callable[[str], str]

_BLANKS: Final = ("", " ", "\n", "\t", "\r\n", "\n  ", " \n\n\t ", "\r")
_SHORT: Final = {
    '"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
    "\t": "\\t",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """JSON text, and where everything is in it.

    Attributes:
        text: of one JSON value.
        places: by JSON Pointer (RFC 6901), "" for the whole.
    """

    text: str
    places: Mapping[str, Place]

    def line_and_column(self, pointer: str, *, at: str = "value") -> tuple[int, int]:
        """Return the 1-based line and column of what a pointer names, both in characters.

        Args:
            pointer: of a value that is there.
            at: ``value``, or ``name`` for its name in the object that it is in.

        Raises:
            ValueError: what is in a list, and the whole, have no name.
        """
        place = self.places[pointer]
        offset = place.key_start if at == "name" else place.start
        if offset is None:
            message = f"{pointer!r} has no name"
            raise ValueError(message)
        lines = self.text[:offset].split("\n")
        return len(lines), len(lines[-1]) + 1


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out; what is a list is taken by turns.

    Attributes:
        indent: of a regular layout; None for blanks.
        blanks: what stands between two tokens.
        spellings: of the characters of texts and names.
        order: the members of an object are sorted by these; () leaves them as they are.
        exponents: how often a number that is no integer is written with one: every n-th; 0 never.
    """

    indent: str | None = None
    blanks: tuple[str, ...] = ("",)
    spellings: tuple[Spelling, ...] = ()
    order: tuple[int, ...] = ()
    exponents: int = 0


def layouts() -> SearchStrategy[Layout]:
    """Return layouts: one line, indented, or blanks, line ends and escapes anywhere."""
    turns = st.lists(st.sampled_from(_BLANKS), min_size=1, max_size=7).map(tuple)
    spellings = st.lists(st.sampled_from(_SPELLINGS), min_size=1, max_size=5).map(tuple)
    order = st.lists(st.integers(0, 3), max_size=5).map(tuple)
    indent = st.sampled_from((None, None, "", "  ", "\t"))
    return st.builds(Layout, indent, turns, spellings, order, st.integers(0, 2))


def written(value: JsonValue) -> SearchStrategy[Written]:
    """Return texts of a JSON value in any layout: order of names, blanks, line ends, escapes.

    Args:
        value: as JSON has it; no NaN, no lone surrogates.
    """
    return layouts().map(lambda layout: write(value, layout))


def write(value: JsonValue, layout: Layout) -> Written:
    """Return the text of a JSON value in a layout.

    Args:
        value: as JSON has it; no NaN, no lone surrogates.
        layout: how it is laid out.
    """
    return _Writer(layout).whole(value)


class _Writer:
    """What is written so far."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.blanks = cycle(layout.blanks)
        self.spellings = cycle(layout.spellings or (_plain,))
        self.pieces: list[str] = []
        self.length = 0
        self.numbers = 0
        self.places: dict[str, Place] = {}

    def whole(self, value: JsonValue) -> Written:
        self._gap(0)
        self._value(value, (), None)
        self._gap(0)
        return Written("".join(self.pieces), self.places)

    def _value(
        self, value: JsonValue, tokens: tuple[str | int, ...], key: tuple[int, int] | None
    ) -> None:
        start = self.length
        if isinstance(value, dict):
            self._object(value, tokens)
        elif isinstance(value, list):
            self._array(value, tokens)
        else:
            self._put(self._scalar(value))
        self.places[pointer_of(tokens)] = Place(start, self.length, *(key or (None, None)))

    def _object(self, members: Mapping[str, JsonValue], tokens: tuple[str | int, ...]) -> None:
        order = cycle(self.layout.order or (0,))
        self._put("{")
        for index, (name, member) in enumerate(sorted(members.items(), key=lambda _: next(order))):
            self._put("," if index else "")
            self._gap(len(tokens) + 1)
            start = self.length
            self._put(self._string(name))
            span = start, self.length
            self._blank()
            self._put(":")
            self._blank()
            self._value(member, (*tokens, name), span)
            self._blank()
        self._gap(len(tokens))
        self._put("}")

    def _array(self, entries: list[JsonValue], tokens: tuple[str | int, ...]) -> None:
        self._put("[")
        for index, entry in enumerate(entries):
            self._put("," if index else "")
            self._gap(len(tokens) + 1)
            self._value(entry, (*tokens, index), None)
            self._blank()
        self._gap(len(tokens))
        self._put("]")

    def _scalar(self, value: JsonValue) -> str:
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, float) and self.layout.exponents:
            self.numbers += 1
            # 17 digits lead back to the same double.
            return f"{value:.16E}" if self.numbers % self.layout.exponents == 0 else repr(value)
        return json.dumps(value)

    def _string(self, text: str) -> str:
        return '"' + "".join(next(self.spellings)(char) for char in text) + '"'

    def _gap(self, depth: int) -> None:
        """Put what stands before an entry, and before what closes its container."""
        indent = self.layout.indent
        self._put(next(self.blanks) if indent is None else "\n" + indent * depth)

    def _blank(self) -> None:
        """Put what stands around a colon, and behind a value."""
        self._put(next(self.blanks) if self.layout.indent is None else "")

    def _put(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)


def _plain(char: str) -> str:
    return _SHORT.get(char, _escaped(char)) if char < " " or char in '"\\' else char


def _short(char: str) -> str:
    return _SHORT.get(char) or _plain(char)


def _escaped(char: str) -> str:
    r"""Return ``\uXXXX``, twice for what is beyond the basic plane."""
    code = char.encode("utf-16-be").hex()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4))


def _loudly(char: str) -> str:
    return _escaped(char).upper().replace("\\U", "\\u")


_SPELLINGS: Final[tuple[Spelling, ...]] = (_plain, _short, _escaped, _loudly)
