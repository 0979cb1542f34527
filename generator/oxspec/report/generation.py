"""What became of a folder of generated files, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .words import counted, listed, printable

if TYPE_CHECKING:
    from pathlib import Path

    from ..render.plan import Comparison, Written


class Listed(Protocol):
    """What is told of a file that lists pages."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...

    @property
    def is_stale(self) -> bool:
        """Whether it lists other pages than there are."""
        ...


def written_text(written: Written, *, folder: Path, models: int) -> str:
    """Return a line on what was written, and one on what was left."""
    where = printable(str(folder))
    of = f"for {counted(models, 'model')}"
    if not written.written and not written.removed:
        lines = [f"{where}: up to date, {counted(written.same, 'file')} {of}"]
    else:
        removed = f", removed {len(written.removed)}" if written.removed else ""
        unchanged = f", {written.same} unchanged" if written.same else ""
        done = f"wrote {counted(len(written.written), 'file')} {of}{removed}{unchanged}"
        lines = [f"{where}: {done}"]
    if written.kept:
        lines.append(f"{where}: left, though no longer made: {listed(written.kept)}")
    return "\n".join(lines)


def comparison_text(comparison: Comparison, *, folder: Path) -> str:
    """Return a line for each file that would change, or that none would."""
    words = comparison.words()
    if len(comparison.new) == len(words) > 1 and not (comparison.recorded or comparison.same):
        return f"{printable(str(folder))}: nothing there yet, {len(words)} files missing\n"
    if not words:
        return f"{printable(str(folder))}: up to date\n"
    return "".join(f"{printable(line)}\n" for line in words)


def navigation_text(navigation: Listed, *, is_written: bool) -> str:
    """Return a line on the file that lists pages."""
    where = printable(str(navigation.path))
    if not navigation.is_stale:
        return f"{where}: lists every page\n"
    return f"{where}: {'updated' if is_written else 'out of date'}\n"
