"""Whether a pattern would take too long is told before it is tried."""

from __future__ import annotations

import time

import pytest

from oxspec.runtime.check import check
from oxspec.runtime.regexcost import takes_too_long


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|aa)+$", "(x*)*y", "^(?:(a*)*b)+$", "((a{2,})+)$", "(a+?)+?b"]
)
def test_repeats_inside_repeats_are_not_tried_on_long_texts(pattern: str) -> None:
    assert takes_too_long(pattern, 26)
    assert not takes_too_long(pattern, 10)


@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        ("^[a-z]+$", 1_000_000),
        ("^[^@]+@[^@]+$", 3_000),
        ("^data:", 10_000_000),
        (r"^\d{4}-\d{2}$", 1_000),
        ("[", 1_000),
    ],
)
def test_plain_patterns_are_tried(pattern: str, length: int) -> None:
    assert not takes_too_long(pattern, length)


def test_a_catastrophic_pattern_is_a_finding_that_says_so_at_once() -> None:
    begin = time.perf_counter()

    (finding,) = check("a" * 40 + "!", {"type": "string", "pattern": "^(a+)+$"})

    assert finding.code == "bad-pattern"
    assert "timed out" in finding.message
    assert time.perf_counter() - begin < 30  # it would take longer than the universe is old
