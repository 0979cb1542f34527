"""The mistakes that a strict schema allows, each made on a value that fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from hypothesis import strategies as st

from ..jsontypes import ABSENT
from ..runtime.hints import nearest
from ..schema.normalise import types_of
from .conflicts import conflicts
from .keywords import alternatives, dependents, inlined, length, members_of, names_of
from .meant import meant_values, slipped
from .texts import json_values, names
from .values import can_be_made, fitting
from .wrong import Wrong, wrong_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..jsontypes import Absent, JsonObject, JsonValue
    from ..runtime.findings import Severity
    from .keywords import Schema

    #: From a value that fits to the same with a mistake.
    Breaks: TypeAlias = "Callable[[JsonValue], SearchStrategy[Wrong]]"

#: What of a place a finding's line and column are of: its value, or its name.
At: TypeAlias = Literal["value", "name"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way to break a value that fits.

    Attributes:
        code: of the finding that it makes.
        breaks: from a value that fits to the same with the mistake.
        at: what of its place the finding's line and column are of.
        severity: of the finding.
        is_meant: whether it is sure what was meant, so that a repair is offered.
    """

    code: str
    breaks: Breaks
    at: At = "value"
    severity: Severity = "error"
    is_meant: bool = False


def mistakes_of(strict: Schema) -> list[Mistake]:
    """Return the mistakes that can be made on a request body that fits a strict schema."""
    schema = inlined(strict)
    return [
        *_in_object(schema, is_body=True),
        *(Mistake("conflict", c.breaks, severity=c.severity) for c in conflicts(schema)),
    ]


def _in_object(schema: JsonObject, *, is_body: bool = False) -> Iterator[Mistake]:
    properties = members_of(schema.get("properties"))
    # A body without model is judged as the model that was asked for.
    own = {"model"} if is_body else set[str]()
    if schema.get("additionalProperties", schema.get("unevaluatedProperties")) is False:
        yield from _unknown(schema, own={*own, "$schema"} if is_body else own)
    for name in names_of(schema, "required"):
        if name not in own:
            yield Mistake("missing-parameter", _without(name))
    yield from _between(schema)
    for name, subschema in properties.items():
        if isinstance(subschema, dict) and name not in own:
            fits = fitting(subschema) if can_be_made(subschema) else st.none()
            for found in _in_value(subschema):
                yield _with_room(_in_member(found, name, fits), name, schema)
            if is_body and name not in names_of(schema, "required"):
                yield from _null(name, subschema)


def _unknown(schema: JsonObject, *, own: set[str]) -> Iterator[Mistake]:
    properties = members_of(schema.get("properties"))
    known = {*properties, *own}
    others, values = names().filter(lambda name: name not in known), json_values(max_leaves=3)

    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        added = st.tuples(others, values)
        return added.map(lambda pair: _with(members_of(base), pair[0], Wrong(pair[1])))

    yield Mistake("unknown-parameter", breaks, at="name")
    needs = dependents(schema)
    excluded = {*own, *alternatives(schema), *needs, *(n for ns in needs.values() for n in ns)}
    meant = [n for n, s in properties.items() if n not in excluded and can_be_made(s)]
    if any(slip for name in meant for slip in _sure_slips(name, properties)):
        misspelt = _misspelt(meant, properties)
        yield Mistake("unknown-parameter", misspelt, at="name", is_meant=True)


def _misspelt(meant: list[str], properties: JsonObject) -> Breaks:
    return lambda base: _slips(members_of(base), meant, properties)


@st.composite
def _slips(draw: DrawFn, base: JsonObject, meant: list[str], properties: JsonObject) -> Wrong:
    start = draw(st.integers(0, len(meant) - 1))
    turned = (*meant[start:], *meant[:start])
    name, slip = next((n, slip) for n in turned for slip in _sure_slips(n, properties))
    right = base
    if name not in right:
        right = {**right, name: draw(fitting(members_of(properties[name])))}
    value: JsonObject = {slip if key == name else key: m for key, m in right.items()}
    return Wrong(value, (slip,), right)


def _sure_slips(name: str, known: JsonObject) -> Iterator[str]:
    """Yield misspellings of a name that are nearest to it of all that an object can have."""
    for slip in slipped(name):
        if slip not in known and not slip.startswith("$") and nearest(slip, known) == [name]:
            yield slip


def _between(schema: JsonObject) -> Iterator[Mistake]:
    """Yield what can be wrong between the members of an object, its rules aside."""
    properties, choice = members_of(schema.get("properties")), alternatives(schema)
    if len(choice) > 1:
        yield Mistake("missing-parameter", _without(*choice))
        yield Mistake("conflict", _with_all(choice, schema))
    for name, needed in dependents(schema).items():
        for other in needed:
            if name in properties and other not in choice:
                yield _with_one_but(name, other, schema)


