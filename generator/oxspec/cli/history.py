"""``oxspec history``."""

from __future__ import annotations

import click

from .options import Terminal, is_json, model_argument, report_format, with_terminal
from .output import complain, put
from .quarantine import INCOMPLETE


@click.command("history")
@model_argument
@click.option(
    "--catalogs",
    metavar="DIR|git:PATH",
    required=True,
    help="A folder (or pattern) of files with dates in their names, or a file that git keeps.",
)
@click.option("--parameter", metavar="NAME", help="Only the life of this parameter.")
@report_format
@with_terminal
def command(
    terminal: Terminal,
    model: str,
    catalogs: str,
    parameter: str | None,
    report_format: str | None,
) -> int:
    """Tell the life of a model over dated catalogs, oldest first.

    \b
    oxspec history flux-2-pro --catalogs catalogs/
    oxspec history flux-2-pro --catalogs 'catalogs/models-*.json' --parameter seed
    oxspec history flux-2-pro --catalogs git:oxspec.lock --format json

    A model and a parameter are followed through their renames.
    """  # noqa: D301  # click reads the \b
    from ..app.history import history
    from ..report.history import history_json, history_text

    found = history(terminal.session, model, catalogs=catalogs, parameter=parameter)
    if is_json(terminal, report_format):
        put(history_json(found))
    else:
        put(history_text(found, width=terminal.width, paint=terminal.paint))
    for line in found.skipped:
        complain(line)
    return INCOMPLETE if found.skipped else 0
