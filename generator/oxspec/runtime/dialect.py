"""jsonschema's Draft 2020-12 validator, extended for strict schemas: its one door here."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast
from urllib.parse import urlsplit

from .patterns import PatternError, compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .jsonvalue import JsonObject, JsonValue

URI_SCHEMES: Final = ("https", "http", "data")


class SchemaError(Protocol):
    """What is read of ``jsonschema.ValidationError``."""

    @property
    def validator(self) -> str:
        """The keyword that failed."""
        ...

    @property
    def validator_value(self) -> JsonValue:
        """The keyword's value."""
        ...

    @property
    def message(self) -> str:
        """The missing name for ``required``; else jsonschema's own words."""
        ...

    @property
    def instance(self) -> JsonValue:
        """The value that failed."""
        ...

    @property
    def schema(self) -> JsonValue:
        """The subschema that failed."""
        ...

    @property
    def absolute_path(self) -> Iterable[str | int]:
        """The reference tokens of the value."""
        ...

    @property
    def context(self) -> list[SchemaError]:
        """The errors of the alternatives of ``anyOf`` and ``oneOf``."""
        ...

    @property
    def relative_schema_path(self) -> Iterable[str | int]:
        """The reference tokens of the keyword, from the alternative's list on."""
        ...


class _Validator(Protocol):
    """What is used of a jsonschema validator."""

    def iter_errors(self, instance: object) -> Iterator[SchemaError]: ...

    def descend(
        self, instance: JsonValue, schema: JsonValue, *, path: str
    ) -> Iterator[SchemaError]: ...


class _ValidatorClass(Protocol):
    """What is used of a jsonschema validator class."""

    def __call__(
        self, schema: Mapping[str, JsonValue], *, registry: object, format_checker: object
    ) -> _Validator: ...


def errors_of(instance: object, schema: Mapping[str, JsonValue]) -> Iterator[SchemaError]:
    """Yield what is wrong with an instance, as jsonschema says it."""
    return _validator(schema).iter_errors(instance)


def _validator(schema: Mapping[str, JsonValue]) -> _Validator:
    # An empty registry: a reference that leads out of the schema finds nothing, fetches nothing.
    registry = import_module("referencing").Registry()
    return _validator_class()(schema, registry=registry, format_checker=_format_checker())


# By name, because jsonschema brings no types: a client is type-checked where stubs are missing.
@cache
def _validator_class() -> _ValidatorClass:
    base = import_module("jsonschema").Draft202012Validator
    types = base.TYPE_CHECKER.redefine_many(
        {"array": _is_array, "number": _is_finite_number, "integer": _is_integer}
    )
    keywords = {
        "additionalProperties": _additional_properties,
        "dependentRequired": _dependent_required,
        "unevaluatedProperties": _unevaluated_properties,
        "multipleOf": _multiple_of,
        "pattern": _pattern,
        "required": _required,
        "x-undocumented": _undocumented,
    }
    extend = import_module("jsonschema.validators").extend
    extended: _ValidatorClass = extend(base, keywords, type_checker=types)
    return extended


@cache
def _format_checker() -> object:
    checker = import_module("jsonschema").FormatChecker()
    for name, holds in FORMATS.items():
        checker.checks(name)(holds)
    return cast("object", checker)


def is_readable_uri(value: object) -> bool:
    """Return whether the hub could read a value's address: https, http or data, nothing else."""
    if not isinstance(value, str):
        return True
    if any(char.isspace() or not char.isprintable() for char in value[:4096]):
        return False
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname)
    except ValueError:
        return False
    if parts.scheme == "data":
        return "," in value
    return parts.scheme in URI_SCHEMES and has_host


def is_data_uri(value: object) -> bool:
    """Return whether a value is a file inline: a ``data:`` URI."""
    return not isinstance(value, str) or (value.startswith("data:") and is_readable_uri(value))


#: The formats that are asserted, each with what holds for it.
FORMATS: Final = {"uri": is_readable_uri, "data-uri": is_data_uri}


def _is_array(checker: object, value: object) -> bool:
    del checker
    return isinstance(value, list | tuple)


def _is_finite_number(checker: object, value: object) -> bool:
    del checker
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_integer(checker: object, value: object) -> bool:
    return _is_finite_number(checker, value) and (
        isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    )


def _additional_properties(
    validator: _Validator, allowed: JsonValue, instance: JsonValue, schema: JsonObject
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
    validator: _Validator, allowed: JsonValue, instance: JsonValue, schema: JsonObject
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
    validator: _Validator, names: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield one error for each missing name, which ``cause``-free jsonschema puts in prose only."""
    del validator, schema
    if not isinstance(instance, dict) or not isinstance(names, list):
        return
    for name in names:
        if isinstance(name, str) and name not in instance:
            yield _error(name)


def _dependent_required(
    validator: _Validator, needs: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    """Yield one error for each name that a member needs beside it."""
    if not isinstance(instance, dict) or not isinstance(needs, dict):
        return
    for name, others in needs.items():
        if name in instance:
            yield from _required(validator, others, instance, schema)


def _multiple_of(
    validator: _Validator, factor: JsonValue, instance: JsonValue, schema: JsonObject
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
        remainder = Decimal(int(instance) % factor) if isinstance(factor, int) else Decimal(0)
    if remainder:
        yield _error("not a multiple")


def _pattern(
    validator: _Validator, pattern: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    del validator, schema
    if isinstance(instance, str) and isinstance(pattern, str) and not _matches(pattern, instance):
        yield _error("does not match")


def _matches(pattern: str, text: str) -> bool:
    try:
        return compile_pattern(pattern).search(text) is not None
    except PatternError:
        return False


def _undocumented(
    validator: _Validator, mark: JsonValue, instance: JsonValue, schema: JsonObject
) -> Iterator[SchemaError]:
    del validator, instance, schema
    if mark is True:
        yield _error("undocumented")


def _error(message: str, *, path: list[str] | None = None) -> SchemaError:
    error: SchemaError = import_module("jsonschema").ValidationError(message, path=path or ())
    return error
