"""A folder of generated files: planned, compared, and written unless only asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import UsageProblem
from ..runtime.findings import excerpt
from .session import pick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..catalog.model import Catalog, Model, Quarantined
    from ..drift.outcome import Drift
    from ..render.manifest import Kind, Manifest
    from ..render.owntemplates import OwnTemplates
    from ..render.plan import Comparison, Output, Written
    from ..render.samples import Language
    from .navigation import Navigation
    from .session import Session
    from .since import Earlier


#: What of PEP 440 a public version is written as.
_VERSION: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?"
)


@dataclass(frozen=True, slots=True)
class Generation:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a client package is.

    Attributes:
        name: a Python identifier, or None for the folder's.
        version: of the project that the folder then is; None for a folder that is the package.
    """

    name: str | None = None
    version: str | None = None


_PACKAGE: Final = Package()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Which reference pages are written.

    Attributes:
        format: ``mdx``, ``md`` or ``html``.
        navigation: what is to list the pages: a ``mkdocs.yml`` for ``md``, a ``docs.json`` for
            ``mdx``.
        since: an earlier catalog; what changed since is marked, and listed on a page of its own.
        templates: a folder of templates that take the place of built-in ones.
        tabs: what the samples of ``mdx`` are written in beside what the hub's pages have.
        llms: whether ``llms.txt`` and ``llms-full.txt`` are made; for ``mdx``, of all models.
    """

    format: str = "mdx"
    navigation: Path | None = None
    since: str | None = None
    templates: Path | None = None
    tabs: tuple[Language, ...] = ()
    llms: bool = False


_PAGES: Final = Pages()


def write_client(
    session: Session, models: Sequence[str], *, writing: Writing, package: Package = _PACKAGE
) -> Generation:
    """Write a typed client package, or say what would change.

    Args:
        session: where the catalog comes from.
        models: ids; () for all that are published.
        writing: how.
        package: what the package is.

    Raises:
        UsageProblem: there is no model of an id, or the name or version is none.
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.manifest import read_manifest
    from .recipe import as_recorded, recipe_of
    from .record import with_record

    name = _name_of(package, writing.folder)
    known = read_manifest(writing.folder, "client")
    catalog, chosen, aside = _chosen(session, models)
    asked = ("client", name, package.version or "", *models, "", *session.settings.models)
    recipe = recipe_of(session, catalog, asked)
    output = as_recorded(writing.folder, known, recipe)
    if output is None:
        from ..render.client import plan_client

        made = plan_client(
            chosen,
            package=name,
            version=package.version,
            quarantined=aside,
            catalog=catalog.digest,
            known=known,
            partial=bool(models),
        )
        made = with_record(made, chosen, writing.folder)
        output = replace(made, manifest=replace(made.manifest, recipe=recipe))
    generation = _generation(output, writing, chosen, aside)
    return _explained(generation, writing, "client", catalog, models)


def _name_of(package: Package, folder: Path) -> str:
    is_project = package.version is not None
    if is_project and _VERSION.fullmatch(package.version or "") is None:
        what = f"{excerpt(package.version)} is no version"
        raise UsageProblem(what, fix="write it as 1.4.0, 1.4.0rc1 or 1.4.0.dev3")
    last = folder.resolve().name
    name = package.name or (last.replace("-", "_") if is_project else last)
    if not name.isidentifier() or not name.isascii() or iskeyword(name):
        what = f"{excerpt(name)} cannot be the name of a package"
        raise UsageProblem(what, fix="pass --package NAME, a Python identifier in ASCII")
    return name


