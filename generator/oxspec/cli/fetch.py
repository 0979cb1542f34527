"""``oxspec fetch``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .options import Terminal, models_argument, with_terminal
from .output import complain, is_terminal, put

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..catalog.model import Catalog


@click.command("fetch")
@models_argument
@click.option("--force", is_flag=True, help="Take a catalog that lost more than half its models.")
@with_terminal
def command(terminal: Terminal, models: tuple[str, ...], force: bool) -> int:
    """Fetch the hub's catalog, or single models, into the cache.

    \b
    oxspec fetch
    oxspec fetch moonshotai-kimi-k2-5
    oxspec fetch --source http://127.0.0.1:8080/api/evaluations/models

    It ends with what came: how many models, and what is new, gone or changed.
    """  # noqa: D301  # click reads the \b
    from ..app.fetch import fetch
    from ..report.fetch import fetch_text
    from .quarantine import INCOMPLETE, tell_quarantined

    progress = _progress(terminal)
    try:
        outcome = fetch(terminal.session, models, force=force, on_progress=progress)
    finally:
        if progress:
            _clear_line()
    put(fetch_text(outcome, models=models))
    if terminal.verbose:
        _tell_defects(terminal, outcome.catalog)
    for _, error in outcome.failed:
        complain(str(error))
    left_out = tell_quarantined(outcome.quarantined)
    return left_out if outcome.cached and not outcome.failed else INCOMPLETE


def _progress(terminal: Terminal) -> Callable[[int], None] | None:
    """Return what shows the bytes received, None where nobody watches."""
    if terminal.quiet or not is_terminal(sys.stderr):
        return None

    def show(received: int) -> None:
        sys.stderr.write(f"\r\x1b[Kfetching: {received // 1024} KiB")
        sys.stderr.flush()

    return show


def _clear_line() -> None:
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def _tell_defects(terminal: Terminal, catalog: Catalog) -> None:
    from ..app.fetch import defects

    for line in defects(catalog):
        terminal.explain(line)
