"""Catalogs on disk: per source a folder with an index, and beside it one file per entry.

    <cache>/<slug>-<hash of the source>/index.json       what there is, in the catalog's order
                                        <sha256>.json    one entry, as the hub wrote it
                                        failure.json     when a refresh failed last, and why

A file is named for the digest of its bytes, so an index never points at changed content. The
index is written last. A damaged cache is a miss that says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from ..catalog.decode import decode_entry
from ..catalog.model import Model
from ..errors import JsonTextError
from ..jsontext import CATALOG_DEPTH, decode
from ..runtime.findings import excerpt
from .files import (
    TEMPORARY,
    CacheBroken,
    check_folder,
    make_folder,
    read_private,
    sync_folder,
    write_private,
)
from .index import INDEX, Index, read_index, write_index
from .urls import host_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from ..jsontypes import JsonValue

FAILURE: Final = "failure.json"
_GRACE_S: Final = 3600
_ENTRY_FILE: Final = re.compile(r"[0-9a-f]{64}\.json")
_FOLDER: Final = re.compile(r"[a-z0-9-]{1,40}-[0-9a-f]{16}")


def folder_of(cache_dir: Path, source: str) -> Path:
    """Return the folder of a source; its name says the host, and tells sources apart."""
    slug = re.sub(r"[^a-z0-9]+", "-", host_of(source).lower())[:40].strip("-") or "source"
    digest = hashlib.sha256(source.encode("utf-8", "backslashreplace")).hexdigest()
    return cache_dir / f"{slug}-{digest[:16]}"


class CachedModels(Mapping[str, Model]):
    """The models of an index, each read and checked on first use."""

    def __init__(self, folder: Path, index: Index) -> None:
        """Read nothing yet."""
        self.folder = folder
        self._files = index.files()
        self._models: dict[str, Model] = {}

    def __getitem__(self, key: str) -> Model:
        """Return a model.

        Raises:
            KeyError: the catalog has none of that id.
            CacheBroken: its file is gone, or is not what was written.
        """
        model = self._models.get(key)
        if model is None:
            model = self._models[key] = self._read(key, self._files[key])
        return model

    def __contains__(self, key: object) -> bool:
        """Return whether there is such a model; reads no file."""
        return key in self._files

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in the catalog's order."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return how many models there are."""
        return len(self._files)

    def verify(self, ids: Collection[str] | None) -> None:
        """Read models now, so that using them cannot fail later; None for all.

        Raises:
            CacheBroken: a file is gone, or is not what was written.
        """
        for key in self._files if ids is None else [key for key in ids if key in self._files]:
            self[key]

    def _read(self, key: str, sha256: str) -> Model:
        # Whether its schema is well-formed was found out when it was fetched.
        model = decode_entry(read_entry(self.folder, sha256), checked=True)
        if isinstance(model, Model) and model.id == key:
            return model
        raise _broken_entry(self.folder, sha256)


class CachedEntries(Sequence["JsonValue"]):
    """The entries of an index as the hub wrote them, each read on first use."""

    def __init__(self, folder: Path, index: Index) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._files = tuple(entry.sha256 for entry in index.entries)

    @overload
    def __getitem__(self, index: int) -> JsonValue: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[JsonValue]: ...
    def __getitem__(self, index: int | slice) -> JsonValue | Sequence[JsonValue]:
        """Return an entry, or some.

        Raises:
            CacheBroken: its file is gone, or is not what was written.
        """
        if isinstance(index, slice):
            return [read_entry(self._folder, sha256) for sha256 in self._files[index]]
        return read_entry(self._folder, self._files[index])

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._files)


def read_entry(folder: Path, sha256: str) -> JsonValue:
    """Return an entry as the hub wrote it.

    Raises:
        CacheBroken: its file is gone, or is not what was written.
    """
    try:
        data = read_private(folder / f"{sha256}.json")
        if hashlib.sha256(data).hexdigest() == sha256:
            return decode(data, depth=CATALOG_DEPTH)
    except (FileNotFoundError, JsonTextError):
        pass
    raise _broken_entry(folder, sha256)


