"""Places of values and names: whatever the layout, they are where they were written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from oxspec.jsonplaces import line_and_column, places_of
from oxspec.runtime.findings import pointer_of
from oxspec.testing import json_values

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

BLANKS = st.text(alphabet=" \t\r\n", max_size=4)


class Writer:
    """Writes JSON with drawn blanks and escapes, and remembers where each value went."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Start with no text."""
        self.draw = draw
        self.text = ""
        self.written: dict[str, tuple[int, JsonValue, int | None]] = {}

    def blanks(self) -> None:
        """Write blanks."""
        self.text += self.draw(BLANKS)

    def scalar(self, value: JsonValue) -> None:
        """Write a literal."""
        self.text += json.dumps(value, ensure_ascii=self.draw(st.booleans()))

    def write(self, value: JsonValue, tokens: list[str | int], name: int | None) -> None:
        """Write a value, and remember where."""
        self.written[pointer_of(tokens)] = len(self.text), value, name
        if isinstance(value, dict):
            self.members(value, tokens)
        elif isinstance(value, list):
            self.entries(value, tokens)
        else:
            self.scalar(value)

    def members(self, value: JsonObject, tokens: list[str | int]) -> None:
        """Write an object."""
        self.text += "{"
        for number, (key, member) in enumerate(value.items()):
            self.text += "," if number else ""
            self.blanks()
            at = len(self.text)
            self.scalar(key)
            self.blanks()
            self.text += ":"
            self.blanks()
            self.write(member, [*tokens, key], at)
            self.blanks()
        self.text += "}"

    def entries(self, value: list[JsonValue], tokens: list[str | int]) -> None:
        """Write an array."""
        self.text += "["
        for number, member in enumerate(value):
            self.text += "," if number else ""
            self.blanks()
            self.write(member, [*tokens, number], None)
            self.blanks()
        self.text += "]"


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, dict[str, tuple[int, JsonValue, int | None]]]:
    """Draw JSON text of any layout, and where each value was written: start, value, name."""
    writer = Writer(draw)
    writer.blanks()
    writer.write(draw(json_values(max_leaves=8)), [], None)
    writer.blanks()
    return writer.text, writer.written


@given(layouts())
def test_every_value_and_name_is_found_where_it_was_written(
    drawn: tuple[str, dict[str, tuple[int, JsonValue, int | None]]],
) -> None:
    text, written = drawn

    places = places_of(text, written)

    assert places.keys() == written.keys()
    for pointer, (start, value, name) in written.items():
        place = places[pointer]
        assert (place.start, place.key_start) == (start, name)
        assert json.loads(text[place.start : place.end]) == value
        if place.key_start is not None and place.key_end is not None:
            last = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
            assert json.loads(text[place.key_start : place.key_end]) == last


@given(layouts())
def test_line_and_column_lead_back_to_the_offset(
    drawn: tuple[str, dict[str, tuple[int, JsonValue, int | None]]],
) -> None:
    text, written = drawn

    for start, _, _ in written.values():
        line, column = line_and_column(text, start)
        before = text.split("\n")[: line - 1]
        assert sum(len(part) + 1 for part in before) + column - 1 == start


def test_a_pointer_to_nothing_has_no_place() -> None:
    assert places_of('{"a": [1]}', ["/b", "/a/1", "/a/0/x"]) == {}
