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
@click.option("--project", is_flag=True, help="Make DIR a project that holds the package.")
@click.option(
    "--project-version",
    metavar="VERSION",
    help="The project's version, with --project.  [default: the one it has, else 0.1.0]",
)
@writing_options
@with_terminal
def command(
    terminal: Terminal,
    models: tuple[str, ...],
    package: str | None,
    project: bool,
    project_version: str | None,
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
    oxspec client -o hub-client --project

    With models named, the others' modules in DIR stay as they are.
    """  # noqa: D301  # click reads the \b
    from ..app.client import Package, project_version_in, write_client
    from ..app.generate import Writing

    if project_version is not None and not project:
        message = "--project-version is the version of a project: pass --project with it"
        raise click.UsageError(message)
    version = (project_version or project_version_in(folder)) if project else None
    writing = Writing(folder=folder, check=check, force=force, allow_shrink=allow_shrink)
    generation = write_client(
        terminal.session, models, writing=writing, package=Package(name=package, version=version)
    )
    return tell_generation(terminal, generation, folder)
