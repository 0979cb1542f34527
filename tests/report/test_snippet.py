"""The line below a finding: the spot is in it, the caret is under it, and no key is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oxspec.report.snippet import WIDTH, snippet, without_secrets
from oxspec.report.validation import validation_text
from oxspec.validation.judge import unjudged
from oxspec.validation.outcome import Item, Validation


@given(st.text(max_size=300), st.integers(1, 400))
def test_both_lines_are_printable_and_no_wider_than_they_may_be(line: str, column: int) -> None:
    text = line.replace("\n", " ")

    for shown in snippet(text, 1, column):
        assert shown.isprintable()
        assert len(shown) <= 2 * WIDTH + 8


def test_the_caret_is_under_the_spot_in_a_long_line() -> None:
    line = '{"a": "' + "x" * 500 + '", "promt": 1}'

    source, carets = snippet(line, 1, line.index('"promt"') + 1)

    assert source[carets.index("^") : carets.rindex("^") + 1] == '"promt"'


def test_a_key_in_the_line_is_masked_and_the_caret_stays_where_it_was() -> None:
    line = '{"key": "sk-abcdefghijklmnop1234", "promt": 1}'

    source, carets = snippet(line, 1, line.index('"promt"') + 1)

    assert "abcdefgh" not in source
    assert source[carets.index("^") : carets.rindex("^") + 1] == '"promt"'


def test_no_line_of_the_text_report_is_an_instruction_to_a_runner() -> None:
    items = tuple(
        Item(name, unjudged("m", "##[error]")) for name in ("::error::x", " ::set-env", "a")
    )

    text = validation_text(Validation(items, None))

    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "##[" not in text


def test_the_secrets_of_a_line_are_looked_for_once_for_all_its_findings() -> None:
    line = '{"k": "sk-abcdefghijklmnopqrstuvwxyz", ' + ", ".join(f'"{n}": {n}' for n in range(99))
    before = without_secrets.cache_info().misses

    for column in range(40, 140):
        assert "abcdef" not in "".join(snippet(line, 1, column))

    assert without_secrets.cache_info().misses == before + 1
