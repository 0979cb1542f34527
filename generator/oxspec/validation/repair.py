"""Mending bodies: what findings offer as their ``fix``, as far as each makes a body better.

A repair is safe where what was meant is sure: a slip in a name, quotes around a number, the case
of an enum value, null for what can be left out. A number moved to the bound that it is beyond
asks for something else, and is done only if asked for.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding

    Judge: TypeAlias = Callable[[JsonValue], Sequence[Finding]]
    #: A body after operations, what is found in it, and the operations.
    _Step: TypeAlias = tuple[JsonValue, list[Finding], list[JsonObject]]

_UNSAFE: Final = frozenset(("out-of-range",))
_MOST_REPAIRS: Final = 1_000


def repaired(
    body: JsonValue, judge: Judge, *, unsafe: bool = False
) -> tuple[JsonValue, list[JsonObject]]:
    """Return a mended body, and the JSON Patch operations that lead to it, in order.

    Each step leaves fewer findings than there were, so that this ends, and done again it finds
    nothing to do. A step is one operation, or those that a name and its value need together. The
    body itself is left as it is.

    Args:
        body: decoded JSON.
        judge: tells the findings of a body.
        unsafe: whether numbers may be moved to the bound that they are beyond.
    """
    operations: list[JsonObject] = []
    findings = list(judge(body))
    while len(operations) < _MOST_REPAIRS:
        step = _next(body, findings, judge, unsafe=unsafe)
        if step is None:
            break
        body, findings, done = step
        operations += done
    return body, operations


def _next(
    body: JsonValue,
    findings: list[Finding],
    judge: Judge,
    *,
    unsafe: bool,
    at: str | None = None,
) -> _Step | None:
    """Return the body after the first repair that makes it better, None where none does.

    Args:
        body: decoded JSON.
        findings: on it.
        judge: tells the findings of a body.
        unsafe: whether numbers may be moved to the bound that they are beyond.
        at: the pointer of what alone is mended; None is all.
    """
    for finding in findings:
        if at not in (None, finding.pointer) or not _is_wanted(finding, unsafe=unsafe):
            continue
        mended, left, done = _after(body, finding, judge)
        if len(left) >= len(findings) and done[0]["op"] == "move":
            mended, left, done = _through(mended, left, done[0], judge, unsafe=unsafe)
        if len(left) < len(findings):
            return mended, left, done
    return None


def _is_wanted(finding: Finding, *, unsafe: bool) -> bool:
    return finding.fix is not None and (unsafe or finding.code not in _UNSAFE)


def _after(body: JsonValue, finding: Finding, judge: Judge) -> _Step:
    fix = cast("JsonObject", finding.fix)
    mended = applied(body, fix)
    return mended, list(judge(mended)), [fix]


def _through(
    body: JsonValue, findings: list[Finding], move: JsonObject, judge: Judge, *, unsafe: bool
) -> _Step:
    """Return the body after the repairs of what a name brings to light once it is right.

    That is what its value lacks; where it is the model's, what the model says of all others.
    """
    path, done = str(move["path"]), [move]
    at = None if path == "/model" else path
    while step := _next(body, findings, judge, unsafe=unsafe, at=at):
        body, findings = step[:2]
        done += step[2]
    return body, findings, done


def applied(body: JsonValue, operation: JsonObject) -> JsonValue:
    """Return a body after one operation (``replace``, ``remove`` or ``move`` within an object)."""
    body = copy.deepcopy(body)
    kind = operation["op"]
    parent, name = _spot(body, str(operation["from" if kind == "move" else "path"]))
    if isinstance(parent, list):
        parent[int(name)] = operation["value"]
    elif kind == "replace":
        parent[name] = operation["value"]
    elif kind == "remove":
        del parent[name]
    else:
        target = _spot(body, str(operation["path"]))[1]
        # In place, so that the order stays as it was written.
        members = [(target if key == name else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(members)
    return body


def _spot(body: JsonValue, pointer: str) -> tuple[JsonObject | list[JsonValue], str]:
    """Return the object or list that holds what a pointer names, and its name there."""
    *path, name = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    parent = body
    for step in path:
        parent = parent[int(step)] if isinstance(parent, list) else _object(parent)[step]
    return (parent, name) if isinstance(parent, list) else (_object(parent), name)


def _object(value: JsonValue) -> JsonObject:
    return cast("JsonObject", value)
