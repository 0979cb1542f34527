"""Request schemas and catalog entries of any kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.model import Model
from oxspec.testing import entries, request_schemas

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject


@given(schema=request_schemas(hostile=False))
def test_a_clean_schema_has_plain_names_and_texts(schema: JsonObject) -> None:
    properties = schema["properties"]

    assert isinstance(properties, dict)
    assert all(name.isidentifier() for name in properties)
    assert json.dumps(schema).isprintable()


@given(entry=entries())
def test_every_entry_is_a_model(entry: JsonObject) -> None:
    model = decode_entry(entry)

    assert isinstance(model, Model)
    assert model.request is not None or model.endpoint == "chat/completions"
