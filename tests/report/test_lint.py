"""The report on a catalog's defects: whatever is in it, and as the guide describes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from oxspec.catalog.model import Catalog
from oxspec.lint.defects import CODES, Defect, severity_of
from oxspec.lint.outcome import Lint
from oxspec.report.lint import lint_json, lint_text
from oxspec.report.lint_entries import lint_github, lint_sarif
from oxspec.report.lint_help import LINT_HELP
from oxspec.resources import schemas_dir
from oxspec.runtime.findings import pointer_of
from support.plain import accepts
from support.sarif import is_sarif
from support.validations import hostile

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "lint.md"
_said: Final = hostile.filter(bool)
_defects: Final[SearchStrategy[Defect]] = st.builds(
    Defect,
    code=st.sampled_from(CODES),
    pointer=st.lists(hostile, max_size=2).map(pointer_of),
    message=_said,
    hint=st.none() | _said,
    patch=st.just(()) | st.just(({"op": "remove", "path": "/a"},)),
    model=st.none() | _said,
    index=st.integers(0, 9),
    line=st.none() | st.integers(1, 9),
    column=st.none() | st.integers(1, 9),
)
_lints: Final[SearchStrategy[Lint]] = st.builds(
    Lint,
    catalog=hostile.map(lambda s: Catalog({}, source=s, known_digest="sha256:" + "0" * 64)),
    defects=st.lists(_defects, max_size=5).map(tuple),
    looked_at=st.integers(0, 9),
    described=st.booleans(),
    file=st.none() | _said,
)


@given(lint=_lints, width=st.integers(60, 120))
def test_a_text_is_printable_in_its_columns_and_instructs_nobody(lint: Lint, width: int) -> None:
    lines = lint_text(lint, width=width).splitlines()

    assert all(line.isprintable() for line in lines)
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines)
    # What is longer is a pointer that is there to be copied, or has a word that is.
    long = [line for line in lines if len(line) >= width and not line.lstrip().startswith("at ")]
    assert all(max(map(len, line.split(" "))) >= width - 10 - len("warning") for line in long)


@given(lint=_lints)
def test_the_json_report_is_as_its_schema_says(lint: Lint) -> None:
    schema = json.loads((schemas_dir() / "reports" / "lint.schema.json").read_bytes())

    assert accepts(schema, json.loads(lint_json(lint)))


@given(lint=_lints)
def test_each_defect_is_one_command_and_one_result(lint: Lint) -> None:
    commands = lint_github(lint).splitlines()
    sarif = json.loads(lint_sarif(lint))

    assert len(commands) == len(lint.defects)
    assert all(command.startswith(("::error ", "::warning ")) for command in commands)
    assert is_sarif(sarif)
    assert len(sarif["runs"][0]["results"]) == len(lint.defects)


def test_every_code_has_help_of_its_severity_and_a_row_in_the_guide() -> None:
    rows = [
        f"| `{code}` | {severity_of(code)} | {LINT_HELP[code].title.removesuffix('.')} |"
        for code in CODES
    ]
    written = _DOCUMENT.read_text("utf-8").splitlines()

    assert list(LINT_HELP) == list(CODES)
    assert [line for line in written if line.startswith("| `")] == rows
