"""Repairs of an entry: JSON Patch (RFC 6902) on a copy of it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..jsontypes import JsonObject, JsonValue


def patched(entry: JsonValue, operations: Iterable[JsonObject]) -> JsonValue:
    """Return an entry after operations (``add``, ``remove``, ``replace``, ``move``), in order.

    The entry itself is left as it is.

    Args:
        entry: decoded JSON.
        operations: each at a place that is there.
    """
    whole: list[JsonValue] = [copy.deepcopy(entry)]
    for operation in operations:
        _apply(whole, operation)
    return whole[0]


def _apply(whole: list[JsonValue], operation: JsonObject) -> None:
    kind, path = operation["op"], str(operation["path"])
    if kind == "remove":
        _take(whole, path)
    elif kind == "move":
        _put(whole, path, _take(whole, str(operation["from"])))
    elif kind == "replace":
        parent, name = _spot(whole, path)
        if isinstance(parent, list):
            parent[int(name)] = operation["value"]
        else:
            parent[name] = operation["value"]
    else:
        _put(whole, path, operation["value"])


def _take(whole: list[JsonValue], pointer: str) -> JsonValue:
    parent, name = _spot(whole, pointer)
    return parent.pop(int(name)) if isinstance(parent, list) else parent.pop(name)


def _put(whole: list[JsonValue], pointer: str, value: JsonValue) -> None:
    parent, name = _spot(whole, pointer)
    if isinstance(parent, list):
        parent.insert(len(parent) if name == "-" else int(name), value)
    else:
        parent[name] = value


def _spot(whole: list[JsonValue], pointer: str) -> tuple[JsonObject | list[JsonValue], str]:
    """Return the object or list that holds what a pointer names, and its name there."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    *path, name = ["0", *steps]
    parent: JsonValue = whole
    for step in path:
        parent = parent[int(step)] if isinstance(parent, list) else _object(parent)[step]
    return (parent, name) if isinstance(parent, list) else (_object(parent), name)


def _object(value: JsonValue) -> JsonObject:
    return cast("JsonObject", value)
