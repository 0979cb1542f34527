"""The clients of a hub: one core without I/O, a blocking and an asynchronous shell.

What makes something is billed, so it is sent again only where it surely made nothing. Redirects
are not followed: the key goes to the configured hub alone. httpx is imported when the first
request is made.

Generated modules use ``post``, ``stream`` and ``submit``::

    return ImageResult.of(client, client.post(ENDPOINT, body))           # create
    return ImageResult.of(client, await client.post(ENDPOINT, body))     # acreate
    return client.stream(ENDPOINT, body)                                 # stream, astream
    return client.submit(body)                                           # submit
    return await client.submit(body)                                     # asubmit
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from .blocks import AsyncBlock, Block
from .call import Call
from .exchange import object_answered
from .shell import Shell, no_cookies, setting_up
from .steps import arun, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractAsyncContextManager, AbstractContextManager
    from os import PathLike
    from pathlib import Path

    import httpx

    from .hub import Hub
    from .jobs import AsyncJobs, Jobs
    from .jsonvalue import JsonObject
    from .queue import Status
    from .steps import Answer, Request, Steps
    from .streams import AsyncChatStream, ChatStream
    from .wire import AsyncReceived, Received

_T = TypeVar("_T")
#: Two threads that share a client open one connection pool.
_OPENING: Final = Lock()


class Client(Shell["httpx.Client"], Block):
    """Sends requests to a hub, blocking; threads may share it."""

    def close(self) -> None:
        """Close what was opened here."""
        if http := self._let_go():
            http.close()

    def post(
        self, endpoint: str, body: Mapping[str, object], *, timeout: float | None = None
    ) -> JsonObject:
        """Send a body and return the answer.

        Args:
            endpoint: below the hub's inference base (``images/generate``).
            body: what is sent, as JSON.
            timeout: seconds that the answer may take in all; the client's by default.

        Raises:
            DeliveryUnknown: it may have arrived, and was not answered.
            ApiError: the hub refused it or could not be reached; the subclass says which.
        """
        return self.run(
            object_answered(Call.post(self.hub, endpoint, body, timeout=timeout))
        )

    def stream(
        self, endpoint: str, body: Mapping[str, object], *, timeout: float | None = None
    ) -> ChatStream:
        """Return the answer to a body as it comes; see ``ChatStream``.

        Args:
            endpoint: below the hub's inference base (``chat/completions``).
            body: what is sent, as JSON; ``stream`` is set here.
            timeout: seconds that the whole answer may take; the client's by default.
        """
        from .streams import ChatStream

        return ChatStream(self, _streamed(self.hub, endpoint, body, timeout))

    def submit(
        self, body: Mapping[str, object], *, timeout: float | None = None
    ) -> Jobs:
        """Enqueue a body, and return the job that it becomes, or jobs (``num_generations``).

        Args:
            body: what is sent, as JSON.
            timeout: seconds until they are enqueued.

        Raises:
            DeliveryUnknown: it may be enqueued: look with ``queued`` before you do it again.
            ApiError: the hub refused it or could not be reached; the subclass says which.
        """
        from .jobs import Jobs
        from .queue import enqueued

        return Jobs.of(self, self.run(enqueued(self.hub, body, timeout=timeout)))

    def queued(self, *, model: str | None = None, status: Status | None = None) -> Jobs:
        """Return the jobs that the hub's queue lists.

        Args:
            model: of this model alone.
            status: in this status alone; without it, those that have not ended.

        Raises:
            ApiError: the hub refused it or could not be reached; the subclass says which.
        """
        from .jobs import Jobs
        from .queue import listed

        return Jobs.of(self, self.run(listed(self.hub, model=model, status=status)))

    def download(
        self,
        urls: str | Iterable[str],
        folder: str | PathLike[str],
        *,
        name: str = "file",
        timeout: float | None = None,
    ) -> list[Path]:
        """Write what links lead to into a folder, and return the paths in the links' order.

        The hub's key goes to the hub alone. The folder is made where it is not there; no file in
        it is overwritten.

        Args:
            urls: one or several: http, https or ``data:``.
            folder: where to.
            name: of a file whose link has none.
            timeout: seconds for all of it; half an hour by default.

        Raises:
            ApiError: something could not be fetched; the subclass says why.
            OxspecError: something could not be written.
        """
        from .downloads import saved

        return self.run(saved(self.hub, urls, folder, name=name, timeout=timeout))

    def run(self, steps: Steps[_T]) -> _T:
        """Walk through steps of the runtime's own."""
        return run(steps, self._send)

    def opened(self, request: Request) -> AbstractContextManager[Received]:
        """Return what sends a request where it is entered."""
        from .wire import opened

        return opened(self._client(), request)

    def _send(self, request: Request) -> Answer:
        with self.opened(request) as received:
            return received.whole()

    def _client(self) -> httpx.Client:
        import httpx

        with _OPENING:
            if self._http is None:
                with setting_up():
                    self._http = httpx.Client(cookies=no_cookies())
            return self._http


