"""The forms of a rule, each compiled to keywords that every validator of JSON Schema has.

A parameter is *given* unless it is absent, null, false or []: a switch that is off, and what
forms send for an input that nobody filled in, conflict with nothing.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from ..jsontypes import ABSENT
from .alike import once_for_alike
from .normalise import types_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..jsontypes import JsonObject, JsonValue

#: The parameters of a model, its endpoint's among them, as the strict schema has them.
Parameters: TypeAlias = "Mapping[str, JsonValue]"
_Compiled: TypeAlias = "tuple[JsonObject, tuple[str, ...]]"

#: Where a compiled warning keeps its schema, which only this program judges by.
WARNING: Final = "x-rule-warning"
NOT_GIVEN: Final[tuple[JsonValue, ...]] = (None, False, [])


def compiled(form: str, value: JsonValue, parameters: Parameters) -> _Compiled | None:
    """Return a form's schema and the parameters it speaks of, those to point at first.

    None where the model lacks what the form speaks of, or contradicts it by a default of its own.
    """
    return _FORMS[form](value, parameters)


def condition(expected: JsonObject, parameters: Parameters) -> JsonObject | None:
    """Return the schema of bodies whose parameters are as expected, None where the model lacks one.

    A parameter that is left out is what its default is.
    """
    if not expected.keys() <= parameters.keys():
        return None
    return _values(expected, parameters, unset=False)


@once_for_alike
def judge(schema: JsonObject) -> Callable[[JsonValue], bool]:
    """Return what tells whether an instance fits a schema of a rule."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema).is_valid


def _not_together(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    groups = [_known(_names(group), parameters) for group in _entries(value)]
    groups = [group for group in groups if group]
    if len(groups) < 2:  # noqa: PLR2004  # one alone excludes nothing
        return None
    refused = [_refused(pair) for pair in combinations(groups, 2)]
    schema: JsonObject = refused[0] if len(refused) == 1 else {"allOf": [*refused]}
    return schema, tuple(name for group in reversed(groups) for name in group)


def _refused(groups: Iterable[Iterable[str]]) -> JsonObject:
    return {"not": {"allOf": [_any_given(group) for group in groups]}}


def _exactly_one_of(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    names = _names(value)
    if _known(names, parameters) != names:
        return None
    return {"oneOf": [_given(name) for name in names]}, names[::-1]


def _at_least_one_of(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    names = _names(value)
    return (_any_given(names), names) if _known(names, parameters) == names else None


def _needs(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    form = _members(value)
    users, needed = _known(_names(form["if"]), parameters), _names(form["then"])
    if not users or _known(needed, parameters) != needed:
        return None
    then: JsonObject = {"allOf": [_given(name) for name in needed]}
    return {"if": _any_given(users), "then": then}, (*users, *needed)


def _unsupported(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    names = _known(_names(value), parameters)
    return ({"not": _any_given(names)}, names) if names else None


def _then(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    expected = _members(value)
    if not expected.keys() <= parameters.keys():
        return None
    return _values(expected, parameters, unset=True), tuple(expected)


def _limits(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    known: JsonObject = {
        name: limit
        for name, limit in _members(value).items()
        if name in parameters and not _is_said(_members(limit), _members(parameters[name]))
    }
    # Where the model's own default is over a limit, who is wrong cannot be told.
    if not known or not all(_fits_unset(parameters[n], s, unset=True) for n, s in known.items()):
        return None
    return _values(known, parameters, unset=True), tuple(known)


def _is_said(limit: JsonObject, own: JsonObject) -> bool:
    """Return whether a model's own schema has each bound of a limit, or a closer one."""
    return all(_is_within(keyword, own.get(keyword), bound) for keyword, bound in limit.items())


def _is_within(keyword: str, own: JsonValue, bound: JsonValue) -> bool:
    if not isinstance(own, int | float) or not isinstance(bound, int | float):
        return False
    return own <= bound if "max" in keyword.lower() else own >= bound


def _total(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    form = _members(value)
    names, most = _names(form["of"]), form["at_most"]
    if _known(names, parameters) != names or not isinstance(most, int):
        return None
    first, second = names
    splits: list[JsonValue] = [
        {"properties": {first: {"maxItems": part}, second: {"maxItems": most - part}}}
        for part in range(most + 1)
    ]
    return {"anyOf": splits}, names[::-1]


def _schema(value: JsonValue, parameters: Parameters) -> _Compiled | None:
    schema = _members(value)
    names = tuple(dict.fromkeys(_mentioned(schema)))
    return (schema, names) if _known(names, parameters) == names else None


_FORMS: Final[dict[str, Callable[[JsonValue, Parameters], _Compiled | None]]] = {
    "not_together": _not_together,
    "exactly_one_of": _exactly_one_of,
    "at_least_one_of": _at_least_one_of,
    "needs": _needs,
    "unsupported": _unsupported,
    "then": _then,
    "limits": _limits,
    "total": _total,
    "schema": _schema,
}
FORMS: Final = tuple(_FORMS)


def _given(name: str) -> JsonObject:
    return {"required": [name], "properties": {name: {"not": {"enum": [*NOT_GIVEN]}}}}


def _any_given(names: Iterable[str]) -> JsonObject:
    given: list[JsonValue] = [_given(name) for name in names]
    return {"anyOf": given}


def _values(expected: JsonObject, parameters: Parameters, *, unset: bool) -> JsonObject:
    """Return the schema of bodies whose parameters fit, each by its value or by its default.

    Args:
        expected: a schema for each.
        parameters: the model's.
        unset: whether one that is left out and has no default fits.
    """
    properties: JsonObject = {}
    required: list[JsonValue] = []
    for name, subschema in expected.items():
        own = parameters[name]
        optional = _fits_unset(own, subschema, unset=unset)
        properties[name] = _or_null(subschema, own) if optional else subschema
        if not optional:
            required.append(name)
    return (
        {"required": required, "properties": properties} if required else {"properties": properties}
    )


def _fits_unset(own: JsonValue, subschema: JsonValue, *, unset: bool) -> bool:
    default = own.get("default", ABSENT) if isinstance(own, dict) else ABSENT
    if default is ABSENT or default is None:
        return unset
    return judge(_members(subschema))(default)


def _or_null(subschema: JsonValue, own: JsonValue) -> JsonValue:
    if isinstance(own, dict) and "null" in types_of(own):
        return {"anyOf": [subschema, {"type": "null"}]}
    return subschema


def _mentioned(schema: JsonValue) -> Iterable[str]:
    """Yield the names that a schema of a body mentions, those of objects inside left out."""
    if isinstance(schema, list):
        for branch in schema:
            yield from _mentioned(branch)
    if not isinstance(schema, dict):
        return
    yield from _names(schema.get("required", []))
    yield from _members(schema.get("properties"))
    for keyword in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else"):
        yield from _mentioned(schema.get(keyword))


def _known(names: tuple[str, ...], parameters: Parameters) -> tuple[str, ...]:
    return tuple(name for name in names if name in parameters)


def _entries(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]


def _names(value: JsonValue) -> tuple[str, ...]:
    return tuple(name for name in _entries(value) if isinstance(name, str))


def _members(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}