def _broken_entry(folder: Path, sha256: str) -> CacheBroken:
    what = "a cached model is not what was written"
    return CacheBroken(what, where=str(folder / f"{sha256}.json"), fix="run oxspec fetch")


def entry_bytes(entry: JsonValue) -> bytes:
    """Return what the file of an entry holds: no blanks, and inside of it the hub's order.

    Its own keys are sorted, since both of the hub's lists have one model in orders of their own.
    """
    if isinstance(entry, dict):
        entry = {key: entry[key] for key in sorted(entry)}
    return json.dumps(entry, separators=(",", ":")).encode("ascii")


def write_cache(folder: Path, index: Index, *, entries: Iterable[JsonValue]) -> None:
    """Put a catalog in place of what is cached: the entries first, the index last.

    Raises:
        CacheBroken: it cannot be written; what was cached still is.
    """
    make_folder(folder)
    previous = read_index(folder)
    for entry in entries:
        _write_entry(folder, entry_bytes(entry))
    sync_folder(folder)
    write_index(folder, index)
    named = {entry.sha256 for entry in index.entries}
    if isinstance(previous, Index):
        named |= {entry.sha256 for entry in previous.entries}
    _prune(folder, {f"{sha256}.json" for sha256 in named})


def _write_entry(folder: Path, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    file = folder / f"{sha256}.json"
    try:
        if read_private(file) == data:
            # Another process may be pruning: a file in use is a young one.
            os.utime(file)
            return
    except (OSError, CacheBroken):
        pass
    write_private(file, data)


def _prune(folder: Path, kept: Collection[str]) -> None:
    """Remove what no index names; young files may belong to a process that is still writing."""
    try:
        now = (folder / INDEX).stat().st_mtime
        for file in folder.iterdir():
            is_spare = _is_entry_or_temporary(file.name) and file.name not in kept
            if is_spare and now - file.lstat().st_mtime > _GRACE_S:
                file.unlink(missing_ok=True)
    except OSError:
        return


class Failure(NamedTuple):
    """When a refresh failed last, in seconds since the epoch, and why."""

    at: float
    reason: str


def read_failure(folder: Path) -> Failure | None:
    """Return the failure that is remembered, None for none or one that cannot be read."""
    try:
        check_folder(folder)
        found = decode(read_private(folder / FAILURE))
    except (CacheBroken, JsonTextError, OSError):
        return None
    at, reason = (found.get("at"), found.get("reason")) if isinstance(found, dict) else (None, None)
    if not isinstance(at, int | float) or isinstance(at, bool) or not isinstance(reason, str):
        return None
    return Failure(at, excerpt(reason, limit=200).strip('"'))


def write_failure(folder: Path, failure: Failure) -> None:
    """Remember a failure.

    Raises:
        CacheBroken: it cannot be written.
    """
    make_folder(folder)
    text = json.dumps({"at": failure.at, "reason": failure.reason})
    write_private(folder / FAILURE, text.encode("ascii"))


def forget_failure(folder: Path) -> None:
    """Forget the failure that is remembered, if any."""
    try:
        (folder / FAILURE).unlink(missing_ok=True)
    except OSError:
        return


def clear_folders(cache_dir: Path) -> int:
    """Remove what oxspec has put into a cache folder; return the number of files.

    Raises:
        CacheBroken: something of ours cannot be removed.
    """
    try:
        folders = [path for path in cache_dir.iterdir() if _FOLDER.fullmatch(path.name)]
        return sum(_clear(folder) for folder in sorted(folders))
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError as error:
        what = f"cannot be emptied ({error.strerror})"
        raise CacheBroken(what, where=str(cache_dir), fix="remove it by hand") from None


def _clear(folder: Path) -> int:
    try:
        check_folder(folder)
    except CacheBroken:
        return 0
    files = [path for path in folder.iterdir() if _is_ours(path.name)]
    for file in files:
        file.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
    return len(files)


def _is_ours(name: str) -> bool:
    return name in (INDEX, FAILURE) or _is_entry_or_temporary(name)


def _is_entry_or_temporary(name: str) -> bool:
    return name.startswith(TEMPORARY) or _ENTRY_FILE.fullmatch(name) is not None
