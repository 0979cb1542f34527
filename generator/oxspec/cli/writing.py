"""What the commands that write a folder have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .output import put
from .quarantine import tell_quarantined

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from ..app.generate import Generation
    from .options import Terminal


class _Folder(click.Path):
    """A folder with a name: "", as a variable that is not set gives it, is none."""

    name = "directory"

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return its path."""
        if value == "":
            self.fail("give the folder a name, or . for this one", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Folder(file_okay=False, path_type=Path)
_OPTIONS = (
    click.option(
        "-o",
        "--output",
        "folder",
        type=FOLDER,
        required=True,
        metavar="DIR",
        help="The folder to write; only our own files in it are touched.",
    ),
    click.option(
        "--check", is_flag=True, help="Write nothing; exit with 1 if something would change."
    ),
    click.option("--force", is_flag=True, help="Overwrite files of ours that were edited."),
    click.option(
        "--allow-shrink", is_flag=True, help="Let more than half of our files or models go."
    ),
)


def writing_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a command that writes a folder."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def tell_generation(terminal: Terminal, generation: Generation, folder: Path) -> int:
    """Print what became of a folder, and return the exit status."""
    from ..report.generation import comparison_text, navigation_text, written_text

    told = ""
    if generation.navigation is not None:
        told = navigation_text(generation.navigation, is_written=generation.written is not None)
    if generation.written is None:
        put(comparison_text(generation.comparison, folder=folder) + told)
        if generation.drift is not None and generation.drift.changes:
            from ..report.diff import drift_text

            text = drift_text(generation.drift, width=terminal.width, paint=terminal.paint)
            put(f"\nSince it was made the catalog has changed:\n{text}")
    else:
        text = written_text(generation.written, folder=folder, models=generation.models)
        terminal.say_lines(f"{text}\n{told}".rstrip("\n"))
    tell_quarantined(generation.quarantined)
    tell_quarantined(generation.uncompared, done="did not compare")
    return generation.exit_status
