"""httpx clients with a preflight transport: wrong requests stay here, all others go as they are."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Literal, cast

import httpx
import pytest

from oxspec import InvalidRequest
from oxspec.errors import UsageProblem
from oxspec.preflight import AsyncTransport, PreflightWarning, Transport

if TYPE_CHECKING:
    from hub.server import Hub
    from oxspec.catalog.model import Catalog
    from oxspec.preflight import Mode, Options
    from oxspec.runtime.findings import Finding

CHAT: Final = {"model": "acme-chat-1", "messages": [{"role": "user", "content": "Hi"}]}
WRONG: Final = {**CHAT, "temperature": 3}
COMPLETIONS: Final = "/api/ai/chat/completions"
KEY: Final = "sk-abcdefghijklmnopqrstuvwxyz"


def _client(hub: Hub, catalog: Catalog, *, mode: Mode = "raise") -> httpx.Client:
    transport = Transport(catalog=catalog, base_url=hub.url, mode=mode)
    return httpx.Client(transport=transport, base_url=hub.url)


def _async_client(hub: Hub, catalog: Catalog, *, mode: Mode = "raise") -> httpx.AsyncClient:
    transport = AsyncTransport(catalog=catalog, base_url=hub.url, mode=mode)
    return httpx.AsyncClient(transport=transport, base_url=hub.url)


def test_a_wrong_request_raises_and_never_reaches_the_hub(hub: Hub, catalog: Catalog) -> None:
    with _client(hub, catalog) as client, pytest.raises(InvalidRequest) as caught:
        client.post(COMPLETIONS, json=WRONG)

    assert [f.pointer for f in caught.value.findings] == ["/temperature"]
    assert str(caught.value).startswith("chat/completions: /temperature: ")
    assert hub.requests == []


def test_a_wrong_request_of_an_async_client_raises_and_never_reaches_the_hub(
    hub: Hub, catalog: Catalog
) -> None:
    async def post() -> None:
        async with _async_client(hub, catalog) as client:
            await client.post(COMPLETIONS, json=WRONG)

    with pytest.raises(InvalidRequest):
        asyncio.run(post())

    assert hub.requests == []


@pytest.mark.parametrize(
    ("method", "path", "content", "kind"),
    [
        ("POST", COMPLETIONS, json.dumps(CHAT, indent=3).encode(), "application/json"),
        ("POST", COMPLETIONS, b"--x--", "multipart/form-data; boundary=x"),
        ("POST", "/api/ai/embeddings", b"{", "application/json"),
        ("POST", "/api/repos/o/r", b'{"a": 1, "a": 2}', "application/json"),
        ("GET", "/api/ai/models", b"", "text/plain"),
        ("DELETE", "/api/ai/queue/6f0c", b"", "text/plain"),
    ],
)
def test_what_is_right_or_not_for_us_is_sent_byte_for_byte(  # noqa: PLR0913  # a request's parts
    hub: Hub, catalog: Catalog, *, method: str, path: str, content: bytes, kind: str
) -> None:
    headers = {"content-type": kind, "authorization": f"Bearer {KEY}", "x-y": "z"}

    with httpx.Client(base_url=hub.url) as plain, _client(hub, catalog) as checked:
        answers = [
            client.request(method, path, content=content, headers=headers)
            for client in (plain, checked)
        ]

    assert hub.requests[0] == hub.requests[1]
    assert hub.requests[1].body == content
    assert answers[0].content == answers[1].content


def test_another_hub_is_left_alone(hub: Hub, catalog: Catalog) -> None:
    transport = Transport(catalog=catalog, base_url="https://hub.example/api/ai")

    with httpx.Client(transport=transport) as client:
        client.post(hub.url + COMPLETIONS, json=WRONG)

    assert hub.requests[0].json == WRONG


def test_without_base_url_the_hub_is_the_environments(
    hub: Hub, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", hub.url + "/api/ai/")

    transport = Transport(catalog=catalog)
    with httpx.Client(transport=transport) as client, pytest.raises(InvalidRequest):
        client.post(hub.url + COMPLETIONS, json=WRONG)


def test_threads_share_a_transport(hub: Hub, catalog: Catalog) -> None:
    def post(number: int) -> str:
        body = {**CHAT, "max_tokens": number - 10}
        try:
            return str(client.post(COMPLETIONS, json=body).status_code)
        except InvalidRequest as error:
            return error.findings[0].code

    with _client(hub, catalog) as client, ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(post, range(40)))

    assert outcomes == ["out-of-range"] * 11 + ["200"] * 29
    assert len(hub.requests) == 29


def test_a_response_in_place_of_the_hubs_has_its_envelope_and_the_findings(
    hub: Hub, catalog: Catalog
) -> None:
    with _client(hub, catalog, mode="respond") as client:
        answer = client.post(COMPLETIONS, json=WRONG)

    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "invalid_params")
    assert (error["code"], error["param"]) == ("out-of-range", "/temperature")
    assert [finding["pointer"] for finding in error["findings"]] == ["/temperature"]
    assert hub.requests == []


def test_a_response_in_place_of_the_hubs_reaches_async_clients_and_streams(
    hub: Hub, catalog: Catalog
) -> None:
    async def post() -> bytes:
        async with (
            _async_client(hub, catalog, mode="respond") as client,
            client.stream("POST", COMPLETIONS, json={**WRONG, "stream": True}) as answer,
        ):
            return await answer.aread()

    assert json.loads(asyncio.run(post()))["status"] == "error"
    assert hub.requests == []


def test_a_warned_request_is_sent_with_one_warning(hub: Hub, catalog: Catalog) -> None:
    body = {**WRONG, "top_p": 3}
    warned = pytest.warns(PreflightWarning, match="/temperature.*/top_p")
    with _client(hub, catalog, mode="warn") as client, warned as caught:
        client.post(COMPLETIONS, json=body)

    assert len(caught) == 1
    assert hub.requests[0].json == body


def test_what_cannot_be_judged_passes_and_is_told_once_a_model_by_a_warning_transport(
    hub: Hub, catalog: Catalog
) -> None:
    body = {"model": "acme-secret-1", "anything": 1}

    with _client(hub, catalog) as client:
        client.post("/api/ai/images/generate", json=body)
    with _client(hub, catalog, mode="warn") as client, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for _ in range(3):
            client.post("/api/ai/images/generate", json=body)

    assert len(hub.requests) == 4
    assert [str(warning.message) for warning in seen] == [
        '"acme-secret-1" was not judged: no request schema is published for it'
    ]


def test_findings_are_handed_over_and_warnings_stop_nothing(hub: Hub, catalog: Catalog) -> None:
    seen: list[tuple[list[str], str | None]] = []

    def keep(findings: tuple[Finding, ...], model: str | None) -> None:
        seen.append(([f.severity for f in findings], model))

    transport = Transport(catalog=catalog, base_url=hub.url, on_findings=keep)
    with httpx.Client(transport=transport, base_url=hub.url) as client:
        client.post(COMPLETIONS, json=CHAT)
        client.post(COMPLETIONS, json={**CHAT, "seed": 1})
        with pytest.raises(InvalidRequest):
            client.post(COMPLETIONS, json=WRONG)

    assert seen == [(["warning"], "acme-chat-1"), (["error"], "acme-chat-1")]
    assert [request.json for request in hub.requests] == [CHAT, {**CHAT, "seed": 1}]


def test_no_key_is_ever_said(hub: Hub, catalog: Catalog) -> None:
    body = {**WRONG, "api_key": KEY, "headers": {"authorization": f"Bearer {KEY}"}, "model": KEY}
    headers = {"authorization": f"Bearer {KEY}"}

    with _client(hub, catalog) as client, pytest.raises(InvalidRequest) as caught:
        client.post(COMPLETIONS, json=body, headers=headers)
    with _client(hub, catalog, mode="respond") as client:
        answer = client.post(COMPLETIONS, json={**body, "model": "acme-chat-1"}, headers=headers)

    assert KEY not in str(caught.value) + repr(caught.value.findings) + answer.text
    assert answer.status_code == 400


class _Wrapped(httpx.BaseTransport):
    """Remembers what is done to it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.done.append(request.url.path)
        return httpx.Response(204)

    def close(self) -> None:
        self.done.append("close")


