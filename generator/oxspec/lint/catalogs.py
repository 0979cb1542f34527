"""All entries of a catalog: each by itself, and beside the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ..catalog.decode import entry_id
from ..runtime.findings import pointer_of
from .alike import alike_groups
from .defects import Defect
from .entries import entry_defects, request_schema_of
from .wording import both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..jsontypes import JsonObject, JsonValue


def catalog_defects(
    entries: Sequence[JsonValue], *, only: Callable[[str | None], bool] = lambda _: True
) -> list[Defect]:
    """Return what is wrong with the entries of a catalog, in their order.

    Where no entry has a text, as in a catalog of facts, none is missed.

    Args:
        entries: as they came.
        only: tells which ids to look at; None is the id of an entry without one.
    """
    described = is_described(entries)
    ids = [entry_id(entry) for entry in entries]
    beside: dict[int, list[Defect]] = {}
    for defect in _beside(entries, ids):
        beside.setdefault(defect.index, []).append(defect)
    return [
        replace(defect, model=ids[index], index=index)
        for index, entry in enumerate(entries)
        if only(ids[index])
        for defect in (*beside.get(index, ()), *entry_defects(entry, described=described))
    ]


def is_described(entries: Sequence[JsonValue]) -> bool:
    """Return whether any entry, or any parameter of one, has a text."""
    return any(isinstance(entry, dict) and _has_text(entry) for entry in entries)


def _has_text(entry: JsonObject) -> bool:
    schema = request_schema_of(entry)[1] or {}
    properties = schema.get("properties")
    members = properties.values() if isinstance(properties, dict) else ()
    texts = [entry.get("description"), entry.get("summary")]
    texts += [member.get("description") for member in members if isinstance(member, dict)]
    return any(isinstance(text, str) and text.strip() for text in texts)


def _beside(entries: Sequence[JsonValue], ids: Sequence[str | None]) -> Iterator[Defect]:
    counts = Counter(identifier for identifier in ids if identifier is not None)
    first: dict[str | None, int] = {}
    last = {identifier: index for index, identifier in enumerate(ids)}
    for index, identifier in enumerate(ids):
        at = first.setdefault(identifier, index)
        if identifier is not None and counts[identifier] > 1:
            other = at if at != index else last[identifier]
            yield Defect(
                code="duplicate-model",
                pointer=_id_pointer(entries[index]),
                message=f"the id is there {counts[identifier]} times, also in entry {other}: all "
                "are set aside",
                hint="keep one of them",
                index=index,
            )
    for group in alike_groups(counts):
        yield Defect(
            code="look-alike-model",
            pointer=_id_pointer(entries[first[group[-1]]]),
            message=f"{both(group)} are ids that look alike",
            hint="tell them apart by more than case, separators and marks",
            index=first[group[-1]],
        )


def _id_pointer(entry: JsonValue) -> str:
    keys = ("name", "id") if isinstance(entry, dict) else ()
    found = [key for key in keys if isinstance(entry, dict) and entry.get(key) is not None]
    return pointer_of(found[:1])
