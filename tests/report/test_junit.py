"""JUnit's XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from hypothesis import given

from oxspec.report.entries import item_entries
from oxspec.report.junit import validation_junit
from oxspec.report.words import printable
from oxspec.runtime.findings import Finding
from support.validations import of, validations

if TYPE_CHECKING:
    from oxspec.validation.outcome import Validation

CHILD = {"invalid": "failure", "unjudged": "skipped"}


def suite_of(validation: Validation) -> ET.Element:
    """Return the one suite of a report."""
    (suite,) = ET.fromstring(validation_junit(validation))  # noqa: S314  # we wrote it
    return suite


@given(validation=validations())
def test_every_body_is_one_case_in_order_with_the_child_of_its_outcome(
    validation: Validation,
) -> None:
    cases = list(suite_of(validation))

    assert [case.get("name") for case in cases] == [printable(i.source) for i in validation.items]
    for case, item in zip(cases, validation.items, strict=True):
        expected = "error" if item.missing else CHILD.get(item.verdict.outcome)
        warned = "system-out" if item.verdict.findings else None
        assert [child.tag for child in case] == [tag for tag in (expected or warned,) if tag]


@given(validation=validations())
def test_the_numbers_of_the_suite_are_those_of_its_cases(validation: Validation) -> None:
    suite = suite_of(validation)

    names = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    assert {name: int(suite.attrib[name]) for name in names} == {
        name: len(list(suite.iter(tag))) for name, tag in names.items()
    }


@given(validation=validations())
def test_the_text_of_a_failure_has_a_line_for_every_finding(validation: Validation) -> None:
    cases = list(suite_of(validation))

    for case, item in zip(cases, validation.items, strict=True):
        lines = "".join(child.text or "" for child in case).splitlines()
        found = [line for line in lines if not line.startswith("  hint: ")]
        expected = [e for e in item_entries(item) if e.level != "unjudged"]
        assert len(found) == len(expected)
        for line, entry in zip(found, expected, strict=True):
            assert line.startswith(f"{entry.where}: {entry.level}: ")
            assert line.endswith(f"{entry.message} [{entry.code}]")


@given(validation=validations())
def test_the_report_is_ascii_without_characters_that_xml_forbids(validation: Validation) -> None:
    text = validation_junit(validation)

    assert text.isascii()
    assert text.replace("\n", "").isprintable()


def test_the_headline_of_a_failure_counts_its_errors_and_names_the_first_ones() -> None:
    errors = [Finding("schema", "", name) for name in "abcd"]

    failure = suite_of(of(*errors))[0][0]

    assert failure.attrib == {"message": "4 errors: a; b; c", "type": "schema"}


def test_a_valid_body_is_a_case_that_passed() -> None:
    suite = suite_of(of())

    assert (suite.get("tests"), suite.get("failures"), list(suite[0])) == ("1", "0", [])
