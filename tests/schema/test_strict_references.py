"""References in the strict schema: they mean what they meant in the model's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oxspec.schema.strict import OWN, strict_schema
from support.plain import accepts

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue


def strict_of(schema: JsonObject) -> JsonObject:
    return strict_schema("m", endpoint="images/generate", request_schema=schema)


def judge(schema: JsonObject, **body: JsonValue) -> bool:
    """Return whether the strict schema of a request schema accepts a body (of model m)."""
    return accepts(strict_of(schema), {"model": "m", **body})


def test_a_reference_to_the_root_means_the_models_own_schema() -> None:
    schema: JsonObject = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#"}},
        },
    }

    assert judge(schema, name="a", children=[{"name": "b", "children": []}])
    assert not judge(schema, name="a", children=[{"model": "m", "name": "b"}])
    assert not judge(schema, name="a", children=[{}])
    assert not judge(schema, name="a", children=[{"name": "b", "nam": 1}])


@pytest.mark.parametrize("home", ["$defs", "definitions"])
def test_references_into_definitions_keep_their_meaning(home: str) -> None:
    schema: JsonObject = {
        home: {"shot": {"type": "object", "properties": {"s": {"type": "integer"}}}},
        "properties": {"shots": {"type": "array", "items": {"$ref": f"#/{home}/shot"}}},
    }

    assert judge(schema, shots=[{"s": 1}])
    assert not judge(schema, shots=[{"s": "1"}])
    assert not judge(schema, shots=[{"t": 1}])


@pytest.mark.parametrize("keyword", ["propertyNames", "unevaluatedProperties", "contains", "items"])
def test_a_reference_in_any_keyword_keeps_its_meaning(keyword: str) -> None:
    schema: JsonObject = {
        "$defs": {"text": {"type": "string", "maxLength": 3}},
        "properties": {"p": {keyword: {"$ref": "#/$defs/text"}}},
    }
    good: JsonValue = ["abc"]
    bad: JsonValue = ["abcd"]
    if "opert" in keyword:
        good, bad = {"abc": "abc"}, {"abcd": "abcd"}

    assert judge(schema, p=good)
    assert not judge(schema, p=bad)


def test_a_reference_into_a_nullable_parameter_keeps_its_meaning() -> None:
    schema: JsonObject = {
        "properties": {
            "a": {"nullable": True, "allOf": [{"minItems": 1}], "items": {"type": "integer"}},
            "b": {"$ref": "#/properties/a/items"},
        }
    }

    assert judge(schema, b=1)
    assert not judge(schema, b="x")


def test_a_reference_through_a_property_called_definitions_keeps_its_meaning() -> None:
    schema: JsonObject = {
        "properties": {
            "definitions": {"type": "array", "items": {"type": "integer"}},
            "b": {"$ref": "#/properties/definitions/items"},
        }
    }

    assert judge(schema, b=1)
    assert not judge(schema, b="x")


def test_the_models_own_schema_stays_only_where_it_is_referred_to() -> None:
    plain = strict_of({"properties": {"a": {"type": "string"}}})
    recursive = strict_of({"properties": {"a": {"$ref": "#"}}})

    assert "$defs" not in plain
    assert OWN in (recursive["$defs"] if isinstance(recursive["$defs"], dict) else {})
