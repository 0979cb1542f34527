"""Where changes stand in the file that was compared with, such as the lock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog.decode import entry_id
from ..drift.outcome import Spot
from ..errors import OxspecError
from ..jsonplaces import line_and_column, places_of
from ..jsontext import CATALOG_DEPTH, decode, decode_text
from ..runtime.findings import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..drift.changes import Change
    from ..drift.outcome import Drift
    from ..jsontypes import JsonObject, JsonValue


def with_spots(drift: Drift) -> Drift:
    """Return what changed with the line of each change, where the old catalog is a file."""
    try:
        data = Path(drift.old.source).read_bytes()
        text, payload = decode_text(data), decode(data, depth=CATALOG_DEPTH)
    except (OSError, ValueError, OxspecError):
        return drift  # a URL, a revision, or a file that is another by now
    entries = dict(_entries(payload))
    pointers = {
        change.fingerprint: list(_pointers(change, *entries[change.model]))
        for change in drift.changes
        if change.model in entries
    }
    places = places_of(text, {pointer for found in pointers.values() for pointer in found})
    spots: dict[str, Spot] = {}
    for fingerprint, found in pointers.items():
        place = next((places[pointer] for pointer in found if pointer in places), None)
        if place is not None:
            start = place.start if place.key_start is None else place.key_start
            spots[fingerprint] = Spot(drift.old.source, line_and_column(text, start)[0])
    return replace(drift, spots=spots)


def _entries(payload: JsonValue) -> Iterator[tuple[str, tuple[str, JsonObject]]]:
    """Yield each entry by its id, with its JSON Pointer."""
    listed = [("", payload)]
    if isinstance(payload, dict):
        listed = [(f"/{key}", payload[key]) for key in ("models", "data") if key in payload]
    for prefix, entries in listed:
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and (name := entry_id(entry)) is not None:
                yield name, (f"{prefix}/{index}", entry)


def _pointers(change: Change, at: str, entry: JsonObject) -> Iterator[str]:
    """Yield where a change stands, the nearest first."""
    keys = [key for key in ("json_request_schema", "request_schema") if key in entry]
    if change.pointer is not None and keys:
        # A parameter that came is shown where the others are.
        steps = change.pointer.split("/")
        for length in range(len(steps), 0, -1):
            yield f"{at}/{keys[0]}{'/'.join(steps[:length])}"
    if change.pointer is None and isinstance(change.old, dict):
        yield from (at + pointer_of((key,)) for key in change.old)
    yield from (f"{at}/name", f"{at}/id", at)
