"""httpx transports that check a request before another transport sends it.

httpx2 has the same classes under another name, and clients of both are served: requests and
responses stay those of the client's own library.
"""

from __future__ import annotations

import json
import sys
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol, Self, Unpack, cast

import httpx

from ..validation.text import BODY_BYTES
from .policy import REFUSED_HEADERS, REFUSED_STATUS, Options, Preflight

if TYPE_CHECKING:
    from types import TracebackType

    from ..jsontypes import JsonObject


#: A length of as many digits is no length, and Python reads no number of thousands.
_MOST_DIGITS: Final = 20


class Transport(httpx.BaseTransport):
    """Sends requests through another transport, wrong ones to the hub's inference excepted.

    What is sent is sent as it is, and answers are passed on as they come, streams included.
    """

    def __init__(
        self, transport: httpx.BaseTransport | None = None, **options: Unpack[Options]
    ) -> None:
        """Wrap a transport.

        Args:
            transport: what sends; None is the client library's own, with its defaults.
            **options: see ``Options``.

        Raises:
            UsageProblem: an option cannot be used.
        """
        self._preflight = Preflight(**options)
        self._wrapped = transport
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Enter what is wrapped."""
        if self._wrapped:
            self._wrapped.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Leave what is wrapped."""
        if self._wrapped:
            self._wrapped.__exit__(exc_type, exc_value, traceback)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer to a request.

        Raises:
            InvalidRequest: it has errors, and the mode is ``raise``; nothing was sent.
            SourceError: there is no catalog to judge it by.
        """
        if _concerns(self._preflight, request):
            body = _body_at_hand(request)
            if body is None and _is_short(request):
                body = request.read()
            if refused := _refused(self._preflight, request, body):
                return refused
        return self._sender(request).handle_request(request)

    def close(self) -> None:
        """Close what is wrapped."""
        if self._wrapped:
            self._wrapped.close()

    def _sender(self, request: httpx.Request) -> httpx.BaseTransport:
        with self._lock:
            if self._wrapped is None:
                self._wrapped = _library_of(request).HTTPTransport()
            return self._wrapped


class AsyncTransport(httpx.AsyncBaseTransport):
    """What ``Transport`` is, for clients that await."""

    def __init__(
        self, transport: httpx.AsyncBaseTransport | None = None, **options: Unpack[Options]
    ) -> None:
        """Wrap a transport.

        Args:
            transport: what sends; None is the client library's own, with its defaults.
            **options: see ``Options``.

        Raises:
            UsageProblem: an option cannot be used.
        """
        self._preflight = Preflight(**options)
        self._wrapped = transport
        self._lock = Lock()

    async def __aenter__(self) -> Self:
        """Enter what is wrapped."""
        if self._wrapped:
            await self._wrapped.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Leave what is wrapped."""
        if self._wrapped:
            await self._wrapped.__aexit__(exc_type, exc_value, traceback)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer to a request.

        Raises:
            InvalidRequest: it has errors, and the mode is ``raise``; nothing was sent.
            SourceError: there is no catalog to judge it by.
        """
        if _concerns(self._preflight, request):
            body = _body_at_hand(request)
            if body is None and _is_short(request):
                body = await request.aread()
            if refused := _refused(self._preflight, request, body):
                return refused
        return await self._sender(request).handle_async_request(request)

    async def aclose(self) -> None:
        """Close what is wrapped."""
        if self._wrapped:
            await self._wrapped.aclose()

    def _sender(self, request: httpx.Request) -> httpx.AsyncBaseTransport:
        with self._lock:
            if self._wrapped is None:
                self._wrapped = _library_of(request).AsyncHTTPTransport()
            return self._wrapped


class _Library(Protocol):
    """What is used of httpx, or of httpx2."""

    Response: type[httpx.Response]
    HTTPTransport: type[httpx.HTTPTransport]
    AsyncHTTPTransport: type[httpx.AsyncHTTPTransport]


def _library_of(request: object) -> _Library:
    """Return the library whose class a request is."""
    return cast("_Library", httpx if isinstance(request, httpx.Request) else sys.modules["httpx2"])


def _concerns(preflight: Preflight, request: httpx.Request) -> bool:
    return preflight.concerns(request.method, str(request.url), request.headers)


def _body_at_hand(request: httpx.Request) -> bytes | None:
    try:
        return request.content
    except RuntimeError:  # RequestNotRead, of httpx and httpx2 alike
        return None


def _is_short(request: httpx.Request) -> bool:
    """Return whether a stream says that it is short enough to be read."""
    length = request.headers.get("content-length", "")
    is_number = length.isascii() and length.isdecimal() and len(length) < _MOST_DIGITS
    return is_number and int(length) <= BODY_BYTES


def _refused(
    preflight: Preflight, request: httpx.Request, body: bytes | None
) -> httpx.Response | None:
    if body is None:
        return None
    answer = preflight.refusal(request.method, str(request.url), request.headers, body)
    return None if answer is None else _response(request, answer)


def _response(request: httpx.Request, answer: JsonObject) -> httpx.Response:
    return _library_of(request).Response(
        REFUSED_STATUS,
        headers=REFUSED_HEADERS,
        content=json.dumps(answer).encode(),
        request=request,
    )
