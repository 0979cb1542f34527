"""GitLab's Code Quality report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hypothesis import given

from oxspec.report.entries import entries
from oxspec.report.gitlab import validation_gitlab
from oxspec.runtime.findings import Finding
from support.plain import accepts
from support.validations import of, validations

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject
    from oxspec.validation.outcome import Validation

#: What GitLab's documentation asks of each issue.
ISSUES: Final[JsonObject] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z-]+$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


@given(validation=validations())
def test_every_report_is_an_array_of_issues_as_gitlab_reads_them(validation: Validation) -> None:
    text = validation_gitlab(validation)

    issues = json.loads(text)
    assert accepts(ISSUES, issues)
    assert text.isascii()
    assert [i["check_name"] for i in issues] == [e.code for e in entries(validation)]


@given(validation=validations())
def test_no_two_issues_of_a_report_have_one_fingerprint(validation: Validation) -> None:
    fingerprints = [issue["fingerprint"] for issue in json.loads(validation_gitlab(validation))]

    assert len(set(fingerprints)) == len(fingerprints)


def test_errors_are_major_warnings_minor_and_unjudged_bodies_for_information() -> None:
    error = Finding("conflict", "", "no", line=4, column=2)
    warning = Finding("deprecated", "/model", "going", severity="warning")

    texts = [validation_gitlab(of(error, warning)), validation_gitlab(of(reason="no schema"))]

    issues = [issue for text in texts for issue in json.loads(text)]
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [4, 1, 1]


def test_a_run_without_a_finding_is_an_empty_array() -> None:
    assert json.loads(validation_gitlab(of())) == []
