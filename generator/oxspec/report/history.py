"""The life of a model: as text for people, as JSON for programs."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Final

from ..catalog.model import Catalog
from ..drift.changes import IMPACTS
from ..drift.outcome import Drift
from .diff import change_lines
from .document import as_text
from .models import parameter_notes
from .words import Paint, counted, no_paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..drift.history import History, Step

_NOWHERE: Final = Catalog({})
_STATES: Final = {
    "absent": "not there",
    "unknown": "not told: the catalog has some models only",
}


def history_text(history: History, *, width: int = 80, paint: Paint = no_paint) -> str:
    """Return the dates at which something is to be told, oldest first, and the counts at the end.

    Args:
        history: of a model or a parameter.
        width: columns to write in.
        paint: colours a text, or does not.
    """
    names = history.parameters or history.ids or (history.model,)
    of = f" of {printable(history.ids[-1])}" if history.parameters else ""
    lines = [paint(_start(f"{', then '.join(map(printable, names))}{of}"), "bold")]
    before: Step | None = None
    for step in history.steps:
        lines += _step_lines(step, before, history, width=width, paint=paint)
        before = step
    lines += ["", *textwrap.wrap(history_summary(history), width - 1)]
    # GitHub's runner takes "##[" for an instruction wherever it stands.
    return "".join(line.replace("##[", "# #[") + "\n" for line in lines)


def history_summary(history: History) -> str:
    """Return one line: how many changes there are, and over what time."""
    dates = [step.date for step in history.steps]
    span = "" if len(dates) <= 1 else f", {dates[0]} to {dates[-1]}"
    over = f"{counted(len(dates), 'catalog')}{span}"
    found = Counter(change.impact for change in history.changes)
    if not found:
        return f"nothing changed in {over}"
    counts = ", ".join(f"{found[impact]} {impact}" for impact in IMPACTS if found[impact])
    return f"{counted(found.total(), 'change')} in {over}: {counts}"


def history_json(history: History) -> str:
    """Return the report that ``schemas/reports/history.schema.json`` describes."""
    found = Counter(change.impact for change in history.changes)
    return as_text(
        {
            "version": 1,
            "model": history.model,
            "ids": [*history.ids],
            "parameter": history.parameter,
            "parameters": [*history.parameters],
            "steps": [
                {
                    "date": step.date,
                    "source": step.source,
                    "state": step.state,
                    "reason": step.reason,
                    "id": None if step.model is None else step.model.id,
                    "changes": [change.to_json() for change in step.changes],
                }
                for step in history.steps
            ],
            "skipped": [*history.skipped],
            "summary": {impact: found[impact] for impact in IMPACTS},
        }
    )


def _step_lines(
    step: Step, before: Step | None, history: History, *, width: int, paint: Paint
) -> Iterator[str]:
    date = paint(step.date, "bold")
    if step.changes:
        yield date
        drift = Drift(_NOWHERE, _NOWHERE, step.changes)
        yield from change_lines(drift, width=width, paint=paint)
    elif step.state == "set-aside":
        yield f"{date}  set aside: {printable(step.reason or '')}"
    elif before is None and step.state == "present":
        yield f"{date}  {_first_seen(step, history)}"
    elif before is None or before.state != step.state != "present":
        yield f"{date}  {_STATES.get(step.state, 'there')}"


def _first_seen(step: Step, history: History) -> str:
    """Return what the oldest catalog has of it."""
    request = step.model.request if step.model else None
    if not history.parameters:
        count = len(request.parameters) if request else 0
        return f"there, with {counted(count, 'parameter')}"
    names = [*history.parameters]
    found = next((p for p in (request.parameters if request else ()) if p.name in names), None)
    return "not there" if found is None else printable("; ".join(parameter_notes(found)))


def _start(name: str) -> str:
    """Return a name as the start of a line, where "::" instructs GitHub's runner."""
    return f"./{name.lstrip()}" if name.lstrip().startswith("::") else name
