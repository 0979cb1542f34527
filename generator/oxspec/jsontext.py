"""Strict decoding of JSON text (RFC 8259), and the positions of values on demand.

One decoder for catalogs, bodies, caches and settings: UTF-8 only (a byte-order mark is skipped),
no duplicate names, no NaN or Infinity, no number that overflows, bounded nesting and digits,
nothing after the value.
"""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final, NoReturn

from .errors import JsonTextError
from .jsonplaces import STRING, TOKENS, line_and_column, repeated_names
from .runtime.findings import excerpt, pointer_of

if TYPE_CHECKING:
    from .jsonplaces import Event
    from .jsontypes import JsonObject, JsonValue

BODY_DEPTH: Final = 128
CATALOG_DEPTH: Final = 256
INTEGER_DIGITS: Final = 4_000
#: How many names that are there twice are told of one text.
_REPEATED: Final = 100
_BOM: Final = b"\xef\xbb\xbf"
# Possessive, and a string that does not end takes the rest: linear in any text.
_BRACKETS: Final = re.compile(rf"{STRING}|[\[\]{{}}]", re.DOTALL)
_UNBRACKETED: Final = re.compile(rf"{STRING}|[^\[\]{{}}\"]++", re.DOTALL)
_STEP: Final = {"[": 1, "{": 1, "]": -1, "}": -1}


def decode(data: bytes, *, depth: int = BODY_DEPTH) -> JsonValue:
    """Return the one JSON value of ``data``.

    Args:
        data: UTF-8 text, a byte-order mark allowed.
        depth: how many brackets may be open at once.

    Raises:
        JsonTextError: with code, line and column of what is wrong.
    """
    text = decode_text(data)
    _refuse_depth(text, depth)
    try:
        value: JsonValue = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        raise _syntax_error(text, error) from None
    except _RefusedError as refused:
        raise _located(text, refused) from None
    except RecursionError:
        what = "nested deeper than this program can follow"
        raise JsonTextError(what) from None
    return value


def decode_text(data: bytes) -> str:
    """Return ``data`` as text, without a byte-order mark.

    Raises:
        JsonTextError: not UTF-8.
    """
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        what = f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        line, column = line_and_column(before, len(before))
        raise JsonTextError(what, line=line, column=column) from None


class _RefusedError(Exception):
    """Valid JSON grammar that the strict reading refuses."""


class _DuplicateKeyError(_RefusedError):
    """Two members of one object have the same name."""


class _NumberError(_RefusedError):
    """A number literal that is not JSON's, or cannot be kept."""

    def __init__(self, what: str, literal: str) -> None:
        super().__init__(what)
        self.literal = literal


def _object(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _DuplicateKeyError
    return members


def _refuse_constant(literal: str) -> NoReturn:
    what = f"{literal} is not JSON: write a number or null"
    raise _NumberError(what, literal)


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isfinite(number):
        return number
    what = f"{literal[:24]} is too large for a number"
    raise _NumberError(what, literal)


def _integer(literal: str) -> int:
    if len(literal.lstrip("-")) <= INTEGER_DIGITS:
        return int(literal)
    what = f"an integer of {len(literal.lstrip('-'))} digits: the limit is {INTEGER_DIGITS}"
    raise _NumberError(what, literal)


def _refuse_depth(text: str, limit: int) -> None:
    if text.count("[") + text.count("{") <= limit:
        return
    brackets = _UNBRACKETED.sub("", text)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) <= limit:
        return
    depth = 0
    for token in _BRACKETS.finditer(text):
        bracket = token.group()
        if bracket in "[{":
            depth += 1
        elif bracket in "]}":
            depth -= 1
        if depth > limit:
            line, column = line_and_column(text, token.start())
            what = f"nested deeper than {limit} brackets"
            raise JsonTextError(what, line=line, column=column)


def _syntax_error(text: str, error: json.JSONDecodeError) -> JsonTextError:
    offset = error.pos
    if not text.strip():
        return JsonTextError("empty: expected one JSON value")
    what = _SYNTAX.get(error.msg, error.msg)
    comma = re.search(r",\s*$", text[:offset])
    if comma and text[offset : offset + 1] in ("}", "]"):
        offset, what = comma.start(), "a comma before the closing bracket"
    elif offset >= len(text.rstrip()):
        # Not on the empty line that most files end with.
        offset, what = len(text.rstrip()), f"the text ends too early: {what}"
    elif error.msg.startswith("Invalid \\u"):
        offset = text.rfind("\\", 0, offset + 1)
    else:
        what = _foreign(text, offset, error.msg) or what
    line, column = line_and_column(text, offset)
    return JsonTextError(f"not JSON: {what}", line=line, column=column)


