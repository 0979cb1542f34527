"""Two catalogs compared."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ..catalog.nearest import nearest_ids
from ..drift.compare import compare
from ..drift.outcome import Drift
from ..errors import SourceError, UsageProblem
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..catalog.model import Catalog
    from .session import Session


def diff(session: Session, old: str, new: str | None = None, *, only: Sequence[str] = ()) -> Drift:
    """Return what changed between two catalogs.

    Args:
        session: where the new catalog comes from, unless it is named.
        old: a source.
        new: a source, None for that of the session.
        only: patterns of the ids to look at, () for all.

    Raises:
        UsageProblem: a source is none, or a pattern matches no model.
        SourceError: a catalog cannot be had, or the new one has no model left.
    """
    before = session.at(old).catalog()
    after = (session if new is None else session.at(new)).catalog()
    _refuse_empty(before, after)
    for pattern in only:
        _refuse_unmatched(pattern, before, after)

    def is_asked(model: str) -> bool:
        return not only or any(fnmatchcase(model, pattern) for pattern in only)

    found = compare(before, after, only=is_asked)
    return Drift(before, after, found.changes, found.left_out)


def _refuse_empty(old: Catalog, new: Catalog) -> None:
    if old.models and not new.models:
        what = f"it has no models, where {old.source} has {len(old.models)}"
        raise SourceError(what, where=new.source, fix="look at where it comes from, and retry")


def _refuse_unmatched(pattern: str, old: Catalog, new: Catalog) -> None:
    ids = dict.fromkeys((*old.models, *new.models))
    ids.update(dict.fromkeys(q.id for q in (*old.quarantined, *new.quarantined) if q.id))
    if any(fnmatchcase(name, pattern) for name in ids):
        return
    near = nearest_ids(pattern, ids)
    fix = f"did you mean {' or '.join(near)}?" if near else "oxspec models lists what there is"
    what = f"no model {excerpt(pattern)} in either catalog"
    raise UsageProblem(what, fix=fix)
