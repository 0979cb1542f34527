"""What a client raises when the hub refused a request, or could not be reached.

OxspecError
└── ApiError            the hub's answer was not what was asked for
    ├── BadRequest      400, 402, 409, 413, 415, 422: the request, or the account, is at fault
    ├── AuthError       401, 403
    ├── NotFound        404
    ├── RateLimited     429
    ├── ServerError     5xx
    ├── ConnectionFailed  no answer; the request may have arrived
    └── RequestTimeout    no answer in time; the work may be done and billed
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from .errors import OxspecError

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGE_CHARACTERS: Final = 400
_REQUEST_IDS: Final = ("x-request-id", "request-id", "fly-request-id", "cf-ray")
_NOT_FOUND: Final = 404
_RATE_LIMITED: Final = 429
_SERVER: Final = 500


class ApiError(OxspecError):
    """The hub did not answer a request as it should.

    Attributes:
        status: the HTTP status, None where there was no answer.
        type: the hub's name for it (``invalid_params``), or None.
        title: the hub's short text, or None.
        detail: the hub's text, cut, the key removed.
        request_id: what the hub calls the request, or None.
        retry_after_s: the seconds that the hub asks to wait, or None.
    """

    def __init__(  # an error carries all that is known
        self,
        what: str,
        *,
        where: str | None = None,
        fix: str | None = None,
        status: int | None = None,
        type: str | None = None,  # the hub's own word
        title: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        """Keep what is known beside the message."""
        super().__init__(what, where=where, fix=fix)
        self.detail = what
        self.status = status
        self.type = type
        self.title = title
        self.request_id = request_id
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        """Return one line: where, the status, what, and what to do next."""
        status = f"status {self.status}: " if self.status is not None else ""
        head = f"{self.where}: " if self.where else ""
        tail = f"; {self.fix}" if self.fix else ""
        request = f" (request {self.request_id})" if self.request_id else ""
        return f"{head}{status}{self.what}{request}{tail}"


class BadRequest(ApiError):  # says what happened, as its siblings do
    """The hub refused the request as it is."""


class AuthError(ApiError):
    """The hub does not know the key, or the key may not do this."""


class NotFound(ApiError):  # says what happened, as its siblings do
    """The hub has no such model, or no such thing."""


class RateLimited(ApiError):  # says what happened, as its siblings do
    """Too many requests; nothing was made."""


class ServerError(ApiError):
    """The hub, or the provider behind it, failed; the work may be done and billed."""


class ConnectionFailed(ApiError):  # says what happened, as its siblings do
    """There was no answer; the request may have arrived."""


class RequestTimeout(ApiError):  # says what happened, as its siblings do
    """There was no answer in time; the work may be done and billed."""


def error_of(
    status: int, headers: Mapping[str, str], content: bytes, *, where: str, secret: str | None
) -> ApiError:
    """Return the error that an answer stands for.

    Args:
        status: the HTTP status; below 300 for an answer with ``error`` in it, or that is no JSON.
        headers: names in lower case.
        content: the answer's body, JSON in one of the hub's envelopes or anything else.
        where: the endpoint.
        secret: the key, removed wherever the hub repeats it.
    """
    envelope = _envelope(content)
    details = _mapping(envelope.get("error"))
    kind, fix = _kind_of(status)
    return kind(
        _masked(_message(envelope, details) or _raw(content), secret) or "no message",
        where=where,
        fix=fix,
        status=status,
        type=_masked(_text(details, "type") or "", secret) or None,
        title=_masked(_text(details, "title") or "", secret) or None,
        request_id=_request_id(headers, secret),
        retry_after_s=retry_after(headers),
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, None for none or nonsense (RFC 9110)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    if not value:
        return None
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds if seconds > 0 else None


def _kind_of(status: int) -> tuple[type[ApiError], str | None]:
    if status in (401, 403):
        return AuthError, "set OXEN_API_KEY, or pass api_key"
    if status == _NOT_FOUND:
        return NotFound, None
    if status == _RATE_LIMITED:
        return RateLimited, "wait, then send it again"
    if status >= _SERVER:
        return ServerError, None
    if 300 <= status < 400:  # redirects
        return ApiError, "redirects are not followed: set the base URL to the hub itself"
    # Where the schema changed since this client was made, a parameter is the likeliest cause.
    fix = "the schema may have changed: run oxspec diff" if status in (400, 422) else None
    return (BadRequest if status >= 400 else ApiError), fix  # client errors


def _envelope(content: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return _mapping(value)


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _message(envelope: Mapping[str, object], details: Mapping[str, object]) -> str | None:
    """Return the hub's text, the most telling of its fields first."""
    for key in ("detail", "message", "title"):
        if text := _text(details, key):
            return text
    for key in ("error", "error_message", "status_description", "status_message"):
        if text := _text(envelope, key):
            return text
    return None


def _text(envelope: Mapping[str, object], key: str) -> str | None:
    value = envelope.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _raw(content: bytes) -> str:
    return content[: 4 * MESSAGE_CHARACTERS].decode("utf-8", "replace")


def _request_id(headers: Mapping[str, str], secret: str | None) -> str | None:
    found = next((headers[name] for name in _REQUEST_IDS if headers.get(name)), "")
    return _masked(found, secret)[:100] or None


def _masked(text: str, secret: str | None) -> str:
    # The key goes before the text is cut, so that no part of it is left at the end.
    hidden = text.replace(secret, "…") if secret else text
    line = " ".join(hidden.split())
    line = "".join(
        char if char.isprintable() else "\ufffd" for char in line[: 2 * MESSAGE_CHARACTERS]
    )
    return line if len(line) <= MESSAGE_CHARACTERS else line[: MESSAGE_CHARACTERS - 1] + "…"
