"""A hub on 127.0.0.1: real HTTP, a log of every request, and faults on demand."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self, cast

from . import inference
from .entries import sample_entries
from .events import Events
from .queue import Queue
from .routes import CATALOG, LISTING, right_answer, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from oxspec.catalog.model import Catalog
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.validation.judge import Verdict

    from .faults import Fault

__all__ = ["CATALOG", "LISTING", "Hub", "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def json(self) -> JsonValue:
        """The body, decoded."""
        value: JsonValue = json.loads(self.body)
        return value


class Hub:
    """A hub that runs while it is entered.

    Attributes:
        entries: the catalog's entries, to be changed by tests.
        catalog: what bodies are judged by, where it is not made from ``entries``.
        body: the catalog's bytes, where they are not made from ``entries``.
        required_key: the key that ``/api/ai`` asks for, or None.
        judges: whether wrong bodies are refused; on the queue, wrong parameters fail the job.
        queue: the jobs.
        events: who listens to what becomes of them.
        files: what is below ``/files/``: type and content by name.
        validators: whether the catalog has an ETag.
        pace: what a stream waits for before each event but the first, or None for no wait.
        requests: what came, in order.
        arrived: set when something came.
    """

    def __init__(self) -> None:
        """Bind a free port; nothing is answered yet."""
        self.entries: list[JsonObject] = sample_entries()
        self.catalog: Catalog | None = None
        self.body: bytes | None = None
        self.required_key: str | None = None
        self.judges = False
        self.queue = Queue()
        self.events = Events()
        self.files = dict(inference.FILES)
        self.validators = True
        self.pace: threading.Semaphore | None = None
        self.requests: list[Request] = []
        self.arrived = threading.Event()
        self.closing = threading.Event()
        self._faults: list[Fault] = []
        self._always: Fault | None = None
        self._drops = 0
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    def __enter__(self) -> Self:
        """Answer from now on."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The hub's address, without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def catalog_url(self) -> str:
        """The address of its public catalog."""
        return self.url + CATALOG

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.requests]

    def fail(self, *faults: Fault) -> None:
        """Answer the next requests with these, one each."""
        self._faults.extend(faults)

    def fail_always(self, fault: Fault | None) -> None:
        """Answer every request with this until told otherwise."""
        self._always = fault

    def drop(self, count: int = 1) -> None:
        """Break the next connections before a byte of their requests is read."""
        self._drops += count

    def drops(self) -> bool:
        """Return whether a connection is broken now."""
        with self._lock:
            self._drops, was = max(self._drops - 1, 0), self._drops
        return was > 0

    @property
    def verdicts(self) -> list[Verdict]:
        """What oxspec says of the bodies that came to inference endpoints, in order."""
        found = [verdict_of(self, request) for request in self.requests]
        return [verdict for verdict in found if verdict]

    def fault_for(self, request: Request) -> Fault:
        """Return how a request is answered."""
        with self._lock:
            self.requests.append(request)
            self.arrived.set()
            if self._faults:
                return self._faults.pop(0)
        return self._always or right_answer(self, request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet: a client that goes away is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> Hub:
        return cast("_Server", self.server).hub

    @property
    def closing(self) -> threading.Event:
        return self.hub.closing

    @property
    def sent_key(self) -> str | None:
        return (self.headers.get("authorization") or "").removeprefix("Bearer ") or None

    def write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def cut(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def is_gone(self) -> bool:
        self.connection.settimeout(10)
        with suppress(OSError):
            return self.rfile.read(1) == b""
        return True

    def handle(self) -> None:
        if self.hub.drops():
            self.cut()
        else:
            super().handle()

    def do_GET(self) -> None:  # http.server calls it so
        self._answer()

    def do_POST(self) -> None:  # http.server calls it so
        self._answer()

    def do_DELETE(self) -> None:  # http.server calls it so
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
        """Keep stderr for the tests' own words."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self._body(headers)
        fault = self.hub.fault_for(Request(self.command, self.path, headers, body))
        self.close_connection = True
        fault(self)

    def _body(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(headers.get("content-length", "0")))
        parts: list[bytes] = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        return b"".join(parts)
