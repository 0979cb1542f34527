"""How far a request has come, and a timer that ends it when time is up."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self


class Phase:
    """How far a request has come.

    Attributes:
        sent: whether it may have arrived; it may where nothing is known.
        is_late: whether time is up.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self.sent = True
        self.is_late = False

    def heard(self, event: str) -> None:
        """Hear what httpx does."""
        if event == "connection.connect_tcp.started":
            self.sent = False
        elif event.endswith(".send_request_headers.started"):
            self.sent = True


class Watch(Phase):
    """A phase, and a timer that breaks the connection when time is up."""

    def __init__(self, seconds: float) -> None:
        """Get ready; the time runs from where it is entered."""
        super().__init__()
        self._stream: _NetworkStream | None = None
        self._timer = threading.Timer(seconds, self._break)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Start the timer."""
        with suppress(RuntimeError):  # no thread to be had: each read is still bounded
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the timer."""
        self._timer.cancel()

    def trace(self, event: str, details: Mapping[str, object]) -> None:
        """Hear what httpx does, and which connection it makes."""
        self.heard(event)
        self.saw(details.get("return_value"))

    def saw(self, stream: object) -> None:
        """Remember a connection, if it is one."""
        if isinstance(stream, _NetworkStream):
            self._stream = stream

    def _break(self) -> None:
        self.is_late = True
        found = self._stream.get_extra_info("socket") if self._stream else None
        if isinstance(found, socket.socket):
            with suppress(OSError):
                # Not TLS's own way to end, which another thread may be in the middle of.
                socket.socket.shutdown(found, socket.SHUT_RDWR)


@runtime_checkable
class _NetworkStream(Protocol):
    """What is used of a connection of httpx."""

    def get_extra_info(self, info: str) -> object:
        """Return what is known of it."""
        ...
