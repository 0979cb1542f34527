"""Repairs, as a diff and in a line."""

from __future__ import annotations

import difflib

from .words import Paint, counted, no_paint, printable

_STYLES = {"-": "red", "+": "green", "@": "cyan"}


def diff_text(source: str, before: str, after: str, *, paint: Paint = no_paint) -> str:
    """Return a unified diff of a text, without what a terminal would take for an instruction."""
    name = printable(source)
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, f"{name} (mended)", lineterm=""
    )
    return "".join(_painted(line, paint) for line in lines)


def mended_text(source: str, repairs: int, *, written: bool) -> str:
    """Return a line: how much was, or can be, mended."""
    done = "mended" if written else "can be mended with --fix:"
    return f"{printable(source)}: {done} {counted(repairs, 'mistake')}"


def _painted(line: str, paint: Paint) -> str:
    style = _STYLES.get(line[:1])
    text = printable(line.replace("\t", "    "))
    return (paint(text, style) if style else text) + "\n"
