"""A parameter of another model or endpoint gets the advice that the catalog has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.catalog.decode import decode_catalog
from oxspec.testing import names
from oxspec.validation.judge import judge

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonValue


def schema(**properties: JsonValue) -> JsonValue:
    return {"type": "object", "properties": properties}


TEXT: JsonValue = {"type": "string"}
RATIO: JsonValue = {"type": "string", "enum": ["1:1", "16:9"]}
CATALOG = decode_catalog(
    [
        {
            "name": "a",
            "endpoint": "images/generate",
            "json_request_schema": schema(aspect_ratio=RATIO, input_image=TEXT),
        },
        {
            "name": "b",
            "endpoint": "images/generate",
            "json_request_schema": schema(creativity=TEXT),
        },
        {"name": "odd", "endpoint": "images/generate", "json_request_schema": {"type": 5}},
    ],
    source="test",
)


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("image_size", "16:9", 'it may be called "aspect_ratio" here'),
        ("image", "https://a.b/c.png", 'it may be called "input_image" here'),
        ("creativity", "high", "other models have it (b), this one does not"),
        ("stream", True, '"stream" is a parameter of chat, and images/generate has none like it'),
        ("wholly_other", 1, 'it takes "aspect_ratio", "input_image"'),
    ],
)
def test_a_strange_parameter_is_explained_where_the_catalog_tells(
    name: str, value: JsonValue, hint: str
) -> None:
    (finding,) = judge({"model": "a", name: value}, CATALOG).findings

    assert (finding.code, finding.pointer, finding.hint) == ("unknown-parameter", f"/{name}", hint)


@given(names())
def test_any_name_is_judged(name: str) -> None:
    assert judge({"model": "a", name: "16:9"}, CATALOG).outcome in ("valid", "invalid")


@pytest.mark.parametrize("value", [3, 3.5])
def test_a_whole_number_is_advised_to_go_where_any_number_may(value: JsonValue) -> None:
    names = schema(guidance={"type": "number"}, style=TEXT)
    entries: JsonValue = [
        {"name": "c", "endpoint": "images/generate", "json_request_schema": names}
    ]
    catalog = decode_catalog(entries, source="test")

    (finding,) = judge({"model": "c", "guidance_scale": value}, catalog).findings

    assert finding.hint == 'it may be called "guidance" here'
