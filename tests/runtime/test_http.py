"""The clients of a hub, blocking and asynchronous, against a real one."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import traceback
from collections import deque
from types import MappingProxyType
from typing import TYPE_CHECKING

import httpx
import pytest

from hub import faults
from oxspec.runtime.bodies import encoded, request_body
from oxspec.runtime.client_errors import (
    ApiError,
    AuthError,
    BadRequest,
    ConnectionFailed,
    DeliveryTimeout,
    DeliveryUnknown,
    NotFound,
    RequestTimeout,
    ServerError,
)
from oxspec.runtime.errors import OxspecError
from oxspec.runtime.http import AsyncClient, Client
from support.twins import KEY, Play, Player, Script, both, got

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.server import Hub
    from oxspec.jsontypes import JsonObject

ENDPOINT = "images/generate"


def posting(body: Mapping[str, object], *, timeout: float | None = None) -> Script[JsonObject]:
    """Return the script that posts a body."""

    def script(client: Client) -> Play[JsonObject]:
        return (yield from got(client.post(ENDPOINT, body, timeout=timeout)))

    return script


@both
@pytest.mark.parametrize("suffix", ["", "/", "/api/ai", "/api/ai/"])
def test_a_body_is_sent_once_and_its_answer_returned(player: Player, hub: Hub, suffix: str) -> None:
    answer = player(posting({"model": "m", "refs": ({"a": 1},)}), hub.url + suffix)

    assert answer["model"] == "m"
    [request] = hub.requests
    assert (request.method, request.path) == ("POST", "/api/ai/images/generate")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.json == {"model": "m", "refs": [{"a": 1}]}


@both
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, AuthError),
        (402, BadRequest),
        (403, AuthError),
        (404, NotFound),
        (422, BadRequest),
        (500, ServerError),
        (502, ServerError),
        (302, ApiError),
    ],
)
def test_every_status_has_its_error_and_is_not_sent_again(
    player: Player, hub: Hub, status: int, kind: type[ApiError]
) -> None:
    hub.fail_always(faults.refusal(status, detail=f"no, {KEY}"))

    with pytest.raises(ApiError) as caught:
        player(posting({}), hub.url)

    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.type) == (status, "invalid_params")
    assert (caught.value.title, caught.value.detail) == ("The request is invalid.", "no, …")
    assert len(hub.requests) == 1


@both
def test_redirects_are_not_followed(player: Player, hub: Hub) -> None:
    hub.fail_always(faults.redirect(hub.url + "/api/ai/chat/completions", code=307))

    with pytest.raises(ApiError, match="base URL"):
        player(posting({}), hub.url)
    assert len(hub.requests) == 1


@both
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.html(), "status 200.*may be done and billed"),
        (faults.answer(200, b"[]"), "status 200.*may be done and billed"),
        (faults.answer(200, b""), "status 200.*may be done and billed"),
        (faults.answer(200, b'{"error": "odd"}'), "odd"),
        (faults.answer(200, b'{"status": "error", "status_message": "lost"}'), "lost"),
        (faults.answer(200, b"[" * 100_000), "status 200"),
        (faults.answer(200, b"\xff{}"), "status 200"),
    ],
    ids=["a page", "a list", "nothing", "an error", "an error's status", "too deep", "not UTF-8"],
)
def test_an_answer_that_is_none_is_an_error_whatever_its_status(
    player: Player, hub: Hub, fault: faults.Fault, told: str
) -> None:
    hub.fail_always(fault)

    with pytest.raises(ApiError, match=told) as caught:
        player(posting({}), hub.url)
    assert str(caught.value).isprintable()


@both
def test_a_hub_that_is_not_there_is_a_failed_connection(player: Player) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        player(posting({}), "http://127.0.0.1:1", retries=0)
    assert type(caught.value) is ConnectionFailed
    assert caught.value.status is None


@both
def test_a_hub_that_speaks_no_tls_is_told_from_one_that_is_not_there(
    player: Player, hub: Hub
) -> None:
    with pytest.raises(ConnectionFailed, match="does the server speak https"):
        player(posting({}), hub.url.replace("http:", "https:"), retries=0)


@both
def test_a_connection_that_does_not_come_about_is_a_timeout_and_made_nothing(
    player: Player,
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for other in waiting:
            other.settimeout(0)
            other.connect_ex(address)
        with pytest.raises(RequestTimeout) as caught:
            player(posting({}, timeout=0.3), f"http://127.0.0.1:{address[1]}", retries=0)
        for other in waiting:
            other.close()
    assert type(caught.value) is RequestTimeout


@pytest.mark.parametrize("kind", [OSError, ValueError])
def test_whatever_an_http_client_of_ones_own_raises_is_an_error_of_ours(
    kind: type[Exception],
) -> None:
    class Broken(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            raise kind(KEY, request)

    with (
        httpx.Client(transport=Broken()) as own,
        Client(base_url="http://a", api_key=KEY, http_client=own) as client,
        pytest.raises(DeliveryUnknown, match=kind.__name__) as caught,
    ):
        client.post(ENDPOINT, {})
    assert KEY not in str(caught.value)


@both
@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "odd://me:s3cret@a"), ("SSL_CERT_FILE", "/nowhere/s3cret")]
)
def test_an_environment_that_cannot_be_used_is_named_without_its_secrets(
    player: Player, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(OxspecError, match=name) as caught:
        player(posting({}), "http://a.example")
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


@both
@pytest.mark.parametrize(
    "fault",
    [
        faults.stall(),
        faults.stall(after=b"HTTP/1.1 200 OK\r\n"),
        faults.drip_headers(pause_s=0.05),
        faults.drip(b'{"a": "' + b"x" * 1000 + b'"}', pause_s=0.05),
    ],
    ids=["silent", "silent after a beginning", "dripping headers", "dripping body"],
)
def test_time_is_bounded_in_all_however_slowly_a_hub_answers(
    player: Player, hub: Hub, fault: faults.Fault
) -> None:
    hub.fail_always(fault)
    began = time.monotonic()

    with pytest.raises(RequestTimeout, match="billed") as caught:
        player(posting({}, timeout=2), hub.url, timeout=60)

    assert time.monotonic() - began < 30
    assert type(caught.value) is DeliveryTimeout
    assert len(hub.requests) == 1


@both
def test_a_connection_that_was_used_before_is_watched_too(player: Player, hub: Hub) -> None:
    hub.fail(faults.answer(body=b"{}"), faults.drip(b"{}" + b" " * 1000, pause_s=0.05))

    def script(client: Client) -> Play[None]:
        yield from got(client.post(ENDPOINT, {}))
        yield from got(client.post(ENDPOINT, {}, timeout=2))

    with pytest.raises(DeliveryTimeout):
        player(script, hub.url)


@both
def test_the_clients_own_timeout_holds_where_a_call_has_none(player: Player, hub: Hub) -> None:
    hub.fail_always(faults.stall())

    with pytest.raises(RequestTimeout):
        player(posting({}), hub.url, timeout=0.2)


@both
def test_an_answer_of_more_bytes_than_can_be_meant_is_given_up(
    player: Player, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oxspec.runtime.wire.ANSWER_BYTES", 1 << 20)
    hub.fail_always(faults.endless())

    with pytest.raises(ApiError, match="longer than"):
        player(posting({}), hub.url)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_settings_come_from_arguments_then_the_environment(
    kind: type[Client | AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", "https://hub.example/api/ai/")
    monkeypatch.setenv("OXEN_API_KEY", "from-env")

    assert (kind().hub.base_url, kind().hub.api_key) == ("https://hub.example", "from-env")
    assert kind(api_key="given", base_url="http://a").hub.api_key == "given"
    assert kind().preflight
    assert not kind(preflight=False).preflight


@both
def test_headers_of_ones_own_are_sent_with_every_request(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[None]:
        yield from got(client.post(ENDPOINT, {"model": "m"}))
        yield from got(client.queued())

    player(script, hub.url, headers={"X-Team": "research"})

    assert [request.headers["x-team"] for request in hub.requests] == ["research"] * 2


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer s3cret"},
        {"HOST": "s3cret.example"},
        {"Content-Length": "0"},
        {"X-A": "s3cret\r\nHost: b"},
        {"X-A ": "s3cret"},
        {"X-A:s3cret": "a"},
        {"X-A": "s3cret é"},
    ],
)
def test_headers_that_would_change_where_a_request_goes_are_refused(
    kind: type[Client | AsyncClient], headers: dict[str, str]
) -> None:
    with pytest.raises(OxspecError, match="headers: ") as caught:
        kind(headers=headers)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_no_secret_shows_in_a_client(kind: type[Client | AsyncClient]) -> None:
    client = kind(api_key=KEY, headers={"X-Secret": "s3cret"})

    for text in (repr(client), repr(vars(client)), str(client.hub)):
        assert KEY not in text
        assert "s3cret" not in text


@pytest.mark.parametrize(
    "url", ["ftp://a", "https://user:pw@a", "https://a?b", "a", "https://a b", "file:///x"]
)
def test_what_is_no_address_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(OxspecError) as caught:
        Client(base_url=url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("key", ["a\nb", "a ", "é"])
def test_a_key_with_an_odd_character_is_refused(key: str) -> None:
    with pytest.raises(OxspecError, match="key"):
        Client(api_key=key)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e300])
def test_a_timeout_that_is_none_is_refused(timeout: float) -> None:
    with pytest.raises(OxspecError, match="timeout"):
        Client(timeout=timeout)
    with pytest.raises(OxspecError, match="timeout"):
        Client().post(ENDPOINT, {}, timeout=timeout)


def test_less_than_no_retries_are_refused() -> None:
    with pytest.raises(OxspecError, match="retries"):
        Client(retries=-1)


def test_an_endpoint_is_a_path_of_ours() -> None:
    for odd in ("https://evil.example/", "../x", "images/../x", "a?b", ""):
        with pytest.raises(ValueError, match="endpoint"):
            Client().post(odd, {})


def test_a_client_of_ones_own_is_used_and_left_open(hub: Hub) -> None:
    with httpx.Client(headers={"X-Mine": "1"}) as own:
        with Client(base_url=hub.url, http_client=own) as client:
            client.post(ENDPOINT, {})
        assert not own.is_closed

    assert hub.requests[0].headers["x-mine"] == "1"


def test_an_async_client_of_ones_own_is_used_and_left_open(hub: Hub) -> None:
    async def main() -> None:
        async with httpx.AsyncClient(follow_redirects=True, headers={"X-Mine": "1"}) as own:
            async with AsyncClient(base_url=hub.url, http_client=own) as client:
                await client.post(ENDPOINT, {})
            assert not own.is_closed

    asyncio.run(main())

    assert hub.requests[0].headers["x-mine"] == "1"


def test_a_client_of_ones_own_that_follows_redirects_does_not_for_us(hub: Hub) -> None:
    hub.fail(faults.redirect("/api/ai/images/edit", code=307))

    with (
        httpx.Client(follow_redirects=True) as own,
        Client(base_url=hub.url, http_client=own) as client,
        pytest.raises(ApiError, match="redirects"),
    ):
        client.post(ENDPOINT, {})


def test_a_closed_client_opens_again(hub: Hub) -> None:
    client = Client(base_url=hub.url)

    for _ in range(2):
        with client:
            client.post(ENDPOINT, {})
    assert len(hub.requests) == 2


def test_a_cancelled_task_lets_its_connection_go(hub: Hub) -> None:
    hub.fail(faults.stall())

    async def main() -> None:
        async with AsyncClient(base_url=hub.url) as client:
            task = asyncio.create_task(client.post(ENDPOINT, {}))
            await asyncio.to_thread(hub.arrived.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await client.post(ENDPOINT, {})

    asyncio.run(main())

    assert len(hub.requests) == 2


def test_a_body_has_its_model_first_and_names_as_on_the_wire() -> None:
    body = request_body("m", {"model": "other", "class_": 1, "refs": ("a",)}, {"class_": "class"})

    assert json.dumps(body) == '{"model": "m", "class": 1, "refs": ["a"]}'


def test_mappings_and_sequences_of_any_kind_are_json() -> None:
    body = request_body("m", {"a": MappingProxyType({"b": range(2)}), "c": deque("d")})

    assert body == {"model": "m", "a": {"b": [0, 1]}, "c": ["d"]}


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        request_body("m", {"a": b"x"})
    deep: list[object] = []
    deep.append(deep)
    with pytest.raises(ValueError, match="Circular"):
        request_body("m", {"a": deep})


def test_a_number_that_is_none_of_json_is_kept_for_the_check_and_never_sent() -> None:
    body = request_body("m", {"a": float("inf")})

    assert body == {"model": "m", "a": float("inf")}
    with pytest.raises(ValueError, match="JSON"):
        encoded(body)
