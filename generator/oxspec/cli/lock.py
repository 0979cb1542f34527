"""``oxspec lock``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import Terminal, models_argument, with_terminal
from .output import complain, put
from .writing import FOLDER

if TYPE_CHECKING:
    from ..drift.pinned import Pinned

_INCOMPLETE = 3
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("lock")
@models_argument
@click.option(
    "-o", "--output", "file", type=_FILE, metavar="FILE", help="The lock.  [default: oxspec.lock]"
)
@click.option(
    "--from",
    "bodies",
    metavar="GLOB",
    multiple=True,
    help="The models of these bodies; repeatable.",
)
@click.option("--client", type=FOLDER, metavar="DIR", help="The models of a generated client.")
@click.option("--update", is_flag=True, help="Move on, and say what that changes.")
@click.option("--prune", is_flag=True, help="Let go what is not named.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the lock would change.")
@with_terminal
def command(
    terminal: Terminal,
    models: tuple[str, ...],
    file: Path | None,
    bodies: tuple[str, ...],
    client: Path | None,
    update: bool,
    prune: bool,
    check: bool,
) -> int:
    """Pin the models that a project uses, so that CI judges by what was pinned.

    \b
    oxspec lock flux-2-pro moonshotai-kimi-k2-5
    oxspec lock --from 'requests/**/*.json' --client src/hub_client
    oxspec lock --update                move on, and say what that changes
    oxspec lock --update flux-2-pro     one of them

    validate, client and docs judge by the oxspec.lock beside the configuration. Without names it
    pins the models of the configuration, else all. What is pinned stays so until --update.
    """  # noqa: D301  # click reads the \b
    from ..app.lock import Wanted, lock
    from ..report.lock import gone_text, pinned_text

    wanted = Wanted(models=models, bodies=bodies, client=client, update=update, prune=prune)
    pinned = lock(terminal.session, wanted, file=file, check=check)
    _put_drift(terminal, pinned)
    terminal.say_lines(pinned_text(pinned, check=check))
    for line in gone_text(pinned):
        complain(line)
    if check and not pinned.is_current:
        return 1
    return _INCOMPLETE if pinned.gone else 0


def _put_drift(terminal: Terminal, pinned: Pinned) -> None:
    if pinned.drift is not None:
        from ..report.diff import drift_text

        put(drift_text(pinned.drift, width=terminal.width, paint=terminal.paint))
