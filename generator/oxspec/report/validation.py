"""Verdicts on bodies: as text for people, as JSON for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ..runtime.findings import masked, shown_pointer
from .document import as_text, catalog_facts
from .words import Paint, counted, no_paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..runtime.findings import Finding
    from ..validation.outcome import Item, Validation

PRINTED_FINDINGS: Final = 100
_STYLES: Final = {"error": "red", "warning": "yellow", "valid": "green", "unjudged": "yellow"}


def validation_text(validation: Validation, *, paint: Paint = no_paint, quiet: bool = False) -> str:
    """Return a block for each body: its verdict, and each finding with its place and a hint.

    Args:
        validation: the verdicts.
        paint: colours a text, or does not.
        quiet: whether bodies without a finding are left out.
    """
    lines: list[str] = []
    for item in validation.items:
        if item.verdict.findings or item.verdict.outcome != "valid" or not quiet:
            lines.extend(_item_lines(item, paint))
    # GitHub's runner takes "##[" for an instruction wherever it stands.
    return "".join(line.replace("##[", "# #[") + "\n" for line in lines)


def validation_summary(validation: Validation) -> str:
    """Return one line: how many bodies were right, wrong and not judged."""
    counts = Counter(item.verdict.outcome for item in validation.items)
    told = [f"{counts[outcome]} {outcome}" for outcome in ("valid", "invalid", "unjudged")]
    shown = ", ".join(text for text in told if not text.startswith("0 "))
    return f"{counted(len(validation.items), 'body', 'bodies')}: {shown}"


def validation_json(validation: Validation) -> str:
    """Return the report that ``schemas/reports/validate.schema.json`` describes."""
    counts = Counter(item.verdict.outcome for item in validation.items)
    return as_text(
        {
            "version": 1,
            "catalog": catalog_facts(validation.catalog),
            "items": [
                {
                    "source": item.source,
                    "line": None,
                    "model": None if item.verdict.model is None else masked(item.verdict.model),
                    "outcome": item.verdict.outcome,
                    "reason": item.verdict.reason,
                    "findings": [finding.to_json() for finding in item.verdict.findings],
                }
                for item in validation.items
            ],
            "summary": {
                "checked": len(validation.items),
                "valid": counts["valid"],
                "invalid": counts["invalid"],
                "unjudged": counts["unjudged"],
            },
        }
    )


def _item_lines(item: Item, paint: Paint) -> Iterator[str]:
    verdict, name = item.verdict, _named(item)
    model = verdict.model or ""
    # Of a valid body it is one of the catalog's, and so no secret that went there by mistake.
    told = model if verdict.outcome == "valid" else masked(model)
    of = f" ({printable(told)})" if told else ""
    if verdict.outcome == "valid":
        yield f"{name}: {paint('valid', _STYLES['valid'])}{of}"
    elif verdict.outcome == "unjudged":
        word = "not read" if item.missing else "not judged"
        yield f"{name}: {paint(word, _STYLES['unjudged'])}: {printable(verdict.reason or '')}"
    else:
        errors = sum(finding.severity == "error" for finding in verdict.findings)
        yield f"{name}: {paint(counted(errors, 'error'), _STYLES['error'])}{of}"
    for finding in verdict.findings[:PRINTED_FINDINGS]:
        yield from _finding_lines(finding, item, paint)
    if (more := len(verdict.findings) - PRINTED_FINDINGS) > 0:
        yield f"  … and {counted(more, 'finding')} more: --format json has all"


def _named(item: Item) -> str:
    """Return a body's name as the start of a line, where "::" instructs GitHub's runner."""
    name = printable(item.source)
    return f"./{name.lstrip()}" if name.lstrip().startswith("::") else name


def _finding_lines(finding: Finding, item: Item, paint: Paint) -> Iterator[str]:
    severity = paint(finding.severity, _STYLES[finding.severity])
    where = f"{_named(item)}:{finding.line}:{finding.column}" if finding.line else "  "
    pointer = printable(shown_pointer(finding.pointer)) or "(body)"
    yield f"{where}: {pointer}: {severity}: {printable(finding.message)} [{finding.code}]"
    if finding.line and finding.column and item.text:
        from .snippet import snippet

        source, carets = snippet(item.text, finding.line, finding.column)
        yield f"  {source}"
        yield f"  {paint(carets, _STYLES[finding.severity])}"
    if finding.hint:
        yield f"  {paint('hint', 'cyan')}: {printable(finding.hint)}"
