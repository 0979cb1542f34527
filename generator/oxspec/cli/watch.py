"""``oxspec watch``."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, cast

import click

from .options import Terminal, is_json, report_format, with_terminal
from .output import complain, put_live
from .quarantine import tell_quarantined

if TYPE_CHECKING:
    from collections.abc import Generator

    from ..app.notices import Notified
    from ..app.watch import Poll, Watched
    from ..drift.outcome import Drift, FailOn

UNANSWERED = 3
_MINUTES_FROM_S = 120


@click.command("watch")
@click.argument("old", required=False)
@click.option("--only", metavar="MODEL", multiple=True, help="Only these (a pattern); repeatable.")
@click.option(
    "--interval", metavar="AGE", default="15m", show_default=True, help="Between two polls."
)
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="Stop after N polls.")
@click.option("--once", is_flag=True, help="Poll once.")
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "any", "never"]),
    default="never",
    show_default=True,
    help="Which changes stop it, with exit status 1.",
)
@click.option("--run", "words", metavar="COMMAND", help="Give changes to a command as JSON.")
@click.option("--webhook", metavar="URL", help="Post changes as JSON.")
@report_format
@with_terminal
def command(
    terminal: Terminal,
    old: str | None,
    only: tuple[str, ...],
    interval: str,
    count: int | None,
    once: bool,
    fail_on: str,
    words: str | None,
    webhook: str | None,
    report_format: str | None,
) -> int:
    """Ask the hub again and again, and say what changes as it changes.

    \b
    oxspec watch
    oxspec watch oxspec.lock --interval 1h --fail-on breaking
    oxspec watch --once --format json
    oxspec watch --only 'google-veo-*' --run 'notify-send oxspec'

    OLD (a lock, a file, …) is what the first answer is compared with, of a lock its models alone;
    without it, what is cached. With --format json each line is a report as of oxspec diff, and so
    is what --run and --webhook get. SIGTERM ends it with exit status 0.
    """  # noqa: D301  # click reads the \b
    from ..app.notices import notified
    from ..app.watch import watch

    watching = _Watching(
        terminal,
        is_json=is_json(terminal, report_format),
        fail_on=cast("FailOn", fail_on),
        notified=notified(words, webhook),
    )
    watched = _watched(interval, only, 1 if once else count)
    with _stopped_by_sigterm():
        for poll in watch(terminal.session, old, watched):
            status = watching.told(poll)
            if status is not None:
                return status
    return 0


def _watched(interval: str, only: tuple[str, ...], polls: int | None) -> Watched:
    from ..app.watch import Watched
    from ..errors import UsageProblem
    from ..settings import parse_age

    interval_s = parse_age(interval)
    if not interval_s:
        what = "polls need a pause between them"
        raise UsageProblem(what, where="--interval", fix="write a number and a unit, such as 15m")
    return Watched(interval_s=interval_s, only=only, polls=polls)


class _Watching:
    def __init__(
        self, terminal: Terminal, *, is_json: bool, fail_on: FailOn, notified: Notified
    ) -> None:
        self.terminal = terminal
        self.is_json = is_json
        self.fail_on: FailOn = fail_on
        self.notified = notified
        self.is_begun = False
        self.left_out: object = ()

    def told(self, poll: Poll) -> int | None:
        """Tell what a poll brought; return the exit status where it is the last, else None."""
        if poll.problem is not None:
            again = "" if poll.wait_s is None else f"; asking again in {_shown(poll.wait_s)}"
            complain(f"{poll.problem}{again}")
            return UNANSWERED if poll.wait_s is None else None
        if (drift := poll.drift) is None:
            return None
        self._begin(drift, poll)
        if drift.changes and not self._told_changes(drift):
            return 0
        if drift.left_out != self.left_out:
            tell_quarantined(drift.left_out)
            self.left_out = drift.left_out
        status = drift.exit_status(self.fail_on)
        return status if poll.wait_s is None or status == 1 else None

    def _begin(self, drift: Drift, poll: Poll) -> None:
        if not self.is_begun and poll.wait_s is not None:
            count = len(drift.new.models)
            self.terminal.say(f"watching the {count} models of {drift.new.source}")
        self.is_begun = True

    def _told_changes(self, drift: Drift) -> bool:
        """Tell changes to all who want them; return whether standard output is still read."""
        from ..report.diff import drift_line, drift_text

        report = drift_line(drift)
        if self.is_json:
            is_read = put_live(report)
        else:
            terminal = self.terminal
            text = drift_text(drift, width=terminal.width, paint=terminal.paint)
            is_read = put_live(f"{drift.new.date}\n{text}\n")
        for problem in self.notified.tell(report):
            complain(problem)
        return is_read


def _shown(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < _MINUTES_FROM_S else f"{seconds / 60:.0f} min"


@contextmanager
def _stopped_by_sigterm() -> Generator[None]:
    """End quietly when asked to, in the middle of a wait or of a request too."""

    def stop(number: int, frame: object) -> NoReturn:
        del number, frame
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
