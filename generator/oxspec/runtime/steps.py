"""What a call does, step by step: it yields requests and is sent their answers.

The steps are a generator without I/O. ``run`` walks through them blocking, ``arun`` asynchronously;
all that is between two requests is written once.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

ANSWER_BYTES: Final = 512 * 1024 * 1024

_T = TypeVar("_T")


class Sink(Protocol):
    """Where the body of a successful answer goes piece by piece, instead of into the answer."""

    def restart(self) -> None:
        """Forget what came: the body begins, again perhaps."""
        ...

    def take(self, piece: bytes) -> None:
        """Keep a piece."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent once.

    Attributes:
        method: of HTTP.
        url: the whole URL.
        headers: all that are ours to set; they hold the key where it may go there.
        content: the body, or None.
        timeout_s: seconds until the whole answer must be there.
        after_s: seconds to wait before it is sent.
        own: whether it goes to the hub, as the user's HTTP client is set up for it.
        sink: where a successful body goes, or None for into the answer.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes | None = field(default=None, repr=False)
    timeout_s: float = 30.0
    after_s: float = 0.0
    own: bool = True
    sink: Sink | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers by lower-case name, the body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(default=b"", repr=False)


class Unanswered(Exception):
    """A request had no answer, or not the whole of it; it never leaves this package.

    Attributes:
        reason: in a few words, none of them the server's.
        sent: whether the request may have arrived.
        timed_out: whether time was up.
        final: whether another try cannot do better.
    """

    def __init__(
        self,
        reason: str,
        *,
        sent: bool = True,
        timed_out: bool = False,
        final: bool = False,
    ) -> None:
        """Keep what is known."""
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.timed_out = timed_out
        self.final = final


#: What a call does: it yields requests, is sent answers or thrown ``Unanswered``, and returns.
Steps: TypeAlias = Generator[Request, Answer, _T]


def run(steps: Steps[_T], send: Callable[[Request], Answer]) -> _T:
    """Return what steps come to.

    Args:
        steps: what is done.
        send: waits ``after_s``, sends and returns the answer; what it raises is thrown into the
            steps, so that they can clean up, interrupts included.
    """
    try:
        request = next(steps)
        while True:
            try:
                answer = send(request)
            except BaseException as error:  # noqa: BLE001  # the steps raise it again
                request = steps.throw(error)
            else:
                request = steps.send(answer)
    except StopIteration as stop:
        value: _T = stop.value
        return value


async def arun(steps: Steps[_T], send: Callable[[Request], Awaitable[Answer]]) -> _T:
    """Return what steps come to, where sending is awaited; see ``run``."""
    try:
        request = next(steps)
        while True:
            try:
                answer = await send(request)
            except BaseException as error:  # noqa: BLE001  # the steps raise it again
                request = steps.throw(error)
            else:
                request = steps.send(answer)
    except StopIteration as stop:
        value: _T = stop.value
        return value
