"""Markdown as those who show it read it: GitHub's dialect, and MkDocs' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import markdown
from markdown_it import MarkdownIt

from support.pages import parsed

if TYPE_CHECKING:
    from support.pages import Element

STRUCTURE = frozenset("h1 h2 h3 table tr th td ul ol li pre a p code em strong".split())  # noqa: SIM905  # words


def github(text: str) -> Element:
    """Return a page as GitHub's dialect reads it, as far as CommonMark and tables go."""
    return parsed(MarkdownIt("commonmark").enable("table").render(text))


def mkdocs(text: str) -> Element:
    """Return a page as MkDocs reads it without a plug-in."""
    extensions = ["toc", "tables", "fenced_code"]
    return parsed(markdown.markdown(text, extensions=extensions))


def outline(root: Element) -> list[str]:
    """Return the elements that make a page's structure, in order."""
    return [element.tag for element in root.walk() if element.tag in STRUCTURE - {"p"}]
