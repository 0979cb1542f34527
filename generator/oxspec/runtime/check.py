"""The authority: what is wrong with an instance, by a strict schema, all at once.

jsonschema judges; what it says is put in words of the request. It is extended where JSON and
the hub are stricter, or more exact, than its defaults: integers are exact, ``$`` in a pattern is
the very end, NaN is no number, a tuple is an array, ``multipleOf`` counts in decimals, and
``format: uri`` is asserted for what the hub reads (https, http, data).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final

from .dialect import REFERENCE_STEPS, errors_of
from .findings import Finding, Unknown, pointer_of
from .messages import Context, finding_of
from .rules import mentioned
from .sendable import surveyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .errortypes import SchemaError
    from .jsonvalue import JsonValue


MOST_FINDINGS: Final = 1_000
#: What is said of a value once for each place.
_OF_A_VALUE = frozenset(
    ("not-in-enum", "out-of-range", "bad-format", "bad-length", "bad-pattern")
)
#: What follows from a value of the wrong type: alternatives of what it is not fit it, too.
_OF_A_TYPE = frozenset((*_OF_A_VALUE, "conflict", "schema"))


def check(
    instance: JsonValue, schema: Mapping[str, JsonValue], *, unknown: Unknown = "error"
) -> list[Finding]:
    """Return all findings of an instance, in the order of its text, none for a right one.

    Args:
        instance: decoded JSON; tuples count as arrays.
        schema: a strict schema; its references stay inside it.
        unknown: what a parameter that the schema does not name is.

    Raises:
        TooComplex: judging it would take too long.
    """
    survey = surveyed(instance)
    findings = list(survey.findings)
    if survey.is_tree:
        # What is no JSON is said once; the rest of the body is judged all the same.
        told = {finding.pointer for finding in findings}
        judged = _judged(instance, schema, steps=REFERENCE_STEPS + 50 * survey.size)
        findings += [finding for finding in judged if finding.pointer not in told]
    kept = _one_per_mistake(_softened(findings, unknown))
    return sorted(
        kept, key=lambda finding: (_position(instance, finding.pointer), finding.code)
    )


def _judged(
    instance: JsonValue, schema: Mapping[str, JsonValue], *, steps: int
) -> list[Finding]:
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    context = Context(instance, frozenset(n for n in names if isinstance(n, str)))
    leaves = [
        *islice(_leaves(errors_of(instance, schema, steps=steps)), MOST_FINDINGS + 1)
    ]
    findings = [finding_of(error, context) for error in _causes(leaves)]
    if len(leaves) > MOST_FINDINGS:
        message = (
            f"there are more than {MOST_FINDINGS} mistakes: the others are left out"
        )
        findings[-1] = Finding("schema", "", message)
    return findings


def _causes(errors: list[SchemaError]) -> list[SchemaError]:
    """Leave out names that are unknown only because what speaks of them has an error itself."""
    strange = [error for error in errors if error.validator == "unevaluatedProperties"]
    if not strange:
        return errors
    spots = (
        tuple(e.absolute_path) for e in errors if e.validator != "unevaluatedProperties"
    )
    broken = {spot[:depth] for spot in spots for depth in range(len(spot) + 1)}

    def follows(error: SchemaError) -> bool:
        *inside, name = error.absolute_path
        return (*inside,) in broken and name in mentioned(error.schema)

    return [
        e for e in errors if e.validator != "unevaluatedProperties" or not follows(e)
    ]


def _leaves(errors: Iterable[SchemaError]) -> Iterator[SchemaError]:
    """Yield errors, of alternatives those of the branch that came closest."""
    for error in errors:
        if error.validator in ("anyOf", "oneOf") and error.context:
            yield from _leaves(_closest_branch(error))
        else:
            yield error


def _closest_branch(error: SchemaError) -> list[SchemaError]:
    branches: dict[str | int, list[SchemaError]] = {}
    for inner in error.context:
        branches.setdefault(next(iter(inner.relative_schema_path)), []).append(inner)
    at = len(list(error.absolute_path))
    closest = max(branches.values(), key=lambda errors: _closeness(errors, at))
    mistyped = [_of_whole_type(errors, at) for errors in branches.values()]
    kinds = [kind for kind in mistyped if kind is not None]
    here = _of_whole_type(closest, at)
    if here is None or len(kinds) < len(branches):
        return closest
    return [_of_any_type(here, kinds, error)]


def _of_whole_type(errors: list[SchemaError], at: int) -> SchemaError | None:
    """Return the error that a value ``at`` tokens deep is of another type than a branch takes."""
    return next(
        (e for e in errors if e.validator == "type" and len([*e.absolute_path]) == at),
        None,
    )


def _of_any_type(
    closest: SchemaError, kinds: Iterable[SchemaError], parent: SchemaError
) -> SchemaError:
    """Return the error of a value that fits no branch by its type, with the types of all."""
    listed = (kind.validator_value for kind in kinds)
    types = [
        t for value in listed for t in (value if isinstance(value, list) else [value])
    ]
    error: SchemaError = import_module("jsonschema").ValidationError(
        "of another type",
        validator="type",
        validator_value=[*dict.fromkeys(map(str, types))],
        instance=parent.instance,
        schema=closest.schema,
        parent=parent,
    )
    return error


def _closeness(
    errors: list[SchemaError], at: int
) -> tuple[bool, bool, bool, int, bool, int]:
    """Return how near a branch is to a value that stands ``at`` tokens deep: more is nearer."""
    spots = [(error.validator, len(list(error.absolute_path))) for error in errors]
    depths = [depth for _, depth in spots]
    # A member with one value alone (such as a type) tells which branch was meant.
    is_other_variant = ("const", at + 1) in spots
    mistyped = any(
        keyword in ("type", "enum") or (keyword, depth) == ("const", at)
        for keyword, depth in spots
    )
    akin = any(
        error.validator == "enum" and _has_kin(error.instance, error.validator_value)
        for error in errors
    )
    is_whole = mistyped and min(depths) == max(depths)
    return (
        ("type", at) not in spots,
        not is_other_variant,
        not is_whole,
        min(depths),
        akin,
        -len(errors),
    )


def _has_kin(value: JsonValue, members: JsonValue) -> bool:
    """Return whether an enum has a member of a value's own type: then its list helps."""
    listed = members if isinstance(members, list) else []
    return any(_kind_of(member) == _kind_of(value) for member in listed)


