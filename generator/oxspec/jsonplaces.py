"""Where values and names stand in JSON text, found on demand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# A string that does not end is taken too, so that the search stays linear.
STRING: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
TOKENS: Final = re.compile(rf"({STRING})|([{{}}\[\],:])|([^\s{{}}\[\],:\"]+)", re.DOTALL)

Kind: TypeAlias = Literal["key", "value", "open", "close"]


class Place(NamedTuple):
    """Where a value stands; offsets are in characters, ends behind the last one.

    Attributes:
        start: of the value.
        end: of the value.
        key_start: of its name, quotes included; None in an array, and for the whole text.
        key_end: of its name.
    """

    start: int
    end: int
    key_start: int | None = None
    key_end: int | None = None


class Event(NamedTuple):
    """One step through the text.

    Attributes:
        kind: a name, a scalar, or an object or array that opens or closes.
        tokens: the reference tokens of where this is.
        start: offset of the first character.
        end: offset behind the last one.
        first: of a name, where it stood in its object first.
    """

    kind: Kind
    tokens: tuple[str, ...]
    start: int
    end: int
    first: int = 0


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of an offset, both counted in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def places_of(text: str, pointers: Collection[str]) -> dict[str, Place]:
    """Return the places of the values that pointers name, of those that are there.

    Args:
        text: grammatical JSON.
        pointers: JSON Pointers (RFC 6901); "" is the whole.
    """
    wanted = {_tokens(pointer): pointer for pointer in pointers}
    keys: dict[str, tuple[int, int]] = {}
    starts: dict[str, int] = {}
    places: dict[str, Place] = {}
    for event in walk(text, deepest=max(map(len, wanted), default=0)):
        pointer = wanted.get(event.tokens)
        if pointer is None:
            continue
        if event.kind == "key":
            keys[pointer] = event.start, event.end
        elif event.kind == "open":
            starts[pointer] = event.start
        else:
            start = starts.get(pointer, event.start)
            places[pointer] = Place(start, event.end, *keys.get(pointer, (None, None)))
    return places


def repeated_names(text: str) -> Iterator[Event]:
    """Yield the names that stood in their object before, in the order of the text."""
    return (event for event in walk(text) if event.kind == "key" and event.first != event.start)


class _Container:
    """An object or array that is open while the text is walked.

    Attributes:
        tokens: of where it is.
        step: the token of the member or entry that the walk is at.
        count: how many entries came before.
        names: where each name stood first.
    """

    __slots__ = ("count", "expects_key", "is_object", "names", "step", "tokens")

    def __init__(self, opener: str, tokens: tuple[str, ...]) -> None:
        self.is_object = opener == "{"
        self.tokens = tokens
        self.step = "0"
        self.count = 0
        self.names: dict[str, int] = {}
        self.expects_key = self.is_object


def walk(text: str, *, deepest: int | None = None) -> Iterator[Event]:
    """Yield the names and values of grammatical JSON text in order.

    Args:
        text: grammatical JSON.
        deepest: what stands deeper than this many containers is passed over.
    """
    containers: list[_Container] = []
    top: _Container | None = None
    for token in TOKENS.finditer(text):
        mark, start, first = token.group(2), token.start(), 0
        if mark == "," and top:
            _advance(top)
        kind = _MARKS.get(mark, "value")
        if kind is None:
            continue
        if kind == "close":
            del containers[-1:]
            top = containers[-1] if containers else None
        elif kind == "value" and top and top.expects_key:
            kind = "key"
            first = _take_name(top, token.group(), start)
        here = (*top.tokens, top.step) if top else ()
        if deepest is None or len(here) <= deepest:
            yield Event(kind, here, start, token.end(), first)
        if kind == "open":
            top = _Container(token.group(), here)
            containers.append(top)


#: What a mark begins or ends; other tokens are values, or names where one is due.
_MARKS: Final[dict[str | None, Kind | None]] = {
    ",": None,
    ":": None,
    "{": "open",
    "[": "open",
    "}": "close",
    "]": "close",
}


def _take_name(container: _Container, literal: str, start: int) -> int:
    """Go on to a member, and return where its name stood first."""
    name: str = json.loads(literal) if "\\" in literal else literal[1:-1]
    container.step, container.expects_key = name, False
    return container.names.setdefault(name, start)


def _advance(container: _Container) -> None:
    container.expects_key = container.is_object
    if not container.is_object:
        container.count += 1
        container.step = str(container.count)


def _tokens(pointer: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
