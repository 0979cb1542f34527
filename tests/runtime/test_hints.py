"""The nearest name is the one that was meant."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.hints import closest, distance, fewest_edits, is_slip

WORDS = st.text(alphabet=string.ascii_lowercase + "_", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("aspectratio", ["aspect_ratio", "resolution"], "aspect_ratio"),
        ("apsect_ratio", ["aspect_ratio", "resolution"], "aspect_ratio"),
        ("1080P", ["720p", "1080p"], "1080p"),
        ("input_imag", ["input_image", "input_images"], "input_image"),
        ("temprature", ["top_p", "temperature"], "temperature"),
        ("zzz", ["prompt", "seed"], None),
        ("x", ["seed"], None),
        ("a" * 1000, ["a" * 999], None),
    ],
)
def test_the_nearest_candidate_is_offered_and_none_that_is_far(
    word: str, candidates: list[str], expected: str | None
) -> None:
    assert closest(word, candidates) == expected


@given(WORDS, WORDS)
def test_distance_is_a_symmetric_count_of_edits(one: str, two: str) -> None:
    edits = distance(one, two)

    assert edits == distance(two, one)
    assert (edits == 0) == (one == two)
    assert abs(len(one) - len(two)) <= edits <= max(len(one), len(two))


@given(WORDS, WORDS)
def test_the_quick_count_never_passes_over_a_near_word(one: str, two: str) -> None:
    assert fewest_edits(one, two) <= distance(one, two)


@given(WORDS.filter(lambda word: len(word) > 3), st.data())
def test_one_swap_of_neighbours_is_one_edit(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    assert distance(word, swapped) <= 1


@given(WORDS, st.lists(WORDS, max_size=8))
def test_a_word_among_the_candidates_is_its_own_nearest(word: str, others: list[str]) -> None:
    assert closest(word, [*others, word]) == word


SLIPS = {"sideb_y_side": "side_by_side", "topK": "top_k", "promt": "prompt"}
NO_SLIPS = {"top_k": "top_p", "_": "-"}


def test_the_same_letters_are_a_slip_and_another_letter_that_stands_alone_is_none() -> None:
    assert all(is_slip(word, meant) for word, meant in SLIPS.items())
    assert not any(is_slip(word, meant) for word, meant in NO_SLIPS.items())
