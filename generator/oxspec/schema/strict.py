"""The strict schema: the one compiled form of a model that machines judge by.

JSON Schema 2020-12, closed, the endpoint's own parameters (its envelope) merged in, ``nullable``
turned into a null type. Where the model's own schema has references it stays, converted alike,
under ``$defs/request``, so that ``$ref: "#"`` inside it still means the model's own schema.
"""

from __future__ import annotations

import json
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ..resources import schemas_dir
from ..runtime.findings import pointer_of
from .normalise import types_of
from .subschemas import IN_PLACE, reference_tokens, resolve, subschemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..jsontypes import JsonObject, JsonValue

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
CHAT: Final = "chat/completions"
OWN: Final = "request"
#: What a client or the endpoint owns whatever a model's schema says.
_CLIENT_OWNED: Final = frozenset(("model", "messages", "stream"))
_DROPPED: Final = frozenset(
    # A catalog makes no rules: what is read as one here is compiled from rules that were checked.
    ("$schema", "$id", "nullable", "basic", "x-rule", "x-rule-warning")
)
#: Keywords of the model's whole body that would not know what the endpoint adds to it.
_ROOT_DROPPED: Final = frozenset(
    ("properties", "required", "const", "enum", "$defs", "definitions")
)
_COMBINED: Final = (*IN_PLACE, "$ref")
#: Where ``_with_null`` puts a schema that it cannot widen.
_INSIDE_NULL: Final = ("anyOf", "0")


def strict_schema(
    model: str, *, endpoint: str, request_schema: JsonObject | None, title: str | None = None
) -> JsonObject:
    """Return the closed schema of one model's request bodies.

    Args:
        model: the id that ``model`` must have.
        endpoint: one of the five inference endpoints (``images/generate``).
        request_schema: the model's own, well-formed; None where the envelope is all there is.
        title: the model's name for people.
    """
    own = request_schema or {}
    envelope = envelope_of(endpoint)
    converted = _Conversion(own).whole(own, close=False)
    properties = _merged_properties(converted, envelope, own)
    properties["model"] = {"type": "string", "const": model, "description": "The model's id."}
    required = ["model", *_names(envelope, "required"), *_names(converted, "required")]
    schema: JsonObject = {"$schema": DIALECT, "title": title or model, "type": "object"}
    schema.update({k: v for k, v in converted.items() if k not in _ROOT_DROPPED})
    schema["type"] = "object"
    _widen_for_envelope(schema, [*_members(envelope)])
    schema["properties"] = {"model": properties.pop("model"), **properties}
    schema["required"] = list(dict.fromkeys(required))
    if "$defs" in envelope:
        schema["$defs"] = envelope["$defs"]
    _close(schema, own, own)
    if _has_references(own):
        defs = schema.get("$defs")
        kept = _Conversion(own).whole(own, close=True)
        schema["$defs"] = {**(defs if isinstance(defs, dict) else {}), OWN: kept}
    return schema


def strict_value(schema: JsonObject) -> JsonObject:
    """Return the closed schema of one value of a body.

    Args:
        schema: a subschema of a request schema, well-formed by itself: it refers to nothing else.
    """
    return _Conversion(schema).whole(schema)


@cache
def envelope_of(endpoint: str) -> JsonObject:
    """Return the schema of the parameters that every model of an endpoint has.

    For chat this is the whole published body; its ``$defs`` come along.
    """
    name = "chat-completions" if endpoint == CHAT else endpoint.replace("/", "-")
    path = schemas_dir() / "envelopes" / f"{name}.schema.json"
    schema: JsonObject = json.loads(path.read_text("utf-8"))
    return schema


def _merged_properties(converted: JsonObject, envelope: JsonObject, own: JsonObject) -> JsonObject:
    own_properties = _members(converted)
    shared = _members(envelope)
    merged = {
        name: shared[name] if name in _CLIENT_OWNED and name in shared else subschema
        for name, subschema in own_properties.items()
    }
    merged.update({name: s for name, s in shared.items() if name not in merged})
    # A required name without a property would close the schema to every body.
    for name in _names(own, "required"):
        merged.setdefault(name, {})
    return merged


def _widen_for_envelope(schema: JsonObject, names: list[str]) -> None:
    """Let what a model says of all its parameters leave room for those that are the endpoint's."""
    for keyword in ("minProperties", "maxProperties"):
        if isinstance(bound := schema.get(keyword), int | float):
            schema[keyword] = bound + 1  # for model, which every body has
    if "propertyNames" in schema:
        schema["propertyNames"] = {"anyOf": [{"enum": [*names]}, schema["propertyNames"]]}


class _Role(Enum):
    """Whether a subschema judges its instance alone, and so can be closed, or beside others."""

    WHOLE = "whole"
    PART = "part"


_MAPS: Final = frozenset(
    ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
)
_CONVERTERS: Final = {
    **dict.fromkeys(("properties", "patternProperties", "prefixItems"), _Role.WHOLE),
    **dict.fromkeys(("items", "additionalProperties", "contains"), _Role.WHOLE),
    **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties", "contentSchema"), _Role.WHOLE),
    **dict.fromkeys(("$defs", "definitions", "propertyNames", *IN_PLACE), _Role.PART),
}


