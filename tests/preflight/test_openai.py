"""The openai package, on a preflight transport, against a hub."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import httpx
import httpx2
import openai
import pytest

from oxspec import InvalidRequest
from oxspec.preflight import AsyncTransport, PreflightWarning, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.server import Hub
    from oxspec.catalog.model import Catalog
    from oxspec.preflight import Mode
    from oxspec.runtime.findings import Finding

    Over: TypeAlias = Callable[[Transport], httpx2.Client]
    AsyncOver: TypeAlias = Callable[[AsyncTransport], httpx2.AsyncClient]

MODEL: Final = "acme-chat-1"


def _over_httpx(transport: Transport) -> httpx2.Client:
    return cast("httpx2.Client", httpx.Client(transport=transport))


def _over_httpx2(transport: Transport) -> httpx2.Client:
    return httpx2.Client(transport=cast("httpx2.BaseTransport", transport))


def _async_over_httpx(transport: AsyncTransport) -> httpx2.AsyncClient:
    return cast("httpx2.AsyncClient", httpx.AsyncClient(transport=transport))


def _async_over_httpx2(transport: AsyncTransport) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=cast("httpx2.AsyncBaseTransport", transport))


#: openai takes a client of httpx or of httpx2; its types know the latter only.
over_both = pytest.mark.parametrize("over", [_over_httpx, _over_httpx2])
async_over_both = pytest.mark.parametrize("over", [_async_over_httpx, _async_over_httpx2])


class _Program:
    """What a program does with the openai package and a transport."""

    def __init__(self, hub: Hub, catalog: Catalog) -> None:
        self.hub = hub
        self.catalog = catalog
        self.url = f"{hub.url}/api/ai"
        self.judged = 0

    def client(self, over: Over, *, mode: Mode = "raise") -> openai.OpenAI:
        transport = Transport(
            catalog=self.catalog, base_url=self.url, mode=mode, on_findings=self._count
        )
        return openai.OpenAI(base_url=self.url, api_key="k", http_client=over(transport))

    def async_client(self, over: AsyncOver, *, mode: Mode = "raise") -> openai.AsyncOpenAI:
        transport = AsyncTransport(
            catalog=self.catalog, base_url=self.url, mode=mode, on_findings=self._count
        )
        return openai.AsyncOpenAI(base_url=self.url, api_key="k", http_client=over(transport))

    def _count(self, findings: tuple[Finding, ...], model: str | None) -> None:
        assert findings
        assert model == MODEL
        self.judged += 1


@pytest.fixture
def program(hub: Hub, catalog: Catalog) -> _Program:
    return _Program(hub, catalog)


def _ask(client: openai.OpenAI, *, temperature: float = 1.0) -> str | None:
    with client:
        completion = client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "user", "content": "Hi"}],
            temperature=temperature,
        )
    return completion.choices[0].message.content


async def _ask_async(client: openai.AsyncOpenAI, *, temperature: float = 1.0) -> str | None:
    async with client:
        completion = await client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "user", "content": "Hi"}],
            temperature=temperature,
        )
    return completion.choices[0].message.content


@over_both
def test_a_right_request_is_answered(program: _Program, over: Over) -> None:
    assert _ask(program.client(over)) == "Hi"


@async_over_both
def test_a_right_request_of_an_async_client_is_answered(program: _Program, over: AsyncOver) -> None:
    assert asyncio.run(_ask_async(program.async_client(over))) == "Hi"


@over_both
def test_a_wrong_request_raises_our_error_once_and_is_not_sent(
    program: _Program, over: Over
) -> None:
    with pytest.raises(InvalidRequest, match="/temperature: temperature must be from 0 to 2"):
        _ask(program.client(over), temperature=3)

    assert program.judged == 1
    assert program.hub.requests == []


@async_over_both
def test_a_wrong_request_of_an_async_client_raises_our_error_once_and_is_not_sent(
    program: _Program, over: AsyncOver
) -> None:
    with pytest.raises(InvalidRequest, match="/temperature: temperature must be from 0 to 2"):
        asyncio.run(_ask_async(program.async_client(over), temperature=3))

    assert program.judged == 1
    assert program.hub.requests == []


@over_both
def test_a_response_in_place_of_the_hubs_is_openais_own_error_with_the_findings(
    program: _Program, over: Over
) -> None:
    with pytest.raises(openai.BadRequestError, match="/temperature") as caught:
        _ask(program.client(over, mode="respond"), temperature=3)

    findings = cast("dict[str, list[dict[str, str]]]", caught.value.body)["findings"]
    assert [finding["pointer"] for finding in findings] == ["/temperature"]
    assert (caught.value.code, caught.value.param) == ("out-of-range", "/temperature")
    assert program.judged == 1
    assert program.hub.requests == []


@async_over_both
def test_a_response_in_place_of_the_hubs_is_openais_own_error_for_async_clients(
    program: _Program, over: AsyncOver
) -> None:
    with pytest.raises(openai.BadRequestError, match="/temperature"):
        asyncio.run(_ask_async(program.async_client(over, mode="respond"), temperature=3))

    assert program.judged == 1
    assert program.hub.requests == []


@over_both
def test_a_warned_request_is_sent(program: _Program, over: Over) -> None:
    with pytest.warns(PreflightWarning, match="/temperature"):
        assert _ask(program.client(over, mode="warn"), temperature=3) == "Hi"


@over_both
def test_a_streamed_answer_arrives_piece_by_piece(program: _Program, over: Over) -> None:
    pace = program.hub.pace = threading.Semaphore(0)
    texts: list[str | None] = []

    with program.client(over) as client:
        for chunk in client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": "Hi"}], stream=True
        ):
            texts.append(chunk.choices[0].delta.content)
            pace.release()

    assert texts == ["H", "i", None]


@async_over_both
def test_a_streamed_answer_arrives_piece_by_piece_at_an_async_client(
    program: _Program, over: AsyncOver
) -> None:
    pace = program.hub.pace = threading.Semaphore(0)

    async def stream() -> list[str | None]:
        texts: list[str | None] = []
        async with program.async_client(over) as client:
            async for chunk in await client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": "Hi"}], stream=True
            ):
                texts.append(chunk.choices[0].delta.content)
                pace.release()
        return texts

    assert asyncio.run(stream()) == ["H", "i", None]


@pytest.mark.parametrize("mode", ["raise", "respond"])
def test_a_wrong_request_for_a_stream_fails_before_it_is_sent(
    program: _Program, mode: Mode
) -> None:
    error = InvalidRequest if mode == "raise" else openai.BadRequestError

    with program.client(_over_httpx, mode=mode) as client, pytest.raises(error):
        client.chat.completions.create(model=MODEL, messages=[], stream=True)

    assert program.hub.requests == []
