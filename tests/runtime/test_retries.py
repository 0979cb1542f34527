"""What is sent again, what never is, and what is said when nobody knows."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import faults
from hub.queue import GENERATION
from oxspec.runtime.client_errors import (
    ApiError,
    AuthError,
    ConnectionFailed,
    DeliveryTimeout,
    DeliveryUnknown,
    NotFound,
    RateLimited,
    RequestTimeout,
    ServerError,
)
from oxspec.runtime.retries import RETRY_AFTER_S, delay_s
from support.twins import Play, Player, attached, both, done, got

if TYPE_CHECKING:
    from hub.server import Hub
    from oxspec.runtime.http import Client
    from support.twins import Script

BODY: Final = {"model": "acme-film-1", "prompt": "a fish"}
#: Long enough for a machine that does other things to have sent a request by then.
SILENCE_S: Final = 2.0
NOW: Final = [("Retry-After", "0")]


def create(client: Client) -> Play[object]:
    return (yield from got(client.post("videos/generate", BODY)))


def enqueue(client: Client) -> Play[object]:
    return (yield from got(client.submit(BODY)))


def look(client: Client) -> Play[object]:
    return (yield from got(attached(client, GENERATION).status()))


def cancel(client: Client) -> Play[object]:
    yield from done(attached(client, GENERATION).cancel)
    return "cancelled"


makes = pytest.mark.parametrize("script", [create, enqueue])
asks = pytest.mark.parametrize("script", [look, cancel])


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Throw dice that let nobody wait."""
    monkeypatch.setattr(random, "random", lambda: 0.0)


@pytest.fixture(autouse=True)
def job(hub: Hub) -> None:
    """Have a job in the queue."""
    hub.queue.enqueue({**BODY})


@both
@makes
@pytest.mark.parametrize("status", [429, 503])
def test_what_the_hub_says_made_nothing_is_sent_again(
    player: Player, hub: Hub, script: Script[object], status: int
) -> None:
    hub.fail(faults.refusal(status, headers=NOW), faults.refusal(status))

    assert player(script, hub.url)
    assert len({request.body for request in hub.requests}) == 1
    assert len(hub.requests) == 3


@both
@makes
@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_what_may_have_made_something_is_never_sent_again(
    player: Player, hub: Hub, script: Script[object], status: int
) -> None:
    hub.fail(faults.refusal(status, headers=NOW))

    with pytest.raises(ApiError) as caught:
        player(script, hub.url)
    assert caught.value.status == status
    assert len(hub.requests) == 1


@both
@makes
def test_a_failure_of_the_hub_says_that_it_may_be_billed(
    player: Player, hub: Hub, script: Script[object]
) -> None:
    hub.fail(faults.refusal(500))

    with pytest.raises(ServerError, match="may be done and billed: before you"):
        player(script, hub.url)


@both
@makes
@pytest.mark.parametrize("status", [429, 503])
def test_a_proxy_that_says_so_is_not_believed(
    player: Player, hub: Hub, script: Script[object], status: int
) -> None:
    hub.fail(faults.unavailable(status))

    with pytest.raises(ApiError):
        player(script, hub.url)
    assert len(hub.requests) == 1


@both
@makes
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.reset(), DeliveryUnknown),
        (faults.cut(b'{"generations": []}', at=5), DeliveryUnknown),
        (faults.raw(b"HTTP/1.1 nonsense\r\n\r\n"), DeliveryUnknown),
        (faults.encoded(b"{}", "gzip", plain=True), DeliveryUnknown),
        (faults.stall(), DeliveryTimeout),
    ],
    ids=["reset", "cut", "not HTTP", "not gzip", "silent"],
)
def test_nobody_knows_what_became_of_a_request_without_an_answer(
    player: Player,
    hub: Hub,
    script: Script[object],
    fault: faults.Fault,
    kind: type[DeliveryUnknown],
) -> None:
    hub.fail_always(fault)

    with pytest.raises(DeliveryUnknown, match="billed") as caught:
        player(script, hub.url, timeout=SILENCE_S if kind is DeliveryTimeout else 60)

    [request] = hub.requests
    error = caught.value
    assert type(error) is kind
    assert isinstance(error, RequestTimeout) is (kind is DeliveryTimeout)
    assert error.body_digest == "sha256:" + hashlib.sha256(request.body).hexdigest()
    assert abs(error.started_at - datetime.now(UTC).timestamp()) < 60
    assert error.model == "acme-film-1"
    assert "queued" in str(error) if script is enqueue else "namespace" in str(error)


