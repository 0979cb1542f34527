"""A folder of generated files: planned, compared, and written unless only asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING

from ..errors import UsageProblem
from .session import pick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..catalog.model import Catalog, Model, Quarantined
    from ..render.plan import Comparison, Output, Written
    from ..render.samples import Language
    from .navigation import Navigation
    from .session import Session


@dataclass(frozen=True, slots=True)
class Generation:
    """What became of a folder.

    Attributes:
        models: how many models there is a file for.
        comparison: what was different before.
        written: what was done, None where it was only asked about.
        quarantined: the models that were left out.
        navigation: what became of the file that lists the pages, or None.
    """

    models: int
    comparison: Comparison
    written: Written | None
    quarantined: tuple[Quarantined, ...]
    navigation: Navigation | None = None

    @property
    def exit_status(self) -> int:
        """1 for a check that found a difference, else 3 where a model was left out, else 0."""
        is_stale = self.navigation is not None and self.navigation.is_stale
        if self.written is None and (is_stale or not self.comparison.is_current):
            return 1
        return 3 if self.quarantined else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a folder is written.

    Attributes:
        folder: where.
        check: only compare.
        force: overwrite files of ours that someone edited.
        allow_shrink: let more than half of our files go.
    """

    folder: Path
    check: bool = False
    force: bool = False
    allow_shrink: bool = False


def write_client(
    session: Session, models: Sequence[str], *, writing: Writing, package: str | None = None
) -> Generation:
    """Write a typed client package, or say what would change.

    Args:
        session: where the catalog comes from.
        models: ids; () for all that are published.
        writing: how.
        package: the package's name; None is the folder's.

    Raises:
        UsageProblem: there is no model of an id, or the name is no package's.
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.client import plan_client
    from ..render.manifest import read_manifest

    name = package or writing.folder.resolve().name
    if not name.isidentifier() or iskeyword(name):
        what = f"{name!r} cannot be the name of a package"
        raise UsageProblem(what, fix="pass --package NAME, a Python identifier")
    catalog, chosen, aside = _chosen(session, models)
    output = plan_client(
        chosen,
        package=name,
        quarantined=aside,
        catalog=catalog.digest,
        known=read_manifest(writing.folder, "client"),
        partial=bool(models),
    )
    return _generation(output, writing, chosen, aside)


def write_docs(  # noqa: PLR0913  # each is one thing to decide
    session: Session,
    models: Sequence[str],
    *,
    writing: Writing,
    page_format: str = "mdx",
    navigation: Path | None = None,
    tabs: Sequence[Language] = (),
    llms: bool = False,
) -> Generation:
    """Write reference pages and their index, or say what would change.

    Args:
        session: where the catalog comes from, and the hub that samples call.
        models: ids; () for all that are published.
        writing: how.
        page_format: ``mdx``, ``md`` or ``html``.
        navigation: what is to list the pages: a ``mkdocs.yml`` for ``md``, a ``docs.json`` for
            ``mdx``.
        tabs: what the samples of ``mdx`` are written in beside what the hub's pages have.
        llms: whether ``llms.txt`` and ``llms-full.txt`` are made; for ``mdx``, of all models.

    Raises:
        UsageProblem: there is no model of an id, or the configuration cannot be updated.
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.manifest import read_manifest
    from .recipe import as_recorded, recipe_of

    _refuse_for_format(page_format, models, navigation=navigation, tabs=tabs, llms=llms)
    known = read_manifest(writing.folder, "docs")
    catalog, chosen, aside = _chosen(session, models)
    asked = (page_format, *models, "", *session.settings.models, "", *tabs, str(llms))
    recipe = recipe_of(session, catalog, asked)
    output = as_recorded(writing.folder, known, recipe)
    if output is None:
        from ..examples import examples
        from ..render.docs import plan_docs, refuse_other_format
        from ..render.pageformats import format_of

        chosen_format = format_of(page_format, extra=tabs)
        refuse_other_format(known, chosen_format, folder=writing.folder)
        made = plan_docs(
            chosen,
            examples,
            page_format=chosen_format,
            base_url=session.settings.inference_url,
            quarantined=aside,
            catalog=catalog.digest,
            known=known,
            partial=bool(models),
            llms=llms,
        )
        output = replace(made, manifest=replace(made.manifest, recipe=recipe))
    # Before anything is written: what is wrong with the configuration then changes nothing.
    update = _navigation(navigation, output, writing.folder, page_format)
    generation = _generation(output, writing, chosen, aside)
    if update is None:
        return generation
    if not writing.check:
        update.write()
    return replace(generation, navigation=update)


def _refuse_for_format(
    page_format: str,
    models: Sequence[str],
    *,
    navigation: Path | None,
    tabs: Sequence[Language],
    llms: bool,
) -> None:
    if navigation is not None and page_format == "html":
        what = "pages in HTML have no navigation to update"
        raise UsageProblem(what, fix="pass --format md or mdx, or leave --navigation out")
    if page_format != "mdx" and (tabs or llms):
        what = f"--{'tabs' if tabs else 'llms'} is for MDX pages"
        raise UsageProblem(what, fix="pass --format mdx, or leave it out")
    if llms and models:
        what = "--llms writes files about all models"
        raise UsageProblem(what, fix="name no models, or leave it out")


def _navigation(
    path: Path | None, output: Output, folder: Path, page_format: str
) -> Navigation | None:
    if path is None:
        return None
    from .navigation import navigation_of

    models = output.manifest.models
    return navigation_of(path, models, folder=folder, page_format=page_format)


def _chosen(
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


def _generation(
    output: Output, writing: Writing, models: Sequence[Model], aside: Sequence[Quarantined]
) -> Generation:
    from ..render.client import set_aside
    from ..render.plan import compare, write

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
