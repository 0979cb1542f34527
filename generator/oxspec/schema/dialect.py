"""The dialect of request schemas: where subschemas stand, and what makes a schema unusable.

A request schema is JSON Schema 2020-12 (older drafts' spellings of the same keywords included)
with OpenAPI 3.0's ``nullable`` and vendor keywords (``basic``, ``renderType``, ``x-…``).
References stay inside the schema; nothing is ever retrieved.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import unquote

from ..errors import SchemaDefect
from ..runtime.findings import excerpt, pointer_of
from ..runtime.patterns import PatternError, compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..jsontypes import JsonObject, JsonValue

SUBSCHEMA_DEPTH: Final = 64
EXPANSION_NODES: Final = 100_000

#: Applicators that judge the same instance as the schema they stand in.
IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
_SCHEMA: Final = frozenset(
    ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
    + ("unevaluatedItems", "unevaluatedProperties", "contentSchema")
)
_SCHEMA_LIST: Final = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_SCHEMA_MAP: Final = frozenset(
    ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
)
_UNSUPPORTED: Final = ("$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor")
_DIALECTS: Final = re.compile(
    r"https?://json-schema\.org/(draft/20(19-09|20-12)|draft-0[67])/schema#?"
)
_RANGES: Final = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_TEXTS: Final = ("title", "description")


def children(schema: Mapping[str, JsonValue]) -> Iterator[tuple[tuple[str, ...], JsonValue]]:
    """Yield the subschemas directly inside a schema, each with its reference tokens."""
    for keyword, value in schema.items():
        if keyword in _SCHEMA:
            yield (keyword,), value
        elif keyword in _SCHEMA_LIST and isinstance(value, list):
            for index, member in enumerate(value):
                yield (keyword, str(index)), member
        elif keyword in _SCHEMA_MAP and isinstance(value, dict):
            for name, member in value.items():
                yield (keyword, name), member


def subschemas(schema: JsonObject) -> Iterator[tuple[tuple[str, ...], JsonValue]]:
    """Yield a schema and all that is inside it, outermost first, each with its reference tokens.

    Raises:
        SchemaDefect: nested deeper than 64 subschemas.
    """
    waiting: list[tuple[int, tuple[str, ...], JsonValue]] = [(0, (), schema)]
    while waiting:
        depth, tokens, subschema = waiting.pop()
        if depth > SUBSCHEMA_DEPTH:
            what = f"nested deeper than {SUBSCHEMA_DEPTH} subschemas"
            raise SchemaDefect(what, pointer=pointer_of(tokens))
        yield tokens, subschema
        if isinstance(subschema, dict):
            inner = [(depth + 1, tokens + step, child) for step, child in children(subschema)]
            waiting.extend(reversed(inner))


def check_request_schema(schema: JsonObject) -> None:
    """Accept a request schema that can be judged by, rendered and published.

    Raises:
        SchemaDefect: with the pointer of the first defect.
    """
    _check_values(schema)
    nodes: dict[tuple[str, ...], JsonValue] = {}
    for tokens, subschema in subschemas(schema):
        if isinstance(subschema, dict):
            _check_keywords(subschema, tokens, schema)
        nodes[tokens] = subschema
    _check_meta(schema, patterned=_has_patterns(nodes))
    for tokens, subschema in nodes.items():
        if isinstance(subschema, dict):
            _check_satisfiable(subschema, tokens)
    _check_expansion(nodes)


def reference_tokens(reference: str) -> tuple[str, ...]:
    """Return the reference tokens of a ``$ref`` that stays in its document (``#/…``)."""
    pointer = unquote(reference.removeprefix("#"))
    steps = pointer.split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def _check_values(schema: JsonObject) -> None:
    waiting: list[tuple[tuple[str, ...], JsonValue]] = [((), schema)]
    while waiting:
        tokens, value = waiting.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                if _has_surrogate(name):
                    _refuse("a name with a lone surrogate cannot be sent as UTF-8", tokens)
                if name not in _TEXTS:
                    waiting.append(((*tokens, name), member))
        elif isinstance(value, list):
            waiting.extend(((*tokens, str(i)), member) for i, member in enumerate(value))
        elif isinstance(value, float) and not math.isfinite(value):
            _refuse("a number that is not finite", tokens)
        elif isinstance(value, str) and _has_surrogate(value):
            _refuse("text with a lone surrogate cannot be sent as UTF-8", tokens)


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


def _check_keywords(schema: JsonObject, tokens: tuple[str, ...], root: JsonObject) -> None:
    dialect = schema.get("$schema")
    if dialect is not None and not (isinstance(dialect, str) and _DIALECTS.fullmatch(dialect)):
        _refuse(f"an unknown dialect: {excerpt(dialect)}", (*tokens, "$schema"))
    if tokens and "$id" in schema:
        _refuse("$id would move the base of references", (*tokens, "$id"))
    for keyword in _UNSUPPORTED:
        if keyword in schema:
            _refuse(f"{keyword} is not supported", (*tokens, keyword))
    if not isinstance(schema.get("nullable", False), bool):
        _refuse("nullable is true or false", (*tokens, "nullable"))
    if "basic" in schema and not _is_names(schema["basic"]):
        _refuse("basic is a list of parameter names", (*tokens, "basic"))
    if "$ref" in schema:
        _check_reference(schema["$ref"], (*tokens, "$ref"), root)
    if "pattern" in schema:
        _check_pattern(schema["pattern"], (*tokens, "pattern"))
    properties = schema.get("patternProperties")
    for pattern in properties if isinstance(properties, dict) else ():
        _check_pattern(pattern, (*tokens, "patternProperties", pattern))


def _is_names(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _check_reference(reference: JsonValue, tokens: tuple[str, ...], root: JsonObject) -> None:
    if not isinstance(reference, str):
        _refuse("$ref is a string", tokens)
    if not (reference == "#" or reference.startswith("#/")):
        _refuse(f"$ref leads out of the schema: {excerpt(reference)}", tokens)
    if not isinstance(resolve(root, reference), dict | bool):
        _refuse(f"$ref points at no subschema: {excerpt(reference)}", tokens)


def resolve(root: JsonObject, reference: str) -> JsonValue:
    """Return what a reference inside ``root`` points at, None for nothing."""
    value: JsonValue = root
    for token in reference_tokens(reference):
        if isinstance(value, dict):
            value = value.get(token)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    return value


def _check_pattern(pattern: JsonValue, tokens: tuple[str, ...]) -> None:
    if not isinstance(pattern, str):
        _refuse("a pattern is a string", tokens)
    try:
        compile_pattern(pattern)
    except PatternError as error:
        _refuse(f"not a regular expression: {error}", tokens)


def _has_patterns(nodes: Mapping[tuple[str, ...], JsonValue]) -> bool:
    keywords = ("pattern", "patternProperties")
    return any(isinstance(s, dict) and any(k in s for k in keywords) for s in nodes.values())


def _check_meta(schema: JsonObject, *, patterned: bool) -> None:
    import jsonschema_rs

    # Patterns were checked as ECMA 262 has them; the meta-schema would ask each library its own way.
    blanked = _blank(schema) if patterned else schema
    rootless = {k: v for k, v in blanked.items() if k not in ("$schema", "$id")}
    # jsonschema-rs accepts; what it refuses is explained, or allowed, by jsonschema.
    if jsonschema_rs.meta.is_valid(rootless):
        return
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    error = best_match(meta.iter_errors(rootless))
    if error is not None:
        pointer = pointer_of(error.absolute_path)
        what = f"not JSON Schema: {excerpt(error.instance)} ({error.validator})"
        raise SchemaDefect(what, pointer=pointer)


def _blank(schema: JsonObject) -> JsonObject:
    """Return a schema whose patterns are all empty."""
    copy = dict(schema)
    if isinstance(copy.get("pattern"), str):
        copy["pattern"] = ""
    for keyword, value in copy.items():
        if keyword in _SCHEMA and isinstance(value, dict):
            copy[keyword] = _blank(value)
        elif keyword in _SCHEMA_LIST and isinstance(value, list):
            copy[keyword] = [_blank(m) if isinstance(m, dict) else m for m in value]
        elif keyword in _SCHEMA_MAP and isinstance(value, dict):
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
    for low, high in _RANGES:
        least, most = schema.get(low), schema.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            _refuse(f"{low} {least} is above {high} {most}", (*tokens, low))


def _check_expansion(nodes: Mapping[tuple[str, ...], JsonValue]) -> None:
    """Refuse references that loop without content, or that multiply beyond the limit."""
    # Without a reference the schema is the tree that was walked: nothing can loop or multiply.
    if not any(isinstance(schema, dict) and "$ref" in schema for schema in nodes.values()):
        return
    sizes: dict[tuple[str, ...], int] = {}
    for tokens in nodes:
        _refuse_empty_loop(nodes, tokens)
    if _expanded(nodes, sizes) > EXPANSION_NODES:
        _refuse(f"references expand to more than {EXPANSION_NODES} subschemas", ())


def _refuse_empty_loop(nodes: Mapping[tuple[str, ...], JsonValue], start: tuple[str, ...]) -> None:
    seen = {start}
    waiting = [step for step in _in_place(nodes[start], start)]
    while waiting:
        tokens = waiting.pop()
        if tokens == start:
            _refuse("references loop without content", start)
        if tokens not in seen:
            seen.add(tokens)
            waiting.extend(_in_place(nodes.get(tokens), tokens))


def _in_place(schema: JsonValue, tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not isinstance(schema, dict):
        return []
    steps = [tokens + step for step, _ in children(schema) if step[0] in IN_PLACE]
    if isinstance(reference := schema.get("$ref"), str):
        steps.append(reference_tokens(reference))
    return steps


def _expanded(
    nodes: Mapping[tuple[str, ...], JsonValue], sizes: dict[tuple[str, ...], int]
) -> int:
    """Return how many subschemas the root stands for when each reference is replaced once."""
    waiting: list[tuple[str, ...]] = [()]
    open_nodes: set[tuple[str, ...]] = set()
    while waiting:
        tokens = waiting[-1]
        steps = _steps(nodes.get(tokens), tokens)
        unknown = [s for s in steps if s not in sizes and s not in open_nodes]
        open_nodes.add(tokens)
        if unknown and tokens not in sizes:
            waiting.extend(unknown)
            continue
        waiting.pop()
        sizes[tokens] = 1 + sum(sizes.get(step, 0) for step in steps)
    return sizes[()]


def _steps(schema: JsonValue, tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not isinstance(schema, dict):
        return []
    steps = [tokens + step for step, _ in children(schema) if step[0] not in ("$defs", "definitions")]
    if isinstance(reference := schema.get("$ref"), str):
        steps.append(reference_tokens(reference))
    return steps


def _refuse(what: str, tokens: tuple[str, ...]) -> NoReturn:
    raise SchemaDefect(what, pointer=pointer_of(tokens))
