"""Reference pages and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import UsageProblem
from .generate import chosen_models, explained, generation_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..catalog.model import Catalog, Model, Quarantined
    from ..render.manifest import Manifest
    from ..render.owntemplates import OwnTemplates
    from ..render.plan import Output
    from ..render.samples import Language
    from .generate import Generation, Writing
    from .navigation import Navigation
    from .session import Session
    from .since import Earlier


class Pages(NamedTuple):
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
    catalog, chosen, aside = chosen_models(session, models)
    before = _earlier(session, pages, models, known)
    made = _Docs(session, catalog, chosen, aside, known, before, own)
    output = made.output(models, pages, writing)
    # Before anything is written: what is wrong with the configuration then changes nothing.
    update = _navigation(pages, output, writing.folder)
    generation = generation_of(output, writing, chosen, aside)
    generation = explained(generation, writing, "docs", catalog, models or session.settings.models)
    if before is not None:
        generation = generation._replace(uncompared=before.left_out(catalog))
    if update is None:
        return generation
    if not writing.check:
        update.write()
    return generation._replace(navigation=update)


class _Docs(NamedTuple):
    """What reference pages are made from."""

    session: Session
    catalog: Catalog
    chosen: Sequence[Model]
    aside: tuple[Quarantined, ...]
    known: Manifest | None
    before: Earlier | None
    own: OwnTemplates | None

    def output(self, models: Sequence[str], pages: Pages, writing: Writing) -> Output:
        """Return the pages of a folder: as it has them, where nothing would be another."""
        from .recipe import as_recorded, recipe_of, with_recipe
        from .record import with_record

        asked = (pages.format, *models, "", *self.session.settings.models)
        asked = (*asked, "", *pages.tabs, str(pages.llms))
        asked = (*asked, *(self.before.recipe if self.before else ()))
        asked = (*asked, *([self.own.digest(pages.format)] if self.own else ()))
        recipe = recipe_of(self.session, self.catalog, asked)
        recorded = as_recorded(writing.folder, self.known, recipe)
        if recorded is not None:
            return recorded
        made = self._planned(pages, writing.folder, partial=bool(models))
        output = with_record(made, self.chosen, writing.folder)
        return with_recipe(output, self.known, recipe, keeps=writing.check or bool(models))

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
    if pages.navigation is not None and pages.format == "md" and _is_json(pages.navigation):
        what = "a docs.json lists pages in MDX, and a mkdocs.yml those in Markdown"
        raise UsageProblem(what, where=str(pages.navigation), fix="pass --format mdx")
    if pages.format != "mdx" and (pages.tabs or pages.llms):
        what = f"--{'tabs' if pages.tabs else 'llms'} is for MDX pages"
        raise UsageProblem(what, fix="pass --format mdx, or leave it out")
    if pages.llms and models:
        what = "--llms writes files about all models"
        raise UsageProblem(what, fix="name no models, or leave it out")


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json"


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
