"""The ``nav`` of a MkDocs configuration, with our section in it and all else as it was.

YAML is only read: what is ours is written between the lines that the parser says, so that comments,
quotes, tags of Python and blank lines outside our section stay byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from ..errors import UsageProblem
from ..naming import WRITTEN_PAGES
from .filters import yaml_string
from .yamlnodes import compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .referenceviews import IndexView
    from .yamlnodes import YamlNode

TITLE: Final = "Model reference"
CHANGES: Final = "Changelog"
DOCS_DIR: Final = "docs"
_STEP: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages are.

    Attributes:
        folder: below ``docs_dir``, with ``/``.
        index: the file of the index.
        suffix: of the pages.
    """

    folder: str
    index: str
    suffix: str


def docs_dir_of(text: str, *, where: str) -> str:
    """Return the folder of the pages that a configuration is about, relative to itself.

    Args:
        text: the configuration.
        where: what to call it in an error.

    Raises:
        UsageProblem: it is no YAML, or PyYAML is not installed.
    """
    folder = compose(text, where=where).member("docs_dir")
    return folder.text if folder is not None and folder.text else DOCS_DIR


def with_navigation(text: str, view: IndexView, *, place: Place, where: str) -> str:
    """Return a configuration whose ``nav`` leads to every page.

    Our section is the list that holds the index; where there is none, it is put last. A title that
    someone gave it, its place, and entries in it that lead elsewhere, or to a page that is written
    by hand, are kept with the comments in front of them.

    Args:
        text: the configuration.
        view: the pages.
        place: where they are.
        where: what to call the configuration in an error.

    Raises:
        UsageProblem: it is no YAML, has no ``nav`` with a line for each entry, or PyYAML is not
            installed.
    """
    nav = _nav(compose(text, where=where), where)
    lines = text.splitlines(keepends=True)
    section = _section(nav, _index(place))
    if section is None:
        column = _column(nav, lines, where)
        title = f"{' ' * column}- {yaml_string(TITLE)}:"
        index = f"{' ' * (column + _STEP)}- {yaml_string(_index(place))}"
        new = [title, index, *_entries(view, place, column + _STEP)]
        start = end = nav.last_line + 1
    else:
        start, end = section.line, section.last_line + 1
        if not section.is_block or lines[start][: section.column].strip():
            _refuse("our list in its nav shares a line with something else", where)
        new = [*_merged(section, lines, [*_entries(view, place, section.column)], place)]
    newline = "\r\n" if "\r\n" in text else "\n"
    written = "".join(line.rstrip("\r\n") + newline for line in new)
    before = "".join(lines[:start])
    if before and not before.endswith("\n"):
        before += newline
    return before + written + "".join(lines[end:])


def _index(place: Place) -> str:
    return f"{place.folder}/{place.index}"


def _column(nav: YamlNode, lines: Sequence[str], where: str) -> int:
    """Return where the dashes of a list stand: behind an anchor it begins a line before them."""
    first = nav.children[0].line
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    places = ((nav.line, nav.column), (first, indent))
    column = next((at for line, at in places if lines[line][at:].startswith("-")), None)
    if column is None:
        _refuse("the first entry of its nav is not on the line of its dash", where)
    return column


def _entries(view: IndexView, place: Place, column: int) -> Iterator[str]:
    """Yield the lines of our entries behind the index."""
    outer, inner = " " * column, " " * (column + _STEP)
    if view.changelog:
        page = yaml_string(f"{place.folder}/{view.changelog}{place.suffix}")
        yield f"{outer}- {yaml_string(CHANGES)}: {page}"
    for section in view.sections:
        yield f"{outer}- {yaml_string(section.title)}:"
        for capability in section.capabilities:
            for row in capability.rows:
                page = yaml_string(f"{place.folder}/{row.file}{place.suffix}")
                yield f"{inner}- {yaml_string(row.title)}: {page}"


def _nav(root: YamlNode, where: str) -> YamlNode:
    nav = root.member("nav")
    if nav is None:
        fix = "MkDocs then lists every page by itself; to order them, list your own pages first"
        _refuse("it has no nav to update", where, fix=fix)
    if nav.kind != "sequence" or not nav.is_block or not nav.children:
        _refuse("its nav is no list with a line for each entry", where, fix="write it as a block")
    return nav


def _section(nav: YamlNode, index: str) -> YamlNode | None:
    """Return the list inside that holds the index, None where none does."""
    waiting = [*nav.children]
    while waiting:
        node = waiting.pop(0)
        if node.kind == "sequence" and any(_leads_to(entry, index) for entry in node.children):
            return node
        waiting.extend(node.children)
    return None


def _leads_to(entry: YamlNode, page: str) -> bool:
    pages = entry.children if entry.kind == "mapping" else (entry,)
    return any(each.kind == "scalar" and each.text == page for each in pages)


def _merged(
    section: YamlNode, lines: Sequence[str], ours: Sequence[str], place: Place
) -> Iterator[str]:
    """Yield a section's new lines: ours behind the index, and those of entries that are not ours.

    Comments in front of an entry go with it.
    """
    end = section.line
    for entry in section.children:
        written = lines[end : entry.last_line + 1]
        end = entry.last_line + 1
        if _leads_to(entry, _index(place)):
            yield from (*written, *ours)
            ours = ()
        elif not _is_ours(entry, place):
            yield from written


def _is_ours(entry: YamlNode, place: Place) -> bool:
    pages = [leaf.text for leaf in entry.leaves()]
    return bool(pages) and all(_is_made(page, place) for page in pages)


def _is_made(page: str, place: Place) -> bool:
    """Return whether a page is in our folder, and not of those that are written by hand there."""
    folder, _, file = page.rpartition("/")
    stem = file.removesuffix(place.suffix).casefold()
    return folder == place.folder and (page == _index(place) or stem not in WRITTEN_PAGES)


def _refuse(what: str, where: str, *, fix: str | None = None) -> NoReturn:
    raise UsageProblem(what, where=where, fix=fix)
