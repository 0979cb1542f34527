"""``oxspec client``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .options import Terminal, models_argument, with_terminal
from .writing import tell_generation, writing_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command("client")
@models_argument
@click.option("--package", metavar="NAME", help="The package's name.  [default: the folder's]")
@writing_options
@with_terminal
def command(
    terminal: Terminal,
    models: tuple[str, ...],
    package: str | None,
    folder: Path,
    check: bool,
    force: bool,
    allow_shrink: bool,
) -> int:
    """Write a typed Python client package: one module per model.

    \b
    oxspec client -o src/hub_client
    oxspec client flux-2-pro moonshotai-kimi-k2-5 -o hub_client
    oxspec client -o src/hub_client --check

    With models named, the others' modules in DIR stay as they are.
    """  # noqa: D301  # click reads the \b
    from ..app.generate import Writing, write_client

    writing = Writing(folder=folder, check=check, force=force, allow_shrink=allow_shrink)
    generation = write_client(terminal.session, models, writing=writing, package=package)
    return tell_generation(terminal, generation, folder)
