"""Pointers, excerpts and findings."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.findings import EXCERPT_CHARACTERS, Finding, excerpt, pointer_of
from oxspec.testing import json_values, names, texts

KEYS = [
    "sk-abcdefghijklmnop1234",
    "Bearer abcdef123456",
    "hf_abcdefghijklmnop",
    "oxen-abcdefghijkl1",
]


def tokens_of(pointer: str) -> list[str]:
    """Return the reference tokens of a pointer, by RFC 6901, section 4."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


@given(tokens=st.lists(names()))
def test_a_pointer_leads_back_to_its_tokens(tokens: list[str]) -> None:
    assert tokens_of(pointer_of(tokens)) == tokens


@given(first=st.lists(names(), max_size=3), second=st.lists(names(), max_size=3))
def test_two_places_never_share_a_pointer(first: list[str], second: list[str]) -> None:
    assert (pointer_of(first) == pointer_of(second)) == (first == second)


def test_the_pointer_of_the_whole_is_empty_and_an_index_is_its_digits() -> None:
    assert pointer_of(()) == ""
    assert pointer_of(["messages", 0, "a/b", "m~n", ""]) == "/messages/0/a~1b/m~0n/"


@given(value=json_values() | st.binary() | st.text() | st.complex_numbers())
def test_an_excerpt_of_anything_is_one_short_printable_line(value: object) -> None:
    text = excerpt(value)

    assert len(text) <= EXCERPT_CHARACTERS
    assert text.isprintable()


@given(value=json_values(), limit=st.integers(8, 40))
def test_an_excerpt_keeps_to_the_limit_it_is_given(value: object, limit: int) -> None:
    assert len(excerpt(value, limit=limit)) <= limit


@given(value=st.none() | st.booleans() | st.integers(-999, 999) | st.text("abc é", max_size=20))
def test_an_excerpt_of_a_short_plain_value_is_its_json(value: object) -> None:
    assert excerpt(value) == json.dumps(value, ensure_ascii=False)


def test_an_excerpt_of_what_json_cannot_carry_names_its_type() -> None:
    nested: object = []
    for _ in range(100_000):
        nested = [nested]

    assert len(excerpt(nested)) <= EXCERPT_CHARACTERS
    assert excerpt(10**5000) == "int"


@pytest.mark.parametrize("key", KEYS)
@given(before=texts())
def test_an_excerpt_masks_keys(key: str, before: str) -> None:
    assert key[4:] not in excerpt(before[:12] + key)


@pytest.mark.parametrize("key", KEYS)
def test_an_excerpt_masks_keys_inside_objects_and_arrays(key: str) -> None:
    assert key[4:] not in excerpt({"headers": {"authorization": key}})
    assert key[4:] not in excerpt(["x", key])
    assert key[4:] not in excerpt({key: 1})


@pytest.mark.parametrize("key", ["sk-proj-abcdefghijklmnop", "sk-ant-api03-abcdefghijklmnop"])
def test_an_excerpt_masks_keys_that_have_hyphens(key: str) -> None:
    assert "abcdefghijklmnop" not in excerpt(key)


def test_an_excerpt_of_a_data_uri_leaves_the_data_out() -> None:
    assert excerpt("data:image/png;base64,iVBORw0KGgo=") == '"data:image/png;base64,…"'
    assert "iVBORw0KGgo" not in excerpt({"url": "data:image/png;base64,iVBORw0KGgo="})


def test_a_finding_in_a_report_has_every_key() -> None:
    report = Finding("wrong-type", "/n", "n must be an integer").to_json()

    assert report["severity"] == "error"
    assert set(report) == set(Finding.__slots__)
