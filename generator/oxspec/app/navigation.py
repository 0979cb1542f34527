"""The configuration of a site that lists generated pages: read, compared, and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..render.manifest import Entry


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
        from ..render.plan import replace_file

        if self.is_stale:
            # Where it is a link, what it leads to is written.
            replace_file(self.path.resolve(), self.after)


def navigation_of(
    path: Path, models: Mapping[str, Entry], *, folder: Path, changelog: str = ""
) -> Navigation:
    """Return a MkDocs configuration with every page in its nav.

    Args:
        path: the configuration.
        models: what became of each model, by id.
        folder: where the pages are.
        changelog: the page of changes, without a suffix; "" for none.

    Raises:
        UsageProblem: it is not there, is no configuration with a nav, or is not about the folder.
    """
    from ..render.indexes import index_view
    from ..render.navigation import Place, docs_dir_of, with_navigation
    from ..render.pageformats import MARKDOWN

    where = str(path)
    before = _read(path)
    text = before.decode("utf-8", "surrogateescape")
    below = path.resolve().parent / docs_dir_of(text, where=where)
    place = Place(_inside(folder, below.resolve()), MARKDOWN.index, MARKDOWN.suffix)
    after = with_navigation(text, index_view(models, changelog=changelog), place=place, where=where)
    return Navigation(path, before, after.encode("utf-8", "surrogateescape"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise UsageProblem(what, where=str(path), fix="name a MkDocs configuration") from error


def _inside(folder: Path, docs_dir: Path) -> str:
    if docs_dir not in folder.resolve().parents:
        what = f"is not a folder below {docs_dir}, where the configuration has its pages"
        raise UsageProblem(what, where=str(folder))
    return folder.resolve().relative_to(docs_dir).as_posix()
