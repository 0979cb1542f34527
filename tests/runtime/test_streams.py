"""Chat answers that come piece by piece, blocking and awaited, from a real hub."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest

from hub import faults
from hub.inference import ARGUMENTS, chunks_of, event
from oxspec.runtime.chat import ChatChunk, ChatCompletion
from oxspec.runtime.client_errors import (
    ApiError,
    AuthError,
    DeliveryUnknown,
    RequestTimeout,
    StreamCut,
    StreamFailed,
)
from oxspec.runtime.http import AsyncClient, Client
from support.twins import KEY, Play, Player, Script, both, chunks, closed, got

if TYPE_CHECKING:
    from hub.server import Hub
    from oxspec.jsontypes import JsonObject

ENDPOINT: Final = "chat/completions"
BODY: Final[JsonObject] = {
    "model": "acme-chat-1",
    "messages": [{"role": "user", "content": "Hi"}],
}
TOOLS: Final[JsonObject] = {
    **BODY,
    "tools": [{"type": "function", "function": {"name": "weather_0"}}],
    "stream_options": {"include_usage": True},
}


def reading(
    body: JsonObject = BODY, *, timeout: float | None = None
) -> Script[tuple[list[ChatChunk], ChatCompletion]]:
    """Return the script that reads a whole stream."""

    def script(client: Client) -> Play[tuple[list[ChatChunk], ChatCompletion]]:
        stream = client.stream(ENDPOINT, body, timeout=timeout)
        found = yield from got(chunks(stream))
        completion = yield from got(stream.completion())
        return found, completion

    return script


@both
def test_a_stream_is_chunks_and_then_a_completion(player: Player, hub: Hub) -> None:
    found, completion = player(reading(), hub.url)

    assert [chunk.text for chunk in found] == ["H", "i", ""]
    assert (completion.text, completion.finish_reason) == ("Hi", "stop")
    [request] = hub.requests
    assert request.json == {**BODY, "stream": True}
    assert request.headers["accept"] == "text/event-stream"
    assert [verdict.outcome for verdict in hub.verdicts] == ["valid"]


@both
def test_tool_calls_and_usage_of_a_stream_are_those_of_the_answer_without(
    player: Player, hub: Hub
) -> None:
    def whole(client: Client) -> Play[ChatCompletion]:
        return ChatCompletion.of(client, (yield from got(client.post(ENDPOINT, TOOLS))))

    found, streamed = player(reading(TOOLS), hub.url)
    at_once = player(whole, hub.url)

    assert streamed.raw == at_once.raw
    assert [call.name for call in streamed.tool_calls] == ["weather_0", "weather_1"]
    assert streamed.tool_calls[0].parsed_arguments == json.loads(ARGUMENTS)
    assert found[-1].choices == ()
    assert found[-1].usage == streamed.usage


@both
def test_the_text_so_far_is_there_while_a_stream_is_read(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[list[str]]:
        stream = client.stream(ENDPOINT, BODY)
        texts = [stream.text]
        for _ in range(2):
            yield from got(chunks(stream, most=1))
            texts.append(stream.text)
        return texts

    assert player(script, hub.url) == ["", "H", "Hi"]


@both
def test_chunks_come_as_the_hub_sends_them(player: Player, hub: Hub) -> None:
    pace = hub.pace = threading.Semaphore(0)

    def script(client: Client) -> Play[list[str]]:
        stream = client.stream(ENDPOINT, BODY)
        first = yield from got(chunks(stream, most=1))
        pace.release(10)
        rest = yield from got(chunks(stream))
        return [chunk.text for chunk in [*first, *rest]]

    assert player(script, hub.url) == ["H", "i", ""]


@both
def test_nothing_is_sent_before_the_first_chunk_is_asked_for(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[None]:
        yield from got(closed(client.stream(ENDPOINT, BODY)))

    player(script, hub.url)

    assert hub.requests == []


@both
def test_closing_early_closes_the_connection(player: Player, hub: Hub) -> None:
    gone = threading.Event()

    def until_gone(wire: faults.Wire) -> None:
        faults.events(chunks_of({})[0])(wire)
        if wire.is_gone():
            gone.set()

    hub.fail(until_gone)

    def script(client: Client) -> Play[str]:
        stream = client.stream(ENDPOINT, BODY)
        yield from got(chunks(stream, most=1))
        yield from got(closed(stream))
        assert gone.wait(10)
        with pytest.raises(StreamCut, match="left before its end"):
            yield from got(stream.completion())
        return stream.partial.text

    assert player(script, hub.url) == "H"


def test_leaving_with_closes_the_connection(hub: Hub) -> None:
    gone = threading.Event()

    def until_gone(wire: faults.Wire) -> None:
        faults.events(chunks_of({})[0])(wire)
        if wire.is_gone():
            gone.set()

    hub.fail(until_gone, until_gone)

    with Client(base_url=hub.url) as client, client.stream(ENDPOINT, BODY) as stream:
        next(stream)
    assert gone.wait(10)
    gone.clear()

    async def main() -> None:
        async with (
            AsyncClient(base_url=hub.url) as client,
            client.stream(ENDPOINT, BODY) as stream,
        ):
            async for _ in stream:
                break
        assert await asyncio.to_thread(gone.wait, 10)

    asyncio.run(main())


def test_a_stream_that_is_forgotten_is_closed_too(hub: Hub) -> None:
    with Client(base_url=hub.url) as client:
        next(client.stream(ENDPOINT, BODY))
        gc.collect()


@both
@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (faults.events(*chunks_of({})[:2]), StreamCut, "ended before its end"),
        (faults.events(*chunks_of({})[:2], is_cut=True), StreamCut, "broke"),
        (
            faults.events(
                *chunks_of({})[:2], event({"error": {"type": "upstream", "detail": "no"}})
            ),
            StreamFailed,
            "no",
        ),
        (
            faults.events(*chunks_of({})[:2], event({"message": "odd"}, name="error")),
            StreamFailed,
            "odd",
        ),
        (faults.events(*chunks_of({})[:2], b"data: {\n\n"), StreamFailed, "no JSON"),
        (faults.events(*chunks_of({})[:2], b"data: []\n\n"), StreamFailed, "no JSON"),
    ],
    ids=["ended", "cut", "error", "error event", "half JSON", "no object"],
)
def test_what_came_before_an_error_is_kept(
    player: Player, hub: Hub, fault: faults.Fault, kind: type[ApiError], told: str
) -> None:
    hub.fail(fault)

    def script(client: Client) -> Play[list[ChatChunk]]:
        stream = client.stream(ENDPOINT, BODY)
        before = yield from got(chunks(stream, most=2))
        with pytest.raises(ApiError, match=told) as caught:
            yield from got(chunks(stream))
        assert type(caught.value) is kind
        assert caught.value.partial is not None
        assert caught.value.partial.text == stream.text == "Hi"
        with pytest.raises(StreamCut):
            yield from got(stream.completion())
        return before

    assert [chunk.text for chunk in player(script, hub.url)] == ["H", "i"]
    assert len(hub.requests) == 1


@both
def test_an_error_in_a_stream_is_as_typed_as_any_and_hides_the_key(
    player: Player, hub: Hub
) -> None:
    error: JsonObject = {"error": {"type": "upstream", "title": "T", "detail": f"key {KEY}"}}
    hub.fail(faults.events(event(error)))

    with pytest.raises(StreamFailed) as caught:
        player(reading(), hub.url)
    assert (caught.value.type, caught.value.title) == ("upstream", "T")
    assert str(caught.value) == "chat/completions: key …"


@both
@pytest.mark.parametrize(
    "fault",
    [
        faults.events(*chunks_of({})[:3]),
        faults.events(*chunks_of({})[:3], is_cut=True),
        faults.events(*chunks_of({}), b"data: {\n\n"),
    ],
    ids=["no end but a reason", "cut after the reason", "more after the end"],
)
def test_what_is_whole_needs_no_more(player: Player, hub: Hub, fault: faults.Fault) -> None:
    hub.fail(fault)

    _, completion = player(reading(), hub.url)

    assert completion.text == "Hi"


@both
def test_a_stream_that_stalls_or_drips_ends_when_its_time_is_up(player: Player, hub: Hub) -> None:
    first = chunks_of({})[0]
    head = faults.head(200, [("Content-Type", "text/event-stream")])
    for fault in (
        faults.stall(after=head + first),
        faults.raw(head + first, *[b": x\n\n"] * 1000, pause_s=0.05),
    ):
        hub.fail(fault)
        began = time.monotonic()

        with pytest.raises(RequestTimeout) as caught:
            player(reading(timeout=2), hub.url)

        assert time.monotonic() - began < 30
        assert caught.value.partial is not None
        assert caught.value.partial.text == "H"


@both
@pytest.mark.parametrize("size", [1, 2, 7])
def test_pieces_of_any_size_are_a_stream(player: Player, hub: Hub, size: int) -> None:
    events = b"\xef\xbb\xbf: hello\r\n\r\n" + event(
        {"choices": [{"delta": {"content": "é\u2028"}}]}
    )
    stream = events.replace(b"\\u00e9", "é".encode()) + b"data: [DONE]\r\r"
    pieces = [stream[i : i + size] for i in range(0, len(stream), size)]
    hub.fail(faults.events(*pieces))

    found, completion = player(reading(), hub.url)

    assert completion.text == "é\u2028"
    assert len(found) == 1


@both
def test_an_event_that_is_too_long_is_given_up(player: Player, hub: Hub) -> None:
    hub.fail(faults.events(*chunks_of({})[:1], b"data: " + b"x" * (17 << 20)))

    with pytest.raises(ApiError, match=r"chat/completions: an event .* longer than") as caught:
        player(reading(), hub.url)
    assert caught.value.partial is not None
    assert caught.value.partial.text == "H"


@both
def test_a_stream_that_does_not_end_is_given_up(
    player: Player, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oxspec.runtime.reading.ANSWER_BYTES", 1000)
    hub.fail(faults.events(*chunks_of({})[:1], b"data: " + b"x" * 2000))

    with pytest.raises(ApiError, match="longer than 1000 bytes") as caught:
        player(reading(), hub.url)
    assert caught.value.partial is not None


@both
def test_a_refused_request_is_refused_and_one_that_made_nothing_sent_again(
    player: Player, hub: Hub
) -> None:
    hub.fail(faults.refusal(429, headers=[("Retry-After", "0")]))
    assert player(reading(), hub.url)[1].text == "Hi"

    hub.fail(faults.refusal(401))
    with pytest.raises(AuthError):
        player(reading(), hub.url)

    hub.fail(faults.reset())
    with pytest.raises(DeliveryUnknown):
        player(reading(), hub.url)
    assert len(hub.requests) == 4


@both
def test_an_answer_without_a_stream_is_one_chunk(player: Player, hub: Hub) -> None:
    answer = {"id": "c1", "choices": [{"index": 0, "message": {"content": "Hi"}}]}
    hub.fail(faults.answer(body=json.dumps(answer).encode()))

    found, completion = player(reading(), hub.url)

    assert [chunk.text for chunk in found] == ["Hi"]
    assert completion.text == "Hi"


@both
@pytest.mark.parametrize(
    "fault", [faults.html(), faults.answer(200, b'{"error": "e"}')], ids=["a page", "an error"]
)
def test_an_answer_that_is_no_completion_is_an_error(
    player: Player, hub: Hub, fault: faults.Fault
) -> None:
    hub.fail(fault)

    with pytest.raises(ApiError, match="status 200"):
        player(reading(), hub.url)


def test_a_timeout_of_a_stream_never_strikes_while_its_reader_works(hub: Hub) -> None:
    async def main() -> str:
        async with AsyncClient(base_url=hub.url) as client:
            stream = client.stream(ENDPOINT, BODY, timeout=2)
            async for _ in stream:
                await asyncio.sleep(2.5)
                break
            return stream.text

    assert asyncio.run(main()) == "H"


@both
def test_the_time_of_a_stream_runs_from_when_it_is_first_read(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[str]:
        stream = client.stream(ENDPOINT, BODY, timeout=2)
        time.sleep(2.1)
        yield from got(chunks(stream))
        return stream.text

    assert player(script, hub.url) == "Hi"
