"""Chat answers that come piece by piece.

A generated module returns ``client.stream(ENDPOINT, body)`` for both kinds of client, and
awaits neither: the request goes out when the first chunk is asked for.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, ExitStack
from typing import TYPE_CHECKING, Final

from .bodies import decoded
from .chat import ChatChunk, ChatCompletion
from .client_errors import ApiError, RequestTimeout, StreamCut, StreamFailed
from .driving import arun, run
from .exchange import ANSWER_BYTES, Answer, Unanswered
from .merging import Merged
from .refusals import error_of
from .sse import EventReader
from .views import object_of, objects_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterator
    from types import TracebackType
    from typing import Self

    from .exchange import Call, Request
    from .http import AsyncClient, Client
    from .jsonvalue import JsonObject, JsonValue
    from .sse import Event
    from .wire import AsyncReceived, Received

EVENT_STREAM: Final = "text/event-stream"
_END: Final = "[DONE]"


class Reading:
    """What is read of a stream: pieces in, chunks out, no I/O.

    Attributes:
        call: whose answer it is.
        is_over: whether the end of the stream came.
    """

    def __init__(self, call: Call) -> None:
        """Begin with nothing read."""
        self.call = call
        self.is_over = False
        self._events = EventReader()
        self._merged = Merged()
        self._size = 0

    def completion(self) -> ChatCompletion:
        """Return what came so far, merged."""
        return ChatCompletion(self._merged.completion())

    def feed(self, piece: bytes) -> Iterator[ChatChunk]:
        """Yield the chunks that end in a piece.

        Raises:
            StreamFailed: the hub reported an error, or what it sent is no chunk.
            ApiError: it sent too much.
        """
        self._size += len(piece)
        if self._size > ANSWER_BYTES:
            what = f"the stream is longer than {ANSWER_BYTES} bytes"
            raise self._with_partial(ApiError(what, where=self.call.where))
        try:
            events = self._events.feed(piece)
        except ApiError as error:
            error.where = self.call.where
            raise self._with_partial(error) from None
        for event in events:
            yield from self._chunks(event)

    def whole(self, answer: Answer) -> list[ChatChunk]:
        """Return the one chunk of an answer that came without a stream.

        Raises:
            ApiError: it is an error, or no completion.
        """
        completion = decoded(answer.content)
        if completion is None or completion.get("error") is not None:
            raise self.call.refused(answer)
        self.is_over = True
        return [self._chunk(_as_chunk(completion))]

    def ended(self) -> None:
        """Say that no more comes.

        Raises:
            StreamCut: the end is missing.
        """
        if not self._is_whole():
            what = "the stream ended before its end"
            raise self.cut(what)

    def broken(self, failure: Unanswered) -> ApiError | None:
        """Return the error of a stream that broke, None where all of it had come."""
        if self._is_whole():
            return None
        if not failure.timed_out:
            return self.cut(f"the stream broke ({failure.reason})")
        fix = "pass a longer timeout"
        return self._with_partial(RequestTimeout(failure.reason, where=self.call.where, fix=fix))

    def cut(self, what: str) -> StreamCut:
        """Return the error of a stream without its end."""
        fix = "what came is in .partial of this error; it may be billed"
        error = StreamCut(what, where=self.call.where, fix=fix)
        error.partial = self.completion()
        return error

    def _is_whole(self) -> bool:
        self.is_over = self.is_over or self._merged.is_finished
        return self.is_over

    def _chunks(self, event: Event) -> Iterator[ChatChunk]:
        if self.is_over:
            return
        if event.data.strip() == _END:
            self.is_over = True
            return
        value = decoded(event.data)
        if value is None or event.name == "error" or value.get("error") is not None:
            raise self._failed(event, value)
        yield self._chunk(value)

    def _chunk(self, value: JsonObject) -> ChatChunk:
        self._merged.add(value)
        return ChatChunk(value)

    def _failed(self, event: Event, value: JsonObject | None) -> ApiError:
        if value is None and event.name != "error":
            error: ApiError = StreamFailed("an event is no JSON object", where=self.call.where)
        else:
            error = error_of(
                None,
                {},
                event.data.encode("utf-8", "replace"),
                where=self.call.where,
                secret=self.call.hub.api_key,
                kind=StreamFailed,
            )
        return self._with_partial(error)

    def _with_partial(self, error: ApiError) -> ApiError:
        error.partial = self.completion()
        return error


class ChatStream:
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
        self._client = client
        self._reading = Reading(call)
        self._stack = ExitStack()
        self._received: Received | None = None
        self._chunks = self._read()

    def __iter__(self) -> Self:
        """Return itself: a stream is read once."""
        return self

    def __next__(self) -> ChatChunk:
        """Return the next chunk."""
        return next(self._chunks)

    def __enter__(self) -> Self:
        """Return itself; it is closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    @property
    def text(self) -> str:
        """The first answer's text as far as it has come."""
        return self._reading.completion().text

    @property
    def partial(self) -> ChatCompletion:
        """What has come so far, merged."""
        return self._reading.completion()

    def completion(self) -> ChatCompletion:
        """Read what is left, and return all of it merged.

        Raises:
            ApiError: it has no end; see above.
        """
        for _ in self:
            pass
        if not self._reading.is_over:
            what = "the stream was left before its end"
            raise self._reading.cut(what)
        return self._reading.completion()

    def close(self) -> None:
        """Close the connection, whether the end came or not."""
        self._chunks.close()

    def _read(self) -> Generator[ChatChunk, None, None]:
        reading = self._reading
        try:
            with self._stack:
                answer = run(reading.call.steps(), self._open)
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
                raise error from failure

    def _open(self, request: Request) -> Answer:
        self._stack.close()  # of a try that was refused
        received = self._stack.enter_context(self._client.opened(request))
        if not _is_stream(received.answer):
            return received.whole()
        self._received = received
        return received.answer


