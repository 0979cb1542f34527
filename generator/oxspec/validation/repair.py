"""Mending bodies: what findings offer as their ``fix``, as far as each makes a body better.

A repair is safe where what was meant is sure: a slip in a name, quotes around a number, the case
of an enum value, null for what can be left out. A number moved to the bound that it is beyond
asks for something else, and is done only if asked for.
"""

from __future__ import annotations

import copy
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding

    Judge: TypeAlias = Callable[[JsonValue], Sequence[Finding]]
    #: A body after operations, what is found in it, and the operations.
    _Step: TypeAlias = tuple[JsonValue, list[Finding], list[JsonObject]]

_UNSAFE: Final = frozenset(("out-of-range",))
_MOST_REPAIRS: Final = 1_000
#: Fewer repairs than these are quickly made one by one.
_FEW: Final = 8
_ROUNDS: Final = 3
#: Repairs tried for one that helps; nearly all do.
_TRIES: Final = 50


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
    body, _, operations = _all(body, list(judge(body)), judge, unsafe=unsafe)
    return body, operations


def _all(body: JsonValue, findings: list[Finding], judge: Judge, *, unsafe: bool) -> _Step:
    """Return the body after all repairs that make it better."""
    operations: list[JsonObject] = []
    while (most := _MOST_REPAIRS - len(operations)) > 0:
        # One by one, a long chat would be judged as often as it has mistakes.
        step = _together(body, findings, judge, unsafe=unsafe, most=most) or _next(
            body, findings, judge, unsafe=unsafe
        )
        if step is None:
            break
        body, findings, done = step
        operations += done
    return body, findings, operations


def _together(
    body: JsonValue, findings: list[Finding], judge: Judge, *, unsafe: bool, most: int
) -> _Step | None:
    """Return the body after all repairs that do their work beside each other, None for few."""
    wanted = [finding for finding in findings if _is_wanted(finding, unsafe=unsafe)]
    done = _apart(cast("JsonObject", finding.fix) for finding in wanted[:most])
    for _ in range(_ROUNDS):
        if len(done) < _FEW:
            return None
        mended = copy.deepcopy(body)
        for operation in done:
            _apply(mended, operation)
        left = list(judge(mended))
        spots = {spot for finding in left for spot in _above(finding.pointer)}
        good = [operation for operation in done if operation["path"] not in spots]
        if len(good) == len(done):
            return (mended, left, done) if len(left) < len(findings) else None
        # What a name hid is mended with it.
        hidden = {f.pointer: f.fix for f in left if f.fix and _is_wanted(f, unsafe=unsafe)}
        moves = [o for o in done if o["op"] == "move" and o["path"] in spots & hidden.keys()]
        values = (hidden[str(move["path"])] for move in moves)
        done = [*good, *moves, *(fix for fix in values if fix and fix not in done)]
    return None


def _apart(operations: Iterable[JsonObject]) -> list[JsonObject]:
    """Return the operations of which none is about what another one changes."""
    apart: list[JsonObject] = []
    taken: set[str] = set()
    for operation in operations:
        ends = {str(operation["path"]), str(operation.get("from", operation["path"]))}
        spots = {spot for end in ends for spot in _above(end)}
        if not spots & taken:
            apart.append(operation)
            taken |= ends
    return apart


def _above(pointer: str) -> list[str]:
    """Return a pointer, and those of all that its value is inside."""
    steps = pointer.split("/")
    return ["/".join(steps[:depth]) for depth in range(1, len(steps) + 1)]


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
    wanted = (
        finding
        for finding in findings
        if at in (None, finding.pointer) and _is_wanted(finding, unsafe=unsafe)
    )
    for finding in islice(wanted, _TRIES):
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
    if path == "/model":
        body, findings, more = _all(body, findings, judge, unsafe=unsafe)
        return body, findings, [*done, *more]
    while step := _next(body, findings, judge, unsafe=unsafe, at=path):
        body, findings = step[:2]
        done += step[2]
    return body, findings, done


def applied(body: JsonValue, operation: JsonObject) -> JsonValue:
    """Return a body after one operation (``replace``, ``remove`` or ``move`` within an object)."""
    body = copy.deepcopy(body)
    _apply(body, operation)
    return body


def _apply(body: JsonValue, operation: JsonObject) -> None:
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


def _spot(body: JsonValue, pointer: str) -> tuple[JsonObject | list[JsonValue], str]:
    """Return the object or list that holds what a pointer names, and its name there."""
    *path, name = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    parent = body
    for step in path:
        parent = parent[int(step)] if isinstance(parent, list) else _object(parent)[step]
    return (parent, name) if isinstance(parent, list) else (_object(parent), name)


def _object(value: JsonValue) -> JsonObject:
    return cast("JsonObject", value)