def _with_room(mistake: Mistake, name: str, schema: JsonObject) -> Mistake:
    """Make a mistake of a member beside what it needs, and without what excludes it."""
    properties, choice = members_of(schema.get("properties")), alternatives(schema)
    others = {*choice} - {name} if name in choice else set[str]()
    needed = {n: members_of(properties.get(n)) for n in dependents(schema).get(name, [])}
    if not others and not needed:
        return mistake

    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        kept = {n: value for n, value in members_of(base).items() if n not in others}
        made = {n: fitting(member) for n, member in needed.items() if n not in kept}
        return st.fixed_dictionaries(made).flatmap(lambda added: mistake.breaks({**kept, **added}))

    return replace(mistake, breaks=breaks)


def _with_all(choice: list[str], schema: JsonObject) -> Breaks:
    properties = members_of(schema.get("properties"))
    needed = [other for name in choice for other in dependents(schema).get(name, [])]
    made = {name: fitting(members_of(properties.get(name))) for name in (*choice, *needed)}
    return lambda base: st.fixed_dictionaries(made).map(
        lambda members: Wrong({**members_of(base), **members})
    )


def _with_one_but(name: str, other: str, schema: JsonObject) -> Mistake:
    """Give a member without one that it needs."""
    made = fitting(members_of(members_of(schema.get("properties")).get(name)))

    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        kept = {n: value for n, value in members_of(base).items() if n != other}
        return made.map(lambda value: Wrong({**kept, name: value}))

    return _with_room(Mistake("missing-parameter", breaks), name, schema)


def _without(*missing: str) -> Breaks:
    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        kept = {n: value for n, value in members_of(base).items() if n not in missing}
        return st.just(Wrong(kept))

    return breaks


def _null(name: str, schema: JsonObject) -> Iterator[Mistake]:
    """Yield null for what can be left out, which is then what is meant."""
    types = types_of(schema)
    if types and "null" not in types and can_be_made(schema):
        without = _without(name)

        def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
            value: JsonObject = {**members_of(base), name: None}
            return without(base).map(lambda left: Wrong(value, (name,), left.value))

        yield Mistake("wrong-type", breaks, is_meant=True)


def _in_value(schema: JsonObject) -> Iterator[Mistake]:
    if schema.get("x-undocumented") is True:
        values = json_values(max_leaves=3).map(Wrong)
        yield Mistake("undocumented-parameter", lambda _: values, severity="warning")
    if not can_be_made(schema):
        return
    for code, wrong in wrong_values(schema):
        yield Mistake(code, _always(wrong))
    for code, wrong in meant_values(schema):
        yield Mistake(code, _always(wrong), is_meant=True)
    if {"properties", "required"} & schema.keys():
        yield from (_on_object(found, schema) for found in _in_object(schema))
    items = schema.get("items")
    if isinstance(items, dict) and length(schema, "maxItems") != 0:
        yield from (_in_entry(found, schema) for found in _in_value(items))


def _always(wrong: SearchStrategy[Wrong]) -> Breaks:
    return lambda _base: wrong


def _on_object(mistake: Mistake, schema: JsonObject) -> Mistake:
    """Make a mistake of objects on what may be a text or a list as well."""
    objects = fitting({**schema, "type": "object"})

    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        return mistake.breaks(base) if isinstance(base, dict) else objects.flatmap(mistake.breaks)

    return replace(mistake, breaks=breaks)


def _in_member(mistake: Mistake, name: str, fits: SearchStrategy[JsonValue]) -> Mistake:
    """Make a mistake of a member on the object that it is in, which may lack it yet."""

    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        members = members_of(base)
        own = st.just(members[name]) if name in members else fits
        return own.flatmap(mistake.breaks).map(lambda inner: _with(members, name, inner))

    return replace(mistake, breaks=breaks)


def _with(members: JsonObject, name: str, inner: Wrong) -> Wrong:
    right: JsonObject | Absent = ABSENT
    if inner.right is not ABSENT:
        right = {**members, name: inner.right}
    return Wrong({**members, name: inner.value}, (name, *inner.tokens), right)


def _in_entry(mistake: Mistake, schema: JsonObject) -> Mistake:
    """Make a mistake of an entry on the list that it is in."""

    def breaks(base: JsonValue) -> SearchStrategy[Wrong]:
        return _entries(base, mistake, schema)

    return replace(mistake, breaks=breaks)


@st.composite
def _entries(draw: DrawFn, base: JsonValue, mistake: Mistake, schema: JsonObject) -> Wrong:
    made = base if isinstance(base, list) else draw(fitting({**schema, "type": "array"}))
    whole = made if isinstance(made, list) and made else [draw(fitting(_items(schema)))]
    at = draw(st.integers(0, len(whole) - 1))
    inner = draw(mistake.breaks(whole[at]))
    right: JsonValue | Absent = ABSENT
    if inner.right is not ABSENT:
        right = [*whole[:at], inner.right, *whole[at + 1 :]]
    return Wrong([*whole[:at], inner.value, *whole[at + 1 :]], (at, *inner.tokens), right)


def _items(schema: JsonObject) -> JsonObject:
    return members_of(schema.get("items"))
