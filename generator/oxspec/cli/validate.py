"""``oxspec validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from .options import Terminal, complete_model, report_format, with_terminal
from .output import put

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
@report_format
@with_terminal
def command(
    terminal: Terminal,
    bodies: tuple[str, ...],
    model: str | None,
    unknown: str | None,
    report_format: str,
) -> int:
    """Check request bodies: JSON files, or - for standard input.

    \b
    oxspec validate body.json
    oxspec validate requests/*.json --format json
    echo '{"prompt": "an ox"}' | oxspec validate - --model flux-2-pro

    The model is the body's own unless --model names one.
    """  # noqa: D301  # click reads the \b
    from ..app.validate import validate_files
    from ..report.validation import validation_json, validation_summary, validation_text

    asked = cast("Unknown", unknown or terminal.session.settings.unknown)
    validation = validate_files(terminal.session, bodies, model=model, unknown=asked)
    if report_format == "json":
        put(validation_json(validation))
    else:
        put(validation_text(validation, paint=terminal.paint, quiet=terminal.quiet))
    if len(validation.items) > 1:
        terminal.say(validation_summary(validation))
    return validation.exit_status
