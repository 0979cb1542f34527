"""Wrong values of which it is sure what was meant, each with what a repair makes of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ..schema.normalise import types_of
from .keywords import DEFINED, fits_type, length, members_of, names_of
from .values import can_be_made, fitting
from .wrong import Wrong

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import JsonValue
    from .keywords import Schema
    from .wrong import Wrongs

_DECIMAL: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
#: What a text must fit beside its type, so that not any digits do.
_OF_TEXTS: Final = frozenset(("const", "enum", "format", "pattern", "minLength", "maxLength"))


def meant_values(schema: Schema) -> Wrongs:
    """Yield codes, each with values that make a finding of it, and what was meant."""
    # What refers to another schema, or holds what does, is not mended.
    if DEFINED in json.dumps(schema):
        return
    types = types_of(schema)
    if "string" not in types:
        yield from _in_quotes(schema, types)
        yield from _not_in_a_list(schema, types)
        yield from _not_in_an_object(schema, types)
    elif not {"integer", "number"} & {*types} and not _OF_TEXTS & schema.keys():
        yield "wrong-type", st.integers(-99, 99).map(lambda n: Wrong(n, right=str(n)))
    yield from _in_a_list(schema, types)
    yield from _in_other_case(schema, types)


def _in_quotes(schema: Schema, types: tuple[str, ...]) -> Wrongs:
    if {"integer", "number"} & {*types}:
        numbers = fitting({**schema, "type": [t for t in types if t in ("integer", "number")]})
        short = numbers.filter(lambda n: _DECIMAL.fullmatch(json.dumps(n)) is not None)
        yield "wrong-type", st.builds(_quoted, short, st.sampled_from(("", " ")), st.booleans())
    elif "boolean" in types and "enum" not in schema and "const" not in schema:
        spelt = st.sampled_from(("true", "false", "True", "False", "TRUE", " false"))
        yield "wrong-type", spelt.map(lambda text: Wrong(text, right="t" in text.lower()))


def _quoted(number: JsonValue, blank: str, zero: bool) -> Wrong:  # noqa: FBT001  # drawn
    digits = json.dumps(number)
    digits += "0" if zero and "." in digits else ""
    return Wrong(f"{blank}{digits}{blank}", right=number)


def _in_a_list(schema: Schema, types: tuple[str, ...]) -> Wrongs:
    if types and "array" not in types and can_be_made({**schema}):
        yield "wrong-type", fitting(schema).map(lambda value: Wrong([value], right=value))


def _not_in_a_list(schema: Schema, types: tuple[str, ...]) -> Wrongs:
    items, most = members_of(schema.get("items", {})), length(schema, "maxItems")
    others = {"integer", "number", "boolean"} & {*types}
    least = length(schema, "minItems") or 0
    if "array" not in types or others or least > 1 or most == 0 or not can_be_made(items):
        return
    alone: SearchStrategy[JsonValue] = fitting(items).filter(
        lambda entry: entry is not None and entry != {} and not fits_type(entry, types)
    )
    if not ({*types_of(items)} or {"any"}) <= {"null", *types}:
        yield "wrong-type", alone.map(lambda entry: Wrong(entry, right=[entry]))


def _not_in_an_object(schema: Schema, types: tuple[str, ...]) -> Wrongs:
    required = names_of(schema, "required")
    if types != ("object",) or len(required) != 1:
        return
    member = members_of(members_of(schema.get("properties")).get(required[0]))
    if types_of(member) == ("string",) and can_be_made(member):
        yield "wrong-type", fitting(member).map(lambda text: Wrong(text, right={required[0]: text}))


def _in_other_case(schema: Schema, types: tuple[str, ...]) -> Wrongs:
    enum = schema.get("enum")
    is_alone = _OF_TEXTS & schema.keys() <= {"enum"}
    members: list[JsonValue] = enum if isinstance(enum, list) and is_alone else []
    pairs = [
        Wrong(other, right=member)
        for member in members
        if isinstance(member, str) and fits_type(member, types)
        for other in (member.upper(), member.swapcase(), f" {member} ")
        if other not in members and len(_twins(other, members)) == 1
    ]
    if pairs:
        yield "not-in-enum", st.sampled_from(pairs)


def _twins(text: str, members: list[JsonValue]) -> list[JsonValue]:
    """Return the members that differ from a text in case, in quotes or in blanks alone."""
    return [m for m in members if str(m).casefold() == text.strip().casefold()]


def slipped(name: str) -> list[str]:
    """Return a name as a hurried person writes it: neighbours swapped, one left out, one twice."""
    made: list[str] = []
    for at in (len(name) // 3, 2 * len(name) // 3):
        if not 0 < at < len(name) - 1:
            continue
        start, one, other, end = name[:at], name[at], name[at + 1], name[at + 2 :]
        made += [start + other + one + end, start + other + end, start + one + one + other + end]
    return [slip for slip in made if slip != name]