def write_docs(
    session: Session, models: Sequence[str], *, writing: Writing, pages: Pages = _PAGES
) -> Generation:
    """Write reference pages and their index, or say what would change.

    Args:
        session: where the catalog comes from, and the hub that samples call.
        models: ids; () for all that are published.
        writing: how.
        pages: which kind of pages, and what is on them.

    Raises:
        UsageProblem: there is no model of an id, the configuration cannot be updated, or a template
            of the user's own is wrong.
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.manifest import read_manifest

    _refuse_for_format(pages, models)
    # Read first: a wrong name is told before anything is fetched.
    own = None if pages.templates is None else _own(pages.templates)
    known = read_manifest(writing.folder, "docs")
    catalog, chosen, aside = _chosen(session, models)
    before = _earlier(session, pages, models, known)
    made = _Docs(session, catalog, chosen, aside, known, before, own)
    output = made.output(models, pages, writing.folder)
    # Before anything is written: what is wrong with the configuration then changes nothing.
    update = _navigation(pages, output, writing.folder)
    generation = _generation(output, writing, chosen, aside)
    generation = _explained(generation, writing, "docs", catalog, models)
    if before is not None:
        generation = replace(generation, uncompared=before.left_out(catalog))
    if update is None:
        return generation
    if not writing.check:
        update.write()
    return replace(generation, navigation=update)


class _Docs(NamedTuple):
    """What reference pages are made from."""

    session: Session
    catalog: Catalog
    chosen: Sequence[Model]
    aside: tuple[Quarantined, ...]
    known: Manifest | None
    before: Earlier | None
    own: OwnTemplates | None

    def output(self, models: Sequence[str], pages: Pages, folder: Path) -> Output:
        """Return the pages of a folder: as it has them, where nothing would be another."""
        from .recipe import as_recorded, recipe_of
        from .record import with_record

        asked = (pages.format, *models, "", *self.session.settings.models)
        asked = (*asked, "", *pages.tabs, str(pages.llms))
        asked = (*asked, *(self.before.recipe if self.before else ()))
        asked = (*asked, *([self.own.digest(pages.format)] if self.own else ()))
        recipe = recipe_of(self.session, self.catalog, asked)
        recorded = as_recorded(folder, self.known, recipe)
        if recorded is not None:
            return recorded
        made = self._planned(pages, folder, partial=bool(models))
        output = with_record(made, self.chosen, folder)
        return replace(output, manifest=replace(output.manifest, recipe=recipe))

    def _planned(self, pages: Pages, folder: Path, *, partial: bool) -> Output:
        from ..examples import examples
        from ..render.docs import plan_docs, refuse_other_format
        from ..render.pageformats import format_of
        from .since import history_since

        page_format = format_of(pages.format, extra=pages.tabs)
        if self.own is not None:
            page_format = page_format.with_templates(self.own)
        refuse_other_format(self.known, page_format, folder=folder)
        return plan_docs(
            self.chosen,
            examples,
            page_format=page_format,
            base_url=self.session.settings.inference_url,
            quarantined=self.aside,
            catalog=self.catalog.digest,
            known=self.known,
            partial=partial,
            history=history_since(self.before, self.catalog) if self.before else None,
            llms=pages.llms,
        )


def _own(folder: Path) -> OwnTemplates:
    from ..render.owntemplates import read_templates

    return read_templates(folder)


def _earlier(
    session: Session, pages: Pages, models: Sequence[str], known: Manifest | None
) -> Earlier | None:
    """Return the catalog to compare with; the changelog is of all models that the folder is of."""
    if pages.since is None:
        return None
    from .since import earlier

    named = models or session.settings.models
    kept = known.models if known and models else ()
    return earlier(session, pages.since, wanted={*named, *kept} if named else None)


def _refuse_for_format(pages: Pages, models: Sequence[str]) -> None:
    if pages.navigation is not None and pages.format == "html":
        what = "pages in HTML have no navigation to update"
        raise UsageProblem(what, fix="pass --format md or mdx, or leave --navigation out")
    if pages.format != "mdx" and (pages.tabs or pages.llms):
        what = f"--{'tabs' if pages.tabs else 'llms'} is for MDX pages"
        raise UsageProblem(what, fix="pass --format mdx, or leave it out")
    if pages.llms and models:
        what = "--llms writes files about all models"
        raise UsageProblem(what, fix="name no models, or leave it out")


def _navigation(pages: Pages, output: Output, folder: Path) -> Navigation | None:
    path = pages.navigation
    if path is None:
        return None
    from .navigation import navigation_of

    manifest = output.manifest
    return navigation_of(
        path,
        manifest.models,
        folder=folder,
        page_format=pages.format,
        changelog=manifest.changelog,
    )


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


def _explained(
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

    return replace(generation, drift=drift_since(writing.folder, kind, catalog, models or None))


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
