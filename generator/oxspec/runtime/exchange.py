"""One request without I/O: what is sent, how long it may take, and what its answers mean."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from .client_errors import ApiError, ConnectionFailed, RequestTimeout, error_of
from .errors import OxspecError

if TYPE_CHECKING:
    from .jsonvalue import JsonObject

HUB_URL: Final = "https://hub.oxen.ai"
ANSWER_BYTES: Final = 512 * 1024 * 1024

_API: Final = "/api/ai"
_RETRIES: Final = 2
_MADE_NOTHING: Final = (429, 503)
#: Seconds that an answer may take in all: long enough for the slowest model of each kind.
_TIMEOUT_S: Final = {"chat": 600.0, "images": 300.0, "videos": 1800.0, "audio": 600.0}
_ENDPOINT: Final = re.compile(r"[a-z_]+(?:/[a-z_]+)*")
_BASE_URL: Final = re.compile(r"https?://[A-Za-z0-9.\-_:\[\]]+(?:/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True)
class Hub:
    """Where requests go, and as whom.

    Attributes:
        base_url: without ``/api/ai`` and without a slash at its end.
        api_key: the key, or None; it never shows.
        timeout: seconds that an answer may take in all, or None for what the endpoint takes.
    """

    base_url: str
    api_key: str | None = field(repr=False)
    timeout: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers by lower-case name, the body."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(slots=True)
class Call:
    """One logical request, sent once or, where the hub made nothing, a few times.

    Attributes:
        hub: where it goes.
        endpoint: below the hub's inference base.
        content: the body's bytes.
        deadline: when it must be answered, by ``time.monotonic``.
        attempts: how often it was sent again.
    """

    hub: Hub
    endpoint: str
    content: bytes
    deadline: float
    attempts: int = 0

    @classmethod
    def to(cls, hub: Hub, endpoint: str, body: Mapping[str, object]) -> Call:
        """Return the call that sends a body; its time runs from now."""
        if _ENDPOINT.fullmatch(endpoint) is None:
            message = f"not an endpoint: {endpoint!a}"
            raise ValueError(message)
        seconds = hub.timeout or _TIMEOUT_S.get(endpoint.partition("/")[0], 600.0)
        return cls(hub, endpoint, _encoded(body), time.monotonic() + seconds)

    @property
    def url(self) -> str:
        """Where it goes."""
        return f"{self.hub.base_url}{_API}/{self.endpoint}"

    def headers(self) -> dict[str, str]:
        """Return the headers, with the key where there is one."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.hub.api_key:
            headers["Authorization"] = f"Bearer {self.hub.api_key}"
        return headers

    def remaining_s(self) -> float:
        """Return the seconds that are left.

        Raises:
            RequestTimeout: there are none.
        """
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise self.timed_out()
        return remaining

    def take(self, received: bytearray, chunk: bytes) -> None:
        """Add a piece of the answer; a read timeout alone would not bound the whole."""
        self.remaining_s()
        received += chunk
        if len(received) > ANSWER_BYTES:
            what = f"the answer is longer than {ANSWER_BYTES} bytes"
            raise ApiError(what, where=self.endpoint)

    def judged(self, answer: Answer) -> JsonObject | float:
        """Return the answer, or the seconds to wait before the request is sent again."""
        if 200 <= answer.status < 300:  # success
            value = _decoded(answer.content)
            if value is not None and value.get("error") is None:
                return value
        error = error_of(
            answer.status,
            answer.headers,
            answer.content,
            where=self.endpoint,
            secret=self.hub.api_key,
        )
        if answer.status not in _MADE_NOTHING or self.attempts >= _RETRIES:
            raise error
        wait = error.retry_after_s
        delay = _jittered(self.attempts) if wait is None else wait
        if delay >= self.deadline - time.monotonic():
            raise error
        self.attempts += 1
        return delay

    def timed_out(self) -> RequestTimeout:
        """Return the error of a call that took too long."""
        fix = "the work may be done and billed; look before you send it again"
        return RequestTimeout("no answer in time", where=self.endpoint, fix=fix)

    def failed(self, error: Exception) -> ConnectionFailed:
        """Return the error of a call that could not be made, or whose answer was cut off."""
        what = f"no answer ({type(error).__name__})"
        return ConnectionFailed(what, where=self.url, fix="check the base URL and the network")


def hub_of(base_url: str | None, api_key: str | None, timeout: float | None) -> Hub:
    """Return where to send, from arguments, then the environment, then the public hub.

    Raises:
        OxspecError: the address or the key cannot be used.
    """
    url = (base_url or os.environ.get("OXEN_BASE_URL") or HUB_URL).rstrip("/")
    if _BASE_URL.fullmatch(url) is None:
        # No value is shown: a URL may carry a password.
        what, fix = "not the address of a hub", f"write it as {HUB_URL}"
        raise OxspecError(what, where="OXEN_BASE_URL or base_url", fix=fix)
    key = api_key or os.environ.get("OXEN_API_KEY") or None
    if key is not None and not (key.isascii() and key.isprintable() and key == key.strip()):
        what = (
            "the key has a character that no key has (a line break, a blank at its end, not ASCII)"
        )
        raise OxspecError(what, where="OXEN_API_KEY or api_key", fix="set it again without")
    return Hub(url.removesuffix(_API).rstrip("/"), key, timeout)


def request_body(
    model: str, params: Mapping[str, object], wire: Mapping[str, str] | None = None
) -> JsonObject:
    """Return the body that asks a model for something.

    Args:
        model: the model's id; it wins over a parameter of that name.
        params: by identifier.
        wire: the names on the wire, of those parameters whose identifier differs.
    """
    names = wire or {}
    body: dict[str, object] = {"model": model}
    body.update((names.get(name, name), value) for name, value in params.items())
    body["model"] = model
    decoded: JsonObject = json.loads(_encoded(body))
    return decoded


def _encoded(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, allow_nan=False, default=_plain).encode("ascii")


def _plain(value: object) -> object:
    """Return what json can write of a mapping or a sequence that is neither dict nor list."""
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, object]", value))
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return list(cast("Sequence[object]", value))
    message = f"{type(value).__name__} is not JSON"
    raise TypeError(message)


def _decoded(content: bytes) -> JsonObject | None:
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return cast("JsonObject", value) if isinstance(value, dict) else None


def lowered(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers with their names in lower case."""
    return {name.lower(): value for name, value in headers.items()}


def _jittered(attempt: int) -> float:
    from random import random

    return (0.5 + random() / 2) * 2.0**attempt  # spreads clients, hides nothing
