"""A report sent to somebody else's server: bounded, tried again, and without any key of ours."""

from __future__ import annotations

from typing import Final

from ..errors import UsageProblem
from .clock import REAL_CLOCK, Clock
from .limits import ATTEMPT_S
from .urls import host_of, is_url, origin_of
from .wire import Attempt, AttemptError

_ATTEMPTS: Final = 3
_BACKOFF_S: Final = 1.0
_GOOD: Final = range(200, 300)
_PASSING: Final = frozenset((429, 500, 502, 503, 504))


def check_webhook(url: str) -> None:
    """Accept the address of a webhook.

    Raises:
        UsageProblem: it is none.
    """
    if not is_url(url) or origin_of(url) is None:
        what = "not the address of a webhook"
        raise UsageProblem(what, where="--webhook", fix="write it as https://HOST/PATH")


def post_json(url: str, data: bytes, *, clock: Clock = REAL_CLOCK) -> None:
    """Send JSON; where the answer is lost it may arrive twice.

    Args:
        url: where to; its path may be a secret, and is in no message.
        data: the JSON text.
        clock: what tells the time, and waits.

    Raises:
        FetchError: it did not arrive, or was refused.
    """
    for failed in range(1, _ATTEMPTS + 1):
        error = _tried(url, data, clock)
        if error is None:
            return
        if failed == _ATTEMPTS or not error.again:
            raise error
        clock.sleep(_BACKOFF_S * failed)


def _tried(url: str, data: bytes, clock: Clock) -> AttemptError | None:
    """Return why one attempt failed, None where it did not."""
    headers = {"content-type": "application/json", "user-agent": "oxspec"}
    attempt = Attempt(url, headers, seconds=ATTEMPT_S, named_s=ATTEMPT_S, clock=clock, content=data)
    where = host_of(url)
    try:
        status = attempt.answer().status
    except AttemptError as error:
        return AttemptError(f"the webhook failed: {error.what}", where=where, again=error.again)
    if status in _GOOD:
        return None
    what, fix = f"the webhook answered with status {status}", "look at what it expects"
    return AttemptError(what, where=where, again=status in _PASSING, fix=fix)
