"""A folder of generated files: planned, compared, and written unless only asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .session import pick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..catalog.model import Catalog, Model, Quarantined
    from ..drift.outcome import Drift
    from ..render.manifest import Kind
    from ..render.plan import Comparison, Output, Written
    from .navigation import Navigation
    from .session import Session


class Generation(NamedTuple):
    """What became of a folder.

    Attributes:
        models: how many models there is a file for.
        comparison: what was different before.
        written: what was done, None where it was only asked about.
        quarantined: the models that were left out.
        navigation: what became of the file that lists the pages, or None.
        uncompared: models of an earlier catalog that could not be compared with.
        drift: what changed in the catalog since the files were made, None where it was not asked
            about, or is not known.
    """

    models: int
    comparison: Comparison
    written: Written | None
    quarantined: tuple[Quarantined, ...]
    navigation: Navigation | None = None
    uncompared: tuple[Quarantined, ...] = ()
    drift: Drift | None = None

    @property
    def exit_status(self) -> int:
        """1 for a check that found a difference, else 3 where a model was left out, else 0."""
        is_stale = self.navigation is not None and self.navigation.is_stale
        if self.written is None and (is_stale or not self.comparison.is_current):
            return 1
        return 3 if self.quarantined or self.uncompared else 0


class Writing(NamedTuple):
    """How a folder is written.

    Attributes:
        folder: where.
        check: only compare.
        force: overwrite files of ours that someone edited.
        allow_shrink: let more than half of our files, or of the models, go.
    """

    folder: Path
    check: bool = False
    force: bool = False
    allow_shrink: bool = False


def chosen_models(
    session: Session, models: Sequence[str]
) -> tuple[Catalog, list[Model], tuple[Quarantined, ...]]:
    """Return the catalog, the models to write, and those among them that are set aside."""
    wanted = list(dict.fromkeys(models or session.settings.models))
    catalog = session.pinned().catalog(needs=wanted or None)
    if not wanted:
        published = [model for model in catalog.models.values() if model.is_published]
        return catalog, published, catalog.quarantined
    aside = [q for name in wanted if (q := catalog.quarantine_of(name)) is not None]
    names = {q.id for q in aside}
    return catalog, pick(catalog, [name for name in wanted if name not in names]), tuple(aside)


def explained(
    generation: Generation,
    writing: Writing,
    kind: Kind,
    catalog: Catalog,
    models: Sequence[str],
) -> Generation:
    """Say of a check that found a difference what changed in the catalog."""
    if not writing.check or generation.comparison.is_current:
        return generation
    from .record import drift_since

    return generation._replace(drift=drift_since(writing.folder, kind, catalog, models or None))


def generation_of(
    output: Output, writing: Writing, models: Sequence[Model], aside: Sequence[Quarantined]
) -> Generation:
    """Write a folder, unless it is only asked about, and return what became of it.

    Args:
        output: what is planned.
        writing: how it is written.
        models: those that it was made of.
        aside: those that were set aside before.

    Raises:
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.plan import compare, set_aside, write

    ids = {model.id for model in models}
    # As the catalog tells them, with their place; those that could not be rendered come after.
    told = {q.id for q in aside}
    asides = (*aside, *(q for q in set_aside(output) if q.id in ids and q.id not in told))
    comparison = compare(output, writing.folder)
    written = None
    if not writing.check:
        written = write(
            output,
            writing.folder,
            comparison=comparison,
            force=writing.force,
            allow_shrink=writing.allow_shrink,
        )
    made = len(ids) - sum(q.id in ids for q in asides)
    return Generation(made, comparison, written, asides)
