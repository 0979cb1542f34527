"""Changes done again: from the old request schema to the new one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

from .places import member_of, names_in, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..jsontypes import JsonObject, JsonValue
    from .changes import Change


def applied(schema: JsonObject, changes: Iterable[Change]) -> JsonObject:
    """Return a request schema after changes of it, done in the order in which they were found.

    The order of names, in ``properties`` and in ``required``, is nobody's promise.
    """
    whole: JsonObject = {"": copy.deepcopy(schema)}
    for change in changes:
        if change.pointer is not None:
            _apply(whole, change)
    return cast("JsonObject", whole[""])


def _apply(whole: JsonObject, change: Change) -> None:
    steps: list[str] = ["", *tokens_of(change.pointer or "")]
    *path, name = steps
    parent = _at(whole, path)
    if change.kind in ("became-required", "became-optional"):
        _require(_at(whole, path[:-1]), name, wanted=change.kind == "became-required")
    elif change.kind == "parameter-renamed":
        _rename(_at(whole, path[:-1]), name, str(change.new))
    elif change.kind == "parameter-removed":
        del parent[name]
        _require(_at(whole, path[:-1]), name, wanted=False)
    elif change.kind in ("parameter-added", "required-parameter-added"):
        parent[name] = copy.deepcopy(change.new)
        if change.kind == "required-parameter-added":
            _require(_at(whole, path[:-1]), name, wanted=True)
    else:
        parent[name] = _replaced(parent[name], change.old, change.new)


def _replaced(subschema: JsonValue, old: JsonValue, new: JsonValue) -> JsonValue:
    new = copy.deepcopy(new)
    if not (isinstance(subschema, dict) and isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {k: v for k, v in subschema.items() if k not in old} | new


def _require(owner: JsonObject, name: str, *, wanted: bool) -> None:
    names = [other for other in names_in(owner, "required") if other != name]
    if wanted:
        names.append(name)
    if names or "required" in owner:
        owner["required"] = [*names]


def _rename(owner: JsonObject, name: str, new: str) -> None:
    members = member_of(owner, "properties")
    owner["properties"] = {new if key == name else key: value for key, value in members.items()}
    if name in (required := names_in(owner, "required")):
        owner["required"] = [new if other == name else other for other in required]


def _at(value: JsonObject, path: list[str]) -> JsonObject:
    for token in path:
        value = cast("JsonObject", value.setdefault(token, {}))
    return value
