"""``oxspec show``."""

from __future__ import annotations

import click

from .options import Terminal, is_json, model_argument, report_format, with_terminal
from .output import put


@click.command("show")
@model_argument
@report_format
@with_terminal
def command(terminal: Terminal, model: str, report_format: str | None) -> int:
    """Show what a model is and which parameters it takes.

    \b
    oxspec show black-forest-labs-flux-2-klein-4b
    oxspec show moonshotai-kimi-k2-5 --format json
    """  # noqa: D301  # click reads the \b
    from ..app.session import pick
    from ..report.models import model_json, model_text

    catalog = terminal.session.catalog(needs=(model,))
    (shown,) = pick(catalog, [model])
    if is_json(terminal, report_format):
        put(model_json(catalog, shown))
    else:
        put(model_text(shown, width=terminal.width, paint=terminal.paint))
    return 0
