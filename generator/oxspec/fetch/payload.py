"""From the bytes of a payload to a catalog whose every schema has been looked at."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ..catalog.decode import decode_catalog, entries_of, entry_id
from ..catalog.lock import date_of, is_lock, locked_entries
from ..catalog.model import Quarantined
from ..errors import JsonTextError, SchemaDefect, SourceError
from ..jsontext import CATALOG_DEPTH, decode

if TYPE_CHECKING:
    from ..catalog.model import Catalog, Model
    from ..jsontypes import JsonValue
    from .index import Index

_FIX: Final = "give a models endpoint or a file saved from one"
_FIX_LOCK: Final = "restore it from version control, or make it anew with oxspec lock"
#: How a lock begins, however little of it is left.
_LOCK_START: Final = re.compile(rb'\s*\{\s*"lock"\s*:')
#: How git marks two versions between which it could not choose.
_CONFLICT: Final = re.compile(rb"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
_PAGE_KEYS: Final = ("next", "next_page", "has_more")


class Payload(NamedTuple):
    """What a hub or a file said.

    Attributes:
        catalog: models with schemas that are well-formed; the others are set aside.
        entries: as they came, in order.
        partial: whether it says itself that there is more.
    """

    catalog: Catalog
    entries: tuple[JsonValue, ...]
    partial: bool = False


def read_payload(data: bytes, *, source: str, date: str | None = None) -> Payload:
    """Return the catalog in the text of a payload.

    Raises:
        SourceError: not strict JSON (with line and column), or none of the known shapes.
    """
    if data.lstrip()[:1] == b"<":
        _refuse_conflict(data, source)
        what = "an HTML or XML page, where JSON was expected"
        raise SourceError(what, where=source, fix=_FIX)
    try:
        value = decode(data, depth=CATALOG_DEPTH)
    except JsonTextError as error:
        _refuse_conflict(data, source)
        where = f"{source}, line {error.line}, column {error.column}"
        fix = _FIX_LOCK if _LOCK_START.match(data) else _FIX
        raise SourceError(error.what, where=where, fix=fix) from None
    return payload_of(value, source=source, date=date)


def _refuse_conflict(data: bytes, source: str) -> None:
    if (mark := _CONFLICT.search(data)) is not None:
        line = data.count(b"\n", 0, mark.start()) + 1
        what = "a merge conflict is left in it"
        where = f"{source}, line {line}"
        raise SourceError(what, where=where, fix="settle it, or make the file anew") from None


def payload_of(value: JsonValue, *, source: str, date: str | None = None) -> Payload:
    """Return the catalog in a decoded payload.

    Raises:
        SourceError: it has none of the known shapes.
    """
    if is_lock(value):
        return _lock_of(value, source=source)
    catalog = _checked(decode_catalog(value, source=source, date=date))
    partial = isinstance(value, dict) and any(value.get(key) for key in _PAGE_KEYS)
    if partial:
        catalog = replace(catalog, authoritative=False, partial=True)
    return Payload(catalog, tuple(entries_of(value, source=source)), partial=partial)


def _lock_of(value: JsonValue, *, source: str) -> Payload:
    entries = [*locked_entries(value, source=source).values()]
    catalog = _checked(decode_catalog([*entries], source=source, date=date_of(entries)))
    return Payload(replace(catalog, authoritative=False, partial=True), tuple(entries))


def index_of(payload: Payload, *, fetched_at: float) -> Index:
    """Return the index that says of each entry whether it can be used."""
    import hashlib

    from .cache import entry_bytes
    from .index import Index, IndexEntry

    catalog = payload.catalog
    # Of one id, or of none, those set aside are in the order of the entries.
    aside: dict[str | None, list[Quarantined]] = {}
    for quarantined in catalog.quarantined:
        aside.setdefault(quarantined.id, []).append(quarantined)
    entries: list[IndexEntry] = []
    for entry in payload.entries:
        identifier = entry_id(entry)
        sha256 = hashlib.sha256(entry_bytes(entry)).hexdigest()
        if identifier is not None and identifier in catalog.models:
            entries.append(IndexEntry(identifier, sha256))
        else:
            why = aside[identifier].pop(0)
            entries.append(IndexEntry(identifier, sha256, why.pointer, why.reason))
    return Index(
        source=catalog.source,
        fetched_at=fetched_at,
        digest=catalog.digest,
        entries=tuple(entries),
        partial=payload.partial,
    )


def _checked(catalog: Catalog) -> Catalog:
    """Return a catalog without the models whose schema is not well-formed."""
    defects = {model.id: _defect(model) for model in catalog.models.values()}
    found = tuple(defect for defect in defects.values() if defect is not None)
    good = {name: model for name, model in catalog.models.items() if defects[name] is None}
    return replace(catalog, models=good, quarantined=(*catalog.quarantined, *found))


def _defect(model: Model) -> Quarantined | None:
    try:
        _ = model.request
    except SchemaDefect as defect:
        return Quarantined(model.id, defect.pointer, defect.what)
    return None
