"""Limits that a text promises in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Units of what a number parameter does not count: files, pictures, texts.
_OTHER_UNIT: Final = (
    r"(?!\s*(?:[kmg]i?b|px|pixels?|characters|chars|words|images?|videos?|audios?|files?|urls?)\b)"
)
#: Digits, in groups of three or not (``2,000``).
_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,20})"
_NUMBER: Final = rf"(-?{_DIGITS}(?:\.\d{{1,10}})?)(?![\w.%:,]*\w){_OTHER_UNIT}"
_DASH: Final = r"[-\u2013]"
_TO: Final = rf"(?:to|{_DASH})"
_INTEGER: Final = r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})"
_UP_TO: Final = r"(?:up to|at most|max(?:imum)?\.?(?: of)?|no more than|not more than|limited to)"
_AT_LEAST: Final = r"(?:at least|min(?:imum)?\.?(?: of)?|no fewer than|no less than)"
_ENTRY: Final = (
    r"(?:(?:total|reference|input|optional|style|image|video|audio|different|separate) ){0,4}"
    r"(?:images?|videos?|audios?|clips?|urls?|entries|entry|items?|elements?|references?|files?"
    r"|keyframes?|voices?|shots?|values?|tags?)\b"
)
_END: Final = r"\s*(?:[.;)]|$)"
#: What makes a limit one of several, of something else, or no limit.
_CONDITIONAL: Final = re.compile(
    r"\b(?:when|if|unless|while|with|without|total [(+]|(?:images|elements|references) total"
    r"|must total|across|combined|shared|each|per|depend\w*|recommend\w*|typical\w*|suggest\w*"
    r"|usual\w*|good|ideal\w*|prefer\w*|should|about|approximately|around|free|tier|plan)\b"
    r"|[≤≥~]",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|\n+|,\s+|\s+(?=and up to )|\s+(?=and max )")


class Promise(NamedTuple):
    """Limits in words.

    Attributes:
        limits: by the keywords that say so in a schema.
        words: where the text says it.
    """

    limits: dict[str, float]
    words: str


#: Pattern → the keywords of its groups, by the kind of value that a parameter takes.
_PATTERNS: Final = {
    "string": (
        (rf"{_UP_TO} {_INTEGER}[- ]?(?:characters|chars)\b", ("maxLength",)),
        (rf"\b{_INTEGER} (?:characters|chars) (?:max|maximum|or (?:less|fewer))\b", ("maxLength",)),
        (rf"{_AT_LEAST} {_INTEGER} (?:characters|chars)\b", ("minLength",)),
    ),
    "array": (
        (rf"{_UP_TO} {_INTEGER}(?: {_ENTRY}|{_END})", ("maxItems",)),
        (rf"\b{_INTEGER} {_ENTRY} (?:max|maximum|at most)\b", ("maxItems",)),
        (rf"\bonly {_INTEGER} {_ENTRY} (?:is|are) (?:supported|allowed|accepted)", ("maxItems",)),
        (
            # The lower end says as often that there is one at all as that none is refused.
            rf"\b\d{{1,9}}(?: to |{_DASH}){_INTEGER} (?:{_ENTRY}|in order\b)",
            ("maxItems",),
        ),
        (rf"{_AT_LEAST} {_INTEGER} {_ENTRY}", ("minItems",)),
    ),
    "number": (
        (rf"\brange(?: is|:)? ?\(?{_NUMBER} ?{_TO} ?{_NUMBER}", ("minimum", "maximum")),
        (rf"\bbetween {_NUMBER} and {_NUMBER}", ("minimum", "maximum")),
        (rf"\bfrom {_NUMBER} to {_NUMBER}", ("minimum", "maximum")),
        (rf"\({_NUMBER} ?{_TO} ?{_NUMBER}\)", ("minimum", "maximum")),
        (rf"\bsupports? {_NUMBER} ?{_TO} ?{_NUMBER}", ("minimum", "maximum")),
        (rf"\b{_UP_TO} {_NUMBER}", ("maximum",)),
        (rf"\b{_AT_LEAST} {_NUMBER}", ("minimum",)),
        (rf"\b(?:greater|more|larger) than {_NUMBER}", ("exclusiveMinimum",)),
        (rf"\b(?:less|smaller|lower) than {_NUMBER}", ("exclusiveMaximum",)),
        (rf"\b(?:a multiple of|divisible by) {_NUMBER}", ("multipleOf",)),
    ),
}


def promises(text: str, kind: str) -> Iterator[Promise]:
    """Yield the limits that a text promises of a value, each keyword once.

    A limit that holds only sometimes, or of several parameters together, is none.

    Args:
        text: the description of a parameter.
        kind: ``string``, ``array`` or ``number``.
    """
    told: set[str] = set()
    for clause in _SENTENCE.split(text):
        if _CONDITIONAL.search(clause) or "`" in clause:
            continue
        for pattern, keywords in _PATTERNS[kind]:
            found = re.search(pattern, clause, re.IGNORECASE)
            if found is None or told.intersection(keywords):
                continue
            told.update(keywords)
            numbers = map(_as_number, found.groups())
            limits = dict(zip(keywords, numbers, strict=True))
            yield Promise(limits, found.group().strip(" .;").removesuffix(")") + _close(found))


def _as_number(text: str) -> float:
    text = text.replace(",", "")
    return float(text) if "." in text and not text.endswith(".0") else int(float(text))


def _close(found: re.Match[str]) -> str:
    """Return the bracket that a quotation needs where it has the opening one."""
    return ")" if "(" in found.group() else ""
