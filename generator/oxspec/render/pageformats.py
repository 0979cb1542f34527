"""The formats of reference pages: each a folder of templates, and the view that they are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final

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
    from .manifest import Entry
    from .samples import Language
    from .views import PageView


@dataclass(frozen=True, slots=True)
class PageFormat:
    """How reference pages are written.

    Attributes:
        name: as the command line spells it; its templates are in ``docs/NAME``.
        index: the file of the index.
        page: a model, its example bodies and the base of its calls, as a page.
        index_text: what became of each model, by id, as the index.
        lists: whether the index says more of a model than its title and developer.
    """

    name: str
    index: str
    page: Callable[[Model, Iterable[Example], str], str]
    index_text: Callable[[Mapping[str, Entry]], str]
    lists: bool = True

    @property
    def suffix(self) -> str:
        """What the names of its pages end in."""
        return f".{self.name}"

    def assets(self) -> dict[str, bytes]:
        """Return the files that its pages share, as they are."""
        folder = templates_dir() / "docs" / self.name
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.glob("assets/*"))
        }


def render_page(view: PageView) -> str:
    """Return an MDX page's text."""
    return _template("mdx", "page").render(view=view)


def format_of(name: str, *, extra: Sequence[Language] = ()) -> PageFormat:
    """Return the format of a name; ``extra`` are languages of MDX samples beside the hub's."""
    page_format = FORMATS[name]
    if not extra:
        return page_format
    return replace(page_format, page=partial(_mdx_page, languages=(*PUBLISHED, *extra)))


def _mdx_page(
    model: Model,
    examples: Iterable[Example],
    base_url: str,
    languages: Sequence[Language] = PUBLISHED,
) -> str:
    return render_page(page_view(model, examples, base_url=base_url, languages=languages))


def _mdx_index(entries: Mapping[str, Entry]) -> str:
    return _template("mdx", "index").render(groups=index_groups(entries))


def _reference_page(name: str, index: str) -> Callable[[Model, Iterable[Example], str], str]:
    def page(model: Model, examples: Iterable[Example], base_url: str) -> str:
        from .reference import reference_view

        view = reference_view(model, examples, base_url=base_url)
        return _template(name, "page").render(view=view, index=index)

    return page


def _reference_index(name: str) -> Callable[[Mapping[str, Entry]], str]:
    def index(entries: Mapping[str, Entry]) -> str:
        from .indexes import index_view

        return _template(name, "index").render(view=index_view(entries))

    return index


@cache
def _template(name: str, template: str) -> Template:
    return environment(f"docs/{name}").get_template(f"{template}.{name}.jinja")


MDX: Final = PageFormat("mdx", "model-references.mdx", _mdx_page, _mdx_index, lists=False)
# A host of repositories shows a folder's README, and MkDocs takes it for the folder's index.
MARKDOWN: Final = PageFormat(
    "md", "README.md", _reference_page("md", "README.md"), _reference_index("md")
)
HTML: Final = PageFormat(
    "html", "index.html", _reference_page("html", "index.html"), _reference_index("html")
)
FORMATS: Final = {page_format.name: page_format for page_format in (MDX, MARKDOWN, HTML)}
