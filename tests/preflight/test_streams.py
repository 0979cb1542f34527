"""Streams, up and down, and big bodies: judged where they can be, sent on as they are."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from oxspec import InvalidRequest
from oxspec.preflight import AsyncTransport, Transport
from oxspec.validation.text import BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from hub.server import Hub
    from oxspec.catalog.model import Catalog

CHAT: Final = {"model": "acme-chat-1", "messages": [{"role": "user", "content": "Hi"}]}
WRONG: Final = {**CHAT, "temperature": 3}
COMPLETIONS: Final = "/api/ai/chat/completions"


def _client(hub: Hub, catalog: Catalog) -> httpx.Client:
    transport = Transport(catalog=catalog, base_url=hub.url)
    return httpx.Client(transport=transport, base_url=hub.url)


def _async_client(hub: Hub, catalog: Catalog) -> httpx.AsyncClient:
    transport = AsyncTransport(catalog=catalog, base_url=hub.url)
    return httpx.AsyncClient(transport=transport, base_url=hub.url)


def test_events_of_a_stream_arrive_one_by_one(hub: Hub, catalog: Catalog) -> None:
    hub.pace = threading.Semaphore(0)
    arrived: list[bytes] = []

    with (
        _client(hub, catalog) as client,
        client.stream("POST", COMPLETIONS, json={**CHAT, "stream": True}) as answer,
    ):
        for chunk in answer.iter_raw():
            arrived.append(chunk)
            hub.pace.release()

    assert [chunk[:6] for chunk in arrived] == [b"data: "] * 4
    assert arrived[-1] == b"data: [DONE]\n\n"


def test_events_of_a_stream_arrive_one_by_one_at_an_async_client(
    hub: Hub, catalog: Catalog
) -> None:
    pace = hub.pace = threading.Semaphore(0)

    async def stream() -> list[bytes]:
        arrived: list[bytes] = []
        async with (
            _async_client(hub, catalog) as client,
            client.stream("POST", COMPLETIONS, json={**CHAT, "stream": True}) as answer,
        ):
            async for chunk in answer.aiter_raw():
                arrived.append(chunk)
                pace.release()
        return arrived

    assert len(asyncio.run(stream())) == 4


def _pieces(content: bytes) -> Iterator[bytes]:
    yield content[:10]
    yield content[10:]


async def _async_pieces(content: bytes) -> AsyncIterator[bytes]:
    for piece in _pieces(content):
        yield piece


def test_a_stream_that_says_that_it_is_short_is_judged_and_still_sent(
    hub: Hub, catalog: Catalog
) -> None:
    with _client(hub, catalog) as client:
        for body in (CHAT, WRONG):
            content = json.dumps(body).encode()
            headers = {"content-length": str(len(content))}
            if body is CHAT:
                client.post(COMPLETIONS, content=_pieces(content), headers=headers)
            else:
                with pytest.raises(InvalidRequest):
                    client.post(COMPLETIONS, content=_pieces(content), headers=headers)

    assert [request.json for request in hub.requests] == [CHAT]


def test_a_short_stream_of_an_async_client_is_judged_and_still_sent(
    hub: Hub, catalog: Catalog
) -> None:
    async def post(body: object) -> None:
        content = json.dumps(body).encode()
        headers = {"content-length": str(len(content))}
        async with _async_client(hub, catalog) as client:
            await client.post(COMPLETIONS, content=_async_pieces(content), headers=headers)

    asyncio.run(post(CHAT))
    with pytest.raises(InvalidRequest):
        asyncio.run(post(WRONG))

    assert [request.json for request in hub.requests] == [CHAT]


def test_a_stream_of_unknown_length_is_never_read_ahead(hub: Hub, catalog: Catalog) -> None:
    content = json.dumps(WRONG).encode()

    with _client(hub, catalog) as client:
        client.post(COMPLETIONS, content=_pieces(content))

    assert hub.requests[0].body == content
    assert hub.requests[0].headers["transfer-encoding"] == "chunked"


def test_a_stream_of_unknown_length_of_an_async_client_is_never_read_ahead(
    hub: Hub, catalog: Catalog
) -> None:
    content = json.dumps(WRONG).encode()

    async def post() -> None:
        async with _async_client(hub, catalog) as client:
            await client.post(COMPLETIONS, content=_async_pieces(content))

    asyncio.run(post())

    assert hub.requests[0].body == content


def test_a_big_body_is_judged_and_a_huge_one_is_sent_as_it_is(hub: Hub, catalog: Catalog) -> None:
    big = json.dumps({**WRONG, "user": "x" * (8 << 20)}).encode()
    huge = b" " * BODY_BYTES + b"{}"
    headers = {"content-type": "application/json"}

    with _client(hub, catalog) as client:
        with pytest.raises(InvalidRequest) as caught:
            client.post(COMPLETIONS, content=big, headers=headers)
        client.post(COMPLETIONS, content=huge, headers=headers)

    assert len(str(caught.value)) < 1000
    assert [len(request.body) for request in hub.requests] == [len(huge)]