class _Conversion:
    """From the hub's dialect to 2020-12, for one request schema."""

    def __init__(self, root: JsonObject) -> None:
        self.root = root
        #: Places that ``_with_null`` wraps: what was inside is one step deeper afterwards.
        self.wrapped = frozenset(
            tokens
            for tokens, schema in subschemas(root)
            if isinstance(schema, dict) and schema.get("nullable") is True and _is_combined(schema)
        )

    def whole(self, schema: JsonValue, *, close: bool = True) -> JsonObject:
        """Convert a schema that judges an instance alone, so that it may be closed."""
        if not isinstance(schema, dict):
            return {} if schema is True else {"not": {}}
        converted = self._keywords(schema)
        if close:
            _close(converted, schema, self.root)
        return _with_null(converted) if schema.get("nullable") is True else converted

    def part(self, schema: JsonValue) -> JsonValue:
        """Convert a schema that judges an instance beside others (in ``allOf`` and the like)."""
        if not isinstance(schema, dict):
            return schema
        converted = self._keywords(schema)
        return _with_null(converted) if schema.get("nullable") is True else converted

    def _keywords(self, schema: JsonObject) -> JsonObject:
        converted = {k: self._keyword(k, v) for k, v in schema.items() if k not in _DROPPED}
        return _with_digits(converted)

    def _keyword(self, keyword: str, value: JsonValue) -> JsonValue:
        if keyword == "$ref" and isinstance(value, str):
            return self._moved(value)
        convert = _CONVERTERS.get(keyword)
        if convert is None:
            return value
        each = self._member if convert is _Role.WHOLE else self.part
        if isinstance(value, list):
            return [each(member) for member in value]
        if keyword in _MAPS and isinstance(value, dict):
            # "false" has no keyword to point with: nothing fits {"not": {}} either.
            return {n: {"not": {}} if s is False else each(s) for n, s in value.items()}
        return each(value)

    def _moved(self, reference: str) -> str:
        """Return a reference to where its target is now."""
        tokens = reference_tokens(reference)
        moved: list[str] = ["$defs", OWN]
        for depth, token in enumerate(tokens):
            if tokens[:depth] in self.wrapped:
                moved += _INSIDE_NULL
            moved.append(token)
        return "#" + quote(pointer_of(moved), safe="/~!$&'()*+,;=:@")

    def _member(self, schema: JsonValue) -> JsonValue:
        return self.whole(schema) if isinstance(schema, dict) else schema


def _close(converted: JsonObject, schema: JsonObject, root: JsonObject) -> None:
    """Refuse names that the schema does not mention, where it mentions any."""
    if "additionalProperties" in converted or "unevaluatedProperties" in converted:
        return
    if any(keyword in schema for keyword in _COMBINED) and _mentions(schema, root):
        converted["unevaluatedProperties"] = False
    elif "properties" in converted or "patternProperties" in converted:
        converted["additionalProperties"] = False


def _mentions(schema: JsonObject, root: JsonObject) -> bool:
    """Return whether a schema, or one that judges beside it, names any property."""
    seen: list[JsonObject] = []
    waiting: list[JsonValue] = [schema]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict) or any(part is other for other in seen):
            continue
        seen.append(part)
        if "properties" in part:
            return True
        waiting.extend(_beside(part, root))
    return False


def _beside(schema: JsonObject, root: JsonObject) -> list[JsonValue]:
    parts: list[JsonValue] = []
    for keyword in IN_PLACE:
        value = schema.get(keyword)
        if isinstance(value, list):
            parts.extend(value)
        elif keyword == "dependentSchemas" and isinstance(value, dict):
            parts.extend(value.values())
        else:
            parts.append(value)
    if isinstance(reference := schema.get("$ref"), str):
        parts.append(resolve(root, reference))
    return parts


def _is_combined(schema: JsonObject) -> bool:
    return any(keyword in schema for keyword in (*_COMBINED, "const"))


def _with_null(schema: JsonObject) -> JsonObject:
    if _is_combined(schema):
        shown: JsonObject = {
            k: schema[k] for k in ("title", "description", "default") if k in schema
        }
        return {**shown, "anyOf": [schema, {"type": "null"}]}
    nullable = dict(schema)
    types = types_of(schema)
    if types and "null" not in types:
        nullable["type"] = [*types, "null"]
    enum = schema.get("enum")
    if isinstance(enum, list) and None not in enum:
        nullable["enum"] = [*enum, None]
    return nullable


def _with_digits(schema: JsonObject) -> JsonObject:
    """Return an enum of digits with the integers they stand for, where the type allows both.

    Published pages show the members of an ``["integer", "string"]`` enum as text, so that "4" may
    be 4 at the hub: a catalog made from them cannot tell.
    """
    enum = schema.get("enum")
    if not (isinstance(enum, list) and {"integer", "string"} <= set(types_of(schema))):
        return schema
    if any(isinstance(member, int) for member in enum):
        return schema
    digits: list[JsonValue] = [
        int(m) for m in enum if isinstance(m, str) and m.isascii() and m.isdigit()
    ]
    return {**schema, "enum": [*enum, *digits]}


def _has_references(schema: JsonObject) -> bool:
    return any(isinstance(s, dict) and "$ref" in s for _, s in subschemas(schema))


def _members(schema: Mapping[str, JsonValue]) -> JsonObject:
    properties = schema.get("properties")
    return dict(properties) if isinstance(properties, dict) else {}


def _names(schema: Mapping[str, JsonValue], keyword: str) -> list[str]:
    names = schema.get(keyword)
    return [n for n in names if isinstance(n, str)] if isinstance(names, list) else []
