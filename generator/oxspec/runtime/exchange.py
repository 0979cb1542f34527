"""Sending one logical request, without I/O: when again, and what its answers mean."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from .bodies import decoded
from .client_errors import ApiError
from .delivery import unanswered, what_to_do
from .retries import RETRY_AFTER_S, delay_s, may_repeat
from .steps import Unanswered

if TYPE_CHECKING:
    from .call import Call
    from .jsonvalue import JsonObject
    from .steps import Answer, Steps

_REDIRECTED: Final = frozenset((301, 302, 303, 307, 308))
_MOMENT_S: Final = 0.001


def answered(call: Call, after_s: float = 0.0) -> Steps[Answer]:
    """Send a call as often as may be, and return the successful answer.

    Args:
        call: what is sent.
        after_s: seconds to wait before it is sent at all; its own time runs from then.

    Raises:
        ApiError: there is none; the subclass says why.
    """
    trial = _Trial(call, after_s)
    for attempt in range(call.hub.retries + 1):
        is_last = attempt == call.hub.retries
        try:
            answer = yield call.request(
                timeout_s=trial.left_s(after_s), after_s=after_s
            )
        except Unanswered as failure:
            after_s = trial.after_failure(failure, attempt, is_last=is_last)
        except ApiError as error:
            error.where = error.where or call.where
            raise
        else:
            if _is_success(call, answer):
                return answer
            after_s = trial.after_refusal(answer, attempt, is_last=is_last)
    raise AssertionError  # the last round returns or raises


def object_answered(call: Call, after_s: float = 0.0) -> Steps[JsonObject]:
    """Send a call, and return the object that it is answered with; see ``answered``."""
    answer = yield from answered(call, after_s)
    return object_in(call, answer)


def object_in(call: Call, answer: Answer) -> JsonObject:
    """Return the object that a successful answer holds.

    Raises:
        ApiError: it holds an error, or none; then what was asked for may be done all the same.
    """
    value = decoded(answer.content)
    if value is None:
        error = call.refused(answer)
        error.fix = what_to_do(call, error, made_nothing=call.is_safe) or error.fix
        raise error
    if is_error(value):
        raise call.refused(answer)
    return value


def is_error(value: JsonObject) -> bool:
    """Return whether an object is one of the hub's error envelopes, whatever its HTTP status.

    A job's row has a ``status`` too, but also an id.
    """
    return bool(value.get("error")) or (
        value.get("status") == "error" and "generation_id" not in value
    )


class _Trial:
    """A call on its way: when it began, and what is left of its time."""

    def __init__(self, call: Call, after_s: float) -> None:
        self._call = call
        self._started_at = time.time() + after_s
        self._deadline = time.monotonic() + after_s + call.seconds

    def left_s(self, after_s: float) -> float:
        """Return the seconds that are left after a wait, never less than a moment."""
        return max(self._deadline - time.monotonic() - after_s, _MOMENT_S)

    def after_failure(
        self, failure: Unanswered, attempt: int, *, is_last: bool
    ) -> float:
        """Return the seconds to wait before it is sent again.

        Raises:
            ConnectionFailed: it is not.
        """
        may = self._call.is_safe or not failure.sent
        after_s = delay_s(attempt)
        if is_last or failure.final or not may or not self._is_time_for(after_s):
            raise unanswered(self._call, failure, started_at=self._started_at) from None
        return after_s

    def after_refusal(self, answer: Answer, attempt: int, *, is_last: bool) -> float:
        """Return the seconds to wait before it is sent again.

        Raises:
            ApiError: it is not.
        """
        error = self._call.refused(answer)
        may = may_repeat(answer, safe=self._call.is_safe)
        after_s = delay_s(attempt, error.retry_after_s)
        if (
            not may
            or is_last
            or after_s > RETRY_AFTER_S
            or not self._is_time_for(after_s)
        ):
            error.fix = what_to_do(self._call, error, made_nothing=may) or error.fix
            raise error
        return after_s

    def _is_time_for(self, after_s: float) -> bool:
        return self.left_s(after_s) > _MOMENT_S


def _is_success(call: Call, answer: Answer) -> bool:
    is_redirect = answer.status in _REDIRECTED and "location" in answer.headers
    return 200 <= answer.status < 300 or (call.follows and is_redirect)
