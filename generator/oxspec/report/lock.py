"""What became of a lock, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import counted, listed, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..drift.pinned import Pinned


def pinned_text(pinned: Pinned, *, check: bool) -> str:
    """Return a line: how many models a lock pins, and which of them are new, moved on or let go."""
    where, pins = printable(str(pinned.file)), f"pins {counted(pinned.models, 'model')}"
    if pinned.is_current:
        return f"{where}: up to date, {pins}"
    told = "; ".join(_parts(pinned)) or "written in another way"
    return f"{where}: out of date: {told}" if check else f"{where}: {pins}: {told}"


def gone_text(pinned: Pinned) -> Iterator[str]:
    """Yield a line for each model that left the hub and stays pinned as it was."""
    for name in pinned.gone:
        yield f"{printable(name)} left the hub: it stays pinned as it was (--prune lets it go)"


def _parts(pinned: Pinned) -> Iterator[str]:
    for word, names in (
        ("new", pinned.added),
        ("moved on", pinned.updated),
        ("let go", pinned.dropped),
    ):
        if names:
            yield f"{word} ({len(names)}): {listed(names)}"
