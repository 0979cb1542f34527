"""A strict schema as the parameters of a tool that an agent calls."""

from __future__ import annotations

import copy
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from .subschemas import IN_PLACE, resolve, subschemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject, JsonValue

NAME_CHARACTERS: Final = 64
_HASH_DIGITS: Final = 8
#: What the tool fills in, not the agent.
_FILLED_IN: Final = "model"
#: What only the queue takes, and what no page has.
_HIDDEN: Final = ("x-queue-only", "x-undocumented")
#: Refused at the top of a tool's schema by the APIs that take one.
_REFUSED: Final = frozenset((*IN_PLACE, "$ref", "enum", "const"))
_NO_PARAMETERS: Final = frozenset(("$schema", "title", "minProperties", "maxProperties"))


def tool_name(model: str) -> str:
    """Return a model's id as the name of a tool: ``[a-zA-Z0-9_-]``, 1 to 64 of them.

    Runs of other characters become one ``_``; what is empty or too long gets a hash.
    """
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", model).strip("_")
    if name and len(name) <= NAME_CHARACTERS:
        return name
    digest = sha256(model.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    return f"{name[: NAME_CHARACTERS - _HASH_DIGITS - 1] or 'model'}_{digest}"


def tool_parameters(strict: JsonObject) -> JsonObject:
    """Return the schema of what an agent gives.

    That is no ``model``, nothing that only the queue takes, and nothing that no page has.
    Keywords that APIs refuse at the top of a tool's schema are left out, and so are extensions.
    What it takes need not be right yet: the rules and branches are for the check of the body.

    Raises:
        SchemaDefect: nested too deeply.
    """
    properties = {name: s for name, s in _members(strict).items() if not _is_left_out(name, s)}
    required: list[JsonValue] = [name for name in _names(strict, "required") if name in properties]
    schema: JsonObject = {"type": "object", "properties": properties, "required": required}
    for keyword, value in strict.items():
        if keyword not in schema.keys() | _REFUSED | _NO_PARAMETERS:
            schema[keyword] = value
    if schema.pop("unevaluatedProperties", None) is False:
        schema["additionalProperties"] = False
    return _without_extensions(copy.deepcopy(schema))


def told_rules(strict: JsonObject) -> Iterator[str]:
    """Yield what the rules of a strict schema say that no tool's schema can, one line each."""
    members = _members(strict)
    entries = strict.get("allOf")
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(message := entry.get("x-message"), str):
            names = _names(entry, "x-at")
            if not names or not all(_is_left_out(name, members.get(name)) for name in names):
                yield message


def _is_left_out(name: str, schema: JsonValue) -> bool:
    hidden = isinstance(schema, dict) and any(schema.get(keyword) is True for keyword in _HIDDEN)
    return hidden or name == _FILLED_IN


def _members(strict: JsonObject) -> JsonObject:
    """Return all properties that the top of a schema knows, those of its branches included.

    Of branches that need not hold, only the names.
    """
    members: JsonObject = {}
    seen: list[JsonValue] = []
    waiting: list[tuple[JsonValue, bool]] = [(strict, True)]
    while waiting:
        schema, holds = waiting.pop(0)
        if not isinstance(schema, dict) or "x-rule" in schema or any(schema is s for s in seen):
            continue
        seen.append(schema)
        own = schema.get("properties")
        for name, subschema in own.items() if isinstance(own, dict) else ():
            members.setdefault(name, subschema if holds else {})
        waiting.extend((s, holds and sure) for s, sure in _branches(schema, strict))
    return members


def _branches(schema: JsonObject, root: JsonObject) -> Iterator[tuple[JsonValue, bool]]:
    """Yield the schemas that judge beside one, each with whether it must hold."""
    for keyword in IN_PLACE:
        value = schema.get(keyword)
        if isinstance(value, list):
            yield from ((member, keyword == "allOf") for member in value)
        elif keyword == "dependentSchemas" and isinstance(value, dict):
            yield from ((member, False) for member in value.values())
        else:
            yield value, False
    if isinstance(reference := schema.get("$ref"), str):
        yield resolve(root, reference), True


def _names(schema: JsonObject, keyword: str) -> list[str]:
    names = schema.get(keyword)
    return [n for n in names if isinstance(n, str)] if isinstance(names, list) else []


def _without_extensions(schema: JsonObject) -> JsonObject:
    for _, subschema in list(subschemas(schema)):
        if isinstance(subschema, dict):
            for keyword in [keyword for keyword in subschema if keyword.startswith("x-")]:
                del subschema[keyword]
    return schema
