"""Who is told of changes: a command, a webhook. One that fails stops nothing."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import FetchError, UsageProblem
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMAND_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Notified:
    """Who is told.

    Attributes:
        command: the words of a command that gets the report as its standard input, () for none.
        webhook: an address that the report is posted to, or None.
    """

    command: tuple[str, ...] = ()
    webhook: str | None = None

    def tell(self, report: str) -> Iterator[str]:
        """Tell each of them; yield a line for each that could not be told."""
        # A lone surrogate becomes the escape that JSON has for it.
        data = report.encode("utf-8", "backslashreplace")
        if self.command and (problem := _run(self.command, data)):
            yield problem
        if self.webhook is not None:
            from ..fetch.webhook import post_json

            try:
                post_json(self.webhook, data)
            except FetchError as error:
                yield str(error)


def notified(command: str | None, webhook: str | None) -> Notified:
    """Return who is told.

    Args:
        command: as it is typed; it is split into words, and no shell sees it.
        webhook: an http or https URL.

    Raises:
        UsageProblem: there is no such command, or the address is none.
    """
    words = _words(command) if command is not None else ()
    if webhook is not None:
        from ..fetch.webhook import check_webhook

        check_webhook(webhook)
    return Notified(words, webhook)


def _words(command: str) -> tuple[str, ...]:
    import shlex
    import shutil

    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        what = f"{excerpt(command)} cannot be split into words: {error}"
        raise UsageProblem(what, where="--run", fix="close its quotes") from None
    if not words or shutil.which(words[0]) is None:
        what = f"no command {excerpt(words[0] if words else '')}"
        fix = "name a program; for more than one, 'sh -c …'"
        raise UsageProblem(what, where="--run", fix=fix)
    return words


def _run(words: tuple[str, ...], data: bytes) -> str | None:
    """Run a command; return what went wrong, None for nothing."""
    name = excerpt(words[0])
    try:
        # What it prints is no data of ours: standard output may be read by a program.
        done = subprocess.run(words, input=data, stdout=2, check=False, timeout=_COMMAND_S)  # noqa: S603  # the user's own words
    except subprocess.TimeoutExpired:
        return f"--run: {name} took more than {_COMMAND_S:.0f} s and was stopped"
    except OSError as error:
        return f"--run: {name} did not start ({error.strerror})"
    if done.returncode:
        return f"--run: {name} ended with status {done.returncode}"
    return None
