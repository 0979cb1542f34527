"""Strict decoding of JSON text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oxspec.errors import JsonTextError
from oxspec.jsonplaces import line_and_column
from oxspec.jsontext import BODY_DEPTH, CATALOG_DEPTH, INTEGER_DIGITS, decode
from oxspec.runtime.findings import pointer_of
from oxspec.testing import json_values, names

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonValue

BLANKS = st.text(" \t\r\n", max_size=3)
PUNCTUATION = st.lists(
    st.sampled_from(
        [
            '"',
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "1",
            "-",
            "e",
            ".",
            "NaN",
            "Infinity",
            "true",
            " ",
            "\n",
            "\\u",
            "\\ud800",
            '"a"',
            "\x00",
            "é",
            "/*",
            "'",
        ]
    ),
    max_size=12,
).map(lambda pieces: "".join(pieces).encode())


def refusal(data: bytes, *, depth: int = BODY_DEPTH) -> JsonTextError:
    with pytest.raises(JsonTextError) as caught:
        decode(data, depth=depth)
    return caught.value


def decoded(data: bytes) -> JsonValue | JsonTextError:
    try:
        return decode(data)
    except JsonTextError as error:
        return error


def spot(text: str, offset: int) -> tuple[int, int]:
    """Return line and column by counting characters, as an editor shows them."""
    line, column = 1, 1
    for char in text[:offset]:
        line, column = (line + 1, 1) if char == "\n" else (line, column + 1)
    return line, column


@st.composite
def layouts(draw: st.DrawFn, value: JsonValue) -> str:
    """Return a value as text with random blanks around every token."""
    if isinstance(value, list):
        inner = [draw(layouts(member)) for member in value]
        return draw(BLANKS) + "[" + ",".join(inner) + draw(BLANKS) + "]" + draw(BLANKS)
    if isinstance(value, dict):
        pairs = [f"{draw(layouts(name))}:{draw(layouts(member))}" for name, member in value.items()]
        return draw(BLANKS) + "{" + ",".join(pairs) + draw(BLANKS) + "}" + draw(BLANKS)
    text = json.dumps(value, ensure_ascii=draw(st.booleans()))
    return draw(BLANKS) + text + draw(BLANKS)


@given(data=st.binary(max_size=40) | PUNCTUATION)
@example(data=b'"' + b'\\"' * 40)
@example(data=b"[" * 129)
@example(data=b'{"a":1,"a"')
def test_decoding_any_bytes_gives_a_value_or_a_json_text_error(data: bytes) -> None:
    outcome = decoded(data)

    if isinstance(outcome, JsonTextError):
        assert min(outcome.line, outcome.column) >= 1
        assert outcome.code in ("not-json", "duplicate-key")
    else:
        assert outcome == json.loads(data.removeprefix(b"\xef\xbb\xbf").decode())


@given(data=st.data(), value=json_values())
def test_decoding_agrees_with_the_standard_library_in_any_layout(
    data: st.DataObject, value: JsonValue
) -> None:
    text = data.draw(layouts(value))

    assert decode(text.encode()) == json.loads(text)


@given(value=json_values())
def test_a_byte_order_mark_is_skipped(value: JsonValue) -> None:
    text = json.dumps(value).encode()

    assert decode(b"\xef\xbb\xbf" + text) == decode(text)


@given(
    bad=st.sampled_from(["NaN", "Infinity", "-Infinity", "1e999", "-1e400", "9" * 4001]),
    data=st.data(),
    values=st.lists(json_values(max_leaves=4), max_size=3),
)
def test_a_refused_number_is_located_in_any_layout(
    bad: str, data: st.DataObject, values: list[JsonValue]
) -> None:
    before = "".join(data.draw(layouts(value)) + "," for value in values) + data.draw(BLANKS)
    text = f"[{before}{bad}{data.draw(BLANKS)}]"

    error = refusal(text.encode())

    assert (error.line, error.column) == spot(text, len("[" + before))


@given(
    bad=st.sampled_from(["nul", "'a'", "+1", ".5", "undefined", "//", "\\u0041"]),
    data=st.data(),
    values=st.lists(json_values(max_leaves=4), max_size=3),
)
def test_a_token_that_is_not_json_is_located_in_any_layout(
    bad: str, data: st.DataObject, values: list[JsonValue]
) -> None:
    before = "".join(data.draw(layouts(value)) + "," for value in values) + data.draw(BLANKS)
    text = f"[{before}{bad}]"

    error = refusal(text.encode())

    assert (error.line, error.column) == spot(text, len("[" + before))


@given(data=st.data(), outer=st.lists(names(), max_size=3), name=names(), value=json_values())
def test_a_duplicate_key_is_located_with_its_pointer(
    data: st.DataObject, outer: list[str], name: str, value: JsonValue
) -> None:
    text = "".join("{" + json.dumps(step) + ":" + data.draw(BLANKS) for step in outer)
    text += "{" + json.dumps(name) + ":" + data.draw(layouts(value)) + "," + data.draw(BLANKS)
    # The second spelling is all escapes: it is the same name.
    units = name.encode("utf-16-be")
    escaped = "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    offset = len(text)
    text += f'"{escaped}": 1' + "}" * (len(outer) + 1)

    error = refusal(text.encode())

    assert error.code == "duplicate-key"
    assert error.pointer == pointer_of([*outer, name])
    assert (error.line, error.column) == spot(text, offset)


def test_a_duplicate_key_in_an_array_is_located_with_its_index() -> None:
    error = refusal(b'[{"a": 1},\n {"b": [0, {"c": 1, "c": 2}]}]')

    assert (error.pointer, error.line, error.column) == ("/1/b/1/c", 2, 21)
    assert "first at line 2, column 13" in str(error)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
def test_text_in_another_encoding_is_refused(encoding: str) -> None:
    refusal('{"prompt": "café"}'.encode(encoding))


def test_bytes_that_are_not_utf_8_are_named_with_their_offset_and_place() -> None:
    error = refusal(b'{"a":\n "caf\xe9"}')

    assert "0xe9 at offset 11" in str(error)
    assert (error.line, error.column) == (2, 6)


@pytest.mark.parametrize(
    "data", [b"\xed\xa0\x80", b'"\xed\xa0\x80"', b'"\xc0\xaf"', b"\xff\xfe1\x00"]
)
def test_encoded_surrogates_and_overlong_forms_are_refused(data: bytes) -> None:
    assert "not UTF-8" in str(refusal(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"\xef\xbb\xbf",
        b"{} {}",
        b"1 2",
        b"{}\x00",
        b"[1]]",
        b"{}x",
        b"{} // note",
        b"{",
        b"[1,",
        b'{"a"',
        b'{"a":',
        b'"a',
        b"tru",
        b"-",
        b"1.",
        b"01",
        b"[1,]",
        b'{"a":1,}',
        b"{a:1}",
        b"{1:2}",
        b'"\t"',
        b'"\\x"',
        b'"\\u12"',
        b"\x1f\x8b\x08",
        b"<html></html>",
    ],
)
def test_what_is_not_exactly_one_json_value_is_refused(data: bytes) -> None:
    assert refusal(data).code == "not-json"


@pytest.mark.parametrize("limit", [1, BODY_DEPTH, CATALOG_DEPTH])
@pytest.mark.parametrize("pair", [("[", "]"), ('{"a":', "}")])
def test_brackets_may_be_open_up_to_the_limit_and_no_further(
    limit: int, pair: tuple[str, str]
) -> None:
    opening, closing = pair

    decode((opening * limit + "1" + closing * limit).encode(), depth=limit)
    error = refusal((opening * (limit + 1) + "1" + closing * (limit + 1)).encode(), depth=limit)

    assert f"deeper than {limit}" in str(error)
    assert (error.line, error.column) == (1, len(opening) * limit + 1)


def test_brackets_inside_strings_do_not_count_as_nesting() -> None:
    text = json.dumps(['[{"\\' * 200] * 3)

    assert decode(text.encode(), depth=1) == json.loads(text)


def test_nesting_beyond_what_the_program_can_follow_is_an_error_too() -> None:
    error = refusal(b"[" * 100_000 + b"]" * 100_000, depth=200_000)

    assert "nested deeper" in str(error)


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_integer_may_have_as_many_digits_as_the_limit_and_no_more(sign: str) -> None:
    assert decode((sign + "7" * INTEGER_DIGITS).encode()) == int(sign + "7" * INTEGER_DIGITS)
    assert f"the limit is {INTEGER_DIGITS}" in str(refusal((sign + "7" * 4001).encode()))


def test_an_unfinished_string_of_escaped_quotes_is_refused_in_linear_time() -> None:
    refusal(b"[" * 200 + b'"' + b'\\"' * 500_000)


def test_large_texts_are_decoded_whole() -> None:
    long = "a[{\\" * 1_250_000

    assert decode(json.dumps(long).encode()) == long
    assert decode(json.dumps([[i] for i in range(100_000)]).encode()) == [
        [i] for i in range(100_000)
    ]


def test_a_mistake_behind_a_large_text_is_still_located() -> None:
    text = '{"a": "' + "x" * 5_000_000 + '",\n "b": [' + "1," * 100_000 + 'NaN], "a": 2}'

    error = refusal(text.encode())

    assert (error.line, error.column) == (2, 200_008)


@given(text=st.text("ab\n\r", max_size=20), data=st.data())
def test_lines_and_columns_are_counted_as_an_editor_does(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))

    assert line_and_column(text, offset) == spot(text, offset)


@given(key=names(), value=json_values(max_leaves=3))
def test_a_comma_before_a_closing_bracket_is_located_at_the_comma(
    key: str, value: JsonValue
) -> None:
    text = json.dumps({key: value})[:-1] + ", }"

    error = refusal(text.encode())

    assert (error.line, error.column) == spot(text, len(text) - 3)
    assert "a comma before the closing bracket" in str(error)
