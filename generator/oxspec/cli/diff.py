"""``oxspec diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ..report.drift_formats import DRIFT_FORMATS
from .options import Terminal, with_terminal
from .output import complain, put
from .quarantine import tell_quarantined
from .reports import ReportFile, report_options_of, write_each

if TYPE_CHECKING:
    from ..drift.outcome import Drift, FailOn
    from ..report.diff import Detail

#: Reports that show a file's lines.
_PLACED = frozenset(("github", "sarif"))
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("diff")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--only", metavar="MODEL", multiple=True, help="Only these (a pattern); repeatable.")
@click.option(
    "--for", "bodies", metavar="GLOB", multiple=True, help="Only what affects these bodies."
)
@click.option("--accept", type=_FILE, metavar="FILE", help="Changes that were decided to be kept.")
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "any", "never"]),
    default="breaking",
    show_default=True,
    help="Which changes make the exit status 1.",
)
@click.option("--witness", is_flag=True, help="Show fingerprints, and bodies that prove changes.")
@report_options_of(DRIFT_FORMATS)
@with_terminal
def command(
    terminal: Terminal,
    old: str | None,
    new: str | None,
    only: tuple[str, ...],
    bodies: tuple[str, ...],
    accept: Path | None,
    fail_on: str,
    witness: bool,
    report_format: str | None,
    reports: tuple[ReportFile, ...],
) -> int:
    """Say what changed between two catalogs, and whom it breaks.

    \b
    oxspec diff                         the lock, and the hub as it is now
    oxspec diff yesterday.json today.json
    oxspec diff git:HEAD~1:oxspec.lock oxspec.lock
    oxspec diff --for 'requests/**/*.json'

    OLD and NEW are URLs, files, locks, git:REV:PATH or bundled. Without them the lock is compared
    with --source.
    """  # noqa: D301  # click reads the \b
    from ..app.diff import Asked, diff
    from ..report.diff import Detail

    asked = Asked(only=only, bodies=bodies, accept=accept)
    drift = diff(terminal.session, old, new, asked=asked)
    configured = terminal.session.settings.format
    name = report_format or (configured if configured in DRIFT_FORMATS else None) or "text"
    if _PLACED & {name, *(report.format for report in reports)}:
        from ..app.spots import with_spots

        drift = with_spots(drift)
    put(_made(terminal, name, drift, Detail(witness, fingerprints=witness or bool(accept))))
    unwritten = write_each(reports, lambda other: _file_report(other, drift))
    tell_quarantined(drift.left_out)
    for line in drift.skipped:
        complain(line)
    return drift.exit_status(cast("FailOn", fail_on)) or unwritten


def _made(terminal: Terminal, name: str, drift: Drift, detail: Detail) -> str:
    if name != "text":
        return _file_report(name, drift)
    from ..report.diff import drift_text

    return drift_text(drift, width=terminal.width, paint=terminal.paint, detail=detail)


def _file_report(name: str, drift: Drift) -> str:
    from ..report.drift_formats import drift_report

    return drift_report(name)(drift)
