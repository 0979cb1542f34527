"""What an MDX page is made of, without its sentences: headings, links, tabs, code and tables."""

from __future__ import annotations

import ast
import json
import re
import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oxspec.jsontypes import JsonObject, JsonValue

_TAG: Final = re.compile(r"<(/?)(\w+)( [^>]*)?>")
_ATTRIBUTE: Final = re.compile(r'(\w+)=(?:"([^"]*)"|\{(\d+)\})')
_LINK: Final = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
_ADDRESS: Final = re.compile(r"https://hub\.oxen\.ai/api/(?:ai|events)[a-z_/]*")
_FENCE: Final = re.compile(r"( *)(`{3,})(\w+) ?([^\n]*)")


def structure_of(page: str) -> list[str]:
    """Return the blocks of a page in order, each as JSON: a word and what it holds."""
    return [*map(json.dumps, _blocks(page.split("\n")))]


def _blocks(lines: list[str]) -> Iterator[JsonValue]:
    at = 0
    while at < len(lines):
        line, start = lines[at], at
        at += 1
        if fence := _FENCE.fullmatch(line):
            at = lines.index(fence[1] + fence[2], at) + 1
            text = "\n".join(inner[len(fence[1]) :] for inner in lines[start + 1 : at - 1])
            yield ["code", fence[3], fence[4], _call(fence[3], text)]
        elif line.startswith("|"):
            while lines[at].startswith("|"):
                at += 1
            yield ["table", [_cells(row) for row in (line, *lines[start + 2 : at])]]
        elif line.strip() and line != "---" and not line.startswith("description: "):
            yield _line(line.strip())


def _line(line: str) -> JsonValue:
    if tag := _TAG.fullmatch(line):
        return _tag(tag)
    if heading := re.fullmatch(r"(#+) (.*)", line):
        return ["heading", len(heading[1]), heading[2]]
    if line.startswith("title: "):
        return ["title", json.loads(line.removeprefix("title: "))]
    if named := re.fullmatch(r"\*\*Model ID:\*\* `(.*)`", line):
        return ["model", named[1]]
    return ["text", [*_LINK.findall(line)]]


def _tag(tag: re.Match[str]) -> JsonValue:
    attributes: JsonObject = {
        name: text or number for name, text, number in _ATTRIBUTE.findall(tag[3] or "")
    }
    return ["end", tag[2]] if tag[1] else ["element", tag[2], attributes]


def _cells(row: str) -> JsonValue:
    """Return how many cells a row has, and what the first holds."""
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]
    return [len(cells), cells[0]]


def _call(language: str, text: str) -> JsonObject:
    """Return what a call sends, and where; of calls that queue no more than that."""
    body = _body(text)
    if "/api/ai/queue" in text:
        return {"body": body, "urls": [*sorted(set(_ADDRESS.findall(text)))]}
    if language == "bash":
        return {**_command(text), "body": body}
    addresses: list[JsonValue] = [*_ADDRESS.findall(text)]
    imports = re.findall(r"(?m)^import (\w+)$", text)
    raises = "raise_for_status()" in text
    return {"imports": [*imports], "urls": addresses, "body": body, "raises": raises}


def _command(text: str) -> JsonObject:
    words = shlex.split(text)
    pairs = [*pairwise(words)]
    return {
        "method": next((word for option, word in pairs if option == "-X"), "GET"),
        "headers": [word for option, word in pairs if option == "-H"],
        "urls": [word for word in words if word.startswith("https:")],
    }


def _body(text: str) -> JsonValue:
    """Return what a call sends: JSON, Python, or JSON where Python belongs; None for nothing."""
    if command := re.search(r"-d '(.*?\n *\})'", text, re.DOTALL):
        value: JsonValue = json.loads(command[1])
        return value
    if program := re.search(r"json=(.*?\n    \}),\n", text, re.DOTALL):
        try:
            value = ast.literal_eval(program[1])
        except ValueError:
            value = json.loads(program[1])
        return value
    return None
