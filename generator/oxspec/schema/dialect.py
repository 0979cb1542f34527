"""The dialect of request schemas: where subschemas stand, and what makes a schema unusable.

A request schema is JSON Schema 2020-12 (older drafts' spellings of the same keywords included)
with OpenAPI 3.0's ``nullable`` and vendor keywords (``basic``, ``renderType``, ``x-…``).
References stay inside the schema; nothing is ever retrieved.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, cast

from ..errors import SchemaDefect
from ..runtime.findings import excerpt, pointer_of
from ..runtime.patterns import PatternError, UnsupportedPatternError, compile_pattern
from .accept import has_surrogate
from .subschemas import (
    IN_PLACE,
    SCHEMA,
    SCHEMA_LIST,
    SCHEMA_MAP,
    children,
    expanded_size,
    loop_without_content,
    reference_tokens,
    resolve,
    subschemas,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..jsontypes import JsonObject, JsonValue

__all__ = [
    "EXPANSION_NODES",
    "IN_PLACE",
    "VALUE_DEPTH",
    "check_request_schema",
    "children",
    "reference_tokens",
    "resolve",
    "subschemas",
]

VALUE_DEPTH: Final = 256
EXPANSION_NODES: Final = 100_000

_UNSUPPORTED: Final = (
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
)
_DIALECTS: Final = re.compile(
    r"https?://json-schema\.org/(draft/20(19-09|20-12)|draft-0[67])/schema#?"
)
#: Keywords of a lower and an upper end that must leave something between them.
RANGES: Final = (
    ("minimum", "maximum"),
    ("exclusiveMinimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_TEXTS: Final = ("title", "description")
_PATTERNED: Final = frozenset(("pattern", "patternProperties"))
#: Keywords that are looked at one by one.
_ASKED: Final = frozenset(
    ("$schema", "$id", "nullable", "basic", "$ref", *_PATTERNED, *_UNSUPPORTED)
)


def check_request_schema(schema: JsonObject) -> None:
    """Accept a request schema that can be judged by, rendered and published.

    Raises:
        SchemaDefect: with the pointer of the first defect.
    """
    nodes = dict(subschemas(schema))
    _check_values(schema, nodes)
    objects = {tokens: node for tokens, node in nodes.items() if isinstance(node, dict)}
    for tokens, subschema in objects.items():
        if not subschema.keys().isdisjoint(_ASKED):
            _check_keywords(subschema, tokens, nodes)
    used = frozenset[str]().union(*objects.values())
    _check_meta(schema, patterned=not used.isdisjoint(_PATTERNED))
    for tokens, subschema in objects.items():
        _check_satisfiable(subschema, tokens)
    # Without a reference the schema is the tree that was walked: nothing can loop or multiply.
    if "$ref" in used:
        _check_expansion(nodes)


def _check_values(schema: JsonObject, nodes: Mapping[tuple[str, ...], JsonValue]) -> None:
    if _is_surely_sendable(schema):
        return
    waiting: list[tuple[tuple[str, ...], JsonValue]] = [((), schema)]
    while waiting:
        tokens, value = waiting.pop()
        if len(tokens) > VALUE_DEPTH:
            _refuse(f"nested deeper than {VALUE_DEPTH}", tokens)
        # Descriptive text is shown, never sent; a parameter called "title" is no such text.
        if not (tokens[-1:] and tokens[-1] in _TEXTS and tokens[:-1] in nodes):
            _check_value(value, tokens)
        if isinstance(value, dict):
            waiting.extend(((*tokens, name), member) for name, member in value.items())
        elif isinstance(value, list):
            waiting.extend(((*tokens, str(i)), member) for i, member in enumerate(value))


def _is_surely_sendable(schema: JsonObject) -> bool:
    """Return whether no value is too deep, not finite or no text; False for a closer look."""
    try:
        text = json.dumps(schema, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):  # a surrogate that cannot be encoded among them
        return False
    return text.count("[") + text.count("{") <= VALUE_DEPTH


def _check_value(value: JsonValue, tokens: tuple[str, ...]) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        _refuse("a number that is not finite", tokens)
    if isinstance(value, str) and has_surrogate(value):
        _refuse("text with a lone surrogate cannot be sent as UTF-8", tokens)
    if isinstance(value, dict) and any(has_surrogate(name) for name in value):
        _refuse("a name with a lone surrogate cannot be sent as UTF-8", tokens)


def _check_keywords(
    schema: JsonObject, tokens: tuple[str, ...], nodes: Mapping[tuple[str, ...], JsonValue]
) -> None:
    _check_dialect(schema, tokens)
    if not isinstance(schema.get("nullable", False), bool):
        _refuse("nullable is true or false", (*tokens, "nullable"))
    if "basic" in schema and not _is_names(schema["basic"]):
        _refuse("basic is a list of parameter names", (*tokens, "basic"))
    if "$ref" in schema:
        _check_reference(schema["$ref"], (*tokens, "$ref"), nodes)
    if "pattern" in schema:
        _check_pattern(schema["pattern"], (*tokens, "pattern"))
    properties = schema.get("patternProperties")
    for pattern in properties if isinstance(properties, dict) else ():
        _check_pattern(pattern, (*tokens, "patternProperties", pattern))


def _check_dialect(schema: JsonObject, tokens: tuple[str, ...]) -> None:
    dialect = schema.get("$schema")
    if "$schema" in schema and not (isinstance(dialect, str) and _DIALECTS.fullmatch(dialect)):
        _refuse(f"an unknown dialect: {excerpt(dialect)}", (*tokens, "$schema"))
    if tokens and "$id" in schema:
        _refuse("$id would move the base of references", (*tokens, "$id"))
    for keyword in _UNSUPPORTED:
        if keyword in schema:
            _refuse(f"{keyword} is not supported", (*tokens, keyword))


def _is_names(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _check_reference(
    reference: JsonValue, tokens: tuple[str, ...], nodes: Mapping[tuple[str, ...], JsonValue]
) -> None:
    if not isinstance(reference, str):
        _refuse("$ref is a string", tokens)
    if not (reference == "#" or reference.startswith("#/")):
        _refuse(f"$ref leads out of the schema: {excerpt(reference)}", tokens)
    # Only what was walked was checked: elsewhere another reference could hide.
    if not isinstance(nodes.get(reference_tokens(reference)), dict | bool):
        _refuse(f"$ref points at no subschema: {excerpt(reference)}", tokens)


def _check_pattern(pattern: JsonValue, tokens: tuple[str, ...]) -> None:
    if not isinstance(pattern, str):
        _refuse("a pattern is a string", tokens)
    try:
        compile_pattern(pattern)
    except UnsupportedPatternError:
        return  # ECMA 262 may have it, so that the schema stands: the keyword judges nothing
    except PatternError as error:
        _refuse(f"not a regular expression: {error}", tokens)


def _check_meta(schema: JsonObject, *, patterned: bool) -> None:
    import jsonschema_rs

    # Patterns were checked as ECMA 262 has them; jsonschema-rs would check them in its own way.
    blanked = _blank(schema) if patterned else schema
    # jsonschema-rs accepts; what it refuses is explained, or allowed, by jsonschema.
    if jsonschema_rs.meta.is_valid(_rootless(blanked)):
        return
    from jsonschema import Draft202012Validator, exceptions

    meta = cast("_Meta", Draft202012Validator(Draft202012Validator.META_SCHEMA))
    best_match = cast("Callable[[Iterable[object]], _MetaError | None]", exceptions.best_match)
    if (error := best_match(meta.iter_errors(_rootless(schema)))) is not None:
        what = f"not JSON Schema: {excerpt(error.instance)} ({error.validator})"
        raise SchemaDefect(what, pointer=pointer_of(error.absolute_path))


class _Meta(Protocol):
    """What is used of ``jsonschema.Draft202012Validator``, whose stubs leave types out."""

    def iter_errors(self, instance: JsonObject) -> Iterable[object]: ...


class _MetaError(Protocol):
    """What is read of ``jsonschema.ValidationError``."""

    absolute_path: Iterable[str | int]
    instance: JsonValue
    validator: str


def _rootless(schema: JsonObject) -> JsonObject:
    return {k: v for k, v in schema.items() if k not in ("$schema", "$id")}


def _blank(schema: JsonObject) -> JsonObject:
    """Return a schema whose patterns are all empty."""
    copy = dict(schema)
    if isinstance(copy.get("pattern"), str):
        copy["pattern"] = ""
    for keyword, value in copy.items():
        if keyword in SCHEMA and isinstance(value, dict):
            copy[keyword] = _blank(value)
        elif keyword in SCHEMA_LIST and isinstance(value, list):
            copy[keyword] = [_blank(m) if isinstance(m, dict) else m for m in value]
        elif keyword in SCHEMA_MAP and isinstance(value, dict):
            copy[keyword] = _blank_members(value, named=keyword != "patternProperties")
    return copy


def _blank_members(members: JsonObject, *, named: bool) -> JsonObject:
    pairs = enumerate(members.items())
    return {
        name if named else f"p{i}": _blank(m) if isinstance(m, dict) else m
        for i, (name, m) in pairs
    }


def _check_satisfiable(schema: JsonObject, tokens: tuple[str, ...]) -> None:
    if schema.get("enum") == []:
        _refuse("an empty enum allows nothing", (*tokens, "enum"))
    for low, high in RANGES:
        if low not in schema or high not in schema:
            continue
        least, most = schema[low], schema[high]
        if not isinstance(least, int | float) or not isinstance(most, int | float):
            continue
        if least > most or (least == most and "exclusive" in low + high):
            _refuse(
                f"{low} {excerpt(least)} leaves nothing below {high} {excerpt(most)}",
                (*tokens, low),
            )


def _check_expansion(nodes: Mapping[tuple[str, ...], JsonValue]) -> None:
    """Refuse references that loop without content, or that multiply beyond the limit."""
    if (loop := loop_without_content(nodes)) is not None:
        _refuse("references loop without content", loop)
    if expanded_size(nodes) > EXPANSION_NODES:
        _refuse(f"references expand to more than {EXPANSION_NODES} subschemas", ())


def _refuse(what: str, tokens: tuple[str, ...]) -> NoReturn:
    raise SchemaDefect(what, pointer=pointer_of(tokens))
