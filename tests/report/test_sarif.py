"""SARIF 2.1.0, held to the schema that OASIS published."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from hypothesis import given, settings

from oxspec.report.entries import entries
from oxspec.report.help import HELP
from oxspec.report.sarif import SARIF_SCHEMA, artifact_uri, validation_sarif
from oxspec.runtime.findings import Finding
from support.sarif import is_sarif, official_schema
from support.validations import hostile, of, total_findings, total_unjudged, validations

if TYPE_CHECKING:
    from oxspec.validation.outcome import Validation

WRONG = Finding("out-of-range", "/a", "too big", line=3, column=5)
Json = Any  # it is what a log holds, and the schema says what that is


def run_of(validation: Validation) -> Json:
    """Return the one run of a log."""
    (run,) = json.loads(validation_sarif(validation))["runs"]
    return run


def test_the_schema_that_logs_are_held_to_is_the_one_that_they_name() -> None:
    assert official_schema()["id"] == SARIF_SCHEMA


@settings(deadline=None)  # the schema is large
@given(validation=validations())
def test_every_log_is_valid_by_the_official_schema(validation: Validation) -> None:
    text = validation_sarif(validation)

    assert is_sarif(json.loads(text))
    assert text.isascii()


@given(validation=validations())
def test_each_finding_is_a_result_of_the_rule_of_its_code(validation: Validation) -> None:
    run = run_of(validation)

    rules = run["tool"]["driver"]["rules"]
    results = run["results"]
    codes = [finding.code for item in validation.items for finding in item.verdict.findings]
    assert len(results) == total_findings(validation)
    assert [result["ruleId"] for result in results] == codes
    assert [rules[result["ruleIndex"]]["id"] for result in results] == codes


@given(validation=validations())
def test_an_unjudged_body_is_a_notification_and_no_result(validation: Validation) -> None:
    (invocation,) = run_of(validation)["invocations"]

    told = invocation["toolExecutionNotifications"]
    assert len(told) == total_unjudged(validation)
    assert invocation["exitCode"] == validation.exit_status
    assert invocation["executionSuccessful"] == (validation.exit_status in (0, 1))


@given(validation=validations())
def test_no_text_of_a_body_becomes_a_link(validation: Validation) -> None:
    for result in run_of(validation)["results"]:
        assert "](" not in result["message"]["text"]


@given(path=hostile.filter(bool).filter(lambda path: "//" not in path))
def test_an_address_is_a_uri_reference_that_means_the_path(path: str) -> None:
    uri = artifact_uri(path)

    assert re.fullmatch(r"(file://)?(?:[A-Za-z0-9._~/:-]|%[0-9A-F]{2})+", uri)
    assert ":" not in uri.removeprefix("file:") or path.startswith("/")
    meant = unquote_to_bytes(uri.removeprefix("file://"))
    assert meant.decode("utf-8", "surrogateescape") == path or "\ud800" in path


def test_a_relative_path_stays_relative_and_an_absolute_one_is_a_file() -> None:
    assert artifact_uri("a b/ü:%.json") == "a%20b/%C3%BC%3A%25.json"
    assert artifact_uri(str(PurePosixPath("/a/b.json"))) == "file:///a/b.json"


def test_a_result_has_place_pointer_and_fingerprint() -> None:
    validation = of(WRONG, source="./b/body.json")

    (result,) = run_of(validation)["results"]

    (entry,) = entries(validation)
    region = {"startLine": 3, "startColumn": 5}
    place = {"artifactLocation": {"uri": "b/body.json"}, "region": region}
    pointer = [{"fullyQualifiedName": "/a"}]
    assert result["locations"] == [{"physicalLocation": place, "logicalLocations": pointer}]
    assert result["partialFingerprints"] == {"oxspecFinding/v1": entry.fingerprint}
    assert run_of(validation)["columnKind"] == "unicodeCodePoints"


def test_standard_input_has_a_pointer_and_no_file() -> None:
    (result,) = run_of(of(WRONG, source="-"))["results"]

    assert result["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "/a"}]}]


def test_every_rule_is_shown_with_its_help() -> None:
    rules = run_of(of())["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == list(HELP)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert HELP[rule["id"]].remedy in rule["help"]["markdown"]
        assert "`" not in rule["help"]["text"] + rule["fullDescription"]["text"]
