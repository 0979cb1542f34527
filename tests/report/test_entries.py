"""What the reports for other programs are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from oxspec.report.entries import entries
from oxspec.runtime.findings import Finding
from support.validations import of, total_findings, total_unjudged, validations

if TYPE_CHECKING:
    from oxspec.validation.outcome import Item, Validation

WRONG = Finding("out-of-range", "/a", "too big", line=3, column=5)


@given(validation=validations())
def test_there_is_one_entry_for_each_finding_and_each_unjudged_body(validation: Validation) -> None:
    found = list(entries(validation))

    assert len(found) == total_findings(validation) + total_unjudged(validation)
    assert sum(entry.level == "unjudged" for entry in found) == total_unjudged(validation)


@given(validation=validations())
def test_every_text_of_an_entry_is_one_printable_line(validation: Validation) -> None:
    for entry in entries(validation):
        assert (entry.pointer + entry.message + (entry.hint or "") + entry.sentences).isprintable()


@given(validation=validations())
def test_fingerprints_of_one_report_all_differ(validation: Validation) -> None:
    fingerprints = [entry.fingerprint for entry in entries(validation)]

    assert len(set(fingerprints)) == len(fingerprints)


@given(validation=validations())
def test_fingerprints_stay_as_they_are_when_lines_and_words_change(validation: Validation) -> None:
    moved = validation._replace(items=tuple(_moved(item) for item in validation.items))

    before, after = ([e.fingerprint for e in entries(v)] for v in (validation, moved))

    assert before == after


def _moved(item: Item) -> Item:
    changed = (replace(f, line=7, column=7, message="x") for f in item.verdict.findings)
    return item._replace(verdict=item.verdict._replace(findings=tuple(changed)))


def test_two_findings_on_one_value_have_two_fingerprints() -> None:
    first, second = entries(of(WRONG, WRONG))

    assert first.fingerprint != second.fingerprint


def test_a_file_has_the_same_fingerprints_with_and_without_a_dot_slash() -> None:
    (plain,), (dotted,) = (list(entries(of(WRONG, source=s))) for s in ("a.json", "./a.json"))

    assert (plain.path, plain.fingerprint) == (dotted.path, dotted.fingerprint)


def test_a_finding_without_a_place_is_on_line_1_and_in_no_column() -> None:
    (entry,) = entries(of(Finding("conflict", "", "no")))

    assert (entry.line, entry.column) == (1, None)


def test_message_and_hint_are_sentences_with_one_stop_each() -> None:
    asked = replace(WRONG, hint="did you mean 3?")
    told = replace(WRONG, hint="write 3")

    first, second, third = entries(of(WRONG, asked, told))

    assert first.sentences == "too big."
    assert second.sentences == "too big. Hint: did you mean 3?"
    assert third.sentences == "too big. Hint: write 3."
