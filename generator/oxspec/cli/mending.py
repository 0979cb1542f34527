"""``--fix``, ``--unsafe-fixes`` and ``--diff`` of ``oxspec validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from .output import put, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..runtime.findings import Unknown
    from ..validation.outcome import Item, Validation
    from .options import Terminal

_STDIN = "-"
_OPTIONS = (
    click.option("--fix", is_flag=True, help="Write back what is safely mendable."),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="Mend numbers out of range too: they become the bound that they are beyond.",
    ),
    click.option("--diff", is_flag=True, help="Show what --fix changes; alone, change nothing."),
)


def mending_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options that mend bodies."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


class Mend(NamedTuple):
    """What is asked for.

    Attributes:
        fix: whether to write.
        diff: whether to show.
        unsafe: whether numbers out of range are mended too.
        model: the id that bodies are judged by, where one is given.
        unknown: what an unknown parameter is.
    """

    fix: bool
    diff: bool
    unsafe: bool
    model: str | None
    unknown: Unknown

    def apply(self, terminal: Terminal, validation: Validation) -> tuple[Validation, bool]:
        """Mend what is asked for; return what is left, and whether stdout holds a mended body."""
        if not (self.fix or self.diff):
            return validation, False
        from ..app.mend import Options, mend_all, write_mendings
        from ..report.mending import diff_text, mended_text
        from ..validation.ignoring import in_force

        ignores = in_force(terminal.session.settings.ignore, today=terminal.today)
        options = Options(self.model, self.unknown, self.unsafe, tuple(ignores))
        made = mend_all(validation, options)
        files = [mending for mending in made.mendings if mending.source != _STDIN]
        if self.diff:
            for m in made.mendings:
                put(diff_text(m.source, m.before, m.after, paint=terminal.paint))
        if self.fix:
            write_mendings(files)
        for item in filter(_is_left, validation.items):
            terminal.say(f"{item.source}: left as it is: only JSON is mended")
        for mending in made.mendings:
            terminal.say(mended_text(mending.source, mending.repairs, written=self.fix))
        given = [item.text for item in made.validation.items if item.source == _STDIN]
        piped = self.fix and not self.diff and bool(given)
        if piped:
            put(given[0])
        return (made.validation if self.fix else validation), piped


def _is_left(item: Item) -> bool:
    return item.syntax != "json" and any(finding.fix for finding in item.verdict.findings)


def put_report(text: str, *, piped: bool) -> None:
    """Write a report to stdout, or to stderr where stdout holds a mended body."""
    if piped:
        tell(text.rstrip("\n"))
    else:
        put(text)
