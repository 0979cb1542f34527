"""What changed between two catalogs: as text for people, as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Final

from ..drift.changes import IMPACTS
from .document import as_text, catalog_facts
from .words import Paint, counted, no_paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..drift.changes import Change, Impact
    from ..drift.outcome import Drift

_STYLES: Final[dict[Impact, str]] = {
    "breaking": "red",
    "behaviour": "yellow",
    "compatible": "green",
}
_LABEL: Final = len("compatible")
_INDENT: Final = " " * (2 + _LABEL + 2)
_LISTED: Final = 6
#: Kinds that break by what they are: that no body was found to prove it says nothing.
_BY_DEFINITION: Final = frozenset(("model-removed", "model-renamed", "endpoint-changed"))


def drift_text(
    drift: Drift, *, width: int = 80, paint: Paint = no_paint, witness: bool = False
) -> str:
    """Return a block for each model, those that break first, and the counts at the end.

    Args:
        drift: what changed.
        width: columns to write in.
        paint: colours a text, or does not.
        witness: whether to show the body that proves each breaking change.
    """
    groups = by_model(drift.changes)
    told = {model: changes for model, changes in groups.items() if not _is_minor(changes)}
    lines: list[str] = []
    for model, changes in told.items():
        lines.append(paint(_heading(model), "bold"))
        for change in changes:
            if not change.is_for_show:
                lines += _change_lines(change, width, paint)
                lines += _witness_lines(change) if witness else ()
        lines += _shown_lines(changes, width, paint)
        lines.append("")
    minor = {model: changes for model, changes in groups.items() if model not in told}
    lines += _minor_lines(minor, width)
    lines.append(drift_summary(drift))
    # GitHub's runner takes "##[" for an instruction wherever it stands.
    return "".join(line.replace("##[", "# #[") + "\n" for line in lines)


def drift_summary(drift: Drift) -> str:
    """Return one line: how many changes there are, and in how many models."""
    if not drift.changes:
        return f"nothing changed in {counted(len(drift.new.models), 'model')}"
    counts = ", ".join(f"{count} {impact}" for impact, count in drift.counts.items() if count)
    models = counted(len({change.model for change in drift.changes}), "model")
    return f"{counted(len(drift.changes), 'change')} in {models}: {counts}"


def drift_json(drift: Drift) -> str:
    """Return the report that ``schemas/reports/diff.schema.json`` describes."""
    return as_text(
        {
            "version": 1,
            "old": catalog_facts(drift.old),
            "new": catalog_facts(drift.new),
            "changes": [change.to_json() for change in drift.changes],
            "left_out": [
                {"id": q.id, "pointer": q.pointer, "reason": q.reason} for q in drift.left_out
            ],
            "summary": dict(drift.counts),
        }
    )


def by_model(changes: Iterable[Change]) -> Mapping[str, Sequence[Change]]:
    """Return the changes of each model, models with the worst first, then by id."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.model, []).append(change)
    worst = {
        model: min(IMPACTS.index(change.impact) for change in found)
        for model, found in groups.items()
    }
    return {model: groups[model] for model in sorted(groups, key=lambda m: (worst[m], m))}


def _heading(model: str) -> str:
    """Return an id as the start of a line, where "::" instructs GitHub's runner."""
    name = printable(model)
    return f"model {name}" if name.lstrip().startswith("::") else name


def _is_minor(changes: Sequence[Change]) -> bool:
    """Return whether a model is new, or only looks another way."""
    return all(change.kind == "model-added" or change.is_for_show for change in changes)


def _change_lines(change: Change, width: int, paint: Paint) -> Iterator[str]:
    doubtful = change.impact == "breaking" and not change.proven
    note = " (not proven)" if doubtful and change.kind not in _BY_DEFINITION else ""
    yield from _labelled(change.impact, change.message + note, width, paint)


def _labelled(impact: Impact, text: str, width: int, paint: Paint) -> Iterator[str]:
    first, *rest = _wrapped(printable(text), width, _INDENT)
    yield f"  {paint(impact, _STYLES[impact])}{first[2 + len(impact) :]}"
    yield from rest


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _witness_lines(change: Change) -> Iterator[str]:
    """Yield the body in one line, however long: it is there to be copied."""
    if change.witness is not None:
        yield f"{_INDENT}{printable(json.dumps(change.witness, ensure_ascii=False))}"


def _shown_lines(changes: Sequence[Change], width: int, paint: Paint) -> Iterator[str]:
    shown = [change for change in changes if change.is_for_show]
    if shown:
        of = [f"`{c.parameter}`" if c.parameter is not None else "the model" for c in shown]
        places = _some(list(dict.fromkeys(of)))
        yield from _labelled("compatible", f"texts or order of {places}", width, paint)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _minor_lines(groups: Mapping[str, Sequence[Change]], width: int) -> Iterator[str]:
    new = [model for model, changes in groups.items() if changes[0].kind == "model-added"]
    shown = [model for model in groups if model not in new]
    for title, models in (("new models", new), ("texts or order only", shown)):
        if models:
            text = f"{title} ({len(models)}): {', '.join(map(printable, models))}"
            yield from textwrap.wrap(
                text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
            )
            yield ""
