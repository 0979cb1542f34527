"""The formats of reference pages: each a folder of templates, and the view that they are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Protocol

from ..resources import templates_dir
from .environment import environment
from .groups import index_groups
from .pages import page_view
from .ways import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jinja2 import Template

    from ..catalog.model import Model
    from ..examples import Example
    from .history import History
    from .manifest import Entry
    from .ownpages import OwnPages
    from .owntemplates import OwnTemplates
    from .pageviews import PageView
    from .referenceviews import ReferenceView
    from .samples import Language


class ViewMaker(Protocol):
    """What makes the view of a model's page."""

    def __call__(
        self,
        model: Model,
        examples: Iterable[Example],
        *,
        base_url: str,
        history: History | None = None,
    ) -> PageView | ReferenceView:
        """Return the view."""
        ...


@dataclass(frozen=True, slots=True)
class PageFormat:
    """How reference pages are written.

    Attributes:
        name: as the command line spells it; its templates are in ``docs/NAME``.
        index: the file of the index.
        view: a model, its example bodies and the base of its calls, as what a page shows.
        index_values: what became of each model, by id, and the page of changes ("" for none), as
            what the template of the index is given.
        lists: whether the index says more of a model than its title and developer.
        own: templates of a user's own, or None.
    """

    name: str
    index: str
    view: ViewMaker
    index_values: Callable[[Mapping[str, Entry], str], Mapping[str, object]]
    lists: bool = True
    own: OwnPages | None = None

    @property
    def suffix(self) -> str:
        """What the names of its pages end in."""
        return f".{self.name}"

    def page(
        self,
        model: Model,
        examples: Iterable[Example],
        base_url: str,
        *,
        history: History | None = None,
    ) -> str:
        """Return a model's page.

        Args:
            model: with an endpoint.
            examples: its example bodies.
            base_url: where the calls send their requests.
            history: what changed since an earlier catalog, None where that is not asked.

        Raises:
            OxspecError: it cannot be made.
        """
        view = self.view(model, examples, base_url=base_url, history=history)
        return self._rendered("page", {"view": view, "index": self.index})

    def index_text(self, entries: Mapping[str, Entry], *, changelog: str = "") -> str:
        """Return the index.

        Args:
            entries: what became of each model, by id.
            changelog: the page of changes, without a suffix; "" for none.
        """
        return self._rendered("index", self.index_values(entries, changelog))

    def changelog_text(self, history: History, entries: Mapping[str, Entry]) -> str:
        """Return the page of all changes.

        Args:
            history: what changed.
            entries: what became of each model, by id.
        """
        from .history import changelog_view

        return self._rendered("changelog", {"view": changelog_view(history, entries)})

    def assets(self) -> dict[str, bytes]:
        """Return the files that its pages share, as they are."""
        folder = templates_dir() / "docs" / self.name
        ours = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.glob("assets/*"))
        }
        return ours | (self.own.templates.assets(self.name) if self.own else {})

    def with_templates(self, templates: OwnTemplates) -> PageFormat:
        """Return the format with templates of a user's own before the built-in ones.

        Raises:
            TemplateProblem: one cannot be compiled.
        """
        from .ownpages import OwnPages

        return replace(self, own=OwnPages(templates, self.name))

    def llms_text(self, entries: Mapping[str, Entry], summaries: Mapping[str, str]) -> str:
        """Return the list of all pages for programs that read.

        Args:
            entries: what became of each model, by id.
            summaries: a sentence about each page, by its file without a suffix.
        """
        values = {"groups": index_groups(entries), "summaries": summaries}
        return self._rendered("llms", values, suffix=".txt")

    def _rendered(
        self, template: str, values: Mapping[str, object], *, suffix: str | None = None
    ) -> str:
        name = f"{template}{suffix or self.suffix}"
        if self.own is not None:
            return self.own.render(name, values)
        return _template(self.name, name).render(values)


def render_page(view: PageView) -> str:
    """Return an MDX page's text."""
    return _template("mdx", "page.mdx").render(view=view)


def format_of(name: str, *, extra: Sequence[Language] = ()) -> PageFormat:
    """Return the format of a name; ``extra`` are languages of MDX samples beside the hub's."""
    page_format = FORMATS[name]
    if not extra:
        return page_format
    return replace(page_format, view=partial(page_view, languages=(*PUBLISHED, *extra)))


def _mdx_index(entries: Mapping[str, Entry], changelog: str) -> Mapping[str, object]:
    return {"groups": index_groups(entries), "changelog": changelog}


# Imported late: MDX pages, which are written most often, need nothing of it.
def _reference_view(
    model: Model, examples: Iterable[Example], *, base_url: str, history: History | None = None
) -> ReferenceView:
    from .reference import reference_view

    return reference_view(model, examples, base_url=base_url, history=history)


def _reference_index(entries: Mapping[str, Entry], changelog: str) -> Mapping[str, object]:
    from .indexes import index_view

    return {"view": index_view(entries, changelog=changelog)}


@cache
def _template(name: str, template: str) -> Template:
    return environment(f"docs/{name}").get_template(f"{template}.jinja")


MDX: Final = PageFormat("mdx", "model-references.mdx", page_view, _mdx_index, lists=False)
# A host of repositories shows a folder's README, and MkDocs takes it for the folder's index.
MARKDOWN: Final = PageFormat("md", "README.md", _reference_view, _reference_index)
HTML: Final = PageFormat("html", "index.html", _reference_view, _reference_index)
FORMATS: Final = {page_format.name: page_format for page_format in (MDX, MARKDOWN, HTML)}
