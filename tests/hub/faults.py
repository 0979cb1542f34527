"""What a server can do wrong: each fault answers one request in its own way."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable


JSON = "application/json"


class Wire(Protocol):
    """A connection to a client, and the event that says that the hub is closing."""

    @property
    def closing(self) -> threading.Event:
        """Set when the hub closes."""
        ...

    @property
    def sent_key(self) -> str | None:
        """The key that came with the request."""
        ...

    def write(self, data: bytes) -> None:
        """Send bytes at once."""
        ...

    def cut(self) -> None:
        """Break the connection."""
        ...

    def is_gone(self) -> bool:
        """Return whether the client closes the connection, waiting for it a while."""
        ...


Fault: TypeAlias = "Callable[[Wire], None]"


def head(status: int, headers: Iterable[tuple[str, str]], *, reason: str = "Answer") -> bytes:
    """Return a status line and headers as they go over the wire."""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1")


def answer(
    status: int = 200,
    body: bytes = b"{}",
    *,
    kind: str = JSON,
    headers: Iterable[tuple[str, str]] = (),
    reason: str = "Answer",
) -> Fault:
    """Answer with any status, body and headers."""
    fields = [("Content-Type", kind), ("Content-Length", str(len(body))), *headers]

    def fault(wire: Wire) -> None:
        wire.write(head(status, fields, reason=reason) + body)

    return fault


def status(code: int, *, retry_after: str | None = None, message: str = "no") -> Fault:
    """Answer with a status and the hub's error envelope."""
    body = json.dumps({"error": {"message": message}, "status": "error"}).encode()
    headers = [] if retry_after is None else [("Retry-After", retry_after)]
    return answer(code, body, headers=headers)


def refusal(
    code: int,
    *,
    kind: str = "invalid_params",
    title: str = "The request is invalid.",
    detail: str = "no",
    headers: Iterable[tuple[str, str]] = (),
) -> Fault:
    """Answer with a status and the hub's full error envelope."""
    body = {
        "error": {"type": kind, "title": title, "detail": detail},
        "status": "error",
        "status_message": kind,
        "status_description": title,
    }
    return answer(code, json.dumps(body).encode(), headers=headers)


def unavailable(code: int = 503) -> Fault:
    """Answer as a proxy does that has lost the hub behind it."""
    return answer(code, b"<html>Bad gateway</html>", kind="text/html")


def redirect(location: str | None, *, code: int = 302) -> Fault:
    """Point elsewhere, or nowhere."""
    return answer(code, b"", headers=[] if location is None else [("Location", location)])


def html(*, code: int = 200) -> Fault:
    """Answer with a login page."""
    return answer(code, b"<!doctype html><title>Log in\x1b[31m</title>", kind="text/html")


def raw(*parts: bytes, pause_s: float = 0.0) -> Fault:
    """Write bytes as they are, with a pause between them, then close."""

    def fault(wire: Wire) -> None:
        for part in parts:
            wire.write(part)
            if pause_s and wire.closing.wait(pause_s):
                return

    return fault


def drip(body: bytes, *, pause_s: float) -> Fault:
    """Send the headers at once and the body byte by byte."""
    start = head(200, [("Content-Type", JSON), ("Content-Length", str(len(body)))])
    return raw(start, *(bytes((byte,)) for byte in body), pause_s=pause_s)


def drip_headers(*, pause_s: float, count: int = 1000) -> Fault:
    """Send one header after another, without an end."""
    lines = (f"X-{number}: 1\r\n".encode() for number in range(count))
    return raw(b"HTTP/1.1 200 OK\r\n", *lines, pause_s=pause_s)


def stall(*, after: bytes = b"", seconds: float = 60.0) -> Fault:
    """Send nothing, or only a beginning, and keep the connection open."""

    def fault(wire: Wire) -> None:
        wire.write(after)
        wire.closing.wait(seconds)

    return fault


def cut(body: bytes, *, at: int) -> Fault:
    """Promise a whole body and break the connection half way."""
    start = head(200, [("Content-Type", JSON), ("Content-Length", str(len(body)))])

    def fault(wire: Wire) -> None:
        wire.write(start + body[:at])
        wire.cut()

    return fault


def events(*parts: bytes, is_cut: bool = False) -> Fault:
    """Send a stream of events, as it is; broken off at its end, or just ended."""
    fields = [("Content-Type", "text/event-stream")]
    if is_cut:
        fields.append(("Content-Length", str(sum(map(len, parts)) + 1)))

    def fault(wire: Wire) -> None:
        wire.write(head(200, fields))
        for part in parts:
            wire.write(part)

    return fault


def reset() -> Fault:
    """Break the connection before a byte is sent."""
    return lambda wire: wire.cut()


def encoded(body: bytes, encoding: str, *, plain: bool = False) -> Fault:
    """Send a body compressed (or not, for all the header says) under an encoding's name."""
    data = body if plain else gzip.compress(body)
    return answer(200, data, headers=[("Content-Encoding", encoding)])


def gzip_bomb(*, mebibytes: int = 40) -> Fault:
    """Send few bytes that become very many."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    block = b" " * (1 << 20)
    data = b"".join([packer.compress(block) for _ in range(mebibytes)]) + packer.flush()
    return answer(200, data, headers=[("Content-Encoding", "gzip")])


def endless() -> Fault:
    """Send a body that does not end."""

    def fault(wire: Wire) -> None:
        wire.write(head(200, [("Content-Type", JSON)]) + b"[")
        block = b"1," * (1 << 15)
        while not wire.closing.is_set():
            wire.write(block)

    return fault


def echo_key(*, code: int = 401) -> Fault:
    """Repeat the key that came, in the body, the reason and a header."""

    def fault(wire: Wire) -> None:
        key = wire.sent_key or "none"
        body = json.dumps({"error": {"message": f"bad key {key}"}, "name": key}).encode()
        headers = [("Location", f"http://other.invalid/{key}")]
        answer(code, body, headers=headers, reason=key)(wire)

    return fault
