"""jsonschema's Draft 2020-12 validator, extended for strict schemas: its one door here."""

from __future__ import annotations

import math
import threading
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from .errors import TooComplex
from .formats import FORMATS
from .keywords import KEYWORDS
from .rules import all_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .errortypes import SchemaError, Validator
    from .jsonvalue import JsonValue

REFERENCE_STEPS: Final = 20_000


class _ValidatorClass(Protocol):
    """What is used of a jsonschema validator class."""

    def __call__(
        self,
        schema: Mapping[str, JsonValue],
        *,
        registry: object,
        format_checker: object,
    ) -> Validator: ...


def errors_of(
    instance: object, schema: Mapping[str, JsonValue], *, steps: int = REFERENCE_STEPS
) -> Iterator[SchemaError]:
    """Yield what is wrong with an instance, as jsonschema says it.

    Args:
        instance: decoded JSON.
        schema: a strict schema.
        steps: how many references may be followed.

    Raises:
        TooComplex: more references than that; a recursive schema can branch without end.
    """
    _budget.steps = steps
    return _validator(schema).iter_errors(instance)


class _Budget(threading.local):
    """How many references this thread may still follow."""

    steps = REFERENCE_STEPS


_budget: Final = _Budget()


def _counted(
    follow: Callable[..., Iterator[SchemaError]],
) -> Callable[..., Iterator[SchemaError]]:
    """Return jsonschema's ``$ref`` with an end: alternatives that recurse multiply with depth."""

    def counted(*arguments: object) -> Iterator[SchemaError]:
        _budget.steps -= 1
        if _budget.steps < 0:
            what = "the schema's references branch too often to judge this body"
            raise TooComplex(what, fix="send it unjudged, or simplify the schema")
        return follow(*arguments)

    return counted


def _validator(schema: Mapping[str, JsonValue]) -> Validator:
    # An empty registry: a reference that leads out of the schema finds nothing, fetches nothing.
    registry = import_module("referencing").Registry()
    return _validator_class()(
        schema, registry=registry, format_checker=_format_checker()
    )


# By name, because jsonschema brings no types: a client is type-checked where stubs are missing.
@cache
def _validator_class() -> _ValidatorClass:
    base = import_module("jsonschema").Draft202012Validator
    types = base.TYPE_CHECKER.redefine_many(
        {"array": _is_array, "number": _is_finite_number, "integer": _is_integer}
    )
    keywords = {**KEYWORDS, "allOf": all_of, "$ref": _counted(base.VALIDATORS["$ref"])}
    extend = import_module("jsonschema.validators").extend
    extended: _ValidatorClass = extend(base, keywords, type_checker=types)
    return extended


@cache
def _format_checker() -> object:
    checker = import_module("jsonschema").FormatChecker()
    for name, holds in FORMATS.items():
        checker.checks(name)(holds)
    return cast("object", checker)


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
