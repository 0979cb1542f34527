"""What a subschema of a strict schema says, read for making values that fit it, or do not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from ..runtime.patterns import PatternError, compile_pattern
from ..runtime.regexcost import takes_too_long
from ..schema.normalise import types_of
from ..schema.strict import OWN

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping

    from ..jsontypes import JsonObject, JsonValue

    Schema: TypeAlias = Mapping[str, JsonValue]

#: The longest text and list that is made; a schema that asks for longer ones is passed over.
LONGEST: Final = 10_000
MOST_ENTRIES: Final = 64
#: The longest text that is made for a pattern: what takes too long to match is not judged.
LONGEST_MATCH: Final = 100

#: Keywords that cannot be met by themselves; what has one is left out of the bodies.
_COMBINED: Final = frozenset(
    (
        "$ref",
        "allOf",
        "anyOf",
        "not",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "contains",
        "prefixItems",
        "propertyNames",
        "patternProperties",
        "unevaluatedItems",
    )
)
#: The formats that a standard validator may assert; values are made of the first two alone.
_FORMATS: Final = ("uri", "data-uri")
_OTHER_FORMATS: Final = frozenset(
    (
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "idn-email",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "iri",
        "iri-reference",
        "json-pointer",
        "regex",
        "relative-json-pointer",
        "time",
        "uri-reference",
        "uri-template",
        "uuid",
    )
)
_DEFINITIONS: Final = "#/$defs/"
#: Beside what was put in place of a reference: the name that it had.
DEFINED: Final = "x-defined"


def inlined(strict: Schema) -> JsonObject:
    """Return a strict schema with what its envelope refers to in place, known by ``DEFINED``.

    A model's own references, which may recurse, stay as they are.
    """
    definitions = {n: d for n, d in members_of(strict.get("$defs")).items() if n != OWN}
    inside: JsonObject = {name: value for name, value in strict.items() if name != "$defs"}
    return members_of(_inlined(inside, definitions))


def _inlined(schema: JsonValue, definitions: JsonObject) -> JsonValue:
    if isinstance(schema, list):
        return [_inlined(entry, definitions) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).removeprefix(_DEFINITIONS)
    if name not in definitions:
        return {key: _inlined(member, definitions) for key, member in schema.items()}
    # What refers to itself ends where it does so.
    inner = {other: value for other, value in definitions.items() if other != name}
    whole = {**members_of(definitions[name]), DEFINED: name}
    return {key: _inlined(member, inner) for key, member in whole.items()}


def is_flat(schema: JsonValue) -> bool:
    """Return whether each keyword of a subschema can be met by itself."""
    if not isinstance(schema, dict) or _COMBINED & schema.keys():
        return False
    if schema.get("format") in _OTHER_FORMATS or "x-undocumented" in schema:
        return False
    return _has_plain_object(schema) and _has_plain_scalars(schema)


def _has_plain_object(schema: JsonObject) -> bool:
    counts = {"minProperties", "maxProperties"} & schema.keys()
    if counts and "properties" in schema:
        return False
    if schema.get("unevaluatedProperties", False) is not False:
        return False
    return "oneOf" not in schema or bool(alternatives(schema))


def _has_plain_scalars(schema: JsonObject) -> bool:
    if "pattern" in schema and pattern_of(schema) is None:
        return False
    if max(length(schema, "minLength") or 0, length(schema, "minItems") or 0) > LONGEST:
        return False
    is_whole = isinstance(schema.get("multipleOf", 1), int)
    return is_whole or "integer" not in types_of(schema)


def kinds_of(schema: Schema) -> tuple[str, ...]:
    """Return the types of a subschema, or those that its keywords speak of where it names none."""
    spoken = (kind for kind, keywords in _SPEAKING.items() if keywords & schema.keys())
    return types_of(schema) or tuple(spoken)


_SPEAKING: Final = {
    "string": {"format", "pattern", "minLength", "maxLength"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "object": {"properties", "additionalProperties", "minProperties", "maxProperties", "required"},
}


def alternatives(schema: Schema) -> list[str]:
    """Return the names of which an object has exactly one, [] where its ``oneOf`` says more."""
    branches = schema.get("oneOf")
    found: list[str] = []
    for branch in branches if isinstance(branches, list) else ():
        names = names_of(members_of(branch), "required")
        if len(names) != 1 or not isinstance(branch, dict) or len(branch) != 1:
            return []
        found += names
    return found


def dependents(schema: Schema) -> dict[str, list[str]]:
    """Return the names that each member of an object needs beside it."""
    needs = members_of(schema.get("dependentRequired"))
    return {name: names_of(needs, name) for name in needs}


def pattern_of(schema: Schema) -> re.Pattern[str] | None:
    """Return the pattern of a text, None where there is none that can be judged by."""
    pattern = schema.get("pattern")
    if not isinstance(pattern, str) or takes_too_long(pattern, LONGEST_MATCH):
        return None
    try:
        return compile_pattern(pattern)
    except PatternError:
        return None


def bounds(schema: Schema) -> tuple[int | float | None, int | float | None]:
    """Return the lowest and highest bound of a number, exclusive ones included."""
    lows = [number(schema, keyword) for keyword in ("minimum", "exclusiveMinimum")]
    highs = [number(schema, keyword) for keyword in ("maximum", "exclusiveMaximum")]
    return (
        max((low for low in lows if low is not None), default=None),
        min((high for high in highs if high is not None), default=None),
    )


def is_within(value: float, schema: Schema) -> bool:
    """Return whether a number is within the bounds of a subschema."""
    low, high = bounds(schema)
    if (low is not None and value < low) or (high is not None and value > high):
        return False
    return value not in (number(schema, "exclusiveMinimum"), number(schema, "exclusiveMaximum"))


def number(schema: Schema, keyword: str) -> int | float | None:
    """Return a number that a keyword has, or None."""
    value = schema.get(keyword)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def length(schema: Schema, keyword: str) -> int | None:
    """Return a length or count that a keyword has, or None."""
    found = number(schema, keyword)
    return None if found is None else int(found)


def fits_type(value: JsonValue, types: tuple[str, ...]) -> bool:
    """Return whether a value is of one of JSON Schema's types; () allows any."""
    if not types:
        return True
    if isinstance(value, bool) or value is None:
        return ("boolean" if isinstance(value, bool) else "null") in types
    if isinstance(value, int | float):
        return "number" in types or ("integer" in types and value == math.floor(value))
    return {str: "string", list: "array", dict: "object"}[type(value)] in types


def members_of(value: JsonValue) -> JsonObject:
    """Return an object as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def names_of(schema: Schema, keyword: str) -> list[str]:
    """Return the names that a keyword lists."""
    names = schema.get(keyword)
    return [n for n in names if isinstance(n, str)] if isinstance(names, list) else []


def parts_of(schema: JsonValue, keywords: Iterable[str]) -> Iterator[JsonObject]:
    """Yield a schema and those that judge the same value beside it, by these keywords."""
    if isinstance(schema, list):
        for entry in schema:
            yield from parts_of(entry, keywords)
    elif isinstance(schema, dict):
        yield schema
        for keyword in keywords:
            yield from parts_of(schema.get(keyword), keywords)
