"""The hub's events: a stream for each who listens, and nothing kept for those who come later."""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from .faults import head
from .inference import event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oxspec.jsontypes import JsonObject

    from .faults import Fault, Wire

EVENTS = "/api/events"
KEEP_ALIVE = b": keep-alive\n\n"
_OTHER = event({"generation_id": "other"}, name="something_else")
_LOOK_S = 0.05


class Events:
    """Those who listen."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._listeners: list[SimpleQueue[bytes]] = []

    def stream(self) -> Fault:
        """Return the answer to one who listens: a stream until the hub closes."""

        def fault(wire: Wire) -> None:
            mine: SimpleQueue[bytes] = SimpleQueue()
            self._listeners.append(mine)
            try:
                wire.write(head(200, [("Content-Type", "text/event-stream")]) + KEEP_ALIVE)
                while not wire.closing.is_set():
                    with suppress(Empty):
                        wire.write(mine.get(timeout=_LOOK_S))
            except OSError:  # who listened went away
                pass
            finally:
                self._listeners.remove(mine)

        return fault

    def tell(self, rows: Iterable[JsonObject]) -> None:
        """Tell that jobs ended; nothing is said of those that were cancelled."""
        for row in rows:
            if row["status"] != "cancelled":
                told = _OTHER + event(_completed(row), name="media_generation_completed")
                for listener in [*self._listeners]:
                    listener.put(told)


def _completed(row: JsonObject) -> JsonObject:
    shown: JsonObject = {
        "generation_id": row["generation_id"],
        "status": row["status"],
        "media_type": row["media_type"],
    }
    if row["status"] == "failed":
        return {**shown, "error": row["error_message"]}
    return {**shown, "model": row["model_name"], "url": row["result_url"]}