class AsyncChatStream:
    """What ``ChatStream`` is, for ``async for`` and ``async with``."""

    def __init__(self, client: AsyncClient, call: Call) -> None:
        """Keep what is to be sent."""
        self._client = client
        self._reading = Reading(call)
        self._stack = AsyncExitStack()
        self._received: AsyncReceived | None = None
        self._chunks = self._read()

    def __aiter__(self) -> Self:
        """Return itself: a stream is read once."""
        return self

    async def __anext__(self) -> ChatChunk:
        """Return the next chunk."""
        return await anext(self._chunks)

    async def __aenter__(self) -> Self:
        """Return itself; it is closed at the end of the block."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connection."""
        await self.aclose()

    @property
    def text(self) -> str:
        """The first answer's text as far as it has come."""
        return self._reading.completion().text

    @property
    def partial(self) -> ChatCompletion:
        """What has come so far, merged."""
        return self._reading.completion()

    async def completion(self) -> ChatCompletion:
        """Read what is left, and return all of it merged.

        Raises:
            ApiError: it has no end; see ``ChatStream``.
        """
        async for _ in self:
            pass
        if not self._reading.is_over:
            what = "the stream was left before its end"
            raise self._reading.cut(what)
        return self._reading.completion()

    async def aclose(self) -> None:
        """Close the connection, whether the end came or not."""
        await self._chunks.aclose()

    async def _read(self) -> AsyncGenerator[ChatChunk, None]:
        reading = self._reading
        try:
            async with self._stack:
                answer = await arun(reading.call.steps(), self._open)
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
                raise error from failure

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


def _as_chunk(completion: JsonObject) -> JsonObject:
    """Return a whole completion as the one chunk that says it all."""
    choices: list[JsonValue] = [
        {**choice, "delta": object_of(choice.get("message"))}
        for choice in objects_of(completion.get("choices"))
    ]
    return {**completion, "choices": choices}
