"""Help on the codes of findings."""

from __future__ import annotations

import json

import pytest

from oxspec.report.help import HELP
from oxspec.resources import schemas_dir


def test_every_code_that_the_report_may_have_is_explained_and_no_other() -> None:
    schema = json.loads((schemas_dir() / "reports" / "validate.schema.json").read_bytes())

    codes = schema["$defs"]["finding"]["properties"]["code"]["enum"]

    assert list(HELP) == codes


@pytest.mark.parametrize("code", HELP)
def test_help_is_whole_sentences(code: str) -> None:
    text = HELP[code]

    assert all(part.endswith(".") for part in (text.title, text.meaning, text.remedy))
    assert len(text.title) <= 80
