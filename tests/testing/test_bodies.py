"""Bodies that fit, and bodies with exactly one mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.model import Model
from oxspec.runtime.check import check
from oxspec.schema.strict import strict_schema
from oxspec.testing import bodies, broken_bodies, codes_of, models, names
from support.catalogs import all_models
from support.plain import accepts

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from oxspec.jsontypes import JsonObject
    from oxspec.testing import BrokenBody

JUDGED = [model for _, model in all_models() if model.is_judged]
FIRST = settings(
    max_examples=10_000, phases=[Phase.generate], derandomize=True, database=None
)  # any will do
SLOW = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

#: One parameter for each keyword that judges a value.
PARAMETERS: dict[str, JsonObject] = {
    "type": {"type": ["boolean", "null"]},
    "enum": {"type": "string", "enum": ["1k", "2K"]},
    "digits": {"type": ["integer", "string"], "enum": ["4", "8", 4, 8]},
    "rates": {"type": "number", "enum": [23.976, 24], "minimum": 20, "maximum": 30},
    "const": {"const": "v1"},
    "range": {"type": "integer", "minimum": 1, "maximum": 4},
    "open": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5},
    "length": {"type": "string", "minLength": 2, "maxLength": 5},
    "uri": {"type": "string", "format": "uri"},
    "short_uri": {"type": "string", "format": "uri", "minLength": 8, "maxLength": 40},
    "inline": {"type": ["string", "null"], "format": "data-uri"},
    "pattern": {"type": "string", "pattern": "^[a-z]+[0-9]?$"},
    "sized": {"type": "string", "pattern": "^\\d+x\\d+$", "minLength": 3, "maxLength": 9},
    "list": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 4},
    "lone": {"type": "array", "items": {"type": "string", "format": "uri"}, "maxItems": 1},
    "set": {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
    "step": {"type": "integer", "multipleOf": 8, "minimum": 8, "maximum": 64},
    "price": {"type": "number", "multipleOf": 0.01, "minimum": 0},
    "any_text": {"format": "uri", "maxLength": 60},
    "any_number": {"exclusiveMinimum": 0},
    "any_list": {"items": {"type": "boolean"}, "minItems": 1},
    "any_object": {"properties": {"n": {"maximum": 2}}, "required": ["n"]},
    "map": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    "needy": {"type": "object", "required": ["n", "m"]},
    "few": {"type": "object", "minProperties": 1, "maxProperties": 2},
    "free": {"type": "object"},
    "file": {
        "type": "object",
        "properties": {"data": {"type": "string"}, "url": {"type": "string"}, "name": {}},
        "oneOf": [{"required": ["data"]}, {"required": ["url"]}],
        "dependentRequired": {"data": ["name"]},
        "additionalProperties": False,
    },
    "shots": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["url"],
            "properties": {"url": {"type": "string", "format": "uri"}, "late": {"type": "integer"}},
            "additionalProperties": False,
        },
    },
}
SCHEMA: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["range", "enum"],
    "properties": {**PARAMETERS, "theirs": {"x-undocumented": True}},
    "allOf": [
        {
            "x-rule": "length-or-uri",
            "x-message": "not together",
            "x-at": ["uri", "length"],
            "not": {"required": ["uri", "length"]},
        }
    ],
}
CODES = {
    "bad-format",
    "bad-length",
    "bad-pattern",
    "conflict",
    "missing-parameter",
    "not-in-enum",
    "out-of-range",
    "schema",
    "undocumented-parameter",
    "unknown-parameter",
    "wrong-type",
}


@st.composite
def schemas(draw: DrawFn) -> JsonObject:
    """Return strict schemas with any of the keywords, under any names."""
    keywords = st.sampled_from([*PARAMETERS.values()])
    properties = draw(st.dictionaries(names(), keywords, min_size=1, max_size=4))
    required = draw(st.lists(st.sampled_from([*properties]), unique=True, max_size=2))
    own: JsonObject = {"type": "object", "properties": {**properties}, "required": [*required]}
    return strict_schema("m", endpoint="images/generate", request_schema=own)


def schema_of(model: Model) -> JsonObject:
    assert model.strict is not None
    return model.strict


ANY_SCHEMA = (st.sampled_from(JUDGED) | models()).map(schema_of) | schemas() | st.just(SCHEMA)


@SLOW
@given(data=st.data(), schema=ANY_SCHEMA)
def test_a_body_that_should_fit_has_no_finding(data: st.DataObject, schema: JsonObject) -> None:
    body = data.draw(bodies(schema))

    assert check(body, schema) == []


@SLOW
@given(data=st.data(), schema=ANY_SCHEMA)
def test_a_broken_body_has_exactly_the_finding_it_is_given_with(
    data: st.DataObject, schema: JsonObject
) -> None:
    broken = data.draw(broken_bodies(schema))

    found = check(broken.body, schema)

    assert [(f.code, f.pointer, f.severity) for f in found] == [
        (broken.code, broken.pointer, broken.severity)
    ]
    assert broken.code in CODES
    assert broken.right is None or check(broken.right, schema) == []


@settings(SLOW, max_examples=50)
@given(data=st.data(), model=st.sampled_from(JUDGED) | models())
def test_other_validators_refuse_what_is_an_error(data: st.DataObject, model: Model) -> None:
    broken = data.draw(broken_bodies(model))

    is_error = broken.severity == "error"
    # Others say of a format what they like.
    assert broken.code == "bad-format" or accepts(schema_of(model), broken.body) != is_error


def first(code: str, **options: bool) -> BrokenBody:
    return find(broken_bodies(SCHEMA, code=code, **options), lambda _: True, settings=FIRST)


def test_the_codes_that_a_schema_allows_are_told() -> None:
    assert codes_of(SCHEMA) == CODES
    assert codes_of({"type": "object", "additionalProperties": False}) == {"unknown-parameter"}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_kind_of_mistake_is_made(code: str) -> None:
    broken = first(code)

    assert [f.code for f in check(broken.body, SCHEMA)] == [code]


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_mistake_is_made_with_each_keyword(name: str) -> None:
    schema: JsonObject = {"type": "object", "properties": {name: PARAMETERS[name]}}

    broken = find(
        broken_bodies(schema), lambda made: made.pointer.startswith(f"/{name}"), settings=FIRST
    )

    assert [f.pointer for f in check(broken.body, schema)] == [broken.pointer]


@pytest.mark.parametrize("code", ["not-in-enum", "unknown-parameter", "wrong-type"])
def test_what_is_mendable_comes_with_the_right_body(code: str) -> None:
    broken = first(code, mendable=True)

    assert broken.right is not None
    assert check(broken.right, SCHEMA) == []


def test_a_mistake_that_a_schema_does_not_allow_is_refused_to_be_made() -> None:
    with pytest.raises(ValueError, match="allows no such mistake: code='bad-pattern'"):
        find(broken_bodies({"type": "object"}, code="bad-pattern"), lambda _: True, settings=FIRST)


def test_a_model_without_a_description_has_no_bodies() -> None:
    model = decode_entry({"name": "x", "endpoint": "/images/generate"})
    assert isinstance(model, Model)

    with pytest.raises(ValueError, match="no request schema"):
        bodies(model)
