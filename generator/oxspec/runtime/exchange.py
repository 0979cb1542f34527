"""One request without I/O: what is sent, when it is sent again, and what its answers mean."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .bodies import decoded, encoded, request_body
from .client_errors import (
    ApiError,
    ConnectionFailed,
    DeliveryTimeout,
    DeliveryUnknown,
    RequestTimeout,
)
from .hub import check_timeout
from .refusals import error_of
from .retries import RETRY_AFTER_S, delay_s, may_repeat
from .steps import Request, Unanswered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .hub import Hub
    from .jsonvalue import JsonObject
    from .steps import Answer, Sink, Steps

__all__ = ["Call", "object_answered", "request_body"]

QUEUE: Final = "queue"
#: Seconds for a GET or a cancel: they make nothing, so their answer is quick.
QUICK_S: Final = 30.0
#: Seconds that an answer may take in all: long enough for the slowest model of each kind.
_TIMEOUT_S: Final = {
    "chat": 600.0,
    "images": 300.0,
    "videos": 1800.0,
    "audio": 600.0,
    "queue": 60.0,
}
_OTHER_S: Final = 600.0
_REDIRECTED: Final = frozenset((301, 302, 303, 307, 308))
_ENDPOINT: Final = re.compile(r"[a-z_]+(?:/[a-z_]+)*")


@dataclass(frozen=True, slots=True)
class Call:
    """One logical request, sent once or, where that does no harm, a few times.

    Attributes:
        hub: whose it is.
        method: of HTTP.
        url: the whole URL.
        where: what messages call it: the endpoint.
        deadline: when it must be answered, by ``time.monotonic``.
        content: the body's bytes, or None.
        model: the model that the body asks for, or None.
        accept: what kind of answer is read.
        keyed: whether the hub's credentials go with it.
        follows: whether a redirect is an answer, for the caller to follow.
        sink: where a successful body goes, or None for into the answer.
        started_at: when it began, in Unix seconds.
    """

    hub: Hub
    method: str
    url: str
    where: str
    deadline: float
    content: bytes | None = field(default=None, repr=False)
    model: str | None = None
    accept: str = "application/json"
    keyed: bool = True
    follows: bool = False
    sink: Sink | None = None
    started_at: float = field(default_factory=time.time)

    @classmethod
    def post(
        cls,
        hub: Hub,
        endpoint: str,
        body: Mapping[str, object],
        *,
        timeout: float | None = None,
        accept: str = "application/json",
    ) -> Call:
        """Return the call that sends a body; its time runs from now.

        Raises:
            OxspecError: the time-out is none.
            TypeError: something in the body is not JSON.
            ValueError: so is a number in it, or the endpoint is none.
        """
        if _ENDPOINT.fullmatch(endpoint) is None:
            message = f"not an endpoint: {endpoint!a}"
            raise ValueError(message)
        check_timeout(timeout)
        usual = hub.timeout or _TIMEOUT_S.get(endpoint.partition("/")[0], _OTHER_S)
        model = body.get("model")
        return cls(
            hub,
            "POST",
            hub.url(endpoint),
            endpoint,
            time.monotonic() + (timeout or usual),
            content=encoded(body),
            model=model if isinstance(model, str) else None,
            accept=accept,
        )

    @classmethod
    def quick(cls, hub: Hub, method: str, path: str, *, where: str, after_s: float = 0.0) -> Call:
        """Return a call that makes nothing, so that it may be sent again: a GET or a cancel.

        Args:
            hub: whose it is.
            method: ``GET`` or ``DELETE``.
            path: below the hub's inference base, quoted, with its query.
            where: what messages call it.
            after_s: seconds that are waited before; its own time runs from then.
        """
        return cls(hub, method, hub.url(path), where, time.monotonic() + after_s + QUICK_S)

    @property
    def is_safe(self) -> bool:
        """Whether it makes nothing."""
        return self.method != "POST"

    def remaining_s(self) -> float:
        """Return the seconds that are left, never less than a moment."""
        return max(self.deadline - time.monotonic(), 0.001)

    def request(self, after_s: float = 0.0) -> Request:
        """Return it as it is sent next.

        Args:
            after_s: seconds to wait before.
        """
        headers = {"Accept": self.accept}
        if self.content is not None:
            headers["Content-Type"] = "application/json"
        if self.keyed:
            headers |= self.hub.credentials()
        return Request(
            self.method,
            self.url,
            headers,
            self.content,
            timeout_s=max(self.remaining_s() - after_s, 0.001),
            after_s=after_s,
            own=self.keyed,
            sink=self.sink,
        )

    def steps(self, after_s: float = 0.0) -> Steps[Answer]:
        """Yield the request as often as it is sent, and return the successful answer.

        Args:
            after_s: seconds to wait before it is sent at all.

        Raises:
            ApiError: there is none; the subclass says why.
        """
        for attempt in range(self.hub.retries + 1):
            is_last = attempt == self.hub.retries
            try:
                answer = yield self.request(after_s)
            except Unanswered as failure:
                after_s = self._after_failure(failure, attempt, is_last=is_last)
            except ApiError as error:
                error.where = error.where or self.where
                raise
            else:
                if self._is_answered(answer):
                    return answer
                after_s = self._after_refusal(answer, attempt, is_last=is_last)
        raise AssertionError  # the last round returns or raises

    def refused(self, answer: Answer) -> ApiError:
        """Return the error that an answer stands for."""
        return error_of(
            answer.status,
            answer.headers,
            answer.content,
            where=self.where,
            secret=self.hub.api_key,
        )

    def failed(self, failure: Unanswered) -> ConnectionFailed:
        """Return the error of a call that was not answered."""
        what, fix = failure.reason, "check the base URL and the network"
        if failure.sent and not self.is_safe:
            return self._delivery_unknown(failure)
        kind = RequestTimeout if failure.timed_out else ConnectionFailed
        return kind(what, where=self.where, fix=fix)

    def _is_answered(self, answer: Answer) -> bool:
        return 200 <= answer.status < 300 or (
            self.follows and answer.status in _REDIRECTED and "location" in answer.headers
        )

    def _delivery_unknown(self, failure: Unanswered) -> DeliveryUnknown:
        import hashlib

        kind = DeliveryTimeout if failure.timed_out else DeliveryUnknown
        digest = "sha256:" + hashlib.sha256(self.content or b"").hexdigest()
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.started_at))
        sent = f"sent {at}, body {digest[:19]}"
        what = f"{failure.reason}; the work may be done and billed ({sent})"
        error = kind(what, where=self.where, fix=self._where_to_look())
        error.body_digest = digest
        error.started_at = self.started_at
        error.model = self.model
        return error

    def _where_to_look(self) -> str:
        if self.where == QUEUE:
            return "before you enqueue it again, look for it with client.queued(model=…)"
        if self.where.startswith("chat/"):
            return "send it again only if it may be billed twice"
        return "before you send it again, look for the result in your namespace on the hub"

    def _after_failure(self, failure: Unanswered, attempt: int, *, is_last: bool) -> float:
        may = self.is_safe or not failure.sent
        after_s = delay_s(attempt)
        if is_last or failure.final or not may or after_s >= self.remaining_s():
            raise self.failed(failure) from None
        return after_s

    def _after_refusal(self, answer: Answer, attempt: int, *, is_last: bool) -> float:
        error = self.refused(answer)
        if is_last or not may_repeat(answer, safe=self.is_safe):
            raise error
        asked_s = error.retry_after_s
        if asked_s is not None and asked_s > min(RETRY_AFTER_S, self.remaining_s()):
            error.fix = f"the hub asks to wait {asked_s:.0f} s, longer than is waited here"
            raise error
        after_s = delay_s(attempt, asked_s)
        if after_s >= self.remaining_s():
            raise error
        return after_s


def object_answered(call: Call, after_s: float = 0.0) -> Steps[JsonObject]:
    """Return the object that a call is answered with.

    Args:
        call: what is asked.
        after_s: seconds to wait before.

    Raises:
        ApiError: there is none; the subclass says why.
    """
    answer = yield from call.steps(after_s)
    value = decoded(answer.content)
    if value is None or is_error(value):
        raise call.refused(answer)
    return value


def is_error(value: JsonObject) -> bool:
    """Return whether an object is one of the hub's error envelopes, whatever its HTTP status.

    A job's row has a ``status`` too, but also an id.
    """
    return bool(value.get("error")) or (
        value.get("status") == "error" and "generation_id" not in value
    )
