"""A catalog's description: Markdown that stays Markdown, as far as it cannot do harm.

Paragraphs, emphasis, code, lists, tables and https links are taken apart and written anew;
everything else (headings, HTML, components, expressions, modules, images, other links) becomes the
text that it is spelled with. So nothing depends on another parser seeing the same as this one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .escaped import Escaped, shown
from .markdown import encoded, entity, fence, spanned, spanned_in_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIPTION_CHARACTERS: Final = 20_000
CUT_NOTE: Final = "*The description is longer; the rest is left out here.*"

_INDENT_COLUMNS: Final = 8
_LIST_COLUMNS: Final = 4
_FENCE: Final = re.compile(r"( *)(`{3,}|~{3,})[ \t]*([A-Za-z0-9+#.-]{0,24})[^`]*")
_ITEM: Final = re.compile(r"( *)([-*+]|[0-9]{1,9}[.)])[ \t]+(?=\S)")
_RULE: Final = re.compile(r"[ \t]*([-_*=])(?:[ \t]*\1)*[ \t]*")
_DELIMITER: Final = re.compile(r" *\|?(?: *:?-+:? *\|)* *:?-+:? *\|? *")
_START: Final = re.compile(r"(?:[#>+=:~!-]|(?:import|export)\b|\*(?=\s)|[0-9]{1,9}[.)](?=\s|$))")
_TOKEN: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?<!!)\[(?P<label>[^\[\]\n`<]{1,300})\]\((?P<url>https://[^\s()<>{}\"'`|\\]{1,2000})\)"
    r"|(?P<special>[&<{}`|\[\]~\\$]|(?<=[hH][tT][tT][pP]):(?=//))",
    re.DOTALL,
)
_SPECIAL: Final = "&<{}`|[]~\\$"
_PLAIN: Final = re.compile(r"[\w ,.;()'\"/%\n]*")


def mdx_description(text: str) -> Escaped:
    """Return a description as Markdown that is inert in MDX; "" for blank text."""
    source, cut = text[:DESCRIPTION_CHARACTERS], len(text) > DESCRIPTION_CHARACTERS
    lines = shown("\n".join(source.splitlines())).expandtabs(4).strip("\n").split("\n")
    blocks = [block for block in _blocks([line.rstrip() for line in lines]) if block]
    if cut:
        blocks.append(CUT_NOTE)
    return Escaped("\n\n".join(blocks), "mdx_description")


def md_description(text: str) -> Escaped:
    """Return a description as Markdown that GitHub and Python-Markdown read alike.

    Python-Markdown wants a blank line before a list, and four columns for each level of it.
    """
    return Escaped("\n".join(_spaced(mdx_description(text).split("\n"))), "md_description")


def _spaced(lines: list[str]) -> Iterator[str]:
    levels: list[int] = []
    is_code = False
    before = ""
    for line in lines:
        if line.lstrip().startswith("```"):
            is_code = not is_code
        item = None if is_code else _ITEM.match(line)
        if item:
            levels = [level for level in levels if level < len(item[1])]
            if not levels and before and not _ITEM.match(before):
                yield ""
            yield " " * (_LIST_COLUMNS * len(levels)) + line.lstrip(" ")
            levels.append(len(item[1]))
        else:
            yield line
            levels = levels if line else []
        before = line


def _blocks(lines: list[str]) -> Iterator[str]:
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        if opening := _FENCE.fullmatch(lines[start]):
            end = _fence_end(lines, start, opening)
            yield _fenced(lines[start + 1 : end], opening)
            start = end + 1
            continue
        end = _table_end(lines, start)
        if end:
            yield _table(lines[start:end])
        else:
            end = _text_end(lines, start)
            yield _text(lines[start:end])
        start = end


def _fence_end(lines: list[str], start: int, opening: re.Match[str]) -> int:
    mark = opening[2]
    for number in range(start + 1, len(lines)):
        stripped = lines[number].strip()
        if len(stripped) >= len(mark) and set(stripped) == {mark[0]}:
            return number
    return len(lines)


def _fenced(lines: list[str], opening: re.Match[str]) -> str:
    indent = min(len(opening[1]), _INDENT_COLUMNS)
    inside = [line[min(len(opening[1]), len(line) - len(line.lstrip())) :] for line in lines]
    return fence("\n".join(inside), opening[3], indent)


def _table_end(lines: list[str], start: int) -> int:
    """Return where a table that begins at ``start`` ends, 0 where none does."""
    rule = lines[start + 1] if start + 1 < len(lines) else ""
    if "|" not in lines[start] or "-" not in rule or not _DELIMITER.fullmatch(rule):
        return 0
    if len(_cells(lines[start])) != len(_cells(rule)):
        return 0
    end = start + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _table(lines: list[str]) -> str:
    header, rule, *rows = (_cells(line) for line in lines)
    dashes = [re.sub("-+", "---", cell) for cell in rule]
    written = [_row([_inline(cell, cell=True) for cell in cells], len(header)) for cells in rows]
    head = _row([_inline(cell, cell=True) for cell in header], len(header))
    return "\n".join([head, _row(dashes, len(header)), *written])


def _row(cells: list[str], columns: int) -> str:
    padded = [*cells, *[""] * columns][:columns]
    return "| " + " | ".join(padded) + " |"


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    # A bar behind a backslash is text, the last one included.
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells = re.split(r"(?<!\\)\|", inner)
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _text_end(lines: list[str], start: int) -> int:
    end = start + 1
    while end < len(lines) and lines[end].strip() and not _FENCE.fullmatch(lines[end]):
        if _table_end(lines, end):
            break
        end += 1
    return end


def _text(lines: list[str]) -> str:
    """Return lines of a paragraph or of a list, marks kept and the rest made inert."""
    margins: list[str] = []
    rests: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        rest = line[item.end() :] if item and not _RULE.fullmatch(line) else line.lstrip(" ")
        indent = min(len(line) - len(line.lstrip(" ")), _INDENT_COLUMNS)
        kept = f"{item[2]} " if item and rest is not line.lstrip(" ") else ""
        margins.append(" " * indent + kept)
        rests.append(rest)
    return _joined(margins, rests)


def _joined(margins: list[str], rests: list[str]) -> str:
    # A code span or a link may reach over a line's end, but not over a list item's.
    written: list[str] = []
    group: list[str] = []
    for margin, rest in zip(margins, rests, strict=True):
        if margin.strip() and group:
            written += _inline("\n".join(group)).split("\n")
            group = []
        group.append(rest)
    written += _inline("\n".join(group)).split("\n")
    return "\n".join(m + _line_start(w) for m, w in zip(margins, written, strict=True))


def _line_start(line: str) -> str:
    """Return a line that begins nothing but text."""
    if _RULE.fullmatch(line):
        return encoded(line, "-_*=")
    match = _START.match(line)
    if match is None:
        return line
    text = match.group()
    mark = text[-1] if text[0].isdecimal() else text[0]
    return line.replace(mark, entity(mark), 1)


def _inline(text: str, *, cell: bool = False) -> str:
    """Return inline Markdown with emphasis, code spans and https links, the rest as text."""
    if _PLAIN.fullmatch(text):
        return text
    return _TOKEN.sub(_code_in_cell if cell else _written, text)


def _code_in_cell(token: re.Match[str]) -> str:
    if token["code"] is None:
        return _written(token)
    return spanned_in_cell(token["code"].strip())


def _written(token: re.Match[str]) -> str:
    if special := token["special"]:
        return entity(special)
    if escaped := token["escaped"]:
        return entity(escaped)
    if token["code"] is not None:
        # As many lines as before: the lines of a block are joined with their margins again.
        return _span(token["code"]) or encoded(token.group(), _SPECIAL)
    return f"[{_inline(token['label'])}]({encoded(token['url'], '&*_~$[]')})"


def _span(code: str) -> str:
    """Return a span for each line of code, "" where a line would then be empty.

    An empty line would make a heading of what stands around it.
    """
    lines = [line.strip() for line in code.split("\n")]
    return "\n".join(map(spanned, lines)) if all(lines) else ""
