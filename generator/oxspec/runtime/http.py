"""Sending a request body to the hub: one core without I/O, a blocking and an asynchronous shell.

A POST makes something and is billed, so it is sent again only where the hub itself said that it
made nothing (429, 503). Redirects are not followed: the key goes to the configured hub alone.
httpx is imported when the first request is made.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from .exchange import Answer, Call, hub_of, lowered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    import httpx

    from .jsonvalue import JsonObject

CONNECT_TIMEOUT_S: Final = 10.0


class Client:
    """Sends requests to a hub, blocking.

    Args:
        base_url: the hub, with or without ``/api/ai``; ``OXEN_BASE_URL`` by default.
        api_key: the hub's key; ``OXEN_API_KEY`` by default.
        timeout: seconds that an answer may take in all; by kind of endpoint by default.
        http_client: an ``httpx.Client`` of your own; it is not closed here.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float | None = None,
        http_client: httpx.Client | None = None,
    ) -> None:
        """Read the settings; nothing is opened yet."""
        self._hub = hub_of(base_url, api_key, timeout)
        self._given = http_client
        self._http = http_client

    def __repr__(self) -> str:
        """Return the hub's address; the key never shows."""
        return f"{type(self).__name__}(base_url={self._hub.base_url!r})"

    def __enter__(self) -> Self:
        """Return the client itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close what was opened here."""
        self.close()

    def close(self) -> None:
        """Close what was opened here."""
        if self._http is not None and self._given is None:
            self._http.close()
        self._http = self._given

    def post(self, endpoint: str, body: Mapping[str, object]) -> JsonObject:
        """Send a body and return the answer.

        Args:
            endpoint: below the hub's inference base (``images/generate``).
            body: what is sent, as JSON.

        Raises:
            ApiError: the hub refused it or could not be reached; the subclass says which.
        """
        call = Call.to(self._hub, endpoint, body)
        while True:
            outcome = call.judged(self._answer(call))
            if isinstance(outcome, dict):
                return outcome
            time.sleep(outcome)

    def _answer(self, call: Call) -> Answer:
        import httpx

        if self._http is None:
            self._http = httpx.Client(follow_redirects=False)
        try:
            with self._http.stream(
                "POST",
                call.url,
                content=call.content,
                headers=call.headers(),
                timeout=httpx.Timeout(call.remaining_s(), connect=CONNECT_TIMEOUT_S),
                follow_redirects=False,
            ) as response:
                received = bytearray()
                for chunk in response.iter_bytes():
                    call.take(received, chunk)
                return Answer(response.status_code, lowered(response.headers), bytes(received))
        except httpx.TimeoutException as error:
            raise call.timed_out() from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise call.failed(error) from error


class AsyncClient:
    """Sends requests to a hub, asynchronously.

    Args:
        base_url: the hub, with or without ``/api/ai``; ``OXEN_BASE_URL`` by default.
        api_key: the hub's key; ``OXEN_API_KEY`` by default.
        timeout: seconds that an answer may take in all; by kind of endpoint by default.
        http_client: an ``httpx.AsyncClient`` of your own; it is not closed here.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float | None = None,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """Read the settings; nothing is opened yet."""
        self._hub = hub_of(base_url, api_key, timeout)
        self._given = http_client
        self._http = http_client

    def __repr__(self) -> str:
        """Return the hub's address; the key never shows."""
        return f"{type(self).__name__}(base_url={self._hub.base_url!r})"

    async def __aenter__(self) -> Self:
        """Return the client itself; it is closed at the end of the block."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close what was opened here."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close what was opened here."""
        if self._http is not None and self._given is None:
            await self._http.aclose()
        self._http = self._given

    async def post(self, endpoint: str, body: Mapping[str, object]) -> JsonObject:
        """Send a body and return the answer.

        Args:
            endpoint: below the hub's inference base (``images/generate``).
            body: what is sent, as JSON.

        Raises:
            ApiError: the hub refused it or could not be reached; the subclass says which.
        """
        import asyncio

        call = Call.to(self._hub, endpoint, body)
        while True:
            try:
                async with asyncio.timeout(call.remaining_s()):
                    answer = await self._answer(call)
            except TimeoutError as error:
                raise call.timed_out() from error
            outcome = call.judged(answer)
            if isinstance(outcome, dict):
                return outcome
            await asyncio.sleep(outcome)

    async def _answer(self, call: Call) -> Answer:
        import httpx

        if self._http is None:
            self._http = httpx.AsyncClient(follow_redirects=False)
        try:
            async with self._http.stream(
                "POST",
                call.url,
                content=call.content,
                headers=call.headers(),
                timeout=httpx.Timeout(call.remaining_s(), connect=CONNECT_TIMEOUT_S),
                follow_redirects=False,
            ) as response:
                received = bytearray()
                async for chunk in response.aiter_bytes():
                    call.take(received, chunk)
                return Answer(response.status_code, lowered(response.headers), bytes(received))
        except httpx.TimeoutException as error:
            raise call.timed_out() from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise call.failed(error) from error
