"""A random search through request bodies, with no thought of where two schemas may part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from oxspec.schema.normalise import types_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

_TYPES: Final = ("null", "boolean", "integer", "number", "string", "array", "object")
_URIS: Final = ("https://example.com/a.png", "http://a", "data:,", "data:text/plain,x")


def random_bodies(model: Model, other: Model, rng: Random, *, count: int) -> Iterator[JsonObject]:
    """Yield bodies with values that are random, or stand somewhere in one of two schemas."""
    strict = model.strict or {}
    found = [*_leaves(strict), *_leaves(other.request_schema)]
    properties = strict.get("properties")
    required = strict.get("required")
    members = properties if isinstance(properties, dict) else {}
    for _ in range(count):
        body = _members(members, rng, found, required=required)
        yield {**body, "model": model.id}


def _members(
    members: JsonObject, rng: Random, found: list[JsonValue], *, required: JsonValue
) -> JsonObject:
    asked = required if isinstance(required, list) else []
    few = rng.random() < 0.5
    return {
        name: _value(member, rng, found)
        for name, member in members.items()
        if name in asked or rng.random() < (0.15 if few else 0.6)
    }


def _value(schema: JsonValue, rng: Random, found: list[JsonValue]) -> JsonValue:
    given = schema if isinstance(schema, dict) else {}
    enum = given.get("enum")
    if isinstance(enum, list) and rng.random() < 0.9:
        return rng.choice(enum)
    if found and rng.random() < 0.2:
        return rng.choice(found)
    kind = rng.choice(types_of(given) or _TYPES)
    if kind == "array":
        return [_value(given.get("items"), rng, found) for _ in range(rng.randrange(5))]
    if kind == "object":
        inner = given.get("properties")
        free: JsonObject = {rng.choice("abx"): True}
        members = inner if isinstance(inner, dict) else free
        return _members(members, rng, found, required=given.get("required"))
    return _plain(kind, rng)


def _plain(kind: str, rng: Random) -> JsonValue:
    if kind == "null":
        return None
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "integer":
        return rng.randint(-5, 30) if rng.random() < 0.5 else rng.randint(-300, 300)
    if kind == "number":
        return rng.randint(-2400, 2400) / 8
    if rng.random() < 0.5:
        return rng.choice(_URIS)
    return "".join(rng.choice("ax1 ") for _ in range(rng.randrange(6)))


def _leaves(value: JsonValue) -> list[JsonValue]:
    """Return every plain value, and each number's neighbours, in a schema."""
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in _leaves(member)]
    if isinstance(value, list):
        return [leaf for member in value for leaf in _leaves(member)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [value, value + 1, value - 1, str(value)]
    return [value]
