"""Chat answers that come piece by piece.

A generated module returns ``client.stream(ENDPOINT, body)`` for both kinds of client, and
awaits neither: the request goes out when the first chunk is asked for.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, ExitStack
from typing import TYPE_CHECKING, Final

from .blocks import AsyncBlock, Block
from .exchange import answered
from .reading import Reading
from .steps import Unanswered, arun, run

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator
    from typing import Self

    from .call import Call
    from .chat import ChatChunk, ChatCompletion
    from .http import AsyncClient, Client
    from .steps import Answer, Request
    from .wire import AsyncReceived, Received

EVENT_STREAM: Final = "text/event-stream"


class _Stream:
    def __init__(self, call: Call) -> None:
        self._reading = Reading(call)

    @property
    def text(self) -> str:
        """The first answer's text as far as it has come."""
        return self.partial.text

    @property
    def partial(self) -> ChatCompletion:
        """What has come so far, merged."""
        return self._reading.completion()

    def _whole(self) -> ChatCompletion:
        if not self._reading.is_over:
            what = "the stream was left before its end"
            raise self._reading.cut(what)
        return self._reading.completion()


class ChatStream(_Stream, Block):
    """The chunks of an answer, to be iterated once; leaving ``with`` closes the connection.

        with some_model.stream(client, messages=[…]) as stream:
            for chunk in stream:
                print(chunk.text, end="", flush=True)
        stream.completion().usage

    Iterating raises an ``ApiError`` where the hub refuses the request, ``StreamFailed`` for an
    error inside the stream, ``StreamCut`` where its end is missing; ``partial`` of each is what
    had come. Nothing is sent before the first chunk is asked for.
    """

    def __init__(self, client: Client, call: Call) -> None:
        """Keep what is to be sent."""
        super().__init__(call)
        self._client = client
        self._stack = ExitStack()
        self._received: Received | None = None
        self._chunks = self._read()

    def __iter__(self) -> Self:
        """Return itself: a stream is read once."""
        return self

    def __next__(self) -> ChatChunk:
        """Return the next chunk."""
        return next(self._chunks)

    def completion(self) -> ChatCompletion:
        """Read what is left, and return all of it merged.

        Raises:
            ApiError: it has no end; see above.
        """
        for _ in self:
            pass
        return self._whole()

    def close(self) -> None:
        """Close the connection, whether the end came or not."""
        self._chunks.close()

    def _read(self) -> Generator[ChatChunk, None, None]:
        reading = self._reading
        try:
            with self._stack:
                answer = run(answered(reading.call), self._open)
                if self._received is None:
                    yield from reading.whole(answer)
                    return
                for piece in self._received.pieces():
                    yield from reading.feed(piece)
                    if reading.is_over:
                        return
                reading.ended()
        except Unanswered as failure:
            if error := reading.broken(failure):
                raise error from None

    def _open(self, request: Request) -> Answer:
        self._stack.close()  # of a try that was refused
        received = self._stack.enter_context(self._client.opened(request))
        if not _is_stream(received.answer):
            return received.whole()
        self._received = received
        return received.answer


class AsyncChatStream(_Stream, AsyncBlock):
    """What ``ChatStream`` is, for ``async for`` and ``async with``."""

    def __init__(self, client: AsyncClient, call: Call) -> None:
        """Keep what is to be sent."""
        super().__init__(call)
        self._client = client
        self._stack = AsyncExitStack()
        self._received: AsyncReceived | None = None
        self._chunks = self._read()

    def __aiter__(self) -> Self:
        """Return itself: a stream is read once."""
        return self

    async def __anext__(self) -> ChatChunk:
        """Return the next chunk."""
        return await anext(self._chunks)

    async def completion(self) -> ChatCompletion:
        """Read what is left, and return all of it merged.

        Raises:
            ApiError: it has no end; see ``ChatStream``.
        """
        async for _ in self:
            pass
        return self._whole()

    async def aclose(self) -> None:
        """Close the connection, whether the end came or not."""
        await self._chunks.aclose()

    async def _read(self) -> AsyncGenerator[ChatChunk, None]:
        reading = self._reading
        try:
            async with self._stack:
                answer = await arun(answered(reading.call), self._open)
                if self._received is None:
                    for chunk in reading.whole(answer):
                        yield chunk
                    return
                async for piece in self._received.pieces():
                    for chunk in reading.feed(piece):
                        yield chunk
                    if reading.is_over:
                        return
                reading.ended()
        except Unanswered as failure:
            if error := reading.broken(failure):
                raise error from None

    async def _open(self, request: Request) -> Answer:
        await self._stack.aclose()  # of a try that was refused
        received = await self._stack.enter_async_context(self._client.opened(request))
        if not _is_stream(received.answer):
            return await received.whole()
        self._received = received
        return received.answer


def _is_stream(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return 200 <= answer.status < 300 and kind == EVENT_STREAM