@both
@makes
def test_a_connection_that_breaks_before_the_request_is_read_is_not_known_to_be_so(
    player: Player, hub: Hub, script: Script[object]
) -> None:
    hub.drop()

    with pytest.raises(DeliveryUnknown):
        player(script, hub.url)
    assert hub.requests == []


@both
@pytest.mark.parametrize("script", [create, enqueue, look, cancel])
def test_where_no_connection_was_had_everything_is_tried_again(
    player: Player, script: Script[object]
) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        player(script, "http://127.0.0.1:1", retries=1)
    assert not isinstance(caught.value, DeliveryUnknown)
    assert "check the base URL (http://127.0.0.1:1)" in str(caught.value)


@both
@asks
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_makes_nothing_is_asked_again(
    player: Player, hub: Hub, script: Script[object], status: int
) -> None:
    hub.fail(faults.unavailable(status), faults.refusal(status, headers=NOW))

    assert player(script, hub.url) in ("processing", "cancelled")
    assert len(hub.requests) == 3


@both
@asks
@pytest.mark.parametrize(
    "fault",
    [faults.reset(), faults.cut(b"{}  ", at=1), faults.raw(b"nonsense\r\n\r\n")],
    ids=["reset", "cut", "not HTTP"],
)
def test_what_makes_nothing_is_asked_again_where_the_connection_broke(
    player: Player, hub: Hub, script: Script[object], fault: faults.Fault
) -> None:
    hub.fail(fault)
    hub.drop()

    assert player(script, hub.url) in ("processing", "cancelled")
    assert len(hub.requests) == 2


@both
@asks
@pytest.mark.parametrize(("status", "kind"), [(401, AuthError), (404, NotFound)])
def test_what_will_not_get_better_is_asked_once(
    player: Player,
    hub: Hub,
    script: Script[object],
    status: int,
    kind: type[ApiError],
) -> None:
    hub.fail(faults.refusal(status))

    with pytest.raises(kind) as caught:
        player(script, hub.url)
    assert caught.value.job_id == GENERATION
    assert len(hub.requests) == 1


@both
@pytest.mark.parametrize("script", [create, enqueue, look, cancel])
@pytest.mark.parametrize("retries", [0, 1, 3])
def test_after_so_many_tries_the_hub_is_believed(
    player: Player, hub: Hub, script: Script[object], retries: int
) -> None:
    hub.fail_always(faults.refusal(503, headers=NOW))

    with pytest.raises(ServerError):
        player(script, hub.url, retries=retries)
    assert len(hub.requests) == 1 + retries


@both
@pytest.mark.parametrize("script", [create, look])
@pytest.mark.parametrize("asked", ["61", "999999999999", "date"])
def test_a_longer_wait_than_can_be_meant_is_not_begun_and_said(
    player: Player, hub: Hub, script: Script[object], asked: str
) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    asked = later if asked == "date" else asked
    hub.fail_always(faults.refusal(429, headers=[("Retry-After", asked)]))

    with pytest.raises(RateLimited, match="asks to wait") as caught:
        player(script, hub.url)
    assert (caught.value.retry_after_s or 0) > RETRY_AFTER_S
    assert len(hub.requests) == 1


@both
def test_a_wait_beyond_the_deadline_is_not_begun(player: Player, hub: Hub) -> None:
    hub.fail_always(faults.refusal(429, headers=[("Retry-After", "30")]))

    with pytest.raises(RateLimited, match="asks to wait 30 s"):
        player(create, hub.url, timeout=5)
    assert len(hub.requests) == 1


@given(st.integers(0, 2000), st.floats(0, 1, exclude_max=True))
def test_waits_are_spread_over_a_span_that_doubles_up_to_a_limit(attempt: int, dice: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random, "random", lambda: dice)

        assert delay_s(attempt) == dice * min(8.0, 0.5 * 2 ** min(attempt, 10))
        assert delay_s(attempt, 7.0) == 7.0
