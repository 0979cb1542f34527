"""Keywords that say nothing, or that leave nothing to say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ..runtime.hints import is_slip, nearest
from ..schema.dialect import RANGES
from ..schema.normalise import types_of
from .nodes import Node, numbers_of
from .wording import named, valued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonValue
    from .defects import Defect

_TYPES: Final = ("string", "integer", "number", "boolean", "array", "object", "null")
#: What other languages call the types of JSON.
_TYPE_NAMES: Final = {
    **dict.fromkeys(("str", "text", "char", "varchar"), "string"),
    **dict.fromkeys(("int", "int32", "int64", "long"), "integer"),
    **dict.fromkeys(("float", "double", "decimal", "numeric"), "number"),
    **dict.fromkeys(("bool",), "boolean"),
    **dict.fromkeys(("list", "tuple"), "array"),
    **dict.fromkeys(("dict", "map", "hash", "struct"), "object"),
    **dict.fromkeys(("none", "nil"), "null"),
}
#: The types that a keyword judges; it says nothing of a value of another (JSON Schema, 7.6.1).
_JUDGES: Final = {
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        ("integer", "number"),
    ),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), ("string",)),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "items", "prefixItems"), ("array",)),
    **dict.fromkeys(
        ("properties", "required", "minProperties", "maxProperties", "additionalProperties"),
        ("object",),
    ),
}
#: JSON Schema 2020-12, OpenAPI 3 and the hub.
_KEYWORDS: Final = frozenset(
    (
        *("type", "enum", "const", "default", "title", "description", "examples", "example"),
        *("format", "pattern", "multipleOf", "uniqueItems", "nullable", "deprecated"),
        *("readOnly", "writeOnly", "required", "properties", "patternProperties"),
        *("additionalProperties", "propertyNames", "items", "prefixItems", "contains"),
        *("minContains", "maxContains", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
        *("dependentRequired", "dependentSchemas", "dependencies", "unevaluatedItems"),
        *("unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema"),
        *("discriminator", "xml", "externalDocs", "additionalItems", "basic", "renderType"),
        *("definitions", *(keyword for pair in RANGES for keyword in pair)),
    )
)
_FORMATS: Final = frozenset(
    (
        *("date-time", "date", "time", "duration", "email", "idn-email", "hostname"),
        *("idn-hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uuid"),
        *("uri-template", "json-pointer", "relative-json-pointer", "regex"),
        *("int32", "int64", "float", "double", "byte", "binary", "password", "hidden"),
    )
)
_FORMAT_NAMES: Final = {
    **dict.fromkeys(("url", "URL", "URI", "link", "http-url"), "uri"),
    **dict.fromkeys(("datetime", "date_time", "timestamp"), "date-time"),
    **dict.fromkeys(("guid", "UUID"), "uuid"),
}


def unknown_types(node: Node) -> Iterator[Defect]:
    """Yield names in ``type`` that are no type of JSON."""
    kind = node.schema.get("type")
    for at, name in enumerate(kind) if isinstance(kind, list) else ((None, kind),):
        if isinstance(name, str) and name not in _TYPES:
            tokens = ("type",) if at is None else ("type", at)
            yield _unknown_type(node, name, tokens)


def _unknown_type(node: Node, name: str, tokens: tuple[str | int, ...]) -> Defect:
    plain = name.strip().lower()
    meant = plain if plain in _TYPES else _TYPE_NAMES.get(plain)
    near = [meant] if meant else nearest(plain, _TYPES)
    is_sure = meant is not None or (len(near) == 1 and is_slip(plain, near[0]))
    at = node.pointer(*tokens)
    return node.defect(
        "unknown-type",
        *tokens,
        message=f"{node.shown} has the type {named(name)}, which is none of JSON's",
        hint=f"write {' or '.join(map(valued, near or _TYPES))}",
        patch=({"op": "replace", "path": at, "value": near[0]},) if is_sure else (),
    )


def unknown_keywords(node: Node) -> Iterator[Defect]:
    """Yield keywords that are one of JSON Schema's misspelt: they judge nothing."""
    for keyword in node.schema:
        if keyword in _KEYWORDS or keyword.startswith(("x-", "$")):
            continue
        near = [other for other in _KEYWORDS if keyword.lower() == other.lower()]
        near = near or [k for k in nearest(keyword, sorted(_KEYWORDS)) if is_slip(keyword, k)]
        if len(near) != 1:
            continue
        is_free = near[0] not in node.schema
        move = {"op": "move", "from": node.pointer(keyword), "path": node.pointer(near[0])}
        yield node.defect(
            "unknown-keyword",
            keyword,
            message=f"{node.shown} has {named(keyword)}, which is no keyword and says nothing",
            hint=f"write {named(near[0])}"
            if is_free
            else f"take it out: {named(near[0])} is there",
            patch=({**move},) if is_free else (),
        )