def _kind_of(value: JsonValue) -> str:
    return "float" if type(value) is int else type(value).__name__


def _softened(findings: Iterable[Finding], unknown: Unknown) -> Iterator[Finding]:
    for finding in findings:
        if finding.code != "unknown-parameter" or unknown == "error":
            yield finding
        elif unknown == "warn":
            yield replace(finding, severity="warning")


def _one_per_mistake(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what follows from another finding."""
    distinct = list({(f.code, f.pointer, f.message): f for f in findings}.values())
    mistyped = _narrowest(distinct)
    moved = _targets(distinct)
    kept: dict[tuple[str, str], Finding] = {}
    for finding in distinct:
        if finding.code in _OF_A_TYPE and finding.pointer in mistyped:
            continue
        if finding.code == "wrong-type" and finding is not mistyped[finding.pointer]:
            continue
        if finding.code == "missing-parameter":
            target = f"{finding.pointer}{pointer_of([str(finding.allowed)])}"
            if target in moved:
                continue
        key = (
            finding.pointer
            if finding.code in _OF_A_VALUE
            else finding.message + finding.pointer
        )
        kept.setdefault((finding.code, key), finding)
    return [_unmovable(f, moved) for f in kept.values()]


def _narrowest(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return, for each value of the wrong type, the finding that allows the fewest types."""
    narrowest: dict[str, Finding] = {}
    for finding in findings:
        if finding.code == "wrong-type":
            other = narrowest.setdefault(finding.pointer, finding)
            if len(_types(finding)) < len(_types(other)):
                narrowest[finding.pointer] = finding
    return narrowest


def _types(finding: Finding) -> list[JsonValue]:
    return finding.allowed if isinstance(finding.allowed, list) else []


def _targets(findings: Iterable[Finding]) -> Counter[str]:
    """Return how many misspelt names are to be moved to each name."""
    fixes = (finding.fix for finding in findings if finding.fix is not None)
    return Counter(str(fix["path"]) for fix in fixes if fix["op"] == "move")


def _unmovable(finding: Finding, moved: Counter[str]) -> Finding:
    """Take the repair from a finding where another may be meant by the same name as well."""
    if finding.fix is None or finding.fix["op"] != "move":
        return finding
    return (
        finding if moved[str(finding.fix["path"])] == 1 else replace(finding, fix=None)
    )


def _position(instance: JsonValue, pointer: str) -> tuple[int, ...]:
    """Return where a pointer stands in the order of the instance's text."""
    position: list[int] = []
    for step in pointer.split("/")[1:]:
        token = step.replace("~1", "/").replace("~0", "~")
        if isinstance(instance, dict):
            names = list(instance)
            position.append(names.index(token) if token in names else len(names))
            instance = instance.get(token)
        elif isinstance(instance, list | tuple):
            index = int(token)
            position.append(index)
            instance = instance[index]
    return tuple(position)
