"""Filters for Markdown and MDX: plain text, table cells, code, attributes of components.

What these return is inert in Markdown, in MDX and in HTML alike: ampersands are encoded first, so
that an entity shows as it was typed.
"""

from __future__ import annotations

import re
from operator import index
from typing import TYPE_CHECKING, Final

from .escaped import Escaped, one_line, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Punctuation that means something in the middle of a line. Underscores inside a word do not.
_INLINE: Final = re.compile(
    r"[&<>{}`|\[\]*~\\$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=[hH][tT][tT][pP]):(?=//)"
)
#: What means something at the start of a line: headings, lists, rules, quotes, modules.
_START: Final = re.compile(r"^(?:[#>+=:\-!~]|(?:import|export)\b|[0-9]{1,9}(?=[.)]))")
_RUNS: Final = re.compile(r"`+")


def mdx_text(text: str) -> Escaped:
    """Return plain text as one line that shows it literally, wherever it stands."""
    return Escaped(literal(one_line(text)), "mdx_text")


def mdx_cell(text: str) -> Escaped:
    """Return plain text as the content of a table cell, a blank where there is none."""
    line = literal(one_line(text)).replace("&#124;", "\\|")
    return Escaped(line or " ", "mdx_cell")


def md_cell(text: str) -> Escaped:
    """Return plain text as the content of a table cell of any Markdown."""
    return Escaped(literal(one_line(text)), "md_cell")


def md_words(words: Iterable[str]) -> Escaped:
    """Return plain words with commas between, for a table cell."""
    return Escaped(literal(one_line(", ".join(words))), "md_words")


def md_number(number: int) -> Escaped:
    """Return a count."""
    return Escaped(str(index(number)), "md_number")


def md_code_cell(text: str) -> Escaped:
    """Return code for a table cell of any Markdown.

    Dialects read bars and backslashes inside a span of a table in different ways.
    """
    line = shown(one_line(text))
    if any(char in line for char in "|\\`"):
        return Escaped(f"<code>{literal(line)}</code>", "md_code_cell")
    return Escaped(spanned(line), "md_code_cell")


def sentence(text: str) -> Escaped:
    """Return a sentence in which what stands between backticks is code.

    No backtick is inside such a part: where it comes from, one is written as an escape.
    """
    parts = shown(one_line(text)).split("`")
    told = (spanned(part) if i % 2 and part else literal(part) for i, part in enumerate(parts))
    return Escaped("".join(told), "sentence")


def mdx_attribute(text: str) -> Escaped:
    """Return plain text as the inside of a component's double-quoted attribute."""
    return Escaped(shown(one_line(text)).translate(_IN_ATTRIBUTE), "mdx_attribute")


def code_span(text: str) -> Escaped:
    """Return a code span, longer delimiters around what holds backticks."""
    return Escaped(spanned(shown(one_line(text))), "code_span")


def code_cell(text: str) -> Escaped:
    """Return a code span for a table cell."""
    return Escaped(spanned_in_cell(shown(one_line(text))), "code_cell")


def fence(text: str, info: str, indent: int = 0) -> Escaped:
    """Return a fenced block, its delimiters longer than any run of backticks inside.

    Args:
        text: the code; blank lines carry no spaces.
        info: the language and what follows it, of our own choosing.
        indent: the column that the block stands at.
    """
    longest = max(map(len, _RUNS.findall(text)), default=0) if "`" in text else 0
    ticks = "`" * max(3, 1 + longest)
    block = f"{ticks}{info}\n{_shown_lines(text)}\n{ticks}"
    return Escaped(_moved(block, indent), "fence")


def indented(text: str, indent: int) -> Escaped:
    """Return what a part of a template made, moved to a column; blank lines carry no spaces."""
    return Escaped(_moved(text, indent), "indented")


def spanned(text: str) -> str:
    """Return text as a code span; it shows exactly ``text``."""
    ticks = "`" * (1 + max(map(len, _RUNS.findall(text)), default=0))
    # One blank on both sides is taken away again; it parts backticks from the delimiters.
    edges = text[:1] + text[-1:]
    padded = f" {text} " if not text.strip() or "`" in edges or edges == "  " else text
    return f"{ticks}{padded}{ticks}"


def spanned_in_cell(text: str) -> str:
    """Return text as a code span, or as a code element where a table would take the span apart."""
    if "\\|" in text:
        # The bar needs a backslash, which the one before it would escape instead.
        return f"<code>{literal(text)}</code>"
    return spanned(text).replace("|", "\\|")


def literal(line: str) -> str:
    """Return one line of text with every character that means something as an entity."""
    if line.isalnum():
        return line if not line.startswith(("import", "export")) else encoded(line, line[0])
    text = _INLINE.sub(_entity, shown(line))
    return _START.sub(_at_start, text)


def encoded(text: str, characters: str) -> str:
    """Return text with some characters as entities."""
    return text.translate({ord(char): entity(char) for char in characters})


def entity(char: str) -> str:
    """Return a character as an entity, by name where the published pages do so."""
    return _NAMED.get(char) or f"&#{ord(char)};"


def _shown_lines(text: str) -> str:
    # Most code is ASCII, and only its line ends are not printable.
    is_plain = text.isascii() and text.replace("\n", "").isprintable()
    return text if is_plain else shown(text)


def _moved(text: str, indent: int) -> str:
    if not indent:
        return text
    margin = " " * indent
    moved = margin + text.replace("\n", f"\n{margin}")
    if text.endswith("\n"):
        moved = moved.removesuffix(margin)
    if "\n\n" not in text:
        return moved
    # Twice: a blank line ends where the one behind it begins.
    blank = f"\n{margin}\n"
    return moved.replace(blank, "\n\n").replace(blank, "\n\n")


_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_IN_ATTRIBUTE: Final = {ord(char): entity(char) for char in '&<>{}`"'}


def _entity(match: re.Match[str]) -> str:
    return entity(match.group())


def _at_start(match: re.Match[str]) -> str:
    text = match.group()
    # Digits are harmless without the mark behind them, but the mark is not ours to see here.
    return entity(text[0]) + text[1:]
