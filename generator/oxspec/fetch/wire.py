"""One attempt at one request: bounded in time and bytes, with every failure named.

httpx bounds each read, not their sum, and not the resolving of names. So an attempt runs in a
thread of its own that is given up when its time is over.
"""

from __future__ import annotations

import threading
import zlib
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from ..errors import FetchError
from .clock import REAL_CLOCK, Clock
from .limits import DECODED_BYTES, MEBIBYTE, WIRE_BYTES
from .urls import shown_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx

_RETRY: Final = "try again later"
_SENDING: Final = "http11.send_request_headers.started"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status: the HTTP status.
        headers: by lower-case name.
        data: the body, decoded.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes


class AttemptError(FetchError):
    """One attempt failed; ``again`` is whether another one may do better."""

    def __init__(self, what: str, *, where: str, again: bool = False, fix: str = _RETRY) -> None:
        """Keep whether to try again."""
        super().__init__(what, where=where, fix=fix)
        self.again = again


@dataclass(slots=True)
class Attempt:
    """One GET, or one POST.

    Attributes:
        url: where to.
        headers: what to send.
        seconds: after which it is given up, names and handshake included.
        named_s: the limit that those seconds are what is left of.
        on_progress: called with the bytes received so far.
        clock: what tells the time.
        content: what to post, None for a GET.
        phase: what it is at: ``connect``, ``headers`` or ``body``.
        given_up: whether nobody waits for it any more.
    """

    url: str
    headers: Mapping[str, str]
    seconds: float
    named_s: float
    on_progress: Callable[[int], None] | None = None
    clock: Clock = REAL_CLOCK
    content: bytes | None = None
    phase: str = "connect"
    given_up: bool = False
    _ends: float = field(default=0.0, init=False)

    def answer(self) -> Answer:
        """Return the answer, whatever its status.

        Raises:
            AttemptError: none came, or not as HTTP has it, or over a limit.
        """
        self._ends = self.clock.monotonic() + self.seconds
        future: Future[Answer] = Future()
        thread = threading.Thread(target=self._run, args=(future,), daemon=True)
        try:
            thread.start()
            return future.result(self.seconds)
        except TimeoutError:
            self.given_up = True
            self._refuse(self._timeout(), again=True)
        except RuntimeError as error:
            self._refuse(f"no thread could be started ({error})")

    def _run(self, future: Future[Answer]) -> None:
        try:
            future.set_result(self._translated())
        except BaseException as error:  # noqa: BLE001  # it is raised again where it is waited for
            future.set_exception(error)

    def _translated(self) -> Answer:
        import httpx

        try:
            return self._get()
        except httpx.TimeoutException:
            self._refuse(self._timeout(), again=True)
        except httpx.TransportError as error:
            self._refuse(f"{_reason(error)} ({self.phase})", again=_may_pass(error))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            self._refuse(f"{_reason(error)} ({self.phase})")
        except (OSError, ValueError, ImportError, zlib.error) as error:
            self._refuse(f"{_reason(error)} ({self.phase})")

    def _get(self) -> Answer:
        import httpx

        # A client of its own for each attempt: no cookie lives longer.
        with (
            httpx.Client(timeout=self.seconds, follow_redirects=False) as client,
            client.stream(
                "GET" if self.content is None else "POST",
                self.url,
                headers=dict(self.headers),
                content=self.content,
                extensions={"trace": self._trace},
            ) as response,
        ):
            self.phase = "body"
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, self._body(response))

    def _trace(self, event: str, _details: object) -> None:
        if event == _SENDING:
            self.phase = "headers"

    def _body(self, response: httpx.Response) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", "x-gzip", ""):
            self._refuse("an encoding that was not asked for (body)")
        chunks = self._chunks(response)
        return b"".join(self._unzipped(chunks) if "gzip" in encoding else chunks)

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        received = 0
        for chunk in response.iter_raw():
            received += len(chunk)
            if self.given_up or self.clock.monotonic() > self._ends:
                self._refuse(self._timeout(), again=True)
            if received > WIRE_BYTES:
                self._refuse(f"more than {WIRE_BYTES // MEBIBYTE} MiB were sent (body)")
            if self.on_progress:
                self.on_progress(received)
            yield chunk

    def _unzipped(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        # httpx would unfold a whole chunk at once, whatever it becomes.
        unzip = zlib.decompressobj(16 + zlib.MAX_WBITS)
        left = DECODED_BYTES
        for chunk in chunks:
            data = unzip.decompress(chunk, left + 1)
            left -= len(data)
            if left < 0:
                self._refuse(f"more than {DECODED_BYTES // MEBIBYTE} MiB once decompressed (body)")
            yield data
        if not unzip.eof or unzip.unused_data:
            self._refuse("the compressed body ends too early or too late (body)", again=True)

    def _timeout(self) -> str:
        return f"timed out after {self.named_s:.3g} s ({self.phase})"

    def _refuse(self, what: str, *, again: bool = False) -> NoReturn:
        raise AttemptError(what, where=shown_url(self.url), again=again) from None


def _reason(error: Exception) -> str:
    """Return what a foreign error means; its own text may hold anything that a server sent."""
    import httpx

    for kind, text in (
        (httpx.ProxyError, "the proxy did not connect"),
        (httpx.ConnectError, _connect_reason(error)),
        (httpx.RemoteProtocolError, "not answered as HTTP has it, or cut short"),
        (httpx.UnsupportedProtocol, "not an http or https URL"),
        (httpx.LocalProtocolError, "the request has a header that HTTP does not allow"),
        (httpx.NetworkError, "the connection broke"),
        (httpx.InvalidURL, "not a URL, this one or a proxy's"),
        (zlib.error, "a body that does not decompress"),
        (ValueError, "not a URL, this one or a proxy's"),
        (ImportError, "the proxy needs a package that is not installed"),
    ):
        if isinstance(error, kind):
            return text
    return f"the request failed: {type(error).__name__}"


def _connect_reason(error: Exception) -> str:
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate is not trusted"
    if "refused" in text.lower():
        return "the connection was refused"
    if "SSL" in text.upper():
        return "no TLS connection: does the server speak https?"
    return "no connection: the name is unknown, or the network is not there"


def _may_pass(error: Exception) -> bool:
    import httpx

    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return False
    return "CERTIFICATE_VERIFY_FAILED" not in str(error)
