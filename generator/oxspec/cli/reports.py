"""Which reports a command makes, and where each goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ..app.files import put_file
from ..errors import OutputError, UsageProblem
from ..report.formats import FORMATS, report_of
from .output import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..settings import Settings
    from ..validation.outcome import Validation

_NAMES = ", ".join(FORMATS)


class ReportFile(NamedTuple):
    """A report that goes to a file."""

    format: str
    file: Path


def _report_files(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[ReportFile, ...]:
    """Return what the values ``FORMAT:FILE`` name.

    Raises:
        click.BadParameter: one has no format that there is, or no file.
    """
    return tuple(_report_file(value, context, parameter) for value in values)


def _report_file(value: str, context: click.Context, parameter: click.Parameter) -> ReportFile:
    name, _, file = value.partition(":")
    if name not in FORMATS:
        problem = f"{value!r} does not begin with a format and a colon; there are {_NAMES}."
    elif not file:
        problem = f"{value!r} names no file: write {name}:FILE."
    elif file == "-":
        problem = f"standard output is for --format: write --format {name}."
    else:
        return ReportFile(name, Path(file))
    raise click.BadParameter(problem, context, parameter)


_OPTIONS = (
    click.option(
        "--format",
        "report_format",
        type=click.Choice(list(FORMATS)),
        help="For people, programs or CI, on standard output.  [default: text]",
    ),
    click.option(
        "--report",
        "reports",
        metavar="FORMAT:FILE",
        multiple=True,
        callback=_report_files,
        help="Write a report to a file besides; may be given several times.",
    ),
)


def report_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add ``--format`` and ``--report`` to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def format_of(settings: Settings, given: str | None) -> str:
    """Return the format for standard output: the option's, the configuration's, or ``text``.

    Raises:
        UsageProblem: the configuration names a format that there is not.
    """
    name = given or settings.format or "text"
    if name not in FORMATS:
        what, where = f"no format {name!r}", str(settings.config_file)
        raise UsageProblem(what, where=where, fix=f"there are {_NAMES}")
    return name


def write_reports(validation: Validation, reports: Iterable[ReportFile]) -> int:
    """Write each report to its file, and return 0, or 3 where one could not be written.

    A report that cannot be written is told and leaves the others, and the verdict, as they are.
    """
    status = 0
    for report in reports:
        try:
            write_report(report.file, report_of(report.format)(validation))
        except OutputError as error:
            complain(str(error))
            status = error.exit_status
    return status


def write_report(file: Path, text: str) -> None:
    """Put a report in place, whole or not at all.

    Raises:
        OutputError: it cannot be written; what stood there still stands.
    """
    # Only a text of JSON can hold a lone surrogate, and JSON spells it as the handler does.
    put_file(file, text.encode("utf-8", "backslashreplace"))
