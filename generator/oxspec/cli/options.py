"""What every command takes, and the session that it makes."""

from __future__ import annotations

import functools
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from ..app.session import Session, working_directory
from ..report.words import Paint, no_paint, printable
from ..settings import load_settings
from .output import is_terminal, paint, takes_color, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ..validation.outcome import Validation


class Terminal(NamedTuple):
    """How a command speaks, and what it works with.

    Attributes:
        session: settings, voice and time for the use-cases.
        quiet: whether talk is left out.
        verbose: how often ``-v`` was given.
        paint: colours a text of stdout, or does not.
    """

    session: Session
    quiet: bool
    verbose: int
    paint: Paint

    def say(self, text: str) -> None:
        """Tell what is going on, unless asked to be quiet."""
        if not self.quiet:
            tell(printable(text))

    def say_lines(self, text: str) -> None:
        """Tell several lines that are known to be printable."""
        if not self.quiet:
            tell(text)

    def explain(self, text: str) -> None:
        """Tell what only ``-v`` asks for."""
        if self.verbose:
            tell(printable(text))

    def pass_over(self, validation: Validation) -> Validation:
        """Return a validation without what the configuration passes over; tell doubtful entries."""
        ignores = self.session.settings.ignore
        if not ignores:
            return validation
        from ..validation.ignoring import passed_over

        validation, notes = passed_over(validation, ignores, today=self.today)
        for note in notes:
            self.say(note)
        return validation

    @property
    def today(self) -> date:
        """The day of this run, in UTC."""
        from datetime import UTC, datetime

        return datetime.fromtimestamp(self.session.now, UTC).date()

    @property
    def width(self) -> int:
        """Columns to write in: the terminal's, 80 where there is none."""
        if not is_terminal(sys.stdout):
            return 80
        import shutil

        return max(shutil.get_terminal_size((80, 24)).columns, 60)


_OPTIONS = (
    click.option(
        "--source", metavar="SOURCE", help="A URL, a file, or 'bundled'.  [default: the hub]"
    ),
    click.option("--offline", is_flag=True, help="Never open a socket."),
    click.option(
        "--max-age", metavar="AGE", help="Use a cached catalog up to this age (24h, 30m, 7d, 0)."
    ),
    click.option("--cache-dir", metavar="DIR", help="Where catalogs are kept."),
    click.option(
        "--rules", metavar="FILE", multiple=True, help="Rules beside the built-in ones; repeatable."
    ),
    click.option("--no-config", is_flag=True, help="Read no configuration file."),
    click.option("-q", "--quiet", is_flag=True, help="Only data, findings and errors."),
    click.option("-v", "--verbose", count=True, help="Say more; -vv shows a fault's traceback."),
    click.option("--no-color", is_flag=True, help="No colours (NO_COLOR does the same)."),
)


def with_terminal(function: Callable[..., int]) -> Callable[..., int]:
    """Add the common options to a command, and give it a ``Terminal`` first."""

    @functools.wraps(function)
    def command(**options: object) -> int:
        common = _Common(**{name: options.pop(name) for name in _Common.__annotations__})
        return function(_terminal(common), **options)

    wrapped: Callable[..., int] = command
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


class _Common:
    """The values of the common options."""

    source: str | None
    offline: bool
    max_age: str | None
    cache_dir: str | None
    rules: tuple[str, ...]
    no_config: bool
    quiet: bool
    verbose: int
    no_color: bool

    def __init__(self, **options: object) -> None:
        self.__dict__.update(options)


def _terminal(common: _Common) -> Terminal:
    settings = load_settings(
        os.environ,
        working_directory(),
        source=common.source,
        offline=common.offline,
        max_age=common.max_age,
        cache_dir=common.cache_dir,
        rules=common.rules,
        no_config=common.no_config,
    )
    colored = takes_color(sys.stdout, no_color=common.no_color)

    def say(text: str) -> None:
        if not common.quiet:
            tell(printable(text))

    session = Session(settings, say)
    return Terminal(session, common.quiet, common.verbose, paint if colored else no_paint)


def complete_model(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids that begin with what was typed; the network is left alone."""
    del ctx, param
    from ..app.session import session_of_process
    from ..errors import OxspecError

    try:
        catalog = session_of_process(offline=True).catalog(needs=())
    except OxspecError:
        return []
    return [identifier for identifier in catalog.models if identifier.startswith(incomplete)]


model_argument = click.argument("model", metavar="MODEL", shell_complete=complete_model)
models_argument = click.argument(
    "models", metavar="[MODEL]...", nargs=-1, shell_complete=complete_model
)
report_format = click.option(
    "--format",
    "report_format",
    type=click.Choice(["text", "json"]),
    help="For people, or for programs.  [default: text]",
)


def is_json(terminal: Terminal, given: str | None) -> bool:
    """Return whether a list is asked for as JSON: by the option, else by the configuration."""
    return (given or terminal.session.settings.format) == "json"
