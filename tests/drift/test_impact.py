"""What breaks is proven by a body, and where nothing breaks no body is refused."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oxspec.drift.compare import compare
from oxspec.drift.places import top_parameter
from oxspec.drift.sides import is_about
from oxspec.runtime.check import check
from support.pairs import catalog_of, model_pairs, model_with, patiently
from support.search import random_bodies

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.drift.changes import Change
    from oxspec.jsontypes import JsonObject, JsonValue

    Pair = tuple[Model, Model]

PAIRS: Final = model_pairs() | model_pairs(hard=True) | model_pairs(hostile=True)


def changes_of(pair: Pair) -> tuple[Change, ...]:
    return compare(catalog_of(pair[0]), catalog_of(pair[1])).changes


def one(old: JsonValue, new: JsonValue) -> tuple[Change, ...]:
    """Return what changed of a model whose parameter ``x`` was and is this."""
    models = [
        model_with({"type": "object", "properties": {} if x is None else {"x": x}})
        for x in (old, new)
    ]
    return changes_of((models[0], models[1]))


@patiently
@given(PAIRS)
def test_every_proven_change_has_its_witness(pair: Pair) -> None:
    old, new = (model.strict or {} for model in pair)

    for change in changes_of(pair):
        assert change.proven == (change.witness is not None)
        if change.witness is not None:
            name = top_parameter(change.pointer)
            assert name is not None
            names = [name, str(change.new)] if change.kind == "parameter-renamed" else [name]
            assert check(change.witness, old) == []
            found = check(change.witness, new)
            assert any(is_about(finding, name) for finding in found for name in names)


@patiently
@given(model_pairs() | model_pairs(hostile=True))
def test_what_each_keyword_decides_by_itself_is_always_proven(pair: Pair) -> None:
    unproven = [c for c in changes_of(pair) if c.impact == "breaking" and not c.proven]

    assert unproven == []


@patiently
@given(PAIRS, st.integers())
def test_no_body_is_refused_where_nothing_is_said_to_break(pair: Pair, seed: int) -> None:
    old, new = pair
    assume(all(change.impact != "breaking" for change in changes_of(pair)))

    rng = Random(seed)  # noqa: S311  # so that what failed fails again
    for body in random_bodies(old, new, rng, count=300):
        if old.accepts(body) and not new.accepts(body):
            assert check(body, new.strict or {}) == []


@patiently
@given(model_pairs() | model_pairs(hard=True))
def test_another_decider_never_says_otherwise(pair: Pair) -> None:
    changes = changes_of(pair)
    old, new = (
        jsonschema_rs.canonicalize(
            model.strict or {}, draft=jsonschema_rs.Draft202012, validate_formats=True
        )
        for model in pair
    )

    left = str(old.subtract(new).satisfiability()).lower()

    if any(change.proven for change in changes):
        assert not left.endswith("no")
    elif all(change.impact != "breaking" for change in changes):
        assert not left.endswith("yes")


UNDECIDED: Final[tuple[tuple[JsonValue, JsonValue], ...]] = (
    ({"type": "string", "pattern": "^a+$"}, {"type": "string", "pattern": "^b+$"}),
    ({"type": "string", "pattern": "^aa"}, {"type": "string", "pattern": "^aa", "maxLength": 9}),
    ({"oneOf": [{"pattern": "^a$"}]}, {"oneOf": [{"pattern": "^b$"}]}),
    ({"type": "array", "uniqueItems": True}, {"type": "array", "uniqueItems": True, "maxItems": 9}),
)


@pytest.mark.parametrize(("old", "new"), UNDECIDED)
def test_what_cannot_be_decided_breaks_and_is_not_proven(old: JsonValue, new: JsonValue) -> None:
    (change,) = one(old, new)

    assert (change.impact, change.proven) == ("breaking", False)


def test_a_reference_to_what_changed_breaks_and_is_not_proven() -> None:
    def schema(pattern: str) -> JsonObject:
        inner: JsonObject = {"type": "string", "pattern": pattern}
        properties: JsonObject = {"x": {"$ref": "#/$defs/x"}}
        return {"type": "object", "properties": properties, "$defs": {"x": inner}}

    (change,) = changes_of((model_with(schema("^a")), model_with(schema("^b"))))

    assert (change.kind, change.pointer) == ("schema-changed", "")
    assert (change.impact, change.proven) == ("breaking", False)


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, "b"),
        ({"type": "integer"}, {"type": "integer", "minimum": 1}, 0),
        ({"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 8}, 9),
        ({"type": "number", "minimum": 0}, {"type": "number", "exclusiveMinimum": 0}, 0),
        ({"type": "number"}, {"type": "integer"}, 0.5),
        ({"type": "string"}, {"type": "string", "minLength": 1}, ""),
        ({"type": "string"}, {"type": "string", "maxLength": 2}, "xxx"),
        ({"type": "string"}, {"type": "string", "format": "uri"}, ""),
        ({"type": "string", "nullable": True}, {"type": "string"}, None),
        ({"type": "array", "items": {"type": "integer"}}, {"type": "array", "minItems": 1}, []),
        ({"type": "boolean"}, {"enum": [True]}, False),
        ({"type": "object"}, {"type": "object", "required": ["a"]}, {}),
        ({"type": "string"}, None, ""),
    ],
)
def test_the_witness_is_the_smallest_body_with_one_edge_value(
    old: JsonValue, new: JsonValue, value: JsonValue
) -> None:
    witnesses = [change.witness for change in one(old, new) if change.proven]

    assert witnesses == [{"model": "acme-paint-1", "x": value}]


def test_of_several_changes_of_a_parameter_each_has_its_own_impact() -> None:
    old: JsonObject = {"type": "integer", "minimum": 1, "maximum": 9, "default": 2}
    inner: JsonValue = {"type": "object", "properties": {"a": old, "b": {"type": "string"}}}
    narrowed: JsonObject = {"a": {**old, "maximum": 8, "default": 3}, "b": {"type": ["string"]}}
    new: JsonValue = {"type": "object", "properties": {**narrowed, "c": {"type": "string"}}}

    found = {(c.kind, c.parameter): c.impact for c in one(inner, new)}

    assert found == {
        ("range-narrowed", "x.a"): "breaking",
        ("default-changed", "x.a"): "behaviour",
        ("schema-changed", "x.b"): "compatible",
        ("parameter-added", "x.c"): "compatible",
    }


def test_a_required_parameter_renamed_breaks_also_where_the_old_name_is_still_taken() -> None:
    text: JsonObject = {"type": "string", "description": "What it is to be."}
    closed: JsonObject = {"properties": {"prompt": text}, "required": ["prompt"]}
    opened: JsonObject = {"properties": {"prompts": text}, "required": ["prompts"]}
    before, after = model_with(closed), model_with({**opened, "additionalProperties": text})

    (change, _) = changes_of((before, after))

    assert (change.kind, change.impact, change.proven) == ("parameter-renamed", "breaking", True)
    assert change.witness is not None
    assert "prompts" not in change.witness


def test_a_model_that_went_is_proven_by_its_smallest_body() -> None:
    model = model_with({"type": "object", "properties": {"x": {}}, "required": ["x"]})

    (change,) = compare(catalog_of(model), catalog_of(model_with(None, name="other"))).changes[:1]

    assert (change.kind, change.impact) == ("model-removed", "breaking")
    assert change.witness == {"model": "acme-paint-1", "x": "<x>"}
