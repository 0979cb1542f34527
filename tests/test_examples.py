"""Example bodies: right by their own schema, and such as the published pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.model import Model
from oxspec.errors import ExampleUnavailable, SchemaDefect
from oxspec.examples import MEDIA, VARIANTS, example, examples
from oxspec.runtime.check import check
from oxspec.testing import models
from support.catalogs import all_models

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject

REAL = [pytest.param(model, id=f"{name}:{model.id}") for name, model in all_models()]


def model_of(schema: JsonObject | None, **entry: object) -> Model:
    made = decode_entry(
        {"name": "m", "endpoint": "images/generate", "json_request_schema": schema, **entry}  # type: ignore[dict-item]  # tests pass what a catalog may
    )
    assert isinstance(made, Model)
    return made


@pytest.mark.parametrize("model", REAL)
def test_every_example_of_every_real_model_is_accepted(model: Model) -> None:
    for made in examples(model):
        assert check(made.body, model.strict or {}) == []


@given(models())
def test_an_example_is_accepted_or_said_to_be_unavailable(model: Model) -> None:
    for variant in VARIANTS:
        try:
            body = example(model, variant).body
        except (ExampleUnavailable, SchemaDefect):
            continue

        assert [f for f in check(body, model.strict or {}) if f.severity == "error"] == []


def test_variants_grow_from_required_over_basic_to_those_with_a_default() -> None:
    model = model_of(
        {
            "type": "object",
            "required": ["prompt"],
            "basic": ["image_url"],
            "properties": {
                "seed": {"type": "integer", "x-order": 4},
                "ratio": {"type": "string", "enum": ["1:1", "2:1"], "default": "2:1", "x-order": 3},
                "prompt": {"type": "string", "x-order": 2},
                "image_url": {"type": "string", "x-order": 1},
            },
        }
    )

    minimal, basic, everything = (example(model, variant) for variant in VARIANTS)

    assert list(minimal.body.items()) == [("model", "m"), ("prompt", "<prompt>")]
    assert list(basic.body) == ["model", "image_url", "prompt"]
    assert basic.body["image_url"] == MEDIA["image"]
    assert everything.body["ratio"] == "2:1"
    assert everything.omitted == ("seed",)


def test_a_variant_equal_to_the_one_before_is_left_out() -> None:
    model = model_of(
        {"type": "object", "properties": {"prompt": {"type": "string", "default": "x"}}}
    )

    assert [made.variant for made in examples(model)] == ["minimal", "all"]


def test_a_default_that_breaks_its_own_schema_gives_way_to_it() -> None:
    model = model_of(
        {"type": "object", "properties": {"n": {"type": "integer", "maximum": 3, "default": 9}}}
    )

    assert example(model, "all").body["n"] == 0


def test_a_list_of_objects_holds_an_object() -> None:
    item: JsonObject = {
        "type": "object",
        "required": ["image_url"],
        "properties": {"image_url": {"type": "string"}, "weight": {"type": "number"}},
    }
    model = model_of(
        {
            "type": "object",
            "required": ["images"],
            "properties": {"images": {"type": "array", "items": item}},
        }
    )

    assert example(model, "minimal").body["images"] == [{"image_url": MEDIA["image"]}]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_stands_inside_an_object_fits_its_own_limits(depth: int) -> None:
    schema: JsonObject = {"type": "number", "maximum": -1}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"at": schema}, "required": ["at"]}
    listed: JsonObject = {"type": "array", "items": schema, "minItems": 1}
    entry: JsonObject = {
        "name": "acme-paint-1",
        "endpoint": "images/generate",
        "json_request_schema": {
            "properties": {"shot": schema, "shots": listed},
            "required": ["shot", "shots"],
        },
    }
    model = decode_entry(entry)
    assert isinstance(model, Model)

    body = example(model, "minimal").body

    assert body["shots"] == [body["shot"]]
    assert check(body, model.strict or {}) == []


def test_a_chat_example_shows_what_its_provider_takes() -> None:
    made = {
        provider: example(
            model_of(None, endpoint="chat/completions", provider={"name": provider}), "all"
        ).body
        for provider in ("openai", "anthropic", "mistral-ai")
    }

    assert "frequency_penalty" in made["openai"]
    assert "top_p" not in made["anthropic"]
    assert "top_p" in made["mistral-ai"]
    assert "frequency_penalty" not in made["mistral-ai"]


def test_a_model_without_any_description_has_no_example() -> None:
    with pytest.raises(ExampleUnavailable, match="no request schema"):
        example(model_of(None), "minimal")
