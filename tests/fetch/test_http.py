"""Payloads from a real server that does everything wrong."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from hub import faults
from hub.clock import NOON, FakeClock
from hub.server import Hub
from oxspec.errors import FetchError
from oxspec.fetch.http import Response, fetch_payload

if TYPE_CHECKING:
    from hub.faults import Fault

KEY = "oxen-secret-key-0123456789"


def fetched(hub: Hub, *, deadline_s: float = 5.0, attempt_s: float = 5.0) -> Response:
    clock = FakeClock().clock()
    return fetch_payload(
        hub.catalog_url, hub_origin=hub.url, deadline_s=deadline_s, attempt_s=attempt_s, clock=clock
    )


def refused(hub: Hub, fault: Fault, *, seconds: float = 5.0) -> FetchError:
    hub.fail_always(fault)
    with pytest.raises(FetchError) as caught:
        fetched(hub, deadline_s=seconds, attempt_s=seconds)
    return caught.value


def test_a_payload_comes_with_its_validators(hub: Hub) -> None:
    response = fetched(hub)

    assert response.status == 200
    assert response.data.startswith(b'{"models"')
    assert response.etag is not None


def test_conditions_are_sent_and_304_brings_no_data(hub: Hub) -> None:
    etag = fetched(hub).etag

    response = fetch_payload(hub.catalog_url, hub_origin=hub.url, etag=etag)

    assert response == Response(304, b"")


def test_304_without_conditions_is_an_error(hub: Hub) -> None:
    assert refused(hub, faults.answer(304, b"")).status == 304


@pytest.mark.parametrize("value", ["a\nb", "é", "x" * 257, " x "])
def test_a_validator_that_is_not_safe_is_not_sent(hub: Hub, value: str) -> None:
    fetch_payload(hub.catalog_url, hub_origin=hub.url, etag=value, last_modified=value)

    assert not {"if-none-match", "if-modified-since"} & set(hub.requests[0].headers)


def test_an_overlong_validator_is_not_kept(hub: Hub) -> None:
    hub.fail(faults.answer(headers=[("ETag", "x" * 300), ("Last-Modified", "y" * 300)]))

    response = fetched(hub)

    assert (response.etag, response.last_modified) == (None, None)


def test_the_key_reaches_its_own_origin_only(hub: Hub) -> None:
    with Hub() as other:
        fetch_payload(hub.catalog_url, hub_origin=hub.url, api_key=KEY)
        fetch_payload(other.catalog_url, hub_origin=hub.url, api_key=KEY)

        assert hub.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert KEY not in repr(other.requests)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_named(hub: Hub, code: int) -> None:
    with Hub() as other:
        to = other.url.replace("http://", "http://user:hidden@") + "/x?token=1"
        error = refused(hub, faults.redirect(to, code=code))

        assert other.requests == []
        assert other.url in str(error)
        assert "hidden" not in str(error)
        assert "token" not in str(error)
        assert error.status == code


def test_a_redirect_to_nowhere_is_an_error(hub: Hub) -> None:
    assert "nowhere" in str(refused(hub, faults.redirect(None)))


@pytest.mark.parametrize("code", [401, 403, 404, 500, 302, 200, 429, 418])
def test_a_key_that_the_server_repeats_is_in_no_message(hub: Hub, code: int) -> None:
    hub.fail_always(faults.echo_key(code=code))

    with pytest.raises(FetchError) as caught:
        fetch_payload(hub.catalog_url, hub_origin=hub.url, api_key=KEY, clock=FakeClock().clock())

    assert KEY in hub.requests[0].headers["authorization"]
    assert KEY not in f"{caught.value!s}{caught.value!r}{caught.value.__context__!r}"


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_is_not_tried_again(hub: Hub, code: int) -> None:
    error = refused(hub, faults.status(code))

    assert error.status == code
    assert "OXEN_API_KEY" in str(error)
    assert len(hub.requests) == 1


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(hub: Hub, code: int) -> None:
    hub.fail(faults.status(code), faults.status(code), faults.status(code))

    assert fetched(hub, deadline_s=60).status == 200
    assert len(hub.requests) == 4


def test_four_attempts_are_the_most_and_the_waits_grow(hub: Hub) -> None:
    hub.fail_always(faults.status(503))
    clock = FakeClock()

    with pytest.raises(FetchError, match="status 503"):
        fetch_payload(hub.catalog_url, hub_origin=hub.url, clock=clock.clock())

    assert len(hub.requests) == 4
    assert clock.waits == [0.5, 1.0, 2.0]


def test_a_broken_connection_is_tried_again(hub: Hub) -> None:
    hub.fail(faults.reset(), faults.cut(b'{"models": []}', at=5))

    assert fetched(hub, deadline_s=60).status == 200


@pytest.mark.parametrize("code", [400, 404, 418, 501])
def test_another_status_is_not_tried_again(hub: Hub, code: int) -> None:
    error = refused(hub, faults.status(code, message="because\x1b[31m"))

    assert error.status == code
    assert "because\\u001b[31m" in str(error)
    assert len(hub.requests) == 1


@pytest.mark.parametrize(
    ("asked", "wait_s"),
    [
        ("7", 7.0),
        ("Mon, 21 Sep 2026 14:13:27 GMT", 7.0),
        ("0", 0.5),
        ("-5", 0.5),
        ("soon", 0.5),
        ("99999999999999999999", 0.5),
        ("999999999", 0.5),
        ("1e3", 0.5),
        ("Mon, 21 Sep 1990 14:13:27 GMT", 0.5),
        ("Mon, 99 Sep 2026 14:13:27 GMT", 0.5),
        ("", 0.5),
    ],
)
def test_retry_after_is_honoured_if_it_makes_sense(hub: Hub, asked: str, wait_s: float) -> None:
    hub.fail(faults.status(429, retry_after=asked))
    clock = FakeClock()

    fetch_payload(hub.catalog_url, hub_origin=hub.url, clock=clock.clock())

    assert clock.waits == [wait_s]
    assert NOON == 1_790_000_000


def test_a_wait_longer_than_the_deadline_is_named_and_not_waited(hub: Hub) -> None:
    hub.fail_always(faults.status(429, retry_after="120"))
    clock = FakeClock()

    with pytest.raises(FetchError, match="asks to wait 120 s"):
        fetch_payload(hub.catalog_url, hub_origin=hub.url, clock=clock.clock())

    assert clock.waits == []


SLOW = {
    "no-answer": (faults.stall(), "headers"),
    "half-headers": (faults.stall(after=b"HTTP/1.1 200 OK\r\n"), "headers"),
    "dripped-headers": (faults.drip_headers(pause_s=0.05), "headers"),
    "half-body": (faults.stall(after=faults.head(200, [("Content-Length", "9")]) + b"{"), "body"),
    "dripped-body": (faults.drip(b"{" + b" " * 1000, pause_s=0.05), "body"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_meets_the_deadline_and_the_phase_is_named(hub: Hub, name: str) -> None:
    fault, phase = SLOW[name]
    started = time.monotonic()

    error = refused(hub, fault, seconds=2.0)

    assert f"timed out after 2 s ({phase})" in str(error)
    assert time.monotonic() - started < 30


def test_a_port_that_nobody_listens_on_is_named() -> None:
    with Hub() as gone:
        url = gone.catalog_url

    with pytest.raises(FetchError, match=r"refused \(connect\)"):
        fetch_payload(url, hub_origin=url, clock=FakeClock().clock())


OK = b"HTTP/1.1 200 OK\r\n"
WRONG = {
    "not-http": faults.raw(b"SSH-2.0-OpenSSH_9\r\n"),
    "nothing": faults.raw(b""),
    "two-lengths": faults.raw(OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "too-short": faults.raw(OK + b"Content-Length: 999\r\n\r\n{}"),
    "bad-chunk": faults.raw(OK + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n"),
    "negative-length": faults.raw(OK + b"Content-Length: -1\r\n\r\n{}"),
    "huge-header": faults.raw(OK + b"X: " + b"y" * 200_000 + b"\r\n\r\n{}"),
    "cut": faults.cut(b'{"models": []}', at=3),
    "false-encoding": faults.encoded(b"{}", "gzip", plain=True),
    "two-encodings": faults.encoded(b"{}", "gzip, gzip"),
    "encoding-not-asked-for": faults.encoded(b"{}", "br"),
    "corrupt-gzip": faults.answer(body=b"\x1f\x8b{}", headers=[("Content-Encoding", "gzip")]),
    "no-content": faults.answer(204, b""),
    "empty": faults.answer(200, b""),
    "null": faults.answer(200, b"null"),
    "binary": faults.answer(200, b"\x00\x01"),
    "redirect-to-no-url": faults.redirect("http://[::1"),
    "redirect-with-escape": faults.redirect("http://a/\x1b[31m"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_http_or_not_json_is_one_printable_line(hub: Hub, name: str) -> None:
    error = refused(hub, WRONG[name], seconds=30.0)

    assert str(error).isprintable()
    assert hub.catalog_url in str(error)


def test_a_login_page_shows_status_type_and_a_short_excerpt(hub: Hub) -> None:
    error = refused(hub, faults.html())

    assert "status 200" in str(error)
    assert "text/html" in str(error)
    assert "<title>Log in\\u001b[31m" in str(error)


def test_a_compression_bomb_is_stopped(hub: Hub) -> None:
    assert "more than 32 MiB" in str(refused(hub, faults.gzip_bomb()))


def test_a_body_without_end_is_stopped(hub: Hub) -> None:
    assert "more than 16 MiB" in str(refused(hub, faults.endless(), seconds=30.0))


def test_a_compressed_payload_is_read(hub: Hub) -> None:
    hub.fail(faults.encoded(b'{"models": []}', "gzip"))

    assert fetched(hub).data == b'{"models": []}'


def test_no_cookie_is_sent_back(hub: Hub) -> None:
    hub.fail(faults.answer(503, b"{}", headers=[("Set-Cookie", "a=b; Path=/")]))

    fetched(hub)

    assert "cookie" not in hub.requests[1].headers


@pytest.mark.parametrize(
    "url",
    ["http://", "http://[::1", "http://a b/", "http://h:99999/", "ftp://h/", "", "http://\x00/"],
)
def test_a_url_that_is_none_is_a_fetch_error(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_payload(url, hub_origin="https://hub.oxen.ai", clock=FakeClock().clock())

    assert str(caught.value).isprintable()


def test_user_info_and_query_are_in_no_message(hub: Hub) -> None:
    hub.fail_always(faults.status(404))
    url = hub.catalog_url.replace("http://", "http://user:hidden@") + "?token=1"

    with pytest.raises(FetchError) as caught:
        fetch_payload(url, hub_origin=hub.url)

    assert "hidden" not in str(caught.value)
    assert "token" not in str(caught.value)


def test_progress_tells_the_bytes_so_far(hub: Hub) -> None:
    seen: list[int] = []

    response = fetch_payload(hub.catalog_url, hub_origin=hub.url, on_progress=seen.append)

    assert seen[-1] == len(response.data)


@pytest.mark.parametrize("proxy", ["::bad", "socks5://127.0.0.1:9", "http://127.0.0.1:9", "x://y"])
def test_a_proxy_that_cannot_be_used_is_a_fetch_error(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.delenv("NO_PROXY", raising=False)
    url = "http://hub.invalid/models"

    with pytest.raises(FetchError) as caught:
        fetch_payload(url, hub_origin=url, clock=FakeClock().clock())

    assert str(caught.value).isprintable()
