"""Reading a streamed chat answer without I/O: pieces of bytes in, chunks out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .bodies import decoded
from .chat import ChatChunk, ChatCompletion
from .client_errors import ApiError, RequestTimeout, StreamCut, StreamFailed
from .exchange import is_error, object_in
from .merging import Merged
from .refusals import error_of
from .sse import EventReader
from .steps import ANSWER_BYTES
from .views import object_of, objects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .jsonvalue import JsonObject, JsonValue
    from .sse import Event
    from .steps import Answer, Unanswered

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
        completion = object_in(self.call, answer)
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
        return self._with_partial(
            RequestTimeout(failure.reason, where=self.call.where, fix=fix)
        )

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
        if value is None or event.name == "error" or is_error(value):
            raise self._failed(event, value)
        yield self._chunk(value)

    def _chunk(self, value: JsonObject) -> ChatChunk:
        self._merged.add(value)
        return ChatChunk(value)

    def _failed(self, event: Event, value: JsonObject | None) -> ApiError:
        if value is None and event.name != "error":
            error: ApiError = StreamFailed(
                "an event is no JSON object", where=self.call.where
            )
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


def _as_chunk(completion: JsonObject) -> JsonObject:
    """Return a whole completion as the one chunk that says it all."""
    choices: list[JsonValue] = [
        {**choice, "delta": object_of(choice.get("message"))}
        for choice in objects_of(completion.get("choices"))
    ]
    return {**completion, "choices": choices}
