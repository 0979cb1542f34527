"""What changed since an earlier catalog, for reference pages."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..runtime.findings import excerpt
from ..settings import GIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ..catalog.model import Catalog, Model, Quarantined
    from ..drift.changes import Change
    from ..render.history import History, ModelHistory, Told
    from .session import Session


class Earlier(NamedTuple):
    """A catalog to compare with.

    Attributes:
        catalog: its models.
        label: what people know it by: its date or its name, the same whenever it is read.
        wanted: the ids of the models that are asked about; None for those that are published.
    """

    catalog: Catalog
    label: str
    wanted: frozenset[str] | None = None

    @property
    def recipe(self) -> tuple[str, str]:
        """What pages depend on because of it."""
        return self.label, self.catalog.digest

    def is_wanted(self, name: str, now: Catalog) -> bool:
        """Return whether changes of a model are told beside those of a catalog as it is now."""
        if self.wanted is not None:
            return name in self.wanted
        catalogs = (self.catalog, now)
        found = [catalog.models[name] for catalog in catalogs if name in catalog.models]
        # A model that neither has is one that could not be read.
        return not found or any(model.is_published for model in found)

    def left_out(self, now: Catalog) -> tuple[Quarantined, ...]:
        """Return its models that cannot be compared with a catalog as it is now."""
        told = {q.id for q in now.quarantined}
        return tuple(
            q
            for q in self.catalog.quarantined
            if q.id not in told and (q.id is None or self.is_wanted(q.id, now))
        )


def earlier(session: Session, source: str, *, wanted: Collection[str] | None = None) -> Earlier:
    """Return an earlier catalog.

    Args:
        session: how sources are read.
        source: a URL, a file, a lock, ``git:REV:PATH`` or ``bundled``.
        wanted: the ids of the models that are asked about; None for those that are published.

    Raises:
        UsageProblem: it is none of these.
        SourceError: no catalog can be had from it.
    """
    from ..fetch.urls import is_url

    catalog = session.at(source).catalog()
    # What is fetched has the date of today's fetch, which says nothing of when it is from.
    date = None if is_url(source) else catalog.date
    if date is None and source.startswith(GIT):
        from ..fetch.revision import revision_date

        date = revision_date(source)
    name = catalog.source if is_url(source) else PurePath(source).name
    label = excerpt(name if date is None else date.partition("T")[0], limit=120)[1:-1]
    return Earlier(catalog, label, None if wanted is None else frozenset(wanted))


def history_since(before: Earlier, now: Catalog) -> History:
    """Return what changed.

    Args:
        before: the catalog as it was.
        now: the catalog as it is.

    Raises:
        SourceError: the catalog has no model left, which says more of it than of its models.
    """
    from ..render.history import History
    from .diff import compared

    old = before.catalog
    drift = compared(old, now, lambda name: before.is_wanted(name, now))
    groups: dict[str, list[Change]] = {}
    for change in drift.changes:
        groups.setdefault(change.model, []).append(change)
    told = [_history(name, changes, old, now) for name, changes in groups.items()]
    asides = [(q.id or "an entry without an id", q.reason) for q in drift.left_out]
    models = {history.model: history for history in told}
    return History(before.label, models, tuple(asides))


def _history(name: str, changes: Sequence[Change], old: Catalog, new: Catalog) -> ModelHistory:
    from ..render.history import ModelHistory

    kinds = {change.kind: change for change in changes}
    if "model-added" in kinds:
        return ModelHistory(name, new.models[name].display_name, "added")
    if "model-removed" in kinds:
        return ModelHistory(name, old.models[name].display_name, "removed")
    renamed = kinds.get("model-renamed")
    model: Model = new.models[name if renamed is None else str(renamed.new)]
    shown = (change for change in changes if not change.is_for_show)
    return ModelHistory(model.id, model.display_name, "changed", tuple(_told(shown)))


def _told(changes: Iterable[Change]) -> Iterable[Told]:
    from ..render.history import Told
    from ..render.historyviews import MarkView

    for change in changes:
        path, mark = change.parameter, MarkView("changed")
        if change.kind == "parameter-removed":
            path = None
        elif change.kind in ("parameter-added", "required-parameter-added"):
            mark = MarkView("new")
        elif change.kind == "parameter-renamed" and path is not None:
            was, now = str(change.old), str(change.new)
            path, mark = path.removesuffix(was) + now, MarkView("renamed", was)
        yield Told(change.impact, change.message, path, None if path is None else mark)
