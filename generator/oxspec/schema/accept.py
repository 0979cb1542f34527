"""The fast path: whether an instance fits a strict schema, without saying why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from ..runtime.formats import FORMATS
from .ruleforms import WARNING
from .subschemas import subschemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..jsontypes import JsonObject, JsonValue

_EXACT: Final = 2**53
_PLAIN_DEPTH: Final = 64
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: Keywords that jsonschema-rs and the authority read alike; the rest is the authority's alone.
_FLAT: Final = frozenset(
    {
        "$schema",
        "$defs",
        "$ref",
        "type",
        "enum",
        "const",
        "required",
        "properties",
        "items",
        "additionalProperties",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "dependentRequired",
        "title",
        "description",
        "default",
        "format",
        "examples",
        "deprecated",
        "renderType",
    }
)


def acceptor(schema: JsonObject) -> Callable[[JsonValue], bool]:
    """Return what tells whether an instance has no finding, not even a warning.

    True is sure: the authority would have nothing to say. False is a question for the authority.
    """
    judged = _with_warnings(schema)
    if not is_flat(judged):
        return _asked_of_the_authority(schema)
    import jsonschema_rs

    try:
        validator = jsonschema_rs.Draft202012Validator(
            judged,
            validate_formats=True,
            formats=FORMATS,
            keywords={"x-undocumented": _Undocumented},
        )
    except ValueError:  # what cannot be told as UTF-8, such as a title with a lone surrogate
        return _asked_of_the_authority(schema)
    return lambda instance: is_plain(instance) and validator.is_valid(instance)


def _asked_of_the_authority(schema: JsonObject) -> Callable[[JsonValue], bool]:
    from ..runtime.check import check

    return lambda instance: not check(instance, schema)


def _with_warnings(schema: JsonObject) -> JsonObject:
    """Return a schema that refuses what a rule in it only warns of: the authority explains it."""
    entries = schema.get("allOf")
    if not isinstance(entries, list):
        return schema
    return {**schema, "allOf": [e.get(WARNING, e) if isinstance(e, dict) else e for e in entries]}


class _Undocumented:
    """The keyword of parameters that only warn: their presence is the authority's to explain."""

    def __init__(self, parent_schema: object, value: object, schema_path: object) -> None:
        """Take what jsonschema-rs gives a keyword."""
        del parent_schema, schema_path
        self.warns = value is True

    def validate(self, instance: object) -> None:
        """Refuse any value."""
        del instance
        if self.warns:
            message = "undocumented"
            raise ValueError(message)


def is_plain(instance: object, *, depth: int = _PLAIN_DEPTH) -> bool:
    """Return whether both validators surely read an instance alike.

    They differ on integers and floats beyond what a double holds exactly, on what JSON cannot
    carry, and on tuples.
    """
    if type(instance) is dict:
        members = cast("dict[object, object]", instance)
        return depth > 0 and _are_texts(members) and _are_plain(members.values(), depth)
    if type(instance) is list:
        return depth > 0 and _are_plain(cast("list[object]", instance), depth)
    return _are_plain((instance,), depth)


def _are_plain(values: Iterable[object], depth: int) -> bool:  # noqa: C901  # see below
    # One loop without calls: this is most of what judging a right body costs.
    for value in values:
        kind = type(value)
        if kind is str:
            text = cast("str", value)
            if not text.isascii() and _SURROGATE.search(text) is not None:
                return False
        elif kind is int or kind is float:
            if not -_EXACT < cast("float", value) < _EXACT:
                return False
        elif kind is dict or kind is list:
            if not is_plain(value, depth=depth - 1):
                return False
        elif kind is not bool and value is not None:
            return False
    return True


def _are_texts(names: Iterable[object]) -> bool:
    try:
        joined = "".join(cast("Iterable[str]", names))
    except TypeError:
        return False
    return joined.isascii() or _SURROGATE.search(joined) is None


def is_flat(schema: JsonObject) -> bool:
    """Return whether all keywords of a schema are read alike by both validators."""
    return all(_is_flat(part) for _, part in subschemas(schema) if isinstance(part, dict))


def _is_flat(schema: JsonObject) -> bool:
    known = all(keyword in _FLAT or keyword.startswith("x-") for keyword in schema)
    # A model's own references may recurse without end; only the authority counts its steps.
    if str(schema.get("$ref", "")).startswith("#/$defs/request"):
        return False
    return known and schema.get("format", "uri") in FORMATS
