"""A catalog looked at for what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog.decode import entry_id
from ..errors import OxspecError, SourceError
from ..jsonplaces import line_and_column, places_of
from ..jsontext import CATALOG_DEPTH, decode, decode_text
from ..lint.catalogs import catalog_defects, is_described
from ..lint.outcome import Lint
from ..settings import BUNDLED
from .matching import is_named, refuse_unmatched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..jsontypes import JsonValue
    from ..lint.defects import Defect
    from .session import Session


def lint(session: Session, *, only: Sequence[str] = ()) -> Lint:
    """Return what is wrong with a catalog.

    Args:
        session: where the catalog comes from.
        only: patterns of the ids to look at, () for all.

    Raises:
        UsageProblem: a pattern matches no id.
        SourceError: no catalog can be had, or it has no entry.
    """
    catalog = session.catalog()
    # Read once: a cached catalog reads each entry from its file.
    entries = list(catalog.entries)
    if not entries:
        what = "it has no models, so that there is nothing to look at"
        raise SourceError(what, where=catalog.source, fix="look at where it comes from, and retry")
    ids = [entry_id(entry) for entry in entries]
    refuse_unmatched(only, [name for name in ids if name is not None], where="the catalog")

    def is_asked(name: str | None) -> bool:
        return is_named(name, only)

    return Lint(
        catalog=catalog,
        defects=tuple(catalog_defects(entries, only=is_asked)),
        looked_at=sum(map(is_asked, ids)),
        described=is_described(entries),
    )


def with_lines(lint: Lint) -> Lint:
    """Return the same with line and column of each defect, where the catalog is a file."""
    if lint.catalog.source == BUNDLED:
        return lint
    try:
        data = Path(lint.catalog.source).read_bytes()
        text, payload = decode_text(data), decode(data, depth=CATALOG_DEPTH)
    except (OSError, ValueError, OxspecError):
        return lint  # a URL, a revision, or a file that is another by now
    pointers = [list(_pointers(defect, payload)) for defect in lint.defects]
    places = places_of(text, {pointer for found in pointers for pointer in found})
    defects: list[Defect] = []
    for defect, found in zip(lint.defects, pointers, strict=True):
        place = next((places[pointer] for pointer in found if pointer in places), None)
        if place is not None:
            start = place.start if place.key_start is None else place.key_start
            line, column = line_and_column(text, start)
            defects.append(replace(defect, line=line, column=column))
        else:
            defects.append(defect)
    return replace(lint, defects=tuple(defects), file=lint.catalog.source)


def _pointers(defect: Defect, payload: JsonValue) -> Sequence[str]:
    """Return where a defect stands in the file, the nearest first."""
    at = f"{_prefix(payload, defect.index)}{defect.pointer}"
    steps = at.split("/")
    return ["/".join(steps[:length]) for length in range(len(steps), 0, -1)]


def _prefix(payload: JsonValue, index: int) -> str:
    if isinstance(payload, list):
        return f"/{index}"
    for key in ("models", "data") if isinstance(payload, dict) else ():
        if isinstance(payload, dict) and isinstance(payload.get(key), list):
            return f"/{key}/{index}"
    return ""