class _AsyncWrapped(httpx.AsyncBaseTransport):
    """Remembers what is done to it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.done.append(request.url.path)
        return httpx.Response(204)

    async def aclose(self) -> None:
        self.done.append("close")


def test_what_is_wrapped_sends_and_is_closed(catalog: Catalog) -> None:
    wrapped = _Wrapped()
    client = httpx.Client(transport=Transport(wrapped, catalog=catalog))

    client.get("https://hub.example/a")
    client.close()
    with httpx.Client(transport=Transport(wrapped, catalog=catalog)) as entered:
        entered.get("https://hub.example/b")

    assert wrapped.done == ["/a", "close", "/b", "close"]


def test_what_an_async_transport_wraps_sends_and_is_closed(catalog: Catalog) -> None:
    wrapped = _AsyncWrapped()

    async def get() -> None:
        client = httpx.AsyncClient(transport=AsyncTransport(wrapped, catalog=catalog))
        await client.get("https://hub.example/a")
        await client.aclose()
        async with httpx.AsyncClient(transport=AsyncTransport(wrapped, catalog=catalog)) as entered:
            await entered.get("https://hub.example/b")

    asyncio.run(get())

    assert wrapped.done == ["/a", "close", "/b", "close"]


def test_a_transport_that_sent_nothing_closes(catalog: Catalog) -> None:
    with Transport(catalog=catalog) as transport:
        transport.close()
    asyncio.run(AsyncTransport(catalog=catalog).aclose())


def test_an_option_that_cannot_be_used_is_refused_at_once() -> None:
    with pytest.raises(UsageProblem, match="raise, warn, respond"):
        Transport(mode="panic")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(UsageProblem, match="address of a hub"):
        Transport(base_url="hub.example")


@pytest.mark.usefixtures("home")
def test_without_a_catalog_the_processes_own_is_loaded_at_the_first_request() -> None:
    code = """
