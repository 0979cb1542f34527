"""What a fetch brought, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import counted, listed, printable

if TYPE_CHECKING:
    from ..fetch.update import FetchOutcome


def fetch_text(outcome: FetchOutcome, *, models: tuple[str, ...] = ()) -> str:
    """Return lines: how many models there are, and what is new, gone or changed.

    Args:
        outcome: what came.
        models: the ids that were asked for, () for the whole catalog.
    """
    catalog = outcome.catalog
    total, source = len(catalog.models), printable(catalog.source)
    if models:
        came = [name for name in models if name not in dict(outcome.failed)]
        lines = [f"fetched {listed(came, most=20)}; {counted(total, 'model')} cached from {source}"]
    else:
        state = "unchanged" if outcome.not_modified else "fetched"
        have = f"{outcome.with_schema} with a request schema of their own"
        lines = [f"{state}: {counted(total, 'model')} from {source}, {have}"]
    if not outcome.previous:
        lines.append("nothing was cached before")
    for word, names in (("new", outcome.new), ("gone", outcome.gone), ("changed", outcome.changed)):
        if names and outcome.previous:
            lines.append(f"{word} ({len(names)}): {listed(names, most=20)}")
    if outcome.previous and not (outcome.new or outcome.gone or outcome.changed):
        lines.append("nothing new, gone or changed since the last fetch")
    return "".join(line + "\n" for line in lines)
