"""From an answer that is not what was asked for to the error that it stands for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from .client_errors import (
    ApiError,
    AuthError,
    BadRequest,
    NotFound,
    RateLimited,
    ServerError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGE_CHARACTERS: Final = 400
_REQUEST_IDS: Final = ("x-request-id", "request-id", "fly-request-id", "cf-ray")
_NOT_FOUND: Final = 404
_RATE_LIMITED: Final = 429
_SERVER: Final = 500


def error_of(
    status: int | None,
    headers: Mapping[str, str],
    content: bytes,
    *,
    where: str,
    secret: str | None,
    kind: type[ApiError] | None = None,
) -> ApiError:
    """Return the error that an answer stands for.

    Args:
        status: the HTTP status; below 300 for an answer with ``error`` in it, or that is no JSON;
            None for what is no answer, but a part of one.
        headers: names in lower case.
        content: the answer's body, JSON in one of the hub's envelopes or anything else.
        where: the endpoint.
        secret: the key, removed wherever the hub repeats it.
        kind: the error's class, where the status does not say it.
    """
    envelope = _envelope(content)
    details = _mapping(envelope.get("error"))
    usual, fix = _kind_of(status or 200)
    return (kind or usual)(
        masked(_message(envelope, details) or _raw(content), secret) or "no message",
        where=where,
        fix=fix,
        status=status,
        type=masked(_text(details, "type") or "", secret) or None,
        title=masked(_text(details, "title") or "", secret) or None,
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
        return (
            ApiError,
            "redirects are not followed: set the base URL to the hub itself",
        )
    # Where the schema changed since this client was made, a parameter is the likeliest cause.
    fix = (
        "the schema may have changed: run oxspec diff" if status in (400, 422) else None
    )
    return (BadRequest if status >= 400 else ApiError), fix  # client errors


def _envelope(content: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return _mapping(value)


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _message(
    envelope: Mapping[str, object], details: Mapping[str, object]
) -> str | None:
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
    return masked(found, secret)[:100] or None


def masked(text: str, secret: str | None) -> str:
    """Return a server's text on one printable line, cut, the key removed."""
    # The key goes before the text is cut, so that no part of it is left at the end.
    hidden = text.replace(secret, "…") if secret else text
    line = " ".join(hidden.split())
    line = "".join(
        char if char.isprintable() else "\ufffd"
        for char in line[: 2 * MESSAGE_CHARACTERS]
    )
    return (
        line
        if len(line) <= MESSAGE_CHARACTERS
        else line[: MESSAGE_CHARACTERS - 1] + "…"
    )
