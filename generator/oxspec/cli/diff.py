"""``oxspec diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from .options import Terminal, with_terminal
from .output import put
from .quarantine import tell_quarantined

if TYPE_CHECKING:
    from ..drift.outcome import FailOn


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--only", metavar="MODEL", multiple=True, help="Only these (a pattern); repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "any", "never"]),
    default="breaking",
    show_default=True,
    help="Which changes make the exit status 1.",
)
@click.option("--witness", is_flag=True, help="Show the body that proves each breaking change.")
@click.option("--format", "report_format", type=click.Choice(["text", "json"]))
@with_terminal
def command(
    terminal: Terminal,
    old: str,
    new: str | None,
    only: tuple[str, ...],
    fail_on: str,
    witness: bool,
    report_format: str | None,
) -> int:
    """Say what changed between two catalogs, and whom it breaks.

    \b
    oxspec diff yesterday.json today.json
    oxspec diff git:HEAD~1:catalog.json catalog.json
    oxspec diff yesterday.json --only 'google-veo-*' --witness

    OLD and NEW are URLs, files, git:REV:PATH or bundled; NEW is --source where it is left out.
    """  # noqa: D301  # click reads the \b
    from ..app.diff import diff
    from ..report.diff import drift_json, drift_text

    drift = diff(terminal.session, old, new, only=only)
    if report_format == "json":
        put(drift_json(drift))
    else:
        text = drift_text(drift, width=terminal.width, paint=terminal.paint, witness=witness)
        put(text)
    tell_quarantined(drift.left_out)
    return drift.exit_status(cast("FailOn", fail_on))
