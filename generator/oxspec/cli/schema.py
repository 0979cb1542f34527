"""``oxspec schema``."""

from __future__ import annotations

import click

from .options import Terminal, model_argument, with_terminal
from .output import put


@click.command("schema")
@model_argument
@with_terminal
def command(terminal: Terminal, model: str) -> int:
    """Print a model's strict schema: JSON Schema 2020-12, closed, the endpoint's part included.

    \b
    oxspec schema flux-2-pro > flux-2-pro.schema.json

    Editors and other validators read it; it is what oxspec validate judges by.
    """  # noqa: D301  # click reads the \b
    from ..app.schema import strict_schema_of
    from ..report.document import as_text

    put(as_text(strict_schema_of(terminal.session.model(model))))
    return 0
