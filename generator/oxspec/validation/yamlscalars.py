"""Scalars of YAML as JSON has them: the core schema of YAML 1.2 (section 10.3).

So ``no`` is text, and ``0o17`` a number. What JSON has no word for, or what an older YAML reads
otherwise without a word, is refused: infinities, dates, numbers with leading zeros.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from ..jsontext import INTEGER_DIGITS
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from ..jsontypes import JsonValue

_HALF: Final = re.compile("[\ud800-\udfff]")
_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO: Final = re.compile(r"[-+]?0[0-9]")
_NO_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t][0-9:.+\-Z \t]*)?")


class ScalarError(ValueError):
    """A scalar that no JSON value stands for, or not surely one."""


def scalar_of(written: str, *, is_plain: bool) -> JsonValue:
    """Return the value of a scalar.

    Args:
        written: without quotes and escapes.
        is_plain: whether it has no quotes and is no block: others are text.

    Raises:
        ScalarError: there is none in JSON.
    """
    if _HALF.search(written):
        message = "half a character (\\ud800 to \\udfff): write it as it is"
        raise ScalarError(message)
    if not is_plain:
        return written
    if written in _NULLS:
        return None
    if written in _BOOLEANS:
        return _BOOLEANS[written]
    if _DATE.fullmatch(written):
        message = f"a date, which JSON does not have: write {excerpt(written)}, in quotes"
        raise ScalarError(message)
    if _NO_NUMBER.fullmatch(written):
        message = f"{written} is not JSON: write a number or null"
        raise ScalarError(message)
    return _number(written)


def _number(written: str) -> JsonValue:
    """Return the number that a plain scalar is, or its text."""
    is_other_base = _OTHER_BASE.fullmatch(written) is not None
    is_integer = is_other_base or _INTEGER.fullmatch(written) is not None
    if not is_integer and not _FLOAT.fullmatch(written):
        return written
    if _LEADING_ZERO.match(written):
        message = f"a number with a leading zero: write {excerpt(written)} in quotes"
        raise ScalarError(message)
    if is_integer:
        return _integer(written, base=0 if is_other_base else 10)
    number = float(written)
    if not math.isfinite(number):
        message = f"{written[:24]} is too large for a number"
        raise ScalarError(message)
    return number


def _integer(written: str, *, base: int) -> int:
    if len(written.lstrip("+-")) > INTEGER_DIGITS:
        message = f"an integer of {len(written)} digits: the limit is {INTEGER_DIGITS}"
        raise ScalarError(message)
    return int(written, base)
