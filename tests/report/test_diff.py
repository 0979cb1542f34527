"""Reports on changes: each once, in columns, as their schemas say, and inert where they land."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given

from oxspec.catalog.model import Catalog
from oxspec.drift.accepted import Acceptance
from oxspec.drift.changes import KINDS, Change
from oxspec.drift.effects import Effect
from oxspec.drift.outcome import Drift
from oxspec.report.diff import Detail, drift_json, drift_text
from oxspec.report.diff_github import drift_github
from oxspec.report.diff_markdown import drift_markdown
from oxspec.report.diff_sarif import drift_sarif
from oxspec.report.kinds import KINDS_HELP
from oxspec.resources import schemas_dir
from support.drifts import drifts
from support.pairs import patiently
from support.plain import accepts
from support.sarif import is_sarif

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject

_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|<code>[^<]*</code>")


def drift_of(*found: Change, effects: tuple[Effect, ...] | None = None) -> Drift:
    catalog = Catalog({}, source="x", known_digest="sha256:" + "0" * 64)
    return Drift(catalog, catalog, found, effects=effects)


def breaking(
    parameter: str = "size", *, model: str = "acme", message: str = "`size` is gone"
) -> Change:
    witness: JsonObject = {"model": model, parameter: 1}
    return Change(
        "parameter-removed",
        model,
        parameter=parameter,
        pointer=f"/properties/{parameter}",
        impact="breaking",
        proven=True,
        witness=witness,
        message=message,
    )


@patiently
@given(drift=drifts())
def test_the_json_report_is_as_its_schema_says(drift: Drift) -> None:
    schema = json.loads((schemas_dir() / "reports" / "diff.schema.json").read_bytes())

    report = json.loads(drift_json(drift))

    assert accepts(schema, report)
    assert [change["fingerprint"] for change in report["changes"]] == [
        change.fingerprint for change in drift.changes
    ]


@patiently
@given(drift=drifts())
def test_the_text_is_printable_and_no_line_of_it_is_an_instruction(drift: Drift) -> None:
    text = drift_text(drift, detail=Detail(witnesses=True, fingerprints=True))

    lines = text.split("\n")
    assert all(line.isprintable() for line in lines)
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines)


@patiently
@given(drift=drifts())
def test_every_log_is_valid_by_the_official_schema(drift: Drift) -> None:
    log = json.loads(drift_sarif(drift))

    assert is_sarif(log)
    (run,) = log["runs"]
    suppressed = [result for result in run["results"] if "suppressions" in result]
    told = drift.changes if drift.effects is None else [e.change for e in drift.effects]
    assert len(run["results"]) == len(told)
    assert len(suppressed) == sum(change.fingerprint in drift.accepted for change in told)


@patiently
@given(drift=drifts())
def test_each_command_is_one_line_and_no_line_is_anything_else(drift: Drift) -> None:
    lines = drift_github(drift).splitlines()

    told = drift.changes if drift.effects is None else [e.change for e in drift.effects]
    assert len(lines) == sum(change.impact != "compatible" for change in told)
    assert all(line.isprintable() for line in lines)
    assert all(re.match(r"::(error|warning|notice) (file=|title=)", line) for line in lines)


@patiently
@given(drift=drifts())
def test_what_a_catalog_says_is_code_in_markdown_and_no_row_loses_a_cell(drift: Drift) -> None:
    lines = drift_markdown(replace(drift, accepted={})).split("\n")

    bare = [_SPAN.sub("", line.replace("\\|", "")) for line in lines]
    for line, left in zip(lines, bare, strict=True):
        assert re.fullmatch(r"[\w\s.,:;()|…/#🔴🟡🟢-]*|</?(details|summary)>.*", left), line
    bars = {line.count("|") for line in bare if line.startswith("|")}
    assert bars <= {4, 5}


def test_what_is_accepted_is_told_with_its_reason_and_day() -> None:
    change = breaking()
    entry = Acceptance(change.fingerprint, "we <b>never</b> sent it", date(2027, 1, 31))
    drift = replace(drift_of(change), accepted={change.fingerprint: entry})

    row = drift_markdown(drift).splitlines()[4]
    assert "accepted until 2027-01-31: we &lt;b&gt;never" in row
    assert "accepted    `size` is gone (until 2027-01-31: we <b>never" in drift_text(drift)
    assert drift_github(drift).startswith("::notice ")


def test_a_text_groups_by_model_the_worst_first() -> None:
    new = Change("model-added", "aaa", message="the model is new")
    other = Change(
        "default-changed",
        "bbb",
        parameter="x",
        pointer="/properties/x",
        old={"default": 1},
        new={},
        impact="behaviour",
        message="`x` has no default now; it was `1`",
    )
    shown = Change(
        "text-changed", "ccc", old={}, new={"summary": "x"}, message="the summary changed"
    )

    text = drift_text(drift_of(new, other, shown, breaking(model="zzz")))

    assert text == (
        "zzz\n"
        "  breaking    `size` is gone\n"
        "\n"
        "bbb\n"
        "  behaviour   `x` has no default now; it was `1`\n"
        "\n"
        "new models (1): aaa\n"
        "\n"
        "texts or order only (1): ccc\n"
        "\n"
        "4 changes in 4 models: 1 breaking, 1 behaviour, 2 compatible\n"
    )


def test_a_text_keeps_to_its_columns() -> None:
    values = ", ".join(f"`value-{number}`" for number in range(30))

    text = drift_text(drift_of(breaking(message=f"`size` no longer takes {values}")))

    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize("before", range(40, 80))
def test_no_word_that_is_wrapped_instructs_a_runner(before: int) -> None:
    message = f"{'x' * before} ::error::y"

    lines = drift_text(drift_of(breaking(message=message))).splitlines()

    assert not any(line.lstrip().startswith("::") for line in lines)


def test_a_breaking_change_without_a_proof_says_so() -> None:
    change = Change(
        "schema-changed",
        "m",
        parameter="x",
        pointer="/properties/x",
        old={"pattern": "a"},
        new={"pattern": "b"},
        impact="breaking",
        message="`x` is judged in another way: `pattern`",
    )

    assert "`pattern` (not proven)\n" in drift_text(drift_of(change))


def test_an_affected_body_is_told_by_file_and_line_and_whether_it_is_mended() -> None:
    change = breaking()
    effect = Effect("a.json", change, "/size", 4, 3, mendable=True)

    text = drift_text(drift_of(change, effects=(effect,)))

    assert text == (
        "a.json (acme)\n"
        "  breaking    4:3: `size` is gone; --fix mends it\n"
        "\n"
        "1 change in 1 body: 1 breaking\n"
    )


def test_every_kind_of_change_has_help() -> None:
    assert set(KINDS_HELP) == set(KINDS)


def test_a_long_comment_is_cut_and_says_what_is_missing() -> None:
    changes = [breaking(f"p{number}", message=f"`p{number}` is gone") for number in range(3000)]

    text = drift_markdown(drift_of(*changes))

    assert len(text) < 65_536
    assert re.search(r"… and [0-9]+ lines more: `oxspec diff` has all\.", text)
