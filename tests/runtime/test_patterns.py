"""Regular expressions as ECMA 262 has them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oxspec.runtime.patterns import (
    PATTERN_CHARACTERS,
    PatternError,
    UnsupportedPatternError,
    compile_pattern,
)

PIECES = st.sampled_from(
    [
        "a",
        "b",
        ".",
        "$",
        "^",
        "(",
        ")",
        "[",
        "]",
        "[^",
        "-",
        "--",
        "&&",
        "||",
        "~~",
        "*",
        "+",
        "?",
        "{2}",
        "{",
        "}",
        "|",
        "\\",
        "\\d",
        "\\p{L}",
        "\\P{Lu}",
        "\\p{Han}",
        "\\u0041",
        "\\u{1F600}",
        "\\cA",
        "(?<n>",
        "\\k<n>",
        "(?:",
        "(?=",
        "(?<=",
        "(?<!",
        "(?P<n>",
        "(?i)",
        "{99999999999}",
        "\\1",
        "é",
    ]
)


def compiled(pattern: str) -> re.Pattern[str] | PatternError:
    try:
        return compile_pattern(pattern)
    except PatternError as error:
        return error


def matches(pattern: str, text: str) -> bool:
    return compile_pattern(pattern).search(text) is not None


@given(pattern=st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=12))
@settings(deadline=None)  # the characters of a category are collected once
@example(pattern="(" * 5000 + ")" * 5000)
@example(pattern="[" * PATTERN_CHARACTERS)
@example(pattern="\\u{110000}")
@example(pattern=r"\p{L}" * 1_000)
@example(pattern="a{1,99999999999999999999}")
def test_any_text_compiles_or_raises_a_pattern_error(pattern: str) -> None:
    outcome = compiled(pattern)

    assert isinstance(outcome, re.Pattern) or str(outcome)


@given(text=st.text("a1_-. ", max_size=6))
def test_plain_patterns_mean_what_they_mean_to_python(text: str) -> None:
    for pattern in ("^[a-z]+$", r"\w\.", "a|1", "(a)_", "^.{2,3}$", "[^a]"):
        assert matches(pattern, text) == bool(re.search(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a$", "a", True),
        ("a$", "a\n", False),
        (r"\$", "$", True),
        ("[$]", "$", True),
        (r"^\d$", "7", True),
        (r"^\d$", "٣", False),
        (r"^\w$", "é", False),
        (r"^\p{L}+$", "éß", True),
        (r"^\p{L}+$", "é1", False),
        (r"^[\p{Lu}_]+$", "É_", True),
        (r"^[^\p{Letter}]$", "a", False),
        (r"^\P{gc=L}$", "1", True),
        (r"(?<y>a)\k<y>", "aa", True),
        (r"\u{1F600}", "\U0001f600", True),
        (r"\cA", "\x01", True),
        ("[^]", "\n", True),
        ("[]", "", False),
        ("[[a]", "[", True),
        ("[+--]", ",", True),
        ("^[a&&b]$", "&", True),
        (r"[\]a]", "]", True),
        (r"^\/$", "/", True),
    ],
)
def test_patterns_mean_what_ecma_262_says(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001  # a column of the table
    assert matches(pattern, text) == expected


@pytest.mark.parametrize(
    "pattern", [r"\p{Script=Greek}", "(?<!a+)b", "a" * (PATTERN_CHARACTERS + 1)]
)
def test_what_only_another_engine_can_run_is_told_apart_from_what_is_wrong(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "a{2,1}", "(?<n>", "\\", r"\p{Foo"])
def test_what_is_no_regular_expression_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)

    assert not isinstance(caught.value, UnsupportedPatternError)
