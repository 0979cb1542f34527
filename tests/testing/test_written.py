"""JSON text of any layout, and where everything is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from oxspec.jsonplaces import places_of
from oxspec.testing import json_values, written

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

FIRST = settings(max_examples=2_000, phases=[Phase.generate], derandomize=True, database=None)
BODY: JsonObject = {"a/b": [1, {"é~": "x/y", "n": 0.5}], "\U0001f600": None, "t": "a\n"}


def at(value: JsonValue, pointer: str) -> JsonValue:
    for step in pointer.split("/")[1:]:
        token = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(token)]
        else:
            assert isinstance(value, dict)
            value = value[token]
    return value


@given(data=st.data(), value=json_values())
def test_a_text_is_of_its_value_and_each_part_is_where_its_place_says(
    data: st.DataObject, value: JsonValue
) -> None:
    text = data.draw(written(value))

    assert json.loads(text.text) == value
    for pointer, place in text.places.items():
        assert json.loads(text.text[place.start : place.end]) == at(value, pointer)
        if place.key_start is not None:
            name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
            assert json.loads(text.text[place.key_start : place.key_end]) == name


@given(data=st.data(), value=json_values())
def test_what_is_read_off_a_text_is_where_it_was_written(
    data: st.DataObject, value: JsonValue
) -> None:
    text = data.draw(written(value))

    assert places_of(text.text, text.places) == text.places


@pytest.mark.parametrize(
    "needle",
    ["\\u", "\\ud83d\\ude00", "\\u00E9", "\\/", "\r\n", "\n\n", "\n\t", '": ', '" :', "é", "E-01"],
)
def test_a_layout_has_what_hand_and_program_write(needle: str) -> None:
    text = find(written(BODY), lambda text: needle in text.text, settings=FIRST).text

    assert json.loads(text) == BODY


@pytest.mark.parametrize("name", BODY)
def test_names_come_in_any_order(name: str) -> None:
    text = find(
        written(BODY), lambda text: next(iter(json.loads(text.text))) == name, settings=FIRST
    )

    assert json.loads(text.text) == BODY


@given(data=st.data())
def test_a_line_ends_where_its_line_feed_is(data: st.DataObject) -> None:
    text = data.draw(written(BODY))

    for pointer, place in text.places.items():
        line, column = text.line_and_column(pointer)
        lines = text.text.split("\n")
        assert sum(len(before) + 1 for before in lines[: line - 1]) + column - 1 == place.start


def test_what_has_no_name_says_so() -> None:
    text = find(written([1]), lambda _: True, settings=FIRST)

    with pytest.raises(ValueError, match="has no name"):
        text.line_and_column("/0", at="name")