def _foreign(text: str, offset: int, message: str) -> str | None:
    """Return what of another grammar stands at an offset, None for nothing that is known."""
    at_name = message == "Expecting property name enclosed in double quotes"
    for pattern, what in _FOREIGN_NAMES if at_name else _FOREIGN_VALUES:
        if found := re.compile(pattern).match(text, offset):
            return what.format(excerpt(found.group(), limit=40), found.group().lower())
    if message != "Expecting ',' delimiter" or not text[offset - 1 : offset].isdecimal():
        return None
    digits = ((re.compile(pattern), what) for pattern, what in _FOREIGN_DIGITS)
    return next((what for pattern, what in digits if pattern.match(text, offset)), None)


_COMMENT: Final = (r"//|/\*|#", "a comment: JSON has none")
#: What JSON5, YAML, JavaScript and Python write where JSON has a name, and what to write.
_FOREIGN_NAMES: Final = (
    _COMMENT,
    ("'", "a name in single quotes: JSON takes double quotes"),
    (r"[\w$-]{1,200}", "a name without quotes: write {0}"),
)
#: What they write where JSON has a value.
_FOREIGN_VALUES: Final = (
    _COMMENT,
    ("'", "a string in single quotes: JSON takes double quotes"),
    ("[`\u2018\u201c\u201d]", "a string in other quotes: JSON takes double quotes"),
    (r"(?:TRUE|True|FALSE|False|NULL|Null)\b", "a word of another language: write {1}"),
    (r"(?:None|nil|undefined)\b", "a word of another language: write null"),
    (r"[+]\.?[0-9]", "a number with a plus sign: write it without"),
    (r"-?\.[0-9]", "a number that begins with its point: write 0 before it"),
)
#: What they write after the first digits of a number.
_FOREIGN_DIGITS: Final = (
    (r"[xX][0-9a-fA-F]", "a hexadecimal number: JSON takes decimal ones"),
    (r"[0-9]", "a number with a leading zero: leave the zero out"),
    (r"\.", "a number that ends with its point: write 0 after it"),
    (r"_", "a number with an underscore: leave it out"),
)


_SYNTAX: Final = {
    "Expecting value": "expected a value",
    "Extra data": "more text after the value",
    "Expecting ',' delimiter": "expected a comma",
    "Expecting ':' delimiter": "expected a colon",
    "Expecting property name enclosed in double quotes": "expected a name in double quotes",
    "Illegal trailing comma before end of object": "a comma before the closing bracket",
    "Illegal trailing comma before end of array": "a comma before the closing bracket",
    "Unterminated string starting at": "a string that does not end",
    "Invalid control character at": "a control character inside a string: escape it",
    "Invalid \\escape": "an escape that JSON does not have",
    "Invalid \\uXXXX escape": "an incomplete \\u escape",
}


def _located(text: str, refused: _RefusedError) -> JsonTextError:
    if isinstance(refused, _NumberError):
        return _number_error(text, refused)
    found = [_repeated(text, again) for again in islice(repeated_names(text), _REPEATED)]
    if not found:
        return JsonTextError("a name is there twice", code="duplicate-key")
    found[0].others = tuple(found[1:])
    return found[0]


def _repeated(text: str, again: Event) -> JsonTextError:
    line, column = line_and_column(text, again.start)
    first_line, first_column = line_and_column(text, again.first)
    first = f"first at line {first_line}, column {first_column}"
    what = f"{excerpt(again.tokens[-1])} is there twice: {first}"
    pointer = pointer_of(again.tokens)
    return JsonTextError(what, line=line, column=column, code="duplicate-key", pointer=pointer)


def _number_error(text: str, refused: _NumberError) -> JsonTextError:
    for token in TOKENS.finditer(text):
        if token.group(3) == refused.literal:
            line, column = line_and_column(text, token.start())
            return JsonTextError(str(refused), line=line, column=column)
    return JsonTextError(str(refused))
