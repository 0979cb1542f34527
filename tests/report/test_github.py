"""Workflow commands: one per finding, and none that a text made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given

from oxspec.report.entries import entries
from oxspec.report.github import validation_github
from oxspec.report.words import printable
from oxspec.runtime.findings import Finding
from support.validations import of, validations

if TYPE_CHECKING:
    from oxspec.validation.outcome import Validation

WRONG = Finding("out-of-range", "/a", "too big", hint="write 3", line=3, column=5)


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Return command, properties and data of a line as the runner reads them."""
    command = re.fullmatch(r"::([a-z]+) (.*?)::(.*)", line)
    assert command is not None, line
    pairs = (pair.partition("=") for pair in command[2].split(","))
    return command[1], {name: undone(value) for name, _, value in pairs}, undone(command[3])


def undone(text: str) -> str:
    """Return a text with the runner's escapes undone, ``%25`` last."""
    for escape, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, plain)
    return text


@given(validation=validations())
def test_each_finding_is_one_line_and_no_line_is_anything_else(validation: Validation) -> None:
    text = validation_github(validation)

    lines = text.splitlines()
    assert len(lines) == len(list(entries(validation)))
    assert all(line.isprintable() for line in lines)
    assert all(re.match(r"::(error|warning) (file=|title=)", line) for line in lines)


@given(validation=validations())
def test_the_runner_reads_back_the_texts_of_every_finding(validation: Validation) -> None:
    lines = validation_github(validation).splitlines()

    for line, entry in zip(lines, entries(validation), strict=True):
        command, properties, data = read(line)
        assert command == ("error" if entry.level == "error" else "warning")
        assert set(properties) <= {"file", "line", "col", "title"}
        assert properties.get("file") == (None if entry.path is None else printable(entry.path))
        assert properties["title"].startswith(entry.code)
        assert data == entry.message + (f"\nhint: {entry.hint}" if entry.hint else "")


def test_an_error_has_file_line_column_title_and_hint() -> None:
    assert validation_github(of(WRONG)) == (
        "::error file=body.json,line=3,col=5,title=out-of-range at /a::too big%0Ahint: write 3\n"
    )


def test_an_unjudged_body_is_a_warning() -> None:
    text = validation_github(of(reason="no schema"))

    assert text == "::warning file=body.json,line=1,title=unjudged::not judged: no schema\n"


def test_standard_input_has_no_file_to_show_the_finding_in() -> None:
    text = validation_github(of(WRONG, source="-"))

    assert text == "::error title=out-of-range at /a::too big%0Ahint: write 3\n"


def test_a_valid_body_has_no_line() -> None:
    assert validation_github(of()) == ""


def test_a_long_pointer_is_cut_in_the_title() -> None:
    text = validation_github(of(Finding("schema", "/" + "x" * 5000, "no")))

    assert len(text) < 300
