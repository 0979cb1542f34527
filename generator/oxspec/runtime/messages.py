"""What a failed keyword means, in words of the request, and how it can be mended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from .dialect import errors_of
from .errors import TooComplex
from .findings import Finding, excerpt, pointer_of
from .hints import closest, is_slip, nearest
from .keywords import TIMED_OUT
from .meanings import Meaning, of_enum, of_range, of_type
from .rules import mentioned, rule_finding
from .wording import (
    ARTICLES,
    address_hint,
    between,
    counted,
    one_of,
    place,
    shown,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .errortypes import SchemaError
    from .jsonvalue import JsonObject, JsonValue

    Tokens = list[str | int]

_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_LENGTHS: Final = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)
_UNITS: Final = {"Length": "character", "Items": "entry", "Properties": "member"}


class Context(NamedTuple):
    """What an error is part of.

    Attributes:
        body: the whole instance.
        required: the parameters that a body must have.
    """

    body: object
    required: frozenset[str]


def finding_of(error: SchemaError, context: Context) -> Finding:
    """Return the finding that one error of a keyword is."""
    tokens = list(error.absolute_path)
    explain = _EXPLAIN.get(error.validator, _other)
    return explain(error, tokens, context)


def _type(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    types = _listed(error.validator_value)
    expected = " or ".join(ARTICLES.get(t, t) for t in types if isinstance(t, str))
    message = f"{place(tokens)} must be {expected}, not {shown(error.instance)}"
    if error.instance is None:
        return _null(error, tokens, message, context)
    meaning = of_type(error.instance, types, error.schema)
    finding = _finding(
        "wrong-type", tokens, message, error, meaning=meaning, allowed=types
    )
    hint = finding.hint or within(error.instance, error.schema)
    return replace(finding, hint=hint)


def _null(
    error: SchemaError, tokens: Tokens, message: str, context: Context
) -> Finding:
    hint, fix = "give it a value, or leave it out where it is optional", None
    if len(tokens) == 1 and tokens[0] in context.required:
        hint = "give it a value: it is required"
    elif len(tokens) == 1:
        hint = "leave it out: null is not allowed"
        fix = cast("JsonObject", {"op": "remove", "path": pointer_of(tokens)})
    allowed = _listed(error.validator_value)
    return Finding(
        "wrong-type",
        pointer_of(tokens),
        message,
        hint=hint,
        value="null",
        allowed=allowed,
        fix=fix,
    )


def _enum(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    value, allowed = error.instance, _listed(error.validator_value)
    message = f"{place(tokens)} must be {one_of(value, allowed)}, not {shown(value)}"
    meaning = of_enum(value, allowed)
    return _finding(
        "not-in-enum", tokens, message, error, meaning=meaning, allowed=allowed
    )


def _const(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    wanted, value = error.validator_value, error.instance
    if tokens == ["model"]:
        message = f"model is {shown(value)}, but the body is judged as {shown(wanted)}"
        meaning = Meaning(f"write {excerpt(wanted)}, or judge it as its own model")
        return _finding(
            "conflict", tokens, message, error, meaning=meaning, allowed=[wanted]
        )
    message = f"{place(tokens)} must be {shown(wanted)}, not {shown(value)}"
    meaning = of_enum(value, [wanted])
    return _finding(
        "not-in-enum", tokens, message, error, meaning=meaning, allowed=[wanted]
    )


def _range(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    bounds = _of(error.schema, _BOUNDS)
    message = f"{place(tokens)} must be {between(bounds)}, not {shown(error.instance)}"
    meaning = of_range(error.instance, bounds)
    return _finding(
        "out-of-range", tokens, message, error, meaning=meaning, allowed=bounds
    )


def _length(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    keyword, value = error.validator, error.instance
    count = len(value) if isinstance(value, str | list | tuple | dict) else 0
    side = "at least" if keyword.startswith("min") else "at most"
    limit = counted(error.validator_value, _UNITS[keyword[3:]])
    message = f"{place(tokens)} must have {side} {limit}, not {count}"
    return _finding(
        "bad-length", tokens, message, error, allowed=_of(error.schema, _LENGTHS)
    )


def _pattern(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    pattern, name = error.validator_value, place(tokens)
    message = (
        f"{name} must match {excerpt(pattern)}, and {shown(error.instance)} does not"
    )
    if error.message == TIMED_OUT:
        message = f"{name} is too long to hold against {excerpt(pattern)}: timed out"
    return _finding("bad-pattern", tokens, message, error, allowed=pattern)


def _format(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    name = error.validator_value
    expected, meaning = f"in the format {excerpt(name)}", Meaning()
    if name == "uri":
        expected = "an https, http or data: address"
        meaning = Meaning(address_hint(error.instance))
    elif name == "data-uri":
        expected = "a data: URI with the file inline"
        meaning = Meaning("such as data:application/pdf;base64,…")
    message = f"{place(tokens)} must be {expected}, not {shown(error.instance)}"
    return _finding("bad-format", tokens, message, error, meaning=meaning, allowed=name)


def _missing(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    name = error.message
    given = error.instance if isinstance(error.instance, dict) else {}
    near = closest(
        name, (other for other in given if other not in _known(error.schema))
    )
    hint = None if near is None else f"is {excerpt(near)} meant to be {excerpt(name)}?"
    message = f"{place(tokens)} lacks the required parameter {excerpt(name)}"
    return Finding(
        "missing-parameter", pointer_of(tokens), message, hint=hint, allowed=name
    )


def _dependent(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    name = error.message
    message = (
        f"{place(tokens)} lacks {excerpt(name)}, which another of its parameters needs"
    )
    return Finding("missing-parameter", pointer_of(tokens), message, allowed=name)


def _unknown(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    name, known = str(tokens[-1]), _known(error.schema)
    if error.validator == "unevaluatedProperties":
        # Its alternatives have names, too.
        known += sorted(mentioned(error.schema) - {*known})
    given = cast("Mapping[str, object]", _at(context.body, tokens[:-1]))
    # A name that is there already was hardly meant.
    absent = nearest(name, (other for other in known if other not in given))
    near = absent or nearest(name, (other for other in known if other in given))
    where = "" if len(tokens) == 1 else f" in {place(tokens[:-1])}"
    fix: JsonObject | None = None
    if len(absent) == 1 and is_slip(name, absent[0]):
        path = pointer_of([*tokens[:-1], near[0]])
        fix = {"op": "move", "from": pointer_of(tokens), "path": path}
    return Finding(
        "unknown-parameter",
        pointer_of(tokens),
        f"unknown parameter {excerpt(name)}{where}",
        hint=f"did you mean {excerpt(near[0])}?" if near else None,
        value=excerpt(_at(context.body, tokens)),
        allowed=[*known],
        fix=fix,
    )


def _undocumented(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    name, instead = place(tokens), _of(error.schema, ("x-instead",)).get("x-instead")
    return Finding(
        "undocumented-parameter",
        pointer_of(tokens),
        f"{name} is OpenAI's, and undocumented here: the hub may ignore or refuse it",
        severity="warning",
        hint=f"the hub documents {excerpt(instead)}" if instead else None,
        value=excerpt(error.instance),
    )


def _alternatives(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    """Explain a ``oneOf`` of which several branches fit."""
    del context
    message = f"{place(tokens)} fits more than one alternative: give what one of them asks for"
    branches = [b for b in _listed(error.validator_value) if isinstance(b, dict)]
    names = [
        name for branch in branches for name in _listed(branch.get("required", []))
    ]
    if names:
        message = f"{place(tokens)} takes exactly one of {', '.join(map(str, names))}"
    return _finding("conflict", tokens, message, error)


def _repeated(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del error
    value = _at(context.body, tokens)
    message = f"{place(tokens)} is there twice, and each entry must be another"
    return Finding(
        "schema", pointer_of(tokens), f"{message} (uniqueItems)", value=excerpt(value)
    )


def _not(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    if error.validator_value not in ({}, True):
        return _other(error, tokens, context)
    message = f"{place(tokens)} is not allowed here, whatever its value (not)"
    return _finding("schema", tokens, message, error, meaning=Meaning("leave it out"))


def _other(error: SchemaError, tokens: Tokens, context: Context) -> Finding:
    del context
    value = excerpt(error.validator_value)
    message = f"{place(tokens)} does not meet {error.validator} {value}: it is"
    return _finding("schema", tokens, f"{message} {shown(error.instance)}", error)


_EXPLAIN: Final[
    dict[str, Callable[[SchemaError, list[str | int], Context], Finding]]
] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    **dict.fromkeys(_BOUNDS, _range),
    **dict.fromkeys(_LENGTHS, _length),
    "pattern": _pattern,
    "format": _format,
    "required": _missing,
    "dependentRequired": _dependent,
    "additionalProperties": _unknown,
    "unevaluatedProperties": _unknown,
    "uniqueItems": _repeated,
    "x-undocumented": _undocumented,
    "oneOf": _alternatives,
    "not": _not,
    "x-rule": lambda error, tokens, _: rule_finding(
        error.validator_value, tokens, error.instance
    ),
}


def _finding(
    code: str,
    tokens: Tokens,
    message: str,
    error: SchemaError,
    *,
    meaning: Meaning | None = None,
    allowed: JsonValue = None,
) -> Finding:
    meant, pointer = meaning or Meaning(), pointer_of(tokens)
    fix = meant.fix(pointer)
    fits = fix is not None and _fits(fix["value"], error.schema)
    # What would be wrong again is no advice.
    is_advice = fits or fix is None or _has_reference(error.schema)
    return Finding(
        code,
        pointer,
        message,
        hint=meant.hint if is_advice else None,
        value=excerpt(error.instance),
        allowed=allowed,
        fix=fix if fits else None,
    )


def _fits(value: JsonValue, schema: JsonValue) -> bool:
    """Return whether a value that is to be written would itself be right."""
    if not isinstance(schema, dict) or _has_reference(schema):
        return False
    try:
        return next(errors_of(value, schema), None) is None
    except TooComplex:
        return False


def _has_reference(schema: JsonValue) -> bool:
    """Return whether a schema cannot be asked by itself, as part of it stands elsewhere."""
    return "$ref" in repr(schema)


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]


def _of(schema: JsonValue, keywords: Sequence[str]) -> JsonObject:
    found = schema if isinstance(schema, dict) else {}
    return {keyword: found[keyword] for keyword in keywords if keyword in found}


def _known(schema: JsonValue) -> list[str]:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return list(properties) if isinstance(properties, dict) else []


def _at(body: object, tokens: Sequence[str | int]) -> object:
    for token in tokens:
        body = cast("Mapping[str | int, object]", body)[token]
    return body
