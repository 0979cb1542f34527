"""The strict schema of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from oxspec.catalog.endpoints import ENDPOINTS
from oxspec.schema.normalise import types_of
from oxspec.schema.strict import DIALECT, envelope_of, strict_schema
from oxspec.schema.subschemas import subschemas
from oxspec.testing import bodies, json_values, models, names, request_schemas
from support.catalogs import each_model
from support.plain import accepts

if TYPE_CHECKING:
    from oxspec.catalog.endpoints import Endpoint
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

IMAGES: Endpoint = "images/generate"


def strict_of(schema: JsonObject, *, endpoint: str = IMAGES) -> JsonObject:
    strict = strict_schema("m", endpoint=endpoint, request_schema=schema)
    Draft202012Validator.check_schema(strict)
    return strict


def judge(schema: JsonObject, **body: JsonValue) -> bool:
    """Return whether the strict schema of a request schema accepts a body (of model m)."""
    return accepts(strict_of(schema), {"model": "m", **body})


# The closed reading of the dialect, written without the strict schema.


def same(left: JsonValue, right: JsonValue) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def is_of(value: JsonValue, kind: str) -> bool:
    if isinstance(value, bool) or value is None:
        return kind == ("null" if value is None else "boolean")
    if isinstance(value, int | float):
        return kind == "number" or (kind == "integer" and value == int(value))
    return kind == {str: "string", list: "array", dict: "object"}[type(value)]


def in_enum(value: JsonValue, enum: list[JsonValue], types: tuple[str, ...]) -> bool:
    if any(same(value, member) for member in enum):
        return True
    # Pages show integers of such an enum as text.
    both = {"integer", "string"} <= set(types) and not any(isinstance(m, int) for m in enum)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return both and is_number and any(str(value).removesuffix(".0") == member for member in enum)


def fits(schema: JsonValue, value: JsonValue) -> bool:
    """Return whether a value fits a subschema of the dialect, read closed and with nulls."""
    if not isinstance(schema, dict) or (schema.get("nullable") is True and value is None):
        return schema is not False
    types = types_of(schema)
    enum = schema.get("enum")
    if types and not any(is_of(value, kind) for kind in types):
        return False
    if isinstance(enum, list) and not in_enum(value, enum, types):
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        return within(schema, value)
    if isinstance(value, list):
        most = schema.get("maxItems")
        return all(fits(schema.get("items", True), member) for member in value) and (
            not isinstance(most, int) or len(value) <= most
        )
    return not isinstance(value, dict) or closed(schema, value)


def within(schema: JsonObject, value: float) -> bool:
    low, high = schema.get("minimum"), schema.get("maximum")
    return (not isinstance(low, int | float) or low <= value) and (
        not isinstance(high, int | float) or value <= high
    )


def closed(schema: JsonObject, value: JsonObject) -> bool:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict):
        return True
    return (
        all(name in properties and fits(properties[name], member) for name, member in value.items())
        and isinstance(required, list | None)
        and all(name in value for name in required or [])
    )


def closed_reading(schema: JsonObject, envelope: JsonObject, body: JsonObject) -> bool:
    own, shared = schema["properties"], envelope["properties"]
    assert isinstance(own, dict)
    assert isinstance(shared, dict)
    required = schema.get("required", [])
    assert isinstance(required, list)
    named: JsonObject = {str(name): True for name in required}
    merged: JsonObject = {**named, **shared, **own, "model": {"enum": ["m"]}}
    return closed({"properties": merged, "required": ["model", *required]}, body)


@st.composite
def nearly_fitting(draw: st.DrawFn, schema: JsonObject) -> JsonObject:
    """Return bodies that fit but for what was changed in a few places."""
    strict = strict_schema("m", endpoint=IMAGES, request_schema=schema)
    body = dict(draw(bodies(strict)))
    properties = strict["properties"]
    assert isinstance(properties, dict)
    known = st.sampled_from(list(properties))
    for name in draw(st.lists(known | names(), max_size=2)):
        if draw(st.booleans()):
            body.pop(name, None)
        else:
            body[name] = draw(st.none() | st.integers(-9, 9) | json_values(max_leaves=4))
    return body


@given(data=st.data(), schema=request_schemas())
def test_the_strict_schema_accepts_what_the_closed_reading_accepts(
    data: st.DataObject, schema: JsonObject
) -> None:
    body = data.draw(nearly_fitting(schema))

    expected = closed_reading(schema, envelope_of(IMAGES), body)

    assert accepts(strict_of(schema), body) == expected


@given(data=st.data(), model=models())
def test_a_plain_validator_accepts_every_fitting_body(data: st.DataObject, model: Model) -> None:
    assert model.strict is not None

    body = data.draw(bodies(model))

    assert accepts(model.strict, body)


@given(schema=request_schemas(), endpoint=st.sampled_from(ENDPOINTS[1:]))
def test_every_strict_schema_is_of_the_2020_12_dialect_and_closed_all_through(
    schema: JsonObject, endpoint: Endpoint
) -> None:
    strict = strict_of(schema, endpoint=endpoint)

    assert (strict["$schema"], strict["type"]) == (DIALECT, "object")
    for _, subschema in subschemas(strict):
        if not isinstance(subschema, dict):
            continue
        assert "properties" not in subschema or subschema.get("additionalProperties") is False
        assert not {"nullable", "basic"} & subschema.keys()


@each_model
def test_every_real_strict_schema_is_of_the_2020_12_dialect_and_closed(model: Model) -> None:
    if model.strict is None:
        pytest.fail(f"{model.id} has nothing to be judged by") if model.is_judged else None
        return

    Draft202012Validator.check_schema(model.strict)
    assert model.strict["additionalProperties"] is False
    assert not accepts(model.strict, {"model": model.id, "no_such_parameter": 1})


def test_the_models_own_schema_is_not_changed() -> None:
    schema: JsonObject = {
        "properties": {"a": {"type": "string", "nullable": True}},
        "required": ["a"],
    }
    before = repr(schema)

    strict_of(schema)

    assert repr(schema) == before


def test_the_model_is_required_and_is_the_one() -> None:
    strict = strict_of({"properties": {"model": {"type": "integer"}}})

    bodies_: list[JsonObject] = [{"model": "m"}, {"model": "other"}, {}]
    assert [accepts(strict, body) for body in bodies_] == [True, False, False]


def test_a_parameter_of_the_model_wins_over_the_one_of_the_endpoint() -> None:
    schema: JsonObject = {"properties": {"n": {"type": "integer", "maximum": 2}}}

    assert judge(schema, n=2)
    assert not judge(schema, n=3)
    assert judge({"properties": {}}, n=3, response_format="url")


def test_a_name_that_is_only_required_may_be_anything() -> None:
    schema: JsonObject = {"properties": {}, "required": ["ghost"]}

    assert judge(schema, ghost=[1])
    assert not judge(schema)


@pytest.mark.parametrize(
    "keywords",
    [
        {"type": "string"},
        {"type": ["integer", "string"]},
        {"type": "string", "enum": ["a"]},
        {"enum": ["a", 1]},
        {"const": "a"},
        {"type": "string", "allOf": [{"minLength": 2}]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"not": {"type": "null"}},
    ],
)
def test_nullable_allows_null_and_nothing_else_more(keywords: JsonObject) -> None:
    plain, nullable = (
        strict_of({"properties": {"p": {**keywords, **more}}}) for more in ({}, {"nullable": True})
    )

    assert not accepts(plain, {"model": "m", "p": None})
    assert accepts(nullable, {"model": "m", "p": None})
    values: list[JsonValue] = ["a", "bc", 1, 1.5, True, [], ["x"], {}, {"a": "x"}, {"b": 1}]
    for value in values:
        body: JsonObject = {"model": "m", "p": value}
        assert accepts(nullable, body) == accepts(plain, body)


def test_schemas_that_are_combined_are_closed_over_all_they_name() -> None:
    schema: JsonObject = {
        "properties": {
            "p": {
                "type": "object",
                "properties": {"a": {}},
                "allOf": [{"properties": {"b": {}}}, {"$ref": "#/$defs/c"}],
            }
        },
        "$defs": {"c": {"properties": {"c": {}}}},
    }

    assert judge(schema, p={"a": 1, "b": 2, "c": 3})
    assert not judge(schema, p={"a": 1, "d": 4})


def test_a_schema_whose_parts_are_combined_at_the_top_is_closed_too() -> None:
    schema: JsonObject = {
        "oneOf": [{"properties": {"a": {}}, "required": ["a"]}, {"required": ["b"]}]
    }
    schema["properties"] = {"b": {}}

    assert judge(schema, a=1, n=2)
    assert judge(schema, b=1)
    assert not judge(schema, b=1, c=1)


def test_a_nullable_schema_that_combines_keeps_its_parameters() -> None:
    schema: JsonObject = {"nullable": True, "properties": {"a": {"type": "string"}}}
    schema["allOf"] = [{"required": ["a"]}]

    assert judge(schema, a="x")
    assert not judge(schema)


def test_a_bound_on_the_number_of_parameters_counts_the_models_own() -> None:
    schema: JsonObject = {"properties": {"a": {}, "b": {}}, "maxProperties": 1, "minProperties": 1}

    assert judge(schema, a=1)
    assert not judge(schema, a=1, b=1)
    assert not judge(schema)


def test_free_form_objects_stay_open_and_what_is_said_of_the_rest_holds() -> None:
    schema: JsonObject = {
        "properties": {
            "free": {"type": "object"},
            "open": {"type": "object", "properties": {"a": {}}, "additionalProperties": True},
            "typed": {"type": "object", "additionalProperties": {"type": "integer"}},
        }
    }

    assert judge(schema, free={"x": 1}, open={"x": 1}, typed={"x": 1})
    assert not judge(schema, typed={"x": "1"})


def test_digits_of_an_enum_that_pages_show_as_text_may_be_numbers() -> None:
    schema: JsonObject = {
        "properties": {"d": {"type": ["integer", "string"], "enum": ["auto", "4"]}}
    }

    assert judge(schema, d="4")
    assert judge(schema, d=4)
    assert not judge(schema, d=5)
