"""``oxspec lint``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from ..report.lint_formats import LINT_FORMATS
from .options import Terminal, with_terminal
from .output import put
from .reports import ReportFile, report_options_of, write_each

if TYPE_CHECKING:
    from ..lint.outcome import FailOn, Lint


@click.command("lint")
@click.option("--only", metavar="MODEL", multiple=True, help="Only these (a pattern); repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Which defects make the exit status 1.",
)
@report_options_of(LINT_FORMATS)
@with_terminal
def command(
    terminal: Terminal,
    only: tuple[str, ...],
    fail_on: str,
    report_format: str | None,
    reports: tuple[ReportFile, ...],
) -> int:
    """Say what in the catalog contradicts itself, or is likely a mistake.

    \b
    oxspec lint
    oxspec lint --source catalog.json --fail-on warning
    oxspec lint --only 'flux-*' --format json
    """  # noqa: D301  # click reads the \b
    from ..app.lint import lint, with_lines

    found = lint(terminal.session, only=only)
    configured = terminal.session.settings.format
    name = report_format or (configured if configured in LINT_FORMATS else None) or "text"
    if {name, *(report.format for report in reports)} - {"text"}:
        found = with_lines(found)
    put(_made(terminal, name, found))
    unwritten = write_each(reports, lambda other: _file_report(other, found))
    return found.exit_status(cast("FailOn", fail_on)) or unwritten


def _made(terminal: Terminal, name: str, lint: Lint) -> str:
    if name != "text":
        return _file_report(name, lint)
    from ..report.lint import lint_text

    return lint_text(lint, width=terminal.width, paint=terminal.paint)


def _file_report(name: str, lint: Lint) -> str:
    from ..report.lint_formats import lint_report

    return lint_report(name)(lint)
