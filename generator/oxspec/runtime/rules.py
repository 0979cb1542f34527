"""Rules in a strict schema: entries of ``allOf`` with ``x-rule``, each one finding when broken."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from .findings import Finding, excerpt, pointer_of
from .hints import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .errortypes import SchemaError, Validator
    from .jsonvalue import JsonObject, JsonValue

_IN_PLACE: Final = (
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "x-rule-warning",
)


def all_of(
    validator: Validator, entries: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield the errors of each entry; of a rule that is broken, one."""
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict) or "x-rule" not in entry:
            yield from validator.descend(instance, entry, schema_path=index)
        elif _is_broken(validator, entry, instance, schema):
            yield _error(entry, instance)


def rule_finding(rule: JsonValue, tokens: list[str | int], value: JsonValue) -> Finding:
    """Return the finding that a broken rule is.

    Args:
        rule: its entry in the strict schema.
        tokens: where the object is that breaks it.
        value: that object.
    """
    entry = rule if isinstance(rule, dict) else {}
    body = value if isinstance(value, dict) else {}
    present = [name for name in _texts(entry.get("x-at")) if name in body]
    name = next((n for n in present if _is_given(body[n])), next(iter(present), None))
    hint = entry.get("x-hint")
    return Finding(
        "conflict",
        pointer_of(tokens if name is None else [*tokens, name]),
        str(entry.get("x-message")),
        severity="warning" if entry.get("x-severity") == "warning" else "error",
        hint=hint if isinstance(hint, str) else None,
        value=None if name is None else excerpt(body[name]),
    )


def _is_broken(
    validator: Validator, rule: JsonObject, instance: JsonValue, schema: JsonObject
) -> bool:
    judged = rule.get("x-rule-warning", rule)
    if not isinstance(instance, dict) or _is_right(validator, instance, judged):
        return False
    properties, required = (
        _members(schema.get("properties")),
        _texts(schema.get("required")),
    )
    names = mentioned(judged)
    # Between parameters that are right by themselves only, so that one mistake is one finding.
    misspelt = {
        closest(name, properties) for name in instance if name not in properties
    }
    return not misspelt & names and all(
        _is_right(validator, instance[name], properties.get(name, True))
        if name in instance
        else name not in required
        for name in names
    )


def _is_right(validator: Validator, value: JsonValue, schema: JsonValue) -> bool:
    errors = validator.descend(value, schema)
    return all(error.validator == "x-undocumented" for error in errors)


def mentioned(schema: JsonValue) -> set[str]:
    """Return the names that a schema speaks of, in its alternatives too."""
    if isinstance(schema, list):
        return set[str]().union(*map(mentioned, schema))
    if not isinstance(schema, dict):
        return set()
    inner = (mentioned(schema.get(keyword)) for keyword in _IN_PLACE)
    return {*_members(schema.get("properties")), *_texts(schema.get("required"))}.union(
        *inner
    )


def _is_given(value: JsonValue) -> bool:
    return value is not None and value is not False and value != []


def _error(rule: JsonObject, instance: JsonValue) -> SchemaError:
    error: SchemaError = import_module("jsonschema").ValidationError(
        str(rule["x-rule"]), validator="x-rule", validator_value=rule, instance=instance
    )
    return error


def _members(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _texts(value: JsonValue) -> list[str]:
    return (
        [text for text in value if isinstance(text, str)]
        if isinstance(value, list)
        else []
    )
