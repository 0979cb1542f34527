"""Which request schemas are well-formed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.errors import SchemaDefect
from oxspec.schema.dialect import check_request_schema
from oxspec.schema.normalise import normalise
from oxspec.testing import json_values, names, request_schemas
from support.catalogs import each_model

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

KEYWORDS = (
    "type", "required", "properties", "items", "enum", "const", "default", "minimum", "maximum",
    "multipleOf", "minLength", "pattern", "format", "nullable", "basic", "additionalProperties",
    "allOf", "anyOf", "not", "if", "then", "$ref", "$defs", "definitions", "$id", "$schema",
    "prefixItems", "x-order", "title", "description", "renderType", "patternProperties",
    "uniqueItems",
)  # fmt: skip


def member(schema: JsonValue) -> JsonObject:
    """Return a request schema with one parameter."""
    return {"type": "object", "properties": {"p": schema}}


def nested(levels: int) -> JsonObject:
    schema: JsonObject = {"type": "string"}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"p": schema}}
    return schema


def deep(levels: int) -> JsonValue:
    value: JsonValue = 1
    for _ in range(levels):
        value = [value]
    return value


def wild_schemas() -> st.SearchStrategy[JsonObject]:
    """Return objects that look like schemas and mostly are none."""
    leaves = json_values(max_leaves=2) | st.sampled_from(
        ["#", "#/properties/p", "#/$defs/a", "string", "object", "(", "https://evil.example/s"]
    )
    keys = st.sampled_from(KEYWORDS) | names()
    wild: st.SearchStrategy[JsonValue] = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )
    return st.dictionaries(keys, wild, max_size=5)


def first_defect(schema: JsonObject) -> str | None:
    try:
        normalise(schema)
    except SchemaDefect as error:
        return error.pointer
    return None


def defect(schema: JsonObject) -> SchemaDefect:
    with pytest.raises(SchemaDefect) as caught:
        check_request_schema(schema)
    assert "\n" not in str(caught.value)
    return caught.value


@given(schema=wild_schemas())
def test_any_object_is_normalised_or_has_a_defect_with_a_pointer(schema: JsonObject) -> None:
    pointer = first_defect(schema)

    assert not pointer or pointer.startswith("/")


@given(schema=request_schemas())
def test_every_schema_of_the_dialect_is_accepted(schema: JsonObject) -> None:
    check_request_schema(schema)


@each_model
def test_every_real_schema_is_accepted(model: Model) -> None:
    if model.request_schema is not None:
        check_request_schema(model.request_schema)


@pytest.mark.parametrize(
    "name",
    [
        "$ref",
        "$id",
        "$schema",
        "$dynamicRef",
        "nullable",
        "basic",
        "pattern",
        "enum",
        "properties",
        "items",
        "allOf",
        "title",
        "description",
        "",
        "a/b~c",
        "__proto__",
        "\x00",
    ],
)
def test_a_parameter_may_be_called_anything(name: str) -> None:
    parameter: JsonObject = {"type": "string", "enum": ["a"]}

    check_request_schema({"type": "object", "properties": {name: parameter}, "required": [name]})


@pytest.mark.parametrize(
    "value", [{"$ref": "http://h"}, {"pattern": "("}, {"nullable": "no"}, {"$id": 1}]
)
@pytest.mark.parametrize("keyword", ["default", "const", "examples", "x-vendor"])
def test_what_looks_like_a_schema_in_a_value_is_a_value(keyword: str, value: JsonValue) -> None:
    check_request_schema(member({keyword: [value] if keyword == "examples" else value}))


@pytest.mark.parametrize(
    ("parameter", "pointer"),
    [
        (None, ""),
        (5, ""),
        ("string", ""),
        ([], ""),
        ({"type": "whole"}, "/type"),
        ({"type": []}, "/type"),
        ({"type": None}, "/type"),
        ({"type": ["string", "string"]}, "/type"),
        ({"nullable": "true"}, "/nullable"),
        ({"nullable": 1}, "/nullable"),
        ({"nullable": None}, "/nullable"),
        ({"basic": "p"}, "/basic"),
        ({"basic": [1]}, "/basic"),
        ({"pattern": "("}, "/pattern"),
        ({"pattern": 5}, "/pattern"),
        ({"patternProperties": {"(": {}}}, "/patternProperties/("),
        ({"multipleOf": 0}, "/multipleOf"),
        ({"multipleOf": -1}, "/multipleOf"),
        ({"exclusiveMinimum": True, "minimum": 1}, "/exclusiveMinimum"),
        ({"required": True}, "/required"),
        ({"required": ["a", "a"]}, "/required"),
        ({"items": [{"type": "string"}]}, "/items"),
        ({"items": None}, "/items"),
        ({"properties": {"x": None}}, "/properties/x"),
        ({"properties": []}, "/properties"),
        ({"allOf": []}, "/allOf"),
        ({"enum": "a"}, "/enum"),
        ({"minimum": "1"}, "/minimum"),
        ({"maxLength": -1}, "/maxLength"),
        ({"maxItems": 1.5}, "/maxItems"),
        ({"uniqueItems": "true"}, "/uniqueItems"),
        ({"title": 5}, "/title"),
        ({"description": ["x"]}, "/description"),
        ({"format": 5}, "/format"),
        ({"minimum": float("nan")}, "/minimum"),
        ({"default": float("inf")}, "/default"),
        ({"x-vendor": [float("-inf")]}, "/x-vendor/0"),
        ({"enum": []}, "/enum"),
        ({"minimum": 2, "maximum": 1}, "/minimum"),
        ({"minItems": 3, "maxItems": 2}, "/minItems"),
        ({"minLength": 3, "maxLength": 2}, "/minLength"),
        ({"enum": ["\ud800"]}, "/enum/0"),
        ({"default": "\ud800"}, "/default"),
        ({"default": {"title": "\ud800"}}, "/default/title"),
        ({"properties": {"\ud800": {}}}, "/properties"),
        ({"properties": {"title": {"enum": ["\ud800"]}}}, "/properties/title/enum/0"),
        ({"default": deep(300)}, None),
    ],
)
def test_what_is_not_well_formed_is_a_defect_at_its_place(
    parameter: JsonValue, pointer: str | None
) -> None:
    found = defect(member(parameter))

    assert found.pointer.startswith("/properties/p")
    if pointer is not None:
        assert found.pointer == "/properties/p" + pointer


RARE: list[JsonValue] = [
    True,
    False,
    {},
    {"type": ["integer", "string"], "enum": ["4", 4]},
    {"type": ["string", "null"]},
    {"enum": [1, "1", None, True, [], {}]},
    {"type": "integer", "minimum": 1.0, "maximum": 10**30},
    {"type": "number", "multipleOf": 1e-300},
    {"minimum": 10**3999},
    {"type": "string", "pattern": r"^\p{L}+$"},
    {"type": "string", "pattern": r"\p{Script=Greek}"},
    {"type": "string", "pattern": "(?<!a+)b"},
    {"patternProperties": {r"^\p{Lu}": {"type": "string"}}},
    {"title": "\ud800", "description": "\udfff"},
    {"unknown-keyword": {"anything": [1]}, "x-order": "third", "renderType": 5},
    {"$schema": "http://json-schema.org/draft-07/schema#"},
    {"nullable": True, "allOf": [{"type": "string"}]},
    {"default": 5, "type": "string"},
    {"required": ["ghost"], "properties": {}},
    {"default": deep(200)},
]


@pytest.mark.parametrize("parameter", RARE)
def test_what_is_legal_but_rare_is_accepted(parameter: JsonValue) -> None:
    check_request_schema(member(parameter))


def test_dozens_of_levels_are_accepted_and_more_than_the_limit_are_a_defect() -> None:
    check_request_schema(nested(64))

    assert "deeper than 64" in str(defect(nested(65)))
    assert "deeper than" in str(defect(nested(5_000)))


def test_thousands_of_parameters_are_accepted() -> None:
    properties: JsonObject = {f"p{i}": {"type": "string", "x-order": i} for i in range(5_000)}

    assert len(normalise({"type": "object", "properties": properties}).parameters) == 5_000


def test_numbers_beyond_what_can_be_printed_are_a_defect_and_no_crash() -> None:
    assert defect(member({"minimum": 10**5000, "maximum": 1})).pointer == "/properties/p/minimum"


def test_a_pattern_beside_a_defect_does_not_move_the_pointer() -> None:
    schema = member({"patternProperties": {"^a": {"type": "whole"}}})

    assert defect(schema).pointer == "/properties/p/patternProperties/^a/type"


@pytest.mark.parametrize(
    "bounds",
    [
        {"exclusiveMinimum": 5, "maximum": 5},
        {"minimum": 5, "exclusiveMaximum": 5},
        {"exclusiveMinimum": 5, "exclusiveMaximum": 4},
    ],
)
def test_bounds_that_leave_nothing_are_a_defect(bounds: JsonObject) -> None:
    with pytest.raises(SchemaDefect, match="leaves nothing"):
        check_request_schema({"properties": {"p": {"type": "number", **bounds}}})
