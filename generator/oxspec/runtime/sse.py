"""Server-sent events out of bytes, as they come (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .client_errors import ApiError

EVENT_BYTES: Final = 16 * 1024 * 1024

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        name: what ``event:`` called it; ``message`` where nothing did.
        data: its lines, joined by newlines.
    """

    name: str
    data: str


class EventReader:
    """Reads events from pieces of a stream, wherever the pieces are cut.

    An event is there when its blank line is: what a stream ends without is no event.
    """

    def __init__(self, *, limit: int = EVENT_BYTES) -> None:
        """Begin at the beginning of a stream.

        Args:
            limit: bytes that one event may have.
        """
        self._limit = limit
        self._size = 0
        self._pending: list[bytes] = []
        self._name = ""
        self._data: list[str] = []
        self._is_first = True
        self._after_cr = False

    def feed(self, piece: bytes) -> list[Event]:
        """Return the events that end in a piece.

        Raises:
            ApiError: an event is longer than the limit.
        """
        if self._after_cr:
            # The line ended with CR; an LF right behind it is of the same end.
            piece, self._after_cr = piece.removeprefix(b"\n"), not piece
        if not piece:
            return []
        self._after_cr = piece.endswith(b"\r")
        *ended, rest = _LINE_END.split(piece)
        events: list[Event] = []
        for line in ended:
            self._keep(line)
            whole, self._pending = b"".join(self._pending), []
            events += self._read(whole)
        self._keep(rest)
        return events

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            what = f"an event of the stream is longer than {self._limit} bytes"
            raise ApiError(what)
        if part:
            self._pending.append(part)

    def _read(self, line: bytes) -> list[Event]:
        if self._is_first:
            line, self._is_first = line.removeprefix(_BOM), False
        if not line:
            return self._ended()
        # A line is whole characters, wherever the pieces were cut. A comment has an empty name.
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        return []

    def _ended(self) -> list[Event]:
        name, data = self._name or "message", self._data
        self._name, self._data, self._size = "", [], 0
        return [Event(name, "\n".join(data))] if data else []
