"""A payload from a hub: within a deadline, with bounded retries, the key for one origin only."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from ..errors import FetchError
from ..runtime.findings import excerpt
from .clock import REAL_CLOCK, Clock
from .limits import ATTEMPT_S, ATTEMPTS, DEADLINE_S, RETRY_AFTER_S, VALIDATOR_CHARACTERS
from .urls import origin_of, shown_url
from .wire import Answer, Attempt, AttemptError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jsontypes import JsonValue

_OK: Final = 200
_NOT_MODIFIED: Final = 304
_REDIRECTS: Final = range(300, 400)
_REFUSED: Final = frozenset((401, 403))
_PASSING: Final = frozenset((429, 500, 502, 503, 504))
_DETAIL_BYTES: Final = 4096
_BACKOFF_S: Final = 0.5
_BACKOFF_MOST_S: Final = 8.0
_NOT_FOUND: Final = 404
_RETRY: Final = "try again later"


@dataclass(frozen=True, slots=True)
class Response:
    """A payload.

    Attributes:
        status: 200, or 304 where the conditions hold.
        data: the body; b"" with 304.
        etag: what to send as ``If-None-Match`` next time, or None.
        last_modified: what to send as ``If-Modified-Since`` next time, or None.
    """

    status: int
    data: bytes
    etag: str | None = None
    last_modified: str | None = None


def fetch_payload(  # noqa: PLR0913  # each is a promise of its own
    url: str,
    *,
    hub_origin: str,
    api_key: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    deadline_s: float = DEADLINE_S,
    attempt_s: float = ATTEMPT_S,
    on_progress: Callable[[int], None] | None = None,
    clock: Clock = REAL_CLOCK,
) -> Response:
    """Return what a hub answers to a GET, as text that starts like a JSON list or object.

    Args:
        url: where to ask.
        hub_origin: a URL of the hub that the key belongs to.
        api_key: sent if, and only if, ``url`` is of that hub's origin.
        etag: condition: send nothing if it still is this.
        last_modified: condition: send nothing if nothing changed since.
        deadline_s: seconds for all of it, retries and waiting included.
        attempt_s: seconds for each of at most four attempts.
        on_progress: called with the bytes received so far.
        clock: what tells the time, waits and throws dice.

    Raises:
        FetchError: the phase, the status, and what to do next; the key is in no message.
    """
    is_own = api_key is not None and origin_of(url) == origin_of(hub_origin) is not None
    conditions = {"if-none-match": _validator(etag), "if-modified-since": _validator(last_modified)}
    get = _Get(
        url=url,
        api_key=api_key if is_own else None,
        conditions={name: value for name, value in conditions.items() if value},
        deadline_s=deadline_s,
        ends=clock.monotonic() + deadline_s,
        attempt_s=attempt_s,
        on_progress=on_progress,
        clock=clock,
    )
    return get.response()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Get:
    url: str
    api_key: str | None = field(repr=False)
    conditions: dict[str, str]
    deadline_s: float
    ends: float
    attempt_s: float
    on_progress: Callable[[int], None] | None
    clock: Clock

    def response(self) -> Response:
        for failed in range(1, ATTEMPTS + 1):
            try:
                answer = self._answer()
            except AttemptError as error:
                if failed == ATTEMPTS or not error.again or not self._wait(failed):
                    raise
                continue
            if answer.status not in _PASSING:
                return self._judged(answer)
            wait_s = _retry_after(answer.headers.get("retry-after"), now=self.clock.now())
            if failed == ATTEMPTS or not self._wait(failed, wait_s):
                self._refuse_status(answer, wait_s=wait_s)
        raise AssertionError  # the last round returns or raises

    def _answer(self) -> Answer:
        left_s = max(self.ends - self.clock.monotonic(), 0.001)
        attempt = Attempt(
            self.url,
            self._headers(),
            seconds=min(self.attempt_s, left_s),
            named_s=self.attempt_s if self.attempt_s < left_s else self.deadline_s,
            on_progress=self.on_progress,
            clock=self.clock,
        )
        return attempt.answer()

    def _headers(self) -> dict[str, str]:
        headers = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "oxspec"}
        if self.api_key:
            headers["authorization"] = f"Bearer {self.api_key}"
        return headers | self.conditions

    def _wait(self, failed: int, asked_s: float = 0.0) -> bool:
        """Wait before the next attempt; False if the deadline comes first."""
        most_s = min(_BACKOFF_MOST_S, _BACKOFF_S * 2**failed)
        delay_s = asked_s or self.clock.random() * most_s
        if delay_s >= self.ends - self.clock.monotonic():
            return False
        self.clock.sleep(delay_s)
        return True

    def _judged(self, answer: Answer) -> Response:
        status = answer.status
        if status == _NOT_MODIFIED and self.conditions:
            return Response(status, b"")
        if status in _REFUSED:
            self._refuse_key(answer)
        if status in _REDIRECTS:
            self._refuse_redirect(answer)
        if status != _OK:
            self._refuse_status(answer)
        self._check_body(answer)
        return Response(
            status,
            answer.data,
            etag=_validator(answer.headers.get("etag")),
            last_modified=_validator(answer.headers.get("last-modified")),
        )

    def _check_body(self, answer: Answer) -> None:
        if self.api_key and self.api_key.encode() in answer.data:
            self._refuse("the answer repeats the API key", answer, fix="tell the hub's operators")
        if not answer.data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
            kind = excerpt(self._scrubbed(answer.headers.get("content-type", "no content type")))
            body = excerpt(self._scrubbed(answer.data[:_DETAIL_BYTES].decode("utf-8", "replace")))
            what = f"status {answer.status}, but not JSON (body): {kind}, {body}"
            self._refuse(
                what, answer, fix="check the URL, and whether a proxy or login is in between"
            )

    def _refuse_key(self, answer: Answer) -> NoReturn:
        what = "the key was not accepted" if self.api_key else "a key is needed, and none was sent"
        fix = "check OXEN_API_KEY" if self.api_key else "set OXEN_API_KEY if this is the hub's own"
        self._refuse(f"status {answer.status}: {what}{self._detail(answer)}", answer, fix=fix)

    def _refuse_redirect(self, answer: Answer) -> NoReturn:
        location = self._scrubbed(answer.headers.get("location", ""))
        where = excerpt(shown_url(location)) if location else "nowhere"
        what = f"status {answer.status}: it redirects to {where}, which is not followed"
        self._refuse(what, answer, fix="give the final address as --source or OXEN_BASE_URL")

    def _refuse_status(self, answer: Answer, *, wait_s: float = 0.0) -> NoReturn:
        what = f"status {answer.status}{self._detail(answer)}"
        if wait_s:
            what += f"; the server asks to wait {wait_s:.0f} s"
        is_there = answer.status != _NOT_FOUND
        self._refuse(what, answer, fix=_RETRY if is_there else "check the address")

    def _refuse(self, what: str, answer: Answer, *, fix: str) -> NoReturn:
        raise FetchError(what, where=shown_url(self.url), fix=fix, status=answer.status)

    def _detail(self, answer: Answer) -> str:
        text = _error_text(answer.data[:_DETAIL_BYTES])
        return f": {excerpt(self._scrubbed(text))}" if text else ""

    def _scrubbed(self, text: str) -> str:
        return text.replace(self.api_key, "…") if self.api_key else text


def _validator(value: str | None) -> str | None:
    """Return a validator (RFC 9110, section 8.8) that is safe to keep and to send back."""
    if not value or len(value) > VALIDATOR_CHARACTERS:
        return None
    return value if value.isascii() and value.isprintable() and value == value.strip() else None


def _retry_after(value: str | None, *, now: float) -> float:
    """Return the seconds a server asks for, 0 for none or nonsense (RFC 9110, section 10.2.3)."""
    if value is None:
        return 0.0
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        seconds = float(value)
    else:
        from email.utils import parsedate_to_datetime

        try:
            seconds = parsedate_to_datetime(value).timestamp() - now
        except (ValueError, TypeError, OverflowError, OSError):
            return 0.0
    return seconds if 0 < seconds <= RETRY_AFTER_S else 0.0


def _error_text(data: bytes) -> str:
    """Return what an error body says, read as the hub's two envelopes and their kin are."""
    text = data.decode("utf-8", "replace").strip()
    try:
        body: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(body, dict):
        return text
    error = body.get("error")
    inner = error if isinstance(error, dict) else {}
    candidates = [inner.get(key) for key in ("detail", "message", "title")] + [error]
    candidates += [
        body.get(key) for key in ("error_message", "status_description", "status_message")
    ]
    return next((found for found in candidates if isinstance(found, str) and found), text)
