"""``oxspec models``."""

from __future__ import annotations

import click

from .options import Terminal, is_json, report_format, with_terminal
from .output import put

_KINDS = click.Choice(["text", "image", "video", "audio"])


@click.command("models")
@click.argument("query", required=False)
@click.option("--endpoint", metavar="E", help="Only models of this endpoint: chat, images/edit, …")
@click.option("--input", "takes", type=_KINDS, help="Only models that take this.")
@click.option("--output", "makes", type=_KINDS, help="Only models that make this.")
@report_format
@with_terminal
def command(
    terminal: Terminal,
    query: str | None,
    endpoint: str | None,
    takes: str | None,
    makes: str | None,
    report_format: str | None,
) -> int:
    """List and search models.

    \b
    oxspec models
    oxspec models kling --input image --output video
    oxspec models --endpoint chat --format json
    """  # noqa: D301  # click reads the \b
    from ..app.models import search
    from ..report.models import models_json, models_text
    from .quarantine import tell_quarantined

    catalog = terminal.session.catalog()
    found = search(catalog, query, endpoint=endpoint, takes=takes, makes=makes)
    if is_json(terminal, report_format):
        put(models_json(catalog, found))
    else:
        put(models_text(found, paint=terminal.paint))
        terminal.say(f"{len(found)} of {len(catalog.models)} models")
    return tell_quarantined(catalog.quarantined)