def unknown_formats(node: Node) -> Iterator[Defect]:
    """Yield formats that nothing checks, where one that is known is surely meant."""
    name = node.text("format")
    if not name or name in _FORMATS:
        return
    meant = _FORMAT_NAMES.get(name)
    near = [meant] if meant else [f for f in nearest(name, sorted(_FORMATS)) if is_slip(name, f)]
    if len(near) == 1:
        at = node.pointer("format")
        yield node.defect(
            "unknown-format",
            "format",
            message=f"{node.shown} has the format {named(name)}, which nothing checks",
            hint=f"write {valued(near[0])}",
            patch=({"op": "replace", "path": at, "value": near[0]},),
        )


def idle_keywords(node: Node) -> Iterator[Defect]:
    """Yield keywords that say nothing of values of the types that are allowed."""
    types = types_of(node.schema)
    if not types or not set(types) <= set(_TYPES):
        return
    for keyword, value in node.schema.items():
        judged = _JUDGES.get(keyword)
        if judged is None or set(judged) & set(types) or value in ([], {}):
            continue
        kinds = " or ".join(named(kind) for kind in types)
        yield node.defect(
            "idle-keyword",
            keyword,
            message=f"{node.shown} has {named(keyword)}, which says nothing of the type {kinds}",
            hint=f"take it out, or write the type {' or '.join(map(valued, judged))}",
        )


def empty_ranges(node: Node) -> Iterator[Defect]:
    """Yield bounds that leave nothing between them."""
    found = False
    for low, high in RANGES:
        least, most = numbers_of(node.schema, low), numbers_of(node.schema, high)
        if least is None or most is None:
            continue
        if least > most or (least == most and "exclusive" in low + high):
            found = True
            yield node.defect(
                "empty-range",
                low,
                message=f"{node.shown} has {named(low)} {valued(least)} and {named(high)} "
                f"{valued(most)}: nothing is between them",
                hint=f"swap them, if {named(low)} should be {valued(most)}"
                if least > most
                else f"write another {named(low)} or {named(high)}",
            )
    if not found:
        yield from _no_integer(node)


def _no_integer(node: Node) -> Iterator[Defect]:
    least, most = numbers_of(node.schema, "minimum"), numbers_of(node.schema, "maximum")
    if types_of(node.schema) != ("integer",) or least is None or most is None:
        return
    if math.isfinite(least) and math.isfinite(most) and math.ceil(least) > math.floor(most):
        yield node.defect(
            "empty-range",
            "minimum",
            message=f"{node.shown} takes an integer, and none is from {valued(least)} to "
            f"{valued(most)}",
            hint=f"write the type {valued('number')}",
        )


def empty_enums(node: Node) -> Iterator[Defect]:
    """Yield enums that allow nothing."""
    enum: JsonValue = node.schema.get("enum")
    if enum == [] and isinstance(enum, list):
        yield node.defect(
            "empty-enum",
            "enum",
            message=f"{node.shown} has an empty {named('enum')}: no value is allowed",
            hint="list the values, or take it out where any value is",
        )
