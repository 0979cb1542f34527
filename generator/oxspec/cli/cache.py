"""``oxspec cache``."""

from __future__ import annotations

import click

from .options import Terminal, with_terminal
from .output import put


@click.command("cache")
@click.argument("action", type=click.Choice(["path", "clear"]), default="path")
@with_terminal
def command(terminal: Terminal, action: str) -> int:
    """Say where catalogs are kept (path), or remove them (clear).

    \b
    oxspec cache path
    oxspec cache clear
    """  # noqa: D301  # click reads the \b
    from ..fetch.update import cache_path, clear_cache

    settings = terminal.session.settings
    if action == "path":
        put(f"{cache_path(settings)}\n")
    else:
        removed = clear_cache(settings)
        terminal.say(f"removed {removed} files from {cache_path(settings)}")
    return 0
