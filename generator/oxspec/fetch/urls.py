"""What of a URL may be shown, and whose server it names."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from ..runtime.findings import excerpt

_PORTS: Final = {"http": 80, "https": 443}
_SHOWN_CHARACTERS: Final = 200


def is_url(text: str) -> bool:
    """Return whether a source is an http or https URL (a file otherwise)."""
    return text.lower().startswith(("http://", "https://"))


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an http(s) URL, None where it has none (RFC 6454)."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if port is None or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port


def host_of(url: str) -> str:
    """Return the host to name in a sentence, with its port where that is not the usual one."""
    origin = origin_of(url)
    if origin is None:
        return shown_url(url)
    scheme, host, port = origin
    return _printable(host if port == _PORTS[scheme] else f"{host}:{port}")


def shown_url(url: str) -> str:
    """Return a URL without user info, query and fragment, on one printable line."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        shown = urlunsplit((parts.scheme, host, parts.path, "", ""))
    except ValueError:
        shown = "(not a URL)"
    return _printable(shown)


def _printable(text: str) -> str:
    return excerpt(text, limit=_SHOWN_CHARACTERS).strip('"')
