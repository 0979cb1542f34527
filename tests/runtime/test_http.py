"""The HTTP client, blocking and asynchronous, against a real hub."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, TypeAlias

import httpx
import pytest

from hub import faults
from oxspec.runtime.client_errors import (
    ApiError,
    AuthError,
    BadRequest,
    ConnectionFailed,
    NotFound,
    RateLimited,
    RequestTimeout,
    ServerError,
)
from oxspec.runtime.errors import OxspecError
from oxspec.runtime.exchange import request_body
from oxspec.runtime.http import AsyncClient, Client
from oxspec.runtime.refusals import error_of, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hub.server import Hub

KEY = "key-0123456789"
ENDPOINT = "images/generate"
Post: TypeAlias = "Callable[..., dict[str, object]]"


def blocking(url: str, body: Mapping[str, object], *, timeout: float | None = None) -> object:
    with Client(base_url=url, api_key=KEY, timeout=timeout) as client:
        return client.post(ENDPOINT, body)


def asynchronous(url: str, body: Mapping[str, object], *, timeout: float | None = None) -> object:
    async def call() -> object:
        async with AsyncClient(base_url=url, api_key=KEY, timeout=timeout) as client:
            return await client.post(ENDPOINT, body)

    return asyncio.run(call())


def silence(wire: faults.Wire) -> None:
    wire.closing.wait(10)


both = pytest.mark.parametrize("post", [blocking, asynchronous])


@both
@pytest.mark.parametrize("suffix", ["", "/", "/api/ai", "/api/ai/"])
def test_a_body_is_sent_once_and_its_answer_returned(post: Post, hub: Hub, suffix: str) -> None:
    answer = post(hub.url + suffix, {"model": "m", "refs": ({"a": 1},)})

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
    post: Post, hub: Hub, status: int, kind: type[ApiError]
) -> None:
    hub.fail_always(faults.status(status, message=f"no, {KEY}"))

    with pytest.raises(ApiError) as caught:
        post(hub.url, {})

    assert type(caught.value) is kind
    assert caught.value.status == status
    assert caught.value.detail == "no, …"
    assert KEY not in str(caught.value)
    assert len(hub.requests) == 1


@both
def test_what_made_nothing_is_sent_again_twice(post: Post, hub: Hub) -> None:
    hub.fail(faults.status(429, retry_after="0"), faults.status(503, retry_after="0"))

    assert post(hub.url, {"model": "m"})["model"] == "m"
    assert len(hub.requests) == 3


@both
def test_after_two_more_tries_the_hub_is_believed(post: Post, hub: Hub) -> None:
    hub.fail_always(faults.status(429, retry_after="0"))

    with pytest.raises(RateLimited):
        post(hub.url, {})
    assert len(hub.requests) == 3


@both
def test_a_wait_beyond_the_deadline_is_not_begun(post: Post, hub: Hub) -> None:
    hub.fail_always(faults.status(429, retry_after="3600"))

    with pytest.raises(RateLimited) as caught:
        post(hub.url, {}, timeout=5.0)
    assert caught.value.retry_after_s == 3600
    assert len(hub.requests) == 1


@both
def test_redirects_are_not_followed(post: Post, hub: Hub) -> None:
    hub.fail_always(faults.redirect(hub.url + "/api/ai/chat/completions", code=307))

    with pytest.raises(ApiError, match="base URL"):
        post(hub.url, {})
    assert len(hub.requests) == 1


@both
def test_an_answer_that_is_no_json_is_an_error(post: Post, hub: Hub) -> None:
    hub.fail_always(faults.html())

    with pytest.raises(ApiError, match="status 200") as caught:
        post(hub.url, {})
    assert "\x1b" not in str(caught.value)


@both
def test_an_error_under_status_200_is_an_error(post: Post, hub: Hub) -> None:
    hub.fail_always(faults.answer(200, b'{"error": "odd"}'))

    with pytest.raises(ApiError, match="odd"):
        post(hub.url, {})


@both
def test_a_hub_that_is_not_there_is_a_failed_connection(post: Post) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        post("http://127.0.0.1:1", {})
    assert caught.value.status is None


@both
def test_a_hub_that_does_not_answer_is_a_timeout(post: Post, hub: Hub) -> None:
    hub.fail_always(silence)

    with pytest.raises(RequestTimeout, match="billed"):
        post(hub.url, {}, timeout=0.2)


def test_settings_come_from_arguments_then_the_environment(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", hub.url + "/api/ai")
    monkeypatch.setenv("OXEN_API_KEY", "from-env")

    with Client() as client:
        client.post(ENDPOINT, {})
    with Client(api_key="given") as client:
        client.post(ENDPOINT, {})

    keys = [request.headers["authorization"] for request in hub.requests]
    assert keys == ["Bearer from-env", "Bearer given"]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_the_key_never_shows(kind: type[Client | AsyncClient]) -> None:
    client = kind(api_key=KEY)

    assert KEY not in repr(client)
    assert KEY not in repr(vars(client))


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


def test_an_endpoint_is_a_path_of_ours() -> None:
    with pytest.raises(ValueError, match="endpoint"):
        Client().post("https://evil.example/", {})


def test_a_client_of_ones_own_is_used_and_left_open(hub: Hub) -> None:
    with httpx.Client(headers={"X-Mine": "1"}) as own:
        with Client(base_url=hub.url, http_client=own) as client:
            client.post(ENDPOINT, {})
        assert not own.is_closed

    assert hub.requests[0].headers["x-mine"] == "1"


def test_a_body_has_its_model_first_and_names_as_on_the_wire() -> None:
    body = request_body("m", {"model": "other", "class_": 1, "refs": ("a",)}, {"class_": "class"})

    assert json.dumps(body) == '{"model": "m", "class": 1, "refs": ["a"]}'


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        request_body("m", {"a": b"x"})
    with pytest.raises(ValueError, match="JSON"):
        request_body("m", {"a": float("nan")})


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ({"error": {"type": "t", "title": "T", "detail": "D"}}, "D"),
        ({"error": {"message": "M", "title": "T"}}, "M"),
        ({"error": {"title": "T"}}, "T"),
        ({"error": "E", "status_message": "S"}, "E"),
        ({"error_message": "EM"}, "EM"),
        ({"status_message": "SM", "status_description": "SD"}, "SD"),
        ({"status_message": "SM"}, "SM"),
    ],
)
def test_the_most_telling_text_of_an_envelope_is_read(content: object, detail: str) -> None:
    error = error_of(400, {}, json.dumps(content).encode(), where="e", secret=None)

    assert error.detail == detail


def test_an_error_carries_all_that_is_known() -> None:
    content = json.dumps({"error": {"type": "invalid_params", "title": "T", "detail": "x" * 999}})

    error = error_of(400, {"x-request-id": "r1"}, content.encode(), where="e", secret=None)

    assert (error.type, error.title, error.request_id) == ("invalid_params", "T", "r1")
    assert len(error.detail) == 400
    assert str(error).startswith("e: status 400: xxx")
    assert "request r1" in str(error)


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)

    assert retry_after({"retry-after": "5"}) == 5
    assert 50 < (retry_after({"retry-after": date}) or 0) <= 60
    for nonsense in ("", "-1", "soon", "1.5", "Wed, 99 Foo 2026"):
        assert retry_after({"retry-after": nonsense}) is None
