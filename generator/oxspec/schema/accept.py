"""The fast path: whether an instance fits a strict schema, without saying why not."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from ..runtime.formats import FORMATS
from .ruleforms import WARNING
from .subschemas import subschemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..jsontypes import JsonObject, JsonValue

_LEAST: Final = -(2**53)
_MOST: Final = 2**53
_PLAIN_DEPTH: Final = 64
#: Addresses that ``is_readable_uri`` surely takes; of others it is asked.
_ADDRESS: Final = r"^https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{1,5})?(?:[/?#][!-~]*)?$"
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
            _with_quick_addresses(judged),
            validate_formats=True,
            formats=FORMATS,
            keywords={"x-undocumented": _Undocumented},
        )
    except ValueError:  # what cannot be told as UTF-8, such as a title with a lone surrogate
        return _asked_of_the_authority(schema)
    is_valid = validator.is_valid
    return lambda instance: is_plain(instance) and is_valid(instance)


def _asked_of_the_authority(schema: JsonObject) -> Callable[[JsonValue], bool]:
    from ..runtime.check import check

    return lambda instance: not check(instance, schema)


def _with_warnings(schema: JsonObject) -> JsonObject:
    """Return a schema that refuses what a rule in it only warns of: the authority explains it."""
    entries = schema.get("allOf")
    if not isinstance(entries, list):
        return schema
    return {**schema, "allOf": [e.get(WARNING, e) if isinstance(e, dict) else e for e in entries]}


def _with_quick_addresses(schema: JsonObject) -> JsonObject:
    """Return a schema that asks Python about an address only where a pattern is not sure of it."""
    if not any(_takes_addresses(part) for _, part in subschemas(schema)):
        return schema
    quick = deepcopy(schema)
    for _, part in [*subschemas(quick)]:
        if isinstance(part, dict) and _takes_addresses(part):
            either: JsonValue = {"anyOf": [{"pattern": _ADDRESS}, {"format": part.pop("format")}]}
            entries = part.get("allOf")
            part["allOf"] = [*(entries if isinstance(entries, list) else []), either]
    return quick


def _takes_addresses(schema: JsonValue) -> bool:
    return isinstance(schema, dict) and schema.get("format") == "uri"


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


def is_plain(instance: Any, depth: int = _PLAIN_DEPTH) -> bool:  # noqa: ANN401, C901, PLR0911, PLR0912  # any value, and no call that can be spared: this is most of what judging a right body costs
    """Return whether both validators surely read an instance alike.

    They differ on integers and floats beyond what a double holds exactly, on what JSON cannot
    carry, and on tuples.

    Args:
        instance: anything.
        depth: how many containers may be inside one another.
    """
    outer = type(instance)  # pyright: ignore[reportUnknownVariableType]  # of any value
    if outer is dict:
        try:
            names = "".join(instance)
        except TypeError:
            return False
        if not names.isascii() and has_surrogate(names):
            return False
        values: Iterable[Any] = instance.values()
    else:
        values = instance if outer is list else (instance,)
    for value in values:
        kind = type(value)  # pyright: ignore[reportUnknownVariableType]  # of any value
        if kind is str:
            if not value.isascii() and has_surrogate(value):
                return False
        elif kind is int or kind is float:
            if not _LEAST < value < _MOST:
                return False
        elif kind is dict or kind is list:
            if depth <= 1 or not is_plain(value, depth - 1):
                return False
        elif kind is not bool and value is not None:
            return False
    return True


def has_surrogate(text: str) -> bool:
    """Return whether a text holds half of a character, which UTF-8 cannot carry."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def is_flat(schema: JsonObject) -> bool:
    """Return whether all keywords of a schema are read alike by both validators."""
    return all(_is_flat(part) for _, part in subschemas(schema) if isinstance(part, dict))


def _is_flat(schema: JsonObject) -> bool:
    known = all(keyword in _FLAT or keyword.startswith("x-") for keyword in schema)
    # A model's own references may recurse without end; only the authority counts its steps.
    if str(schema.get("$ref", "")).startswith("#/$defs/request"):
        return False
    return known and schema.get("format", "uri") in FORMATS
