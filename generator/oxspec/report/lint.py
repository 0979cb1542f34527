"""What is wrong with a catalog: as text for people, as JSON for programs."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from ..runtime.findings import masked, shown_pointer
from .document import as_text, catalog_facts
from .words import Paint, counted, no_paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..lint.defects import Defect
    from ..lint.outcome import Lint

_STYLES: Final = {"error": "red", "warning": "yellow"}
_INDENT: Final = " " * (len("warning") + 2)
_LISTED: Final = 8
#: GitHub's runner takes "::" for an instruction at the start of a line.
_INSTRUCTION: Final = re.compile(r"^(\s*)::")


def lint_text(lint: Lint, *, width: int = 80, paint: Paint = no_paint) -> str:
    """Return a block for each distinct defect with the models that have it, errors first.

    Args:
        lint: what was found.
        width: columns to write in.
        paint: colours a text, or does not.
    """
    lines: list[str] = []
    for group in _grouped(lint.defects):
        lines += [*_block(group, width=width, paint=paint), ""]
    lines += textwrap.wrap(lint_summary(lint), width - 1)
    # GitHub's runner takes "##[" for an instruction wherever it stands.
    return "".join(line.replace("##[", "# #[") + "\n" for line in lines)


def lint_summary(lint: Lint) -> str:
    """Return one line: how many defects there are, and in how many models."""
    where = counted(lint.looked_at, "model")
    if not lint.defects:
        return f"nothing wrong in {where}{_undescribed(lint)}"
    counts = [counted(n, severity) for severity, n in lint.counts.items() if n]
    places = len({defect.index for defect in lint.defects})
    found = counted(len(lint.defects), "defect")
    return f"{found} in {places} of {where}: {', '.join(counts)}{_undescribed(lint)}"


def _undescribed(lint: Lint) -> str:
    return "" if lint.described else "; the catalog has no texts to look at"


def lint_json(lint: Lint) -> str:
    """Return the report that ``schemas/reports/lint.schema.json`` describes."""
    return as_text(
        {
            "version": 1,
            "catalog": catalog_facts(lint.catalog),
            "defects": [_defect_json(defect) for defect in lint.defects],
            "summary": {
                "models": lint.looked_at,
                "errors": lint.counts["error"],
                "warnings": lint.counts["warning"],
            },
        }
    )


def _defect_json(defect: Defect) -> dict[str, object]:
    return {
        "code": defect.code,
        "severity": defect.severity,
        "model": None if defect.model is None else masked(defect.model),
        "index": defect.index,
        "pointer": shown_pointer(defect.pointer),
        "message": defect.message,
        "hint": defect.hint,
        "patch": [*defect.patch] or None,
        "line": defect.line,
        "column": defect.column,
    }


def shown_model(defect: Defect) -> str:
    """Return what an entry is called in a sentence, safe to print."""
    if defect.model is None:
        return f"entry {defect.index}"
    return printable(masked(defect.model))


def _grouped(defects: Iterable[Defect]) -> list[list[Defect]]:
    """Return defects that are the same in several models together, errors first."""
    groups: dict[tuple[str, str, str], list[Defect]] = {}
    for defect in defects:
        key = (defect.code, defect.pointer, defect.message)
        groups.setdefault(key, []).append(defect)
    return sorted(groups.values(), key=lambda group: group[0].severity)


def _block(group: Sequence[Defect], *, width: int, paint: Paint) -> Iterator[str]:
    defect = group[0]
    first, *rest = _wrapped(f"{printable(defect.message)} [{defect.code}]", width)
    yield f"{paint(defect.severity, _STYLES[defect.severity])}{first[len(defect.severity) :]}"
    yield from rest
    if defect.hint:
        yield from _wrapped(f"hint: {printable(defect.hint)}", width)
    # In one line, however long: it is there to be copied.
    pointer = printable(shown_pointer(defect.pointer)) or "the entry"
    yield f"{_INDENT}at {pointer}"
    names = [shown_model(each) for each in group]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    many = f"in {len(names)} models: " if len(names) > 1 else "in "
    yield from _wrapped(f"{many}{', '.join(names[:_LISTED])}{more}", width)


def _wrapped(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(
        text,
        width - 1,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [_INSTRUCTION.sub(r"\1…::", line) for line in lines]
