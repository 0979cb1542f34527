"""The configuration of a site that lists generated pages: read, compared, and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..render.manifest import Entry
    from ..render.navigation import Place
    from ..render.pageformats import PageFormat


@dataclass(frozen=True, slots=True)
class Navigation:
    """A file that lists pages.

    Attributes:
        path: as it was named.
        before: what it holds.
        after: what it is to hold.
    """

    path: Path
    before: bytes
    after: bytes

    @property
    def is_stale(self) -> bool:
        """Whether it lists other pages than there are."""
        return self.before != self.after

    def write(self) -> None:
        """Write it, unless it is as it should be.

        Raises:
            OutputError: it cannot be written.
        """
        from ..render.files import replace_file

        if self.is_stale:
            # Where it is a link, what it leads to is written.
            replace_file(self.path.resolve(), self.after)


def navigation_of(
    path: Path,
    models: Mapping[str, Entry],
    *,
    folder: Path,
    page_format: str,
    changelog: str = "",
) -> Navigation:
    """Return the configuration of a site with every page in its navigation.

    Args:
        path: of MkDocs for pages in Markdown, of Mintlify for MDX.
        models: what became of each model, by id.
        folder: where the pages are.
        page_format: ``md`` or ``mdx``.
        changelog: the page of changes, without a suffix; "" for none.

    Raises:
        UsageProblem: it is not there, has no navigation to update, or is not about the folder.
    """
    before = _read(path)
    text = before.decode("utf-8", "surrogateescape")
    update = _of_mkdocs if page_format == "md" else _of_mintlify
    after = update(text, path, models, folder, changelog)
    return Navigation(path, before, after.encode("utf-8", "surrogateescape"))


def _of_mkdocs(
    text: str, path: Path, models: Mapping[str, Entry], folder: Path, changelog: str
) -> str:
    from ..render.indexes import index_view
    from ..render.navigation import docs_dir_of, with_navigation
    from ..render.pageformats import MARKDOWN

    below = path.resolve().parent / docs_dir_of(text, where=str(path))
    place = _place(folder, below.resolve(), MARKDOWN)
    view = index_view(models, changelog=changelog)
    return with_navigation(text, view, place=place, where=str(path))


def _of_mintlify(
    text: str, path: Path, models: Mapping[str, Entry], folder: Path, changelog: str
) -> str:
    from ..render.docsjson import with_groups
    from ..render.groups import index_groups
    from ..render.pageformats import MDX

    place = _place(folder, path.resolve().parent, MDX)
    groups = index_groups(models)
    return with_groups(text, groups, place=place, where=str(path), changelog=changelog)


def _place(folder: Path, root: Path, page_format: PageFormat) -> Place:
    from ..render.navigation import Place

    return Place(_inside(folder, root), page_format.index, page_format.suffix)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise UsageProblem(what, where=str(path), fix="name a mkdocs.yml or a docs.json") from error


def _inside(folder: Path, docs_dir: Path) -> str:
    if docs_dir not in folder.resolve().parents:
        what = f"is not a folder below {docs_dir}, where the configuration has its pages"
        raise UsageProblem(what, where=str(folder))
    return folder.resolve().relative_to(docs_dir).as_posix()
