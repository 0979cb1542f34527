"""Two catalogs, model by model: what came, what went, and what is not as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..catalog.model import Quarantined
from ..errors import OxspecError, SchemaDefect
from .changes import IMPACTS
from .models import added, changes_of, removed
from .renames import renamed_models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..catalog.model import Catalog, Model
    from .changes import Change

    Pair = tuple[Model | None, Model | None]


class Comparison(NamedTuple):
    """What two catalogs differ in.

    Attributes:
        changes: by model in the order of ids, and of one model the worst first.
        left_out: models that one of them could not tell.
    """

    changes: tuple[Change, ...]
    left_out: tuple[Quarantined, ...] = ()


def compare(
    old: Catalog, new: Catalog, *, only: Callable[[str], bool] = lambda _: True
) -> Comparison:
    """Return what changed between two catalogs.

    What a partial catalog lacks did not go, and did not come.

    Args:
        old: as it was.
        new: as it is.
        only: tells which ids to look at; of a model that was renamed either counts.
    """
    asides = [q for q in (*old.quarantined, *new.quarantined) if q.id is None or only(q.id)]
    left_out = {(q.id, q.reason): q for q in asides}
    told = {q.id for q in asides}
    changes: list[Change] = []
    for pair in _pairs(old, new):
        ids = [model.id for model in pair if model is not None]
        if told.isdisjoint(ids) and any(map(only, ids)):
            try:
                changes += _changes(*pair)
            except OxspecError as error:
                pointer = error.pointer if isinstance(error, SchemaDefect) else ""
                left_out[ids[0], error.what] = Quarantined(ids[0], pointer, error.what)
    ordered = sorted(changes, key=lambda change: (change.model, IMPACTS.index(change.impact)))
    return Comparison(tuple(ordered), tuple(left_out.values()))


def renames_between(old: Catalog, new: Catalog) -> dict[str, str]:
    """Return the new ids of models that were renamed, by their old ones."""
    before, after = old.models, new.models
    gone = {} if new.partial else {name: before[name] for name in before if name not in after}
    came = {name: after[name] for name in after if name not in before}
    return renamed_models(gone, came) if gone and came else {}


def _pairs(old: Catalog, new: Catalog) -> Iterator[Pair]:
    """Yield each model as it was and as it is, None where it was or is not there."""
    before, after = old.models, new.models
    renames = renames_between(old, new)
    for name in before:
        if name in after:
            yield before[name], after[name]
        elif not new.partial:
            yield before[name], after[renames[name]] if name in renames else None
    if not old.partial:
        found = set(renames.values())
        came = (name for name in after if name not in before)
        yield from ((None, after[name]) for name in came if name not in found)


def _changes(old: Model | None, new: Model | None) -> list[Change]:
    if old is None:
        return [] if new is None else [added(new)]
    return [removed(old)] if new is None else changes_of(old, new)
