"""Keywords judged in our own way: exact decimals, linear time, one error a mistake."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import TYPE_CHECKING, Final

from .patterns import PatternError, UnsupportedPatternError, compile_pattern
from .regexcost import takes_too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .errortypes import SchemaError, Validator
    from .jsonvalue import JsonObject, JsonValue

#: What an error of ``pattern`` says where matching would not end in time.
TIMED_OUT: Final = "timed out"


def _additional_properties(
    validator: Validator, allowed: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield one error for each extra member, at that member."""
    if not isinstance(instance, dict):
        return
    for name, member in instance.items():
        if _is_named(name, schema):
            continue
        if allowed is False:
            yield _error("an unknown parameter", path=[name])
        else:
            yield from validator.descend(member, allowed, path=name)


def _is_named(name: str, schema: JsonObject) -> bool:
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    if isinstance(properties, dict) and name in properties:
        return True
    return isinstance(patterns, dict) and any(_matches(p, name) for p in patterns)


def _unevaluated_properties(
    validator: Validator, allowed: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield one error for each member that no keyword beside this one has judged."""
    if not isinstance(instance, dict):
        return
    # Not public, and nothing public says it: the keyword's own error names the members in prose.
    find = import_module("jsonschema._utils").find_evaluated_property_keys_by_schema
    evaluated = set(find(validator, instance, schema))
    for name, member in instance.items():
        if name in evaluated:
            continue
        if allowed is False:
            yield _error("an unknown parameter", path=[name])
        else:
            yield from validator.descend(member, allowed, path=name)


def _required(
    validator: Validator, names: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield one error for each missing name, which jsonschema itself names in prose only."""
    del validator, schema
    if not isinstance(instance, dict) or not isinstance(names, list):
        return
    for name in names:
        if isinstance(name, str) and name not in instance:
            yield _error(name)


def _dependent_required(
    validator: Validator, needs: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield one error for each name that a member needs beside it."""
    if not isinstance(instance, dict) or not isinstance(needs, dict):
        return
    for name, others in needs.items():
        if name in instance:
            yield from _required(validator, others, instance, schema)


def _multiple_of(
    validator: Validator, factor: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    del validator, schema
    if not isinstance(instance, int | float) or not isinstance(factor, int | float):
        return
    if isinstance(instance, bool):
        return
    try:
        # As written: 19.99 is a multiple of 0.01 in decimals, not in binary floats.
        remainder = Decimal(str(instance)) % Decimal(str(factor))
    except InvalidOperation:  # the quotient has more digits than the context keeps
        remainder = (
            Decimal(int(instance) % factor) if isinstance(factor, int) else Decimal(0)
        )
    if remainder:
        yield _error("not a multiple")


def _pattern(
    validator: Validator, pattern: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    del validator, schema
    if not isinstance(instance, str) or not isinstance(pattern, str):
        return
    if takes_too_long(pattern, len(instance)):
        yield _error(TIMED_OUT)
    elif not _matches(pattern, instance):
        yield _error("does not match")


def _matches(pattern: str, text: str) -> bool:
    if takes_too_long(pattern, len(text)):
        return False
    try:
        return compile_pattern(pattern).search(text) is not None
    except UnsupportedPatternError:
        return True  # nothing here can tell; the hub's own engine may
    except PatternError:
        return False


def _unique_items(
    validator: Validator, unique: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield an error for each entry that stood before, in linear time."""
    del validator, schema
    if unique is not True or not isinstance(instance, (list, tuple)):
        return
    seen: set[str] = set()
    for index, entry in enumerate(instance):
        key = canonical(entry)
        if key in seen:
            yield _error("stood before", path=[index])
        seen.add(key)


def canonical(value: JsonValue) -> str:
    """Return a text that is the same for equal JSON values: 1.0 is 1, and true is not."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: JsonValue) -> JsonValue:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return (
        [_plain(entry) for entry in value]
        if isinstance(value, (list, tuple))
        else value
    )


def _undocumented(
    validator: Validator, mark: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    del validator, instance, schema
    if mark is True:
        yield _error("undocumented")


def _error(message: str, *, path: list[str | int] | None = None) -> SchemaError:
    error: SchemaError = import_module("jsonschema").ValidationError(
        message, path=path or ()
    )
    return error


#: Keyword → how it is judged, where jsonschema's own way is not exact, not linear, or not one
#: error a mistake.
KEYWORDS: Final = {
    "additionalProperties": _additional_properties,
    "dependentRequired": _dependent_required,
    "unevaluatedProperties": _unevaluated_properties,
    "uniqueItems": _unique_items,
    "multipleOf": _multiple_of,
    "pattern": _pattern,
    "required": _required,
    "x-undocumented": _undocumented,
}
