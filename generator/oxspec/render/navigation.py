"""The ``nav`` of a MkDocs configuration, with our section in it and all else as it was.

YAML is only read: what is ours is written between the lines that the parser says, so that comments,
quotes, tags of Python and blank lines outside our section stay byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from ..errors import UsageProblem
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
    someone gave it, its place, and entries in it that lead elsewhere are kept.

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
    section = _section(nav, f"{place.folder}/{place.index}")
    if section is None:
        title = f"{' ' * nav.column}- {yaml_string(TITLE)}:"
        new = [title, *_entries(view, place, nav.column + _STEP)]
        start = end = nav.last_line + 1
    else:
        start, end = section.line, section.last_line + 1
        if not section.is_block or lines[start][: section.column].strip():
            _refuse("our list in its nav shares a line with something else", where)
        new = [*_entries(view, place, section.column), *_kept(section, lines, place)]
    newline = "\r\n" if "\r\n" in text else "\n"
    written = "".join(line.rstrip("\r\n") + newline for line in new)
    before = "".join(lines[:start])
    if before and not before.endswith("\n"):
        before += newline
    return before + written + "".join(lines[end:])


def _entries(view: IndexView, place: Place, column: int) -> Iterator[str]:
    outer, inner = " " * column, " " * (column + _STEP)
    yield f"{outer}- {yaml_string(f'{place.folder}/{place.index}')}"
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


def _kept(section: YamlNode, lines: Sequence[str], place: Place) -> Iterator[str]:
    """Yield the lines of a section's entries that lead elsewhere."""
    for entry in section.children:
        pages = [leaf.text for leaf in entry.leaves()]
        if not any(page.startswith(f"{place.folder}/") for page in pages):
            yield from lines[entry.line : entry.last_line + 1]


def _refuse(what: str, where: str, *, fix: str | None = None) -> NoReturn:
    raise UsageProblem(what, where=where, fix=fix)
