"""What a change does to a body is told once, at its place, and only where it does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.drift.compare import compare
from oxspec.drift.effects import Body, effects_on
from oxspec.testing import bodies
from oxspec.validation.judge import judge
from support.pairs import catalog_of, model_pairs, model_with, patiently

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.drift.effects import Effect
    from oxspec.jsontypes import JsonObject, JsonValue


def met(old: Model, new: Model, value: JsonObject) -> list[Effect]:
    import json

    before, after = catalog_of(old), catalog_of(new)
    changes = compare(before, after).changes
    body = Body("a.json", json.dumps(value), "json", value, str(value["model"]))
    return effects_on(body, changes, old=before, new=after)


@patiently
@given(model_pairs(), st.data())
def test_a_body_that_was_right_is_affected_where_it_is_refused(
    pair: tuple[Model, Model], data: st.DataObject
) -> None:
    old, new = pair
    body = data.draw(bodies(old))

    breaking = [e for e in met(old, new, body) if e.change.impact == "breaking"]

    refused = judge(body, catalog_of(new)).outcome == "invalid"
    assert bool(breaking) == refused


def of(schema: JsonValue, **values: JsonValue) -> tuple[Model, JsonObject]:
    model = model_with({"type": "object", "properties": {"x": schema}})
    return model, {"model": model.id, **values}


@pytest.mark.parametrize(
    ("old", "new", "value", "expected"),
    [
        ({"enum": [1, 2]}, {"enum": [1]}, 2, [("enum-narrowed", "/x")]),
        ({"enum": [1, 2]}, {"enum": [1]}, 1, []),
        ({"default": 1}, {"default": 2}, 1, []),
        (
            {"type": "integer", "enum": [1, 20]},
            {"type": "integer", "enum": [1], "maximum": 9},
            20,
            [("enum-narrowed", "/x"), ("range-narrowed", "/x")],
        ),
        (
            {"type": "array", "items": {"type": "object", "properties": {"a": {}, "b": {}}}},
            {"type": "array", "items": {"type": "object", "properties": {"b": {}}}},
            [{"b": 1}, {"a": 1, "b": 2}],
            [("parameter-removed", "/x/1/a")],
        ),
    ],
)
def test_each_finding_is_laid_to_the_change_that_makes_it(
    old: JsonValue, new: JsonValue, value: JsonValue, expected: list[tuple[str, str]]
) -> None:
    (before, body), (after, _) = of(old, x=value), of(new)

    assert [(e.change.kind, e.pointer) for e in met(before, after, body)] == expected


def test_another_default_is_met_where_the_parameter_is_left_out() -> None:
    def refs(default: int) -> JsonObject:
        member: JsonObject = {"type": "integer", "default": default}
        inner: JsonObject = {"type": "object", "properties": {"scale": member}}
        return {"type": "array", "items": inner}

    (before, body), (after, _) = of(refs(1), x=[{"scale": 3}, {}]), of(refs(2))

    (effect,) = met(before, after, body)

    assert (effect.change.kind, effect.pointer) == ("default-changed", "/x/1")


def test_a_name_that_is_still_taken_is_told_where_the_new_one_is_missing() -> None:
    text: JsonObject = {"type": "string", "description": "What it is to be."}
    closed: JsonObject = {"properties": {"prompt": text}, "required": ["prompt"]}
    opened: JsonObject = {"properties": {"prompts": text}, "required": ["prompts"]}
    before, after = model_with(closed), model_with({**opened, "additionalProperties": text})

    (effect,) = met(before, after, {"model": before.id, "prompt": "an ox"})

    assert (effect.change.kind, effect.pointer) == ("parameter-renamed", "")


def test_a_default_of_entries_is_met_by_no_entry() -> None:
    def tags(default: str) -> JsonObject:
        return {"type": "array", "items": {"type": "string", "default": default}}

    values: list[JsonValue] = [[], ["x"], [["x"]]]
    for value in values:
        (before, body), (after, _) = of(tags("a"), x=value), of(tags("b"))

        assert met(before, after, body) == []


def test_what_was_wrong_before_is_no_effect_of_a_change() -> None:
    (before, body), (after, _) = of({"enum": [1, 2]}, x=5), of({"enum": [1]})

    assert met(before, after, body) == []
