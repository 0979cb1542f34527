"""What is wrong with a text, whatever it says: found at its line and column in any layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oxspec.testing import bodies, written
from oxspec.testing.written import layouts, write
from oxspec.validation.text import read
from support.catalogs import distinct_models
from support.mistakes import FEW

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from oxspec.jsonplaces import Place
    from oxspec.testing import Written

MODELS = st.sampled_from([model for _, model in distinct_models()])
MANY = settings(FEW, max_examples=60)
BLANKS = st.sampled_from(("", " ", "\n", "\t", "\r\n  "))


@st.composite
def texts(draw: DrawFn) -> Written:
    """Return the text of a real model's body that fits."""
    return draw(written(draw(bodies(draw(MODELS)))))


def told(text: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(f.code, f.pointer, f.line, f.column) for f in read(text.encode()).findings]


def not_json(text: str, offset: int) -> list[tuple[str, str, int, int]]:
    """Return the finding on a text that is no JSON from an offset on."""
    lines = text[:offset].split("\n")
    return [("not-json", "", len(lines), len(lines[-1]) + 1)]


def members_of(text: Written, pointer: str) -> list[Place]:
    """Return the places of an object's members, in the order of the text."""
    inside = re.compile(re.escape(pointer) + "/[^/]*")
    found = [p for at, p in text.places.items() if inside.fullmatch(at) and p.key_start is not None]
    return sorted(found, key=lambda place: place.start)


@MANY
@given(data=st.data(), text=texts())
def test_a_name_that_is_there_twice_is_told_at_the_second_place(
    data: st.DataObject, text: Written
) -> None:
    named = [pointer for pointer, place in text.places.items() if place.key_start is not None]
    pointer = data.draw(st.sampled_from(named))
    parent, _, step = pointer.rpartition("/")
    name = step.replace("~1", "/").replace("~0", "~")
    first = text.places[pointer]
    # Behind the member itself, or behind one that follows it.
    later = [place for place in members_of(text, parent) if place.start >= first.start]
    end = data.draw(st.sampled_from(later)).end
    spelt = write(name, data.draw(layouts())).text.strip()
    start = f"{text.text[:end]},{data.draw(BLANKS)}"

    found = told(f"{start}{spelt}:{data.draw(BLANKS)}0{text.text[end:]}")

    assert found == [("duplicate-key", pointer, *not_json(start, len(start))[0][2:])]


def test_every_name_that_is_there_twice_is_told() -> None:
    text = '{"a": 1, "a": {"b": 2, "b": 3}, "c": 4, "a": 5}'

    assert [(code, pointer, column) for code, pointer, _, column in told(text)] == [
        ("duplicate-key", "/a", text.index('"a": {') + 1),
        ("duplicate-key", "/a/b", text.index('"b": 3') + 1),
        ("duplicate-key", "/a", text.index('"a": 5') + 1),
    ]


#: What is no value of JSON, and how far in it that is seen.
NO_VALUES = {
    "NaN": 0,
    "-Infinity": 0,
    "1e999": 0,
    "9" * 4_001: 0,
    "True": 0,
    "None": 0,
    "undefined": 0,
    "ox": 0,
    "'ox'": 0,
    "`ox`": 0,
    "\u201cox\u201d": 0,
    "+1": 0,
    ".5": 0,
    "01": 1,
    "1.": 1,
    "1e": 1,
    "0x1F": 1,
    "1_000": 1,
    '"a\tb"': 2,
    '"a\nb"': 2,
    '"a\\qb"': 2,
    '"a\\u12"': 2,
    "// why\n1": 0,
    "/* why */ 1": 0,
    "# why\n1": 0,
    "[1,]": 2,
    '{"a": 1,}': 7,
    "[1 2]": 3,
    "[1,,2]": 3,
    '{"a" 1}': 5,
    '{"a": 1 "b": 2}': 8,
    "{a: 1}": 1,
    "{'a': 1}": 1,
    "{1: 1}": 1,
    "[1}": 2,
    '{"a": 1]': 7,
    "[" * 128 + "1" + "]" * 128: 127,
}


@pytest.mark.parametrize("literal", NO_VALUES, ids=lambda literal: literal[:12])
@FEW
@given(data=st.data(), text=texts())
def test_what_is_no_value_is_told_where_it_stops_to_be_one(
    data: st.DataObject, text: Written, literal: str
) -> None:
    flat = [pointer for pointer in text.places if pointer.count("/") == 1]
    place = text.places[data.draw(st.sampled_from(flat))]

    broken = f"{text.text[: place.start]}{literal}{text.text[place.end :]}"

    assert told(broken) == not_json(broken, place.start + NO_VALUES[literal])


@MANY
@given(data=st.data(), text=texts())
def test_a_comma_before_the_end_is_told_at_the_comma(data: st.DataObject, text: Written) -> None:
    last = members_of(text, "")[-1].end

    broken = f"{text.text[:last]}{data.draw(BLANKS)},{text.text[last:]}"

    assert told(broken) == not_json(broken, broken.index(",", last))


@MANY
@given(data=st.data(), text=texts())
def test_a_missing_comma_or_colon_is_told_where_it_should_have_been(
    data: st.DataObject, text: Written
) -> None:
    members = members_of(text, "")
    assume(len(members) > 1)
    at = data.draw(st.integers(0, len(members) - 2))
    comma = text.text.index(",", members[at].end)
    colon = text.text.index(":", members[at].key_end)
    following, value = members[at + 1].key_start or 0, members[at].start

    for mark, seen in ((comma, following), (colon, value)):
        broken = f"{text.text[:mark]} {text.text[mark + 1 :]}"
        assert told(broken) == not_json(broken, seen)


@MANY
@given(data=st.data(), text=texts())
def test_a_text_that_ends_too_early_is_told_behind_its_last_word(
    data: st.DataObject, text: Written
) -> None:
    ends = [place.end for pointer, place in text.places.items() if pointer]
    end = data.draw(st.sampled_from(ends))

    broken = text.text[:end] + data.draw(st.sampled_from(("", "\n", " \r\n\n")))

    assert told(broken) == not_json(broken, end)


@MANY
@given(data=st.data(), text=texts())
def test_what_follows_the_value_is_told_at_its_first_character(
    data: st.DataObject, text: Written
) -> None:
    more = data.draw(st.sampled_from(("{}", "}", ",", '"x"', "1", "//", "\x00")))

    broken = f"{text.text}{data.draw(BLANKS)}{more}\n"

    assert told(broken) == not_json(broken, len(broken) - len(more) - 1)
