"""Sending one request with httpx, blocking and asynchronously: bounded in time, failures named.

httpx bounds each read, not their sum. So the time for a whole answer is watched here: by a timer
that breaks a blocking connection, and by asyncio's own time-outs.
"""

from __future__ import annotations

import time
import zlib
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

from .client_errors import ApiError
from .steps import ANSWER_BYTES, Answer, Unanswered
from .watch import Phase, Watch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator

    import httpx

    from .steps import Request

CONNECT_S: Final = 10.0
_DISTRUST: Final = "CERTIFICATE_VERIFY_FAILED"
_LATE: Final = "no answer in time"


class Received:
    """A blocking answer whose head is there; its body is read once.

    Attributes:
        answer: the head, without a body.
    """

    def __init__(
        self, response: httpx.Response, request: Request, watch: Watch
    ) -> None:
        """Keep what is read from."""
        self.answer = _head(response)
        self._response = response
        self._request = request
        self._watch = watch

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes.

        Raises:
            Unanswered: it broke off, or time was up.
        """
        with _translated(self._watch):
            yield from self._response.iter_bytes()
        if self._watch.is_late:
            # Broken off by the timer, which looks like the end where no length was announced.
            raise Unanswered(_LATE, timed_out=True)

    def whole(self) -> Answer:
        """Return the answer with its body, or with what the request's sink leaves of it.

        Raises:
            Unanswered: it broke off, or time was up.
            ApiError: it is too long.
        """
        body = _Body(self.answer, self._request)
        for piece in self.pieces():
            body.take(piece)
        return body.answer()


@contextmanager
def opened(http: httpx.Client, request: Request) -> Generator[Received, None, None]:
    """Wait, send a request, and yield its answer; the connection is let go at the end.

    Raises:
        Unanswered: there is none.
    """
    time.sleep(request.after_s)
    with Watch(request.timeout_s) as watch:
        with _translated(watch):
            response = http.send(
                _built(http, request, watch.trace),
                stream=True,
                auth=http.auth if request.own else None,
                follow_redirects=False,
            )
        try:
            watch.saw(response.extensions.get("network_stream"))
            yield Received(response, request, watch)
        finally:
            response.close()


class AsyncReceived:
    """What ``Received`` is, where reading is awaited."""

    def __init__(
        self, response: httpx.Response, request: Request, phase: Phase, ends: float
    ) -> None:
        """Keep what is read from."""
        self.answer = _head(response)
        self._response = response
        self._request = request
        self._phase = phase
        self._ends = ends

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes; see ``Received``."""
        import asyncio

        pieces = self._response.aiter_bytes()
        while True:
            # Not around the loop: a time-out must never strike while the caller has the piece.
            with _translated(self._phase):
                async with asyncio.timeout_at(self._ends):
                    piece = await anext(pieces, None)
            if piece is None:
                return
            yield piece

    async def whole(self) -> Answer:
        """Return the answer with its body; see ``Received``."""
        body = _Body(self.answer, self._request)
        async for piece in self.pieces():
            body.take(piece)
        return body.answer()


@asynccontextmanager
async def aopened(
    http: httpx.AsyncClient, request: Request
) -> AsyncGenerator[AsyncReceived, None]:
    """Do what ``opened`` does, where sending is awaited."""
    import asyncio

    await asyncio.sleep(request.after_s)
    ends = asyncio.get_running_loop().time() + request.timeout_s
    phase = Phase()

    async def trace(event: str, _details: object) -> None:
        phase.heard(event)

    with _translated(phase):
        async with asyncio.timeout_at(ends):
            response = await http.send(
                _built(http, request, trace),
                stream=True,
                auth=http.auth if request.own else None,
                follow_redirects=False,
            )
    try:
        yield AsyncReceived(response, request, phase, ends)
    finally:
        await response.aclose()


class _Body:
    """The body of an answer: into its sink where that is what it is for, else kept."""

    def __init__(self, head: Answer, request: Request) -> None:
        self._head = head
        self._kept = bytearray()
        self._sink = request.sink if 200 <= head.status < 300 else None
        if self._sink:
            self._sink.restart()

    def take(self, piece: bytes) -> None:
        if self._sink:
            self._sink.take(piece)
            return
        self._kept += piece
        if len(self._kept) > ANSWER_BYTES:
            what = f"the answer is longer than {ANSWER_BYTES} bytes"
            raise ApiError(what)

    def answer(self) -> Answer:
        return Answer(self._head.status, self._head.headers, bytes(self._kept))


def _head(response: httpx.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers)


def _built(
    http: httpx.Client | httpx.AsyncClient, request: Request, trace: object
) -> httpx.Request:
    import httpx

    connect_s = min(CONNECT_S, request.timeout_s)
    timeout = httpx.Timeout(request.timeout_s, connect=connect_s, pool=connect_s)
    extensions = {"timeout": timeout.as_dict(), "trace": trace}
    headers = dict(request.headers)
    if request.own:
        return http.build_request(
            request.method,
            request.url,
            headers=headers,
            content=request.content,
            timeout=timeout,
            extensions=extensions,
        )
    # Nothing that the user's client is set up with (headers, cookies, parameters) goes elsewhere.
    return httpx.Request(
        request.method, request.url, headers=headers, extensions=extensions
    )


@contextmanager
def _translated(phase: Phase) -> Generator[None, None, None]:
    """Raise ``Unanswered`` for what httpx raises, alone: its text may hold what a server sent."""
    import httpx

    try:
        yield
    except (httpx.ConnectTimeout, httpx.PoolTimeout):
        what = "no connection in time"
        raise Unanswered(what, sent=False, timed_out=True) from None
    except (httpx.TimeoutException, TimeoutError):
        raise Unanswered(_LATE, sent=phase.sent, timed_out=True) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise _unanswered(error, phase) from None
    except (OSError, ValueError, zlib.error) as error:
        raise _unanswered(error, phase) from None


def _unanswered(error: Exception, phase: Phase) -> Unanswered:
    """Return what a foreign error means, in words of ours."""
    import httpx

    if phase.is_late:
        return Unanswered(_LATE, sent=phase.sent, timed_out=True)
    for kind, reason, sent, final in _reasons():
        if isinstance(error, kind):
            told = _connect_reason(error) if kind is httpx.ConnectError else reason
            is_final = final or _DISTRUST in str(error)
            return Unanswered(told, sent=sent and phase.sent, final=is_final)
    return Unanswered(f"no answer ({type(error).__name__})", sent=phase.sent)


def _reasons() -> tuple[tuple[type[Exception], str, bool, bool], ...]:
    """Return what errors mean, whether the request may have arrived, and whether it ends there."""
    import httpx

    return (
        (httpx.ProxyError, "the proxy did not connect", False, False),
        (httpx.ConnectError, "no connection", False, False),
        (httpx.LocalProtocolError, "a header that HTTP does not allow", False, True),
        (httpx.InvalidURL, "it redirects to what is no URL", True, True),
        (
            httpx.RemoteProtocolError,
            "not answered as HTTP has it, or cut short",
            True,
            False,
        ),
        (httpx.NetworkError, "the connection broke", True, False),
        (httpx.DecodingError, "a body that does not decompress", True, False),
    )


def _connect_reason(error: Exception) -> str:
    text = str(error)
    if _DISTRUST in text:
        return "its certificate is not trusted"
    if "refused" in text.lower() or "all connection attempts failed" in text.lower():
        return "the connection was refused"
    if "ssl" in text.lower():
        return "no TLS connection: does the server speak https?"
    return "no connection: the name is unknown, or the network is not there"
