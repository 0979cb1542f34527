"""What a failed keyword means, in words of the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from .findings import Finding, excerpt, pointer_of
from .hints import closest
from .keywords import TIMED_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .errortypes import SchemaError
    from .jsonvalue import JsonObject, JsonValue

SHOWN_VALUES: Final = 12
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_LENGTHS: Final = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)
_ARTICLE: Final = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


@dataclass(frozen=True, slots=True)
class Context:
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


def _type(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    value, types = error.instance, _listed(error.validator_value)
    expected = " or ".join(_ARTICLE.get(t, t) for t in types if isinstance(t, str))
    message = f"{_name(tokens)} must be {expected}, not {_shown(value)}"
    hint = _meant(value, types, error.schema)
    if value is None:
        needed = len(tokens) == 1 and tokens[0] in context.required
        hint = "give it a value: it is required" if needed else "leave it out: null is not allowed"
    return _finding("wrong-type", tokens, message, error, hint=hint, allowed=types)


def _meant(value: JsonValue, types: Sequence[JsonValue], schema: JsonValue) -> str | None:
    """Return what a value of the wrong type was meant to be."""
    if isinstance(value, str):
        return _meant_by_text(value, types, schema)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"write [{excerpt(value)}]" if "array" in types and value not in ([], {}) else None
    if "string" in types:
        return f'write "{value}"'
    if "boolean" in types and value in (0, 1):
        return f"write {'true' if value else 'false'}"
    return f"write [{value}]" if "array" in types else None


def _meant_by_text(value: str, types: Sequence[JsonValue], schema: JsonValue) -> str | None:
    plain = value.strip()
    if "boolean" in types and plain.lower() in ("true", "false"):
        return f"write {plain.lower()} without quotes"
    if {"integer", "number"} & {t for t in types if isinstance(t, str)} and _is_number(
        plain, types
    ):
        return f"write {plain} without quotes"
    if "array" in types:
        return f"write it as a list: [{excerpt(value)}]"
    required = schema.get("required") if isinstance(schema, dict) else None
    if "object" in types and isinstance(required, list) and len(required) == 1:
        return f"write it as an object: {{{excerpt(required[0])}: {excerpt(value)}}}"
    return None


def _is_number(text: str, types: Sequence[JsonValue]) -> bool:
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit():
        return digits == "0" or not digits.startswith("0")
    whole, _, fraction = digits.partition(".")
    return "number" in types and (whole + fraction).isdigit() and digits.isascii() and bool(whole)


def _enum(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    value, allowed = error.instance, _listed(error.validator_value)
    message = f"{_name(tokens)} must be {_one_of(value, allowed)}, not {_shown(value)}"
    near = _nearest(value, allowed)
    return _finding("not-in-enum", tokens, message, error, hint=near, allowed=allowed)


def _nearest(value: JsonValue, allowed: Sequence[JsonValue]) -> str | None:
    for member in allowed:
        # 5 for "5" and "5" for 5 are one character of syntax apart.
        if (
            not isinstance(member, bool)
            and type(member) is not type(value)
            and str(member) == str(value)
        ):
            return f"write {excerpt(member)}"
    if isinstance(value, str):
        near = closest(value, (member for member in allowed if isinstance(member, str)))
        return None if near is None else f"did you mean {excerpt(near)}?"
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers = [m for m in allowed if isinstance(m, int | float) and not isinstance(m, bool)]
        if numbers:
            return f"the nearest is {min(numbers, key=lambda n: abs(n - value))}"
    return None


def _one_of(value: JsonValue, allowed: Sequence[JsonValue]) -> str:
    if len(allowed) == 1:
        return excerpt(allowed[0])
    shown = [excerpt(member) for member in allowed[:SHOWN_VALUES]]
    more = len(allowed) - len(shown)
    del value
    return "one of " + ", ".join(shown) + (f" and {more} more" if more else "")


def _const(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    wanted = error.validator_value
    if tokens == ["model"]:
        message = f"model is {_shown(error.instance)}, but the body is judged as {_shown(wanted)}"
        hint = f"write {excerpt(wanted)}, or judge it as its own model"
        return _finding("conflict", tokens, message, error, hint=hint, allowed=[wanted])
    message = f"{_name(tokens)} must be {_shown(wanted)}, not {_shown(error.instance)}"
    return _finding("not-in-enum", tokens, message, error, allowed=[wanted])


def _range(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    bounds = _of(error.schema, _BOUNDS)
    message = f"{_name(tokens)} must be {_between(bounds)}, not {_shown(error.instance)}"
    return _finding("out-of-range", tokens, message, error, allowed=bounds)


def _between(bounds: JsonObject) -> str:
    words = {
        "minimum": "at least",
        "exclusiveMinimum": "more than",
        "maximum": "at most",
        "exclusiveMaximum": "less than",
    }
    if set(bounds) == {"minimum", "maximum"}:
        return f"from {bounds['minimum']} to {bounds['maximum']}"
    return " and ".join(f"{words[keyword]} {bound}" for keyword, bound in bounds.items())


def _length(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    keyword, value = error.validator, error.instance
    unit = {"Length": "character", "Items": "entr", "Properties": "member"}[keyword[3:]]
    count = len(value) if isinstance(value, str | list | tuple | dict) else 0
    limit = error.validator_value
    side = "at least" if keyword.startswith("min") else "at most"
    message = f"{_name(tokens)} must have {side} {limit} {_plural(unit, limit)}, not {count}"
    bounds = _of(error.schema, _LENGTHS)
    return _finding("bad-length", tokens, message, error, allowed=bounds)


def _plural(unit: str, count: JsonValue) -> str:
    if unit == "entr":
        return "entry" if count == 1 else "entries"
    return unit if count == 1 else unit + "s"


def _pattern(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    pattern = error.validator_value
    if error.message == TIMED_OUT:
        message = f"{_name(tokens)} is too long to hold against {excerpt(pattern)}: timed out"
        return _finding("bad-pattern", tokens, message, error, allowed=pattern)
    message = (
        f"{_name(tokens)} must match {excerpt(pattern)}, and {_shown(error.instance)} does not"
    )
    return _finding("bad-pattern", tokens, message, error, allowed=pattern)


def _format(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    name = error.validator_value
    if name == "uri":
        expected, hint = "an https, http or data: address", _address_hint(error.instance)
    elif name == "data-uri":
        expected, hint = "a data: URI with the file inline", "data:application/pdf;base64,…"
    else:
        expected, hint = f"in the format {excerpt(name)}", None
    message = f"{_name(tokens)} must be {expected}, not {_shown(error.instance)}"
    return _finding("bad-format", tokens, message, error, hint=hint, allowed=name)


def _address_hint(value: JsonValue) -> str:
    if not isinstance(value, str) or not value:
        return "give the full address of a file that the hub can read"
    if value != value.strip() or any(char.isspace() for char in value):
        return "take the blanks out, or write them as %20"
    if value.startswith(("/", "./", "../", "~", "file:")) or "\\" in value:
        return (
            "a file on this machine cannot be read by the hub: upload it, or send it as a data: URL"
        )
    if "://" not in value and "." in value.split("/")[0]:
        return f"did you mean {excerpt('https://' + value)}?"
    return "write the whole address, beginning with https://"


def _missing(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    name = error.message
    where = "the body" if not tokens else _name(tokens)
    given = error.instance if isinstance(error.instance, dict) else {}
    near = closest(name, (other for other in given if other not in _known(error.schema)))
    hint = None if near is None else f"is {excerpt(near)} meant to be {excerpt(name)}?"
    message = f"{where} lacks the required parameter {excerpt(name)}"
    return _finding("missing-parameter", tokens, message, None, hint=hint, allowed=name)


def _dependent(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    where = "the body" if not tokens else _name(tokens)
    message = f"{where} lacks {excerpt(error.message)}, which another of its parameters needs"
    return _finding("missing-parameter", tokens, message, None, allowed=error.message)


def _unknown(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    name = str(tokens[-1])
    known = _known(error.schema)
    near = closest(name, known)
    where = "" if len(tokens) == 1 else f" in {_name(tokens[:-1])}"
    message = f"unknown parameter {excerpt(name)}{where}"
    hint = None if near is None else f"did you mean {excerpt(near)}?"
    return Finding(
        "unknown-parameter",
        pointer_of(tokens),
        message,
        hint=hint,
        value=excerpt(_at(context.body, tokens)),
        allowed=[*known],
    )


def _undocumented(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    name = _name(tokens)
    message = f"{name} is OpenAI's, and undocumented here: the hub may ignore or refuse it"
    return Finding(
        "undocumented-parameter",
        pointer_of(tokens),
        message,
        severity="warning",
        value=excerpt(error.instance),
    )


def _alternatives(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    """Explain a ``oneOf`` of which several branches fit."""
    del context
    message = (
        f"{_name(tokens)} fits more than one of its alternatives: give what one of them asks for"
    )
    branches = error.validator_value
    required = (
        [b.get("required") for b in branches if isinstance(b, dict)]
        if isinstance(branches, list)
        else []
    )
    names = [name for group in required if isinstance(group, list) for name in group]
    if names:
        message = f"{_name(tokens)} takes exactly one of {', '.join(map(str, names))}"
    return _finding("conflict", tokens, message, error)


def _other(error: SchemaError, tokens: list[str | int], context: Context) -> Finding:
    del context
    value = excerpt(error.validator_value)
    message = (
        f"{_name(tokens)} does not meet {error.validator} {value}: it is {_shown(error.instance)}"
    )
    return _finding("schema", tokens, message, error)


_EXPLAIN: Final[dict[str, Callable[[SchemaError, list[str | int], Context], Finding]]] = {
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
    "x-undocumented": _undocumented,
    "oneOf": _alternatives,
}


def _finding(  # noqa: PLR0913  # a finding has as many parts
    code: str,
    tokens: list[str | int],
    message: str,
    error: SchemaError | None,
    *,
    hint: str | None = None,
    allowed: JsonValue = None,
) -> Finding:
    value = None if error is None else excerpt(error.instance)
    return Finding(code, pointer_of(tokens), message, hint=hint, value=value, allowed=allowed)


def _name(tokens: Sequence[str | int]) -> str:
    """Return a place as people write it: ``messages[0].role``; "the body" for the whole."""
    if not tokens:
        return "the body"
    text = ""
    for token in tokens:
        text += f"[{token}]" if isinstance(token, int) else f".{token}"
    return excerpt(text.removeprefix("."))[1:-1]


def _shown(value: JsonValue) -> str:
    return excerpt(value, limit=48)


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
