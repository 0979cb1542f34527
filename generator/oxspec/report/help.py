"""What each code of a finding means, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..runtime.findings import Severity


@dataclass(frozen=True, slots=True)
class Help:
    """What people are told about a code.

    Attributes:
        title: what it is, in a few words with a full stop.
        meaning: what was found, as sentences.
        remedy: what to do, as sentences.
        severity: what findings of the code are unless asked otherwise.
    """

    title: str
    meaning: str
    remedy: str
    severity: Severity = "error"


HELP: Final[Mapping[str, Help]] = {
    "not-json": Help(
        "The text is not strict JSON.",
        "The body cannot be decoded: a comma too many, a quote missing, NaN, text that is not "
        "UTF-8, or nesting and numbers beyond the limits.",
        "Mend the text at the line and column. Comments, trailing commas and single quotes are "
        "not JSON.",
    ),
    "duplicate-key": Help(
        "An object has a key twice.",
        "Parsers disagree about which of the two values counts, so the hub may read another "
        "request than the one that was meant.",
        "Keep one of them. The finding is at the second key.",
    ),
    "unknown-model": Help(
        "There is no such model.",
        "The id in `model` is not in the catalog that the body was judged by.",
        "Use the id that the hint offers, or look for one with `oxspec models`. `oxspec fetch` "
        "brings a newer catalog.",
    ),
    "unknown-parameter": Help(
        "The model does not have this parameter.",
        "Neither the model nor its endpoint knows the name. The hub would ignore it or refuse the "
        "request; most often it is misspelt.",
        "Use the name that the hint offers, or take the parameter out. `oxspec show MODEL` lists "
        "what there is; `--unknown warn` makes it a warning.",
    ),
    "undocumented-parameter": Help(
        "The parameter is of OpenAI's API, but the hub does not document it.",
        "A chat model may take it, ignore it or refuse it: nothing published says which.",
        "Take it out unless it is known to work with this model.",
        "warning",
    ),
    "missing-parameter": Help(
        "A required parameter is missing.",
        "The object at the pointer lacks a parameter without which the model cannot answer.",
        "Add it. `oxspec example MODEL` prints a body that has all that is required.",
    ),
    "wrong-type": Help(
        "The value has the wrong type.",
        "The parameter takes another type of JSON: a number without quotes, a text with them, "
        "a list. Null is a value of its own and seldom allowed.",
        "Write it as the hint says. Leave an optional parameter out where null was meant to say "
        '"not given".',
    ),
    "not-in-enum": Help(
        "The value is not one of those allowed.",
        "The parameter takes values of a fixed list, spelt as they are there, case included.",
        "Choose one of the values that the message lists.",
    ),
    "out-of-range": Help(
        "The number is out of range.",
        "The model takes numbers between bounds, or multiples of a step.",
        "Choose a number within the bounds that the message names.",
    ),
    "bad-format": Help(
        "The text is not of the format asked for.",
        "The parameter takes texts of one form, such as an address or a date.",
        "Write it in the form that the message names.",
    ),
    "bad-length": Help(
        "The value is too long or too short.",
        "A text has too many or too few characters, a list entries, or an object members.",
        "Cut it or add to it, within the bounds that the message names.",
    ),
    "bad-pattern": Help(
        "The text does not match the pattern.",
        "The parameter takes texts that match a regular expression.",
        "Write it so that it matches the pattern in the message.",
    ),
    "conflict": Help(
        "Parameters exclude or need one another.",
        "Each parameter is right by itself, but the model does not take them together, or not "
        "one without another.",
        "Take out or add what the message names.",
    ),
    "deprecated": Help(
        "The model or the parameter will go.",
        "The hub still answers, but says that it will stop.",
        "Move to another model or parameter while there is time.",
        "warning",
    ),
    "schema": Help(
        "The value breaks another rule of the model's schema.",
        "A keyword of JSON Schema that has no code of its own refuses the value.",
        "The message names the keyword. `oxspec schema MODEL` prints the schema.",
    ),
}
