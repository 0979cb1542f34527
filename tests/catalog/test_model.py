"""What a model says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.catalog.decode import decode_catalog, decode_entry
from oxspec.catalog.model import Model
from oxspec.errors import SchemaDefect
from oxspec.testing import models
from support.catalogs import each_model

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue


def model_of(**changes: JsonValue) -> Model:
    model = decode_entry({"name": "x", "endpoint": "/images/generate", **changes})
    assert isinstance(model, Model)
    return model


def test_an_image_model_without_a_schema_is_not_judged() -> None:
    model = model_of()

    assert not model.is_judged
    assert model.strict is None
    assert model.request is None


def test_a_chat_model_without_a_schema_is_judged_by_the_published_body() -> None:
    strict = model_of(endpoint="/chat/completions").strict

    assert strict is not None
    assert "messages" in str(strict["required"])


def test_a_model_without_an_endpoint_is_not_judged() -> None:
    schema: JsonObject = {"type": "object"}

    model = model_of(
        endpoint=None, capabilities={"output": ["embeddings"]}, json_request_schema=schema
    )

    assert model.strict is None


def test_a_defect_of_the_schema_shows_on_first_use_only() -> None:
    model = model_of(json_request_schema={"properties": {"n": {"type": "whole"}}})

    with pytest.raises(SchemaDefect) as caught:
        _ = model.request
    assert caught.value.pointer == "/properties/n/type"
    with pytest.raises(SchemaDefect):
        _ = model.strict


@pytest.mark.parametrize(
    "change",
    [
        {"model_type": "custom"},
        {"can_run_inference": False},
        {"deprecated": True},
        {"capabilities": {"output": ["embeddings"]}},
    ],
)
def test_clients_and_pages_are_not_made_of_what_is_not_published(change: JsonObject) -> None:
    assert model_of().is_published
    assert not model_of(**change).is_published


def test_a_catalog_says_why_a_model_is_set_aside() -> None:
    catalog = decode_catalog([{"name": "x", "deprecated": 1}, {"name": "y"}], source="s")

    quarantined = catalog.quarantine_of("x")

    assert quarantined is not None
    assert quarantined.pointer == "/0/deprecated"
    assert catalog.quarantine_of("y") is None


@given(model=models())
def test_the_strategy_makes_models_that_can_be_judged(model: Model) -> None:
    assert model.is_judged
    assert model.strict is not None


@each_model
def test_every_real_model_with_a_schema_has_parameters(model: Model) -> None:
    assert (model.request is None) == (model.request_schema is None)
    assert model.request is None or model.request.parameters
