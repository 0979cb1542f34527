"""Request schemas as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from oxspec.jsontypes import ABSENT
from oxspec.schema.normalise import normalise
from oxspec.testing import request_schemas
from support.catalogs import each_model

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue


def named(schema: JsonObject) -> list[str]:
    return [parameter.name for parameter in normalise(schema).parameters]


@given(schema=request_schemas())
def test_every_property_is_one_parameter_under_its_own_name(schema: JsonObject) -> None:
    properties = schema["properties"]
    assert isinstance(properties, dict)

    request = normalise(schema)

    assert sorted(p.name for p in request.parameters) == sorted(properties)
    assert all(p.keywords is properties[p.name] for p in request.parameters)
    assert request.keywords is schema


@given(schema=request_schemas())
def test_parameters_come_by_x_order_then_as_written(schema: JsonObject) -> None:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    written = list(properties)

    def place(name: str) -> tuple[float, int]:
        subschema = properties[name]
        order = subschema.get("x-order") if isinstance(subschema, dict) else None
        return (order if isinstance(order, int) else float("inf")), written.index(name)

    assert named(schema) == sorted(written, key=place)


def test_an_x_order_that_is_no_number_counts_as_missing() -> None:
    orders: list[JsonValue] = ["1", True, None, 0.5, 0]
    properties: JsonObject = {f"p{i}": {"x-order": order} for i, order in enumerate(orders)}

    assert named({"properties": properties}) == ["p4", "p3", "p0", "p1", "p2"]


@given(schema=request_schemas())
def test_what_is_shown_first_is_required_or_basic_and_nothing_is_lost(schema: JsonObject) -> None:
    request = normalise(schema)

    shown = request.shown_first()

    flags = [parameter.required or parameter.basic for parameter in shown]
    assert flags == sorted(flags, reverse=True)
    assert sorted(p.name for p in shown) == sorted(p.name for p in request.parameters)


def test_a_parameter_says_what_its_keywords_say() -> None:
    size: JsonObject = {
        "type": ["string", "null"],
        "enum": ["1k", "2k"],
        "default": "1k",
        "title": "Size",
        "description": "How large.",
        "format": "uri",
        "renderType": "button-group",
        "maxLength": 5,
    }

    request = normalise({"properties": {"size": size}, "required": ["size"], "basic": ["size"]})

    parameter = request.parameter("size")
    assert parameter is not None
    assert (parameter.types, parameter.enum) == (("string", "null"), ("1k", "2k"))
    assert (parameter.required, parameter.basic, parameter.nullable) == (True, True, True)
    assert (parameter.default, parameter.title, parameter.description) == (
        "1k",
        "Size",
        "How large.",
    )
    assert (parameter.format, parameter.render_type) == ("uri", "button-group")
    assert (parameter.number("maxLength"), parameter.number("minLength")) == (5, None)
    assert request.parameter("other") is None


def test_a_default_of_null_is_not_an_absent_one() -> None:
    request = normalise({"properties": {"a": {"default": None}, "b": {}}})

    assert [p.default for p in request.parameters] == [None, ABSENT]


def test_what_nests_is_normalised_alike() -> None:
    item: JsonObject = {
        "type": "object",
        "required": ["url"],
        "properties": {"note": {"x-order": 2}, "url": {"type": "string", "x-order": 1}},
    }

    (refs,) = normalise({"properties": {"refs": {"type": "array", "items": item}}}).parameters

    assert refs.items is not None
    assert (refs.items.name, refs.items.types) == ("", ("object",))
    assert [(p.name, p.required) for p in refs.items.properties] == [("url", True), ("note", False)]


def test_a_boolean_subschema_is_a_parameter_of_any_type() -> None:
    (parameter,) = normalise({"properties": {"any": True}}).parameters

    assert (parameter.types, parameter.enum, parameter.keywords) == ((), None, {})


def test_a_schema_without_properties_has_no_parameters() -> None:
    assert normalise({}).parameters == ()
    assert normalise({"$defs": {"a": {"type": "string"}}, "$ref": "#/$defs/a"}).parameters == ()


@each_model
def test_every_real_default_is_of_its_own_type(model: Model) -> None:
    for parameter in model.request.parameters if model.request else ():
        if parameter.enum and parameter.default is not ABSENT:
            assert parameter.default in parameter.enum
