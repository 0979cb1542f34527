"""Where subschemas stand, and which references are usable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.errors import SchemaDefect
from oxspec.schema.dialect import check_request_schema
from oxspec.schema.subschemas import resolve, subschemas
from oxspec.testing import request_schemas

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue


def member(schema: JsonValue) -> JsonObject:
    """Return a request schema with one parameter."""
    return {"type": "object", "properties": {"p": schema}}


def exponential(levels: int) -> JsonObject:
    """Return a schema whose references double at every level."""
    defs: JsonObject = {
        f"d{i}": {"anyOf": [{"$ref": f"#/$defs/d{i + 1}"}, {"$ref": f"#/$defs/d{i + 1}"}]}
        for i in range(levels)
    }
    return {"$defs": {**defs, f"d{levels}": {"type": "string"}}, "$ref": "#/$defs/d0"}


def defect(schema: JsonObject) -> SchemaDefect:
    with pytest.raises(SchemaDefect) as caught:
        check_request_schema(schema)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        (member({"$ref": "https://evil.example/schema.json"}), "/properties/p/$ref"),
        (member({"$ref": "http://127.0.0.1:8000/"}), "/properties/p/$ref"),
        (member({"$ref": "http://169.254.169.254/latest"}), "/properties/p/$ref"),
        (member({"$ref": "file:///etc/passwd"}), "/properties/p/$ref"),
        (member({"$ref": "other.json#/a"}), "/properties/p/$ref"),
        (member({"$ref": "//evil.example"}), "/properties/p/$ref"),
        (member({"$ref": ""}), "/properties/p/$ref"),
        (member({"$ref": "#anchor"}), "/properties/p/$ref"),
        (member({"$ref": 5}), "/properties/p/$ref"),
        (member({"$ref": None}), "/properties/p/$ref"),
        (member({"$ref": "#/$defs/none"}), "/properties/p/$ref"),
        (member({"$ref": "#/properties"}), "/properties/p/$ref"),
        (member({"$ref": "#/properties/p/type", "type": "string"}), "/properties/p/$ref"),
        (
            {**member({"$ref": "#/x-hidden"}), "x-hidden": {"$ref": "http://h"}},
            "/properties/p/$ref",
        ),
        ({**member({"$ref": "#/default"}), "default": {}}, "/properties/p/$ref"),
        (member({"$id": "https://evil.example/", "type": "string"}), "/properties/p/$id"),
        (member({"$dynamicRef": "#x"}), "/properties/p/$dynamicRef"),
        ({"$schema": "https://evil.example/meta"}, "/$schema"),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, "/$schema"),
        ({"$schema": 7}, "/$schema"),
    ],
)
def test_a_reference_that_leads_out_or_nowhere_is_a_defect(
    schema: JsonObject, pointer: str
) -> None:
    assert defect(schema).pointer == pointer


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}]},
        member({"anyOf": [{"$ref": "#/properties/p"}]}),
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"not": {"$ref": "#/$defs/a"}}}},
        {"$defs": {"a": {"if": {"$ref": "#/$defs/a"}}}},
        {"dependentSchemas": {"x": {"$ref": "#"}}},
    ],
)
def test_references_that_loop_without_content_are_a_defect(schema: JsonObject) -> None:
    assert "loop without content" in str(defect(schema))


@pytest.mark.parametrize("levels", [17, 60, 5_000])
def test_references_that_multiply_beyond_the_limit_are_a_defect(levels: int) -> None:
    assert "expand to more than 100000" in str(defect(exponential(levels)))


def test_references_that_multiply_within_the_limit_are_accepted() -> None:
    check_request_schema(exponential(12))


def test_thousands_of_branches_that_share_a_reference_are_judged_in_linear_time() -> None:
    branches: list[JsonValue] = [{"type": "string", "minLength": i} for i in range(3_000)]
    refs: list[JsonValue] = [{"$ref": "#/$defs/many"} for _ in range(3_000)]

    defect({"$defs": {"many": {"anyOf": branches}}, "anyOf": refs})
    check_request_schema({"$defs": {"many": {"anyOf": branches}}, "anyOf": refs[:20]})


@pytest.mark.parametrize(
    "schema",
    [
        member({"type": "array", "items": {"$ref": "#"}}),
        member({"$ref": "#"}),
        {"$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"},
        {
            "definitions": {"n": {"type": "string"}},
            "properties": {"p": {"$ref": "#/definitions/n"}},
        },
        {"properties": {"a/b": {"type": "string"}, "p": {"$ref": "#/properties/a~1b"}}},
        {"properties": {"a b%": {"type": "string"}, "p": {"$ref": "#/properties/a%20b%25"}}},
        {"properties": {"": {"type": "string"}, "p": {"$ref": "#/properties/"}}},
        {"prefixItems": [{"type": "string"}], "items": {"$ref": "#/prefixItems/0"}},
        {"properties": {"p": True, "q": {"$ref": "#/properties/p"}}},
    ],
)
def test_recursion_and_references_inside_the_schema_are_accepted(schema: JsonObject) -> None:
    check_request_schema(schema)


@given(schema=request_schemas())
def test_every_subschema_is_where_its_tokens_say(schema: JsonObject) -> None:
    for tokens, subschema in subschemas(schema):
        place: JsonValue = schema
        for token in tokens:
            assert isinstance(place, dict)
            place = place[token]
        assert place is subschema


@pytest.mark.parametrize("reference", ["#/a/1", "#/a/x", "#/a/-1", "#/b", "#/a/0/0", "#/a/\u0660"])
def test_a_reference_to_nothing_resolves_to_none(reference: str) -> None:
    assert resolve({"a": ["x"]}, reference) is None