class AsyncClient(Shell["httpx.AsyncClient"], AsyncBlock):
    """Sends requests to a hub, asynchronously; every method is as ``Client``'s."""

    async def aclose(self) -> None:
        """Close what was opened here."""
        if http := self._let_go():
            await http.aclose()

    async def post(
        self, endpoint: str, body: Mapping[str, object], *, timeout: float | None = None
    ) -> JsonObject:
        """Send a body and return the answer; see ``Client.post``."""
        call = Call.post(self.hub, endpoint, body, timeout=timeout)
        return await self.run(object_answered(call))

    def stream(
        self, endpoint: str, body: Mapping[str, object], *, timeout: float | None = None
    ) -> AsyncChatStream:
        """Return the answer to a body as it comes, not to be awaited; see ``Client.stream``."""
        from .streams import AsyncChatStream

        return AsyncChatStream(self, _streamed(self.hub, endpoint, body, timeout))

    async def submit(
        self, body: Mapping[str, object], *, timeout: float | None = None
    ) -> AsyncJobs:
        """Enqueue a body; see ``Client.submit``."""
        from .jobs import AsyncJobs
        from .queue import enqueued

        return AsyncJobs.of(
            self, await self.run(enqueued(self.hub, body, timeout=timeout))
        )

    async def queued(
        self, *, model: str | None = None, status: Status | None = None
    ) -> AsyncJobs:
        """Return the jobs that the hub's queue lists; see ``Client.queued``."""
        from .jobs import AsyncJobs
        from .queue import listed

        return AsyncJobs.of(
            self, await self.run(listed(self.hub, model=model, status=status))
        )

    async def download(
        self,
        urls: str | Iterable[str],
        folder: str | PathLike[str],
        *,
        name: str = "file",
        timeout: float | None = None,
    ) -> list[Path]:
        """Write what links lead to into a folder; see ``Client.download``."""
        from .downloads import saved

        return await self.run(saved(self.hub, urls, folder, name=name, timeout=timeout))

    async def run(self, steps: Steps[_T]) -> _T:
        """Walk through steps of the runtime's own."""
        return await arun(steps, self._send)

    def opened(self, request: Request) -> AbstractAsyncContextManager[AsyncReceived]:
        """Return what sends a request where it is entered."""
        from .wire import aopened

        return aopened(self._client(), request)

    async def _send(self, request: Request) -> Answer:
        async with self.opened(request) as received:
            return await received.whole()

    def _client(self) -> httpx.AsyncClient:
        import httpx

        if self._http is None:
            with setting_up():
                self._http = httpx.AsyncClient(cookies=no_cookies())
        return self._http


def _streamed(
    hub: Hub, endpoint: str, body: Mapping[str, object], timeout: float | None
) -> Call:
    return Call.post(
        hub,
        endpoint,
        {**body, "stream": True},
        timeout=timeout,
        accept="text/event-stream",
    )
