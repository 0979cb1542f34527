"""The formats by name; the JSON report held to its schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hypothesis import given, settings

from oxspec.report.formats import FORMATS, report_of
from oxspec.resources import schemas_dir
from support.plain import accepts
from support.validations import total_findings, validations

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject
    from oxspec.validation.outcome import Validation

DOCS = Path(__file__).parents[2] / "docs" / "reports.md"


@cache
def schema() -> JsonObject:
    """Return the schema of a JSON report."""
    text = (schemas_dir() / "reports" / "validate.schema.json").read_bytes()
    return cast("JsonObject", json.loads(text))


@given(validation=validations())
def test_every_json_report_is_as_its_schema_says(validation: Validation) -> None:
    report = json.loads(report_of("json")(validation))

    assert accepts(schema(), report)
    assert sum(len(item["findings"]) for item in report["items"]) == total_findings(validation)


@settings(max_examples=30)  # each makes every report twice
@given(validation=validations())
def test_every_format_makes_the_same_text_twice(validation: Validation) -> None:
    first, second = ([report_of(name)(validation) for name in FORMATS] for _ in range(2))

    assert first == second


def test_every_format_is_explained_in_the_documentation() -> None:
    text = DOCS.read_text("utf-8")

    assert [name for name in FORMATS if f"| `{name}` |" not in text] == []
