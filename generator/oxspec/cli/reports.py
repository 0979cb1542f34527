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


class ReportFile(NamedTuple):
    """A report that goes to a file."""

    format: str
    file: Path


def _report_file(
    value: str, formats: Iterable[str], context: click.Context, parameter: click.Parameter
) -> ReportFile:
    """Return what a value ``FORMAT:FILE`` names.

    Raises:
        click.BadParameter: it has no format that there is, or no file.
    """
    name, _, file = value.partition(":")
    if name not in formats:
        names = ", ".join(formats)
        problem = f"{value!r} does not begin with a format and a colon; there are {names}."
    elif not file:
        problem = f"{value!r} names no file: write {name}:FILE."
    elif file == "-":
        problem = f"standard output is for --format: write --format {name}."
    else:
        return ReportFile(name, Path(file))
    raise click.BadParameter(problem, context, parameter)


def report_options_of(
    formats: Iterable[str],
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return what adds ``--format`` and ``--report`` to a command that makes such reports."""

    def files(
        context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
    ) -> tuple[ReportFile, ...]:
        reports = tuple(_report_file(value, formats, context, parameter) for value in values)
        for file in _lost(report.file for report in reports):
            problem = f"{str(file)!r} is the file of two reports: name one for each."
            raise click.BadParameter(problem, context, parameter)
        return reports

    chosen = click.option(
        "--format",
        "report_format",
        type=click.Choice(list(formats)),
        help="For people, programs or CI, on standard output.  [default: text]",
    )
    besides = click.option(
        "--report",
        "reports",
        metavar="FORMAT:FILE",
        multiple=True,
        callback=files,
        help="Write a report to a file besides; may be given several times.",
    )
    return lambda function: chosen(besides(function))


def refuse_over(bodies: Iterable[str], reports: Iterable[ReportFile]) -> None:
    """Refuse reports that would be written over what they are about.

    Raises:
        click.UsageError: one would.
    """
    given = {_real(Path(body)) for body in bodies}
    for report in reports:
        if (real := _real(report.file)) in given and real.is_file():
            message = f"--report {report.format}:{report.file} would be written over a body"
            raise click.UsageError(message)


def _lost(files: Iterable[Path]) -> list[Path]:
    """Return the files that are named twice, and so would be written over; a pipe would not."""
    seen: set[Path] = set()
    twice: list[Path] = []
    for file in files:
        real = _real(file)
        if real in seen and (real.is_file() or not real.exists()):
            twice.append(file)
        seen.add(real)
    return twice


def _real(file: Path) -> Path:
    try:
        return file.resolve()
    except (OSError, ValueError):  # it is told when it is to be read or written
        return file


report_options = report_options_of(FORMATS)


def format_of(settings: Settings, given: str | None) -> str:
    """Return the format for standard output: the option's, the configuration's, or ``text``.

    Raises:
        UsageProblem: the configuration names a format that there is not.
    """
    name = given or settings.format or "text"
    if name not in FORMATS:
        what, where = f"no format {name!r}", str(settings.config_file)
        raise UsageProblem(what, where=where, fix=f"there are {', '.join(FORMATS)}")
    return name


def write_reports(validation: Validation, reports: Iterable[ReportFile]) -> int:
    """Write each report to its file, and return 0, or 3 where one could not be written.

    A report that cannot be written is told and leaves the others, and the verdict, as they are.
    """
    return write_each(reports, lambda name: report_of(name)(validation))


def write_each(reports: Iterable[ReportFile], made: Callable[[str], str]) -> int:
    """Write each report to its file, and return 0, or 3 where one could not be written.

    Args:
        reports: which.
        made: makes the text of a format.
    """
    status = 0
    for report in reports:
        try:
            write_report(report.file, made(report.format))
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
