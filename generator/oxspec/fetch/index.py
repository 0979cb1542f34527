"""The index of a cached catalog: what there is, in the catalog's order, and where it came from."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ..catalog.decode import digest_of
from ..catalog.model import Quarantined
from ..errors import JsonTextError
from ..jsontext import decode
from .files import CacheBroken, check_folder, read_private, sync_folder, write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..jsontypes import JsonObject, JsonValue

VERSION: Final = 1
INDEX: Final = "index.json"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_KEYS: Final = frozenset(
    ("version", "source", "fetched_at", "digest", "etag", "last_modified", "partial", "entries")
)


class IndexEntry(NamedTuple):
    """One entry of a cached catalog.

    Attributes:
        id: the model, or None where the entry has no id that can be used.
        sha256: of its file, in hexadecimal.
        pointer: where it is wrong, None for a good one.
        reason: why it is set aside, None for a good one.
    """

    id: str | None
    sha256: str
    pointer: str | None = None
    reason: str | None = None


class Index(NamedTuple):
    """What a cached catalog holds.

    Attributes:
        source: where it came from, as it may be shown.
        fetched_at: seconds since the epoch.
        digest: ``sha256:…`` of the whole catalog.
        entries: in the catalog's order.
        etag: what to ask the hub with, or None.
        last_modified: the same by date, or None.
        partial: whether it says nothing about models that it lacks.
    """

    source: str
    fetched_at: float
    digest: str
    entries: tuple[IndexEntry, ...]
    etag: str | None = None
    last_modified: str | None = None
    partial: bool = False

    def files(self) -> dict[str, str]:
        """Return the SHA-256 of each good model's file, by id."""
        return {e.id: e.sha256 for e in self.entries if e.id is not None and e.reason is None}

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Return the entries that are set aside."""
        return tuple(
            Quarantined(e.id, e.pointer or "", e.reason)
            for e in self.entries
            if e.reason is not None
        )


class Miss(NamedTuple):
    """No catalog is cached.

    Attributes:
        reason: why.
        damaged: whether there is one, but it cannot be used.
    """

    reason: str
    damaged: bool = False


def read_index(folder: Path) -> Index | Miss:
    """Return what is cached in a folder, or why nothing is; never raises."""
    try:
        check_folder(folder)
        return _index(decode(read_private(folder / INDEX)))
    except FileNotFoundError:
        return Miss("nothing is cached")
    except (CacheBroken, JsonTextError) as error:
        return Miss(f"the cache cannot be used: {error.what}", damaged=True)
    except OSError as error:
        return Miss(f"the cache cannot be used: {error.strerror}", damaged=True)


def write_index(folder: Path, index: Index) -> None:
    """Put an index in place; the entries that it names are there already.

    Raises:
        CacheBroken: it cannot be written; the one before still stands.
    """
    body: JsonObject = {
        "version": VERSION,
        "source": index.source,
        "fetched_at": index.fetched_at,
        "digest": index.digest,
        "etag": index.etag,
        "last_modified": index.last_modified,
        "partial": index.partial,
        "entries": [_entry_json(entry) for entry in index.entries],
    }
    text = json.dumps(body | {"check": digest_of(body)}, separators=(",", ":"))
    write_private(folder / INDEX, text.encode("ascii"))
    sync_folder(folder)


def _entry_json(entry: IndexEntry) -> JsonObject:
    good: JsonObject = {"id": entry.id, "sha256": entry.sha256}
    return (
        good if entry.reason is None else good | {"pointer": entry.pointer, "reason": entry.reason}
    )


def _index(value: JsonValue) -> Index | Miss:
    if not isinstance(value, dict):
        return _damaged("index.json is not an object")
    if value.get("version") != VERSION:
        return _damaged("it was written by another version of oxspec")
    check = value.pop("check", None)
    if check != digest_of(value) or frozenset(value) != _KEYS:
        return _damaged("index.json is not what was written")
    try:
        return _typed(value)
    except TypeError:
        return _damaged("index.json holds a value of a wrong type")


def _damaged(reason: str) -> Miss:
    return Miss(f"the cache cannot be used: {reason}", damaged=True)


def _typed(value: JsonObject) -> Index:
    entries, fetched_at = value["entries"], value["fetched_at"]
    if not isinstance(entries, list) or not isinstance(fetched_at, int | float):
        raise TypeError
    return Index(
        source=_text(value, "source"),
        fetched_at=float(fetched_at) if abs(fetched_at) < 1e12 else 0.0,  # noqa: PLR2004  # a date
        digest=_text(value, "digest"),
        entries=tuple(_entry(entry) for entry in entries),
        etag=_text_or_none(value, "etag"),
        last_modified=_text_or_none(value, "last_modified"),
        partial=value["partial"] is not False,
    )


def _entry(value: JsonValue) -> IndexEntry:
    if not isinstance(value, dict):
        raise TypeError
    sha256 = _text(value, "sha256")
    if not _SHA256.fullmatch(sha256):
        raise TypeError
    return IndexEntry(
        _text_or_none(value, "id"),
        sha256,
        pointer=_text_or_none(value, "pointer"),
        reason=_text_or_none(value, "reason"),
    )


def _text(value: Mapping[str, JsonValue], key: str) -> str:
    text = value.get(key)
    if isinstance(text, str):
        return text
    raise TypeError


def _text_or_none(value: Mapping[str, JsonValue], key: str) -> str | None:
    return None if value.get(key) is None else _text(value, key)
