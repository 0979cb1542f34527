"""Where requests go, and as whom: the hub's address, the key, the user's own headers."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .errors import OxspecError

if TYPE_CHECKING:
    from collections.abc import Mapping

HUB_URL: Final = "https://hub.oxen.ai"
API: Final = "/api/ai"
RETRIES: Final = 2
#: A year: what waits for longer than some platforms' clocks can tell breaks off half way.
LONGEST_S: Final = 31_536_000.0

_URL: Final = re.compile(
    r"(?i:(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\]))(?::([0-9]{1,5}))?(?:[/?#][^\s\\\x00-\x1f\x7f]*)?"
)
_BASE_URL: Final = re.compile(r"[a-z]+://[^/?#]+(?:/[A-Za-z0-9._~/-]*)?")
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PORTS: Final = {"http": 80, "https": 443}
#: Headers that say to whom, as whom or in what form a request goes: they are ours to write.
_OURS: Final = frozenset(
    (
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)


@dataclass(frozen=True, slots=True)
class Hub:
    """Where requests go, and as whom.

    Attributes:
        base_url: without ``/api/ai`` and without a slash at its end.
        api_key: the key, or None; it never shows.
        timeout: seconds that an answer may take in all, or None for what the endpoint takes.
        headers: the user's own, sent to the hub alone; they never show.
        retries: how often a request is sent again, where it may be.
    """

    base_url: str
    api_key: str | None = field(default=None, repr=False)
    timeout: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    retries: int = RETRIES

    def url(self, endpoint: str) -> str:
        """Return the address of an endpoint."""
        return f"{self.base_url}{API}/{endpoint}"

    def owns(self, url: str) -> bool:
        """Return whether a URL is of the hub's own origin, which the key may go to."""
        return origin_of(url) == origin_of(self.base_url) is not None

    def credentials(self) -> dict[str, str]:
        """Return the headers that only the hub may see: the user's own, and the key."""
        key = {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        return {**self.headers, **key}


def hub_of(
    base_url: str | None = None,
    api_key: str | None = None,
    *,
    timeout: float | None = None,
    headers: Mapping[str, str] | None = None,
    retries: int = RETRIES,
) -> Hub:
    """Return where to send, from arguments, then the environment, then the public hub.

    Raises:
        OxspecError: the address, the key, a header or a number cannot be used.
    """
    url = (base_url or os.environ.get("OXEN_BASE_URL") or HUB_URL).rstrip("/")
    if origin_of(url) is None or _BASE_URL.fullmatch(url) is None:
        # No value is shown: a URL may carry a password.
        what, fix = "not the address of a hub", f"write it as {HUB_URL}"
        raise OxspecError(what, where="OXEN_BASE_URL or base_url", fix=fix)
    key = api_key or os.environ.get("OXEN_API_KEY") or None
    if key is not None and not _is_plain(key):
        what = (
            "the key has what no key has (a line break, a blank at its end, not ASCII)"
        )
        raise OxspecError(
            what, where="OXEN_API_KEY or api_key", fix="set it again without"
        )
    check_timeout(timeout)
    if retries < 0:
        what = "retries must be 0 or more"
        raise OxspecError(what, where="retries")
    own = _headers(headers or {})
    return Hub(url.removesuffix(API).rstrip("/"), key, timeout, own, retries)


def check_timeout(timeout: float | None) -> None:
    """Refuse a time-out that is none.

    Raises:
        OxspecError: it is not above 0, or longer than a year.
    """
    if timeout is not None and not 0 < timeout <= LONGEST_S:
        what = "a time-out must be more than 0 seconds, and at most a year"
        raise OxspecError(what, where="timeout", fix="leave it out for the default")


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an http(s) URL, None where it has none (RFC 6454).

    Only what every parser of URLs reads alike has one: no user info, no backslash, no blank.
    """
    found = _URL.fullmatch(url)
    if found is None:
        return None
    scheme, host, port = found.groups()
    return scheme.lower(), host.lower(), int(port or _PORTS[scheme.lower()])


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if _HEADER.fullmatch(name) is None or not _is_plain(value):
            # No value is shown, since it may be a secret; nor is a name that is none.
            what = "a header has a character that no header has"
            raise OxspecError(what, where="headers", fix="write ASCII on one line")
        if name.lower() in _OURS:
            fix = (
                "give the key as api_key"
                if name.lower() == "authorization"
                else "leave it out"
            )
            what = f"the client writes {name} itself"
            raise OxspecError(what, where="headers", fix=fix)
    return dict(headers)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip()
