"""One logical request: where it goes, what it carries, how long it may take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .bodies import encoded
from .hub import check_timeout
from .refusals import error_of
from .steps import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client_errors import ApiError
    from .hub import Hub
    from .steps import Answer, Sink

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
_ENDPOINT: Final = re.compile(r"[a-z_]+(?:/[a-z_]+)*")


@dataclass(frozen=True, slots=True)
class Call:
    """One logical request, sent once or, where that does no harm, a few times.

    Attributes:
        hub: whose it is.
        method: of HTTP.
        url: the whole URL.
        where: what messages call it: the endpoint.
        seconds: what it may take in all, from when it is first sent.
        content: the body's bytes, or None.
        model: the model that the body asks for, or None.
        accept: what kind of answer is read.
        keyed: whether the hub's credentials go with it.
        follows: whether a redirect is an answer, for the caller to follow.
        sink: where a successful body goes, or None for into the answer.
    """

    hub: Hub
    method: str
    url: str
    where: str
    seconds: float
    content: bytes | None = field(default=None, repr=False)
    model: str | None = None
    accept: str = "application/json"
    keyed: bool = True
    follows: bool = False
    sink: Sink | None = None

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
        """Return the call that sends a body.

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
            timeout or usual,
            content=encoded(body),
            model=model if isinstance(model, str) else None,
            accept=accept,
        )

    @classmethod
    def quick(cls, hub: Hub, method: str, path: str, *, where: str) -> Call:
        """Return a call that makes nothing, so that it may be sent again: a GET or a cancel.

        Args:
            hub: whose it is.
            method: ``GET`` or ``DELETE``.
            path: below the hub's inference base, quoted, with its query.
            where: what messages call it.
        """
        return cls(
            hub, method, hub.url(path), where, min(hub.timeout or QUICK_S, QUICK_S)
        )

    @property
    def is_safe(self) -> bool:
        """Whether it makes nothing."""
        return self.method != "POST"

    def request(self, *, timeout_s: float, after_s: float = 0.0) -> Request:
        """Return it as it is sent, once.

        Args:
            timeout_s: seconds that are left for it.
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
            timeout_s=timeout_s,
            after_s=after_s,
            own=self.keyed,
            sink=self.sink,
        )

    def refused(self, answer: Answer) -> ApiError:
        """Return the error that an answer stands for."""
        return error_of(
            answer.status,
            answer.headers,
            answer.content,
            where=self.where,
            secret=self.hub.api_key,
        )
