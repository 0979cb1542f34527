"""``oxspec validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from .mending import Mend, mending_options, put_report
from .options import Terminal, complete_model, with_terminal
from .reports import ReportFile, format_of, refuse_over, report_options, write_reports

if TYPE_CHECKING:
    from ..runtime.findings import Unknown


@click.command("validate")
@click.argument("bodies", metavar="BODY...", nargs=-1, required=True)
@click.option("--model", metavar="ID", shell_complete=complete_model, help="Judge by this model.")
@click.option(
    "--unknown",
    type=click.Choice(["error", "warn", "allow"]),
    help="What a parameter that the model does not have is.  [default: error]",
)
@report_options
@mending_options
@with_terminal
def command(
    terminal: Terminal,
    bodies: tuple[str, ...],
    model: str | None,
    unknown: str | None,
    report_format: str | None,
    reports: tuple[ReportFile, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
) -> int:
    """Check request bodies: JSON or YAML files, or - for JSON on standard input.

    \b
    oxspec validate body.json
    oxspec validate requests/*.json --fix --diff
    oxspec validate requests/*.json --format github --report sarif:oxspec.sarif
    echo '{"prompt": "an ox"}' | oxspec validate - --model flux-2-pro

    The model is the body's own unless --model names one.
    """  # noqa: D301  # click reads the \b
    from ..app.validate import validate_files
    from ..report.formats import report_of
    from ..report.validation import validation_summary, validation_text

    if unsafe_fixes and not (fix or diff):
        message = "--unsafe-fixes goes with --fix, or with --diff"
        raise click.UsageError(message)
    refuse_over(bodies, reports)
    name = format_of(terminal.session.settings, report_format)
    asked = cast("Unknown", unknown or terminal.session.settings.unknown)
    validation = validate_files(terminal.session, bodies, model=model, unknown=asked)
    mend = Mend(fix=fix, diff=diff, unsafe=unsafe_fixes, model=model, unknown=asked)
    validation, piped = mend.apply(terminal, validation)
    validation = terminal.pass_over(validation)
    if name == "text":
        text = validation_text(validation, paint=terminal.paint, quiet=terminal.quiet)
    else:
        text = report_of(name)(validation)
    put_report(text, piped=piped)
    if len(validation.items) > 1:
        terminal.say(validation_summary(validation))
    unwritten = write_reports(validation, reports)
    return validation.exit_status or unwritten