import sys, oxspec, oxspec.preflight
assert not {"jsonschema", "requests", "openai", "httpx2"} & set(sys.modules)
import httpx
transport = oxspec.preflight.Transport(httpx.MockTransport(lambda request: httpx.Response(204)))
client = httpx.Client(transport=transport)
assert client.get("https://hub.oxen.ai/api/ai/queue").status_code == 204
assert "oxspec.fetch.source" not in sys.modules
try:
    client.post("https://hub.oxen.ai/api/ai/queue", json={"model": "moonshotai-kimi-k2-5"})
except oxspec.InvalidRequest as error:
    print(*[finding.code for finding in error.findings])
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("missing-parameter conflict\n", "")


@pytest.mark.parametrize("kind", [Transport, AsyncTransport])
@pytest.mark.parametrize("option", ["mode", "unknown"])
def test_an_option_that_there_is_not_is_refused_and_no_finding_lost_by_it(
    kind: type[Transport | AsyncTransport], option: Literal["mode", "unknown"]
) -> None:
    options = cast("Options", {option: "ignore"})

    with pytest.raises(UsageProblem, match=f'no {option} "ignore"; write one of'):
        kind(**options)


def test_a_length_of_thousands_of_digits_is_none(hub: Hub, catalog: Catalog) -> None:
    request = httpx.Request(
        "POST",
        f"{hub.url}/api/ai/queue",
        headers={"content-type": "application/json", "content-length": "9" * 5000},
        content=iter([b"{}"]),
    )
    wrapped = httpx.MockTransport(lambda _: httpx.Response(418))
    transport = Transport(wrapped, catalog=catalog, base_url=hub.url)

    assert transport.handle_request(request).status_code == 418
