"""The strategies that oxspec[testing] offers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.model import Model
from oxspec.runtime.check import check
from oxspec.testing import (
    bodies,
    broken_bodies,
    entries,
    json_values,
    models,
    names,
    request_schemas,
    texts,
)
from support.catalogs import all_models
from support.plain import accepts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from oxspec.jsontypes import JsonObject, JsonValue

JUDGED = [model for _, model in all_models() if model.is_judged]
FIRST = settings(
    max_examples=10_000, phases=[Phase.generate], derandomize=True, database=None
)  # any will do
CODES = {"unknown-parameter", "missing-parameter", "wrong-type", "not-in-enum", "out-of-range"}


@given(value=json_values())
def test_every_value_can_be_sent(value: JsonValue) -> None:
    text = json.dumps(value, allow_nan=False, ensure_ascii=False)

    assert json.loads(text.encode()) == value


@pytest.mark.parametrize(
    "needle", ['"', "\\", "`", "{", "~", "/", "\x00", "\n", "\u202e", "\U0001f600"]
)
@pytest.mark.parametrize("strategy", [texts(), names()], ids=["texts", "names"])
def test_what_is_hostile_really_comes(strategy: SearchStrategy[str], needle: str) -> None:
    assert needle in find(strategy, lambda text: needle in text, settings=FIRST)


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


@given(data=st.data(), model=st.sampled_from(JUDGED) | models())
def test_a_body_that_should_fit_has_no_finding(data: st.DataObject, model: Model) -> None:
    body = data.draw(bodies(model))

    assert model.strict is not None
    assert check(body, model.strict) == []


@given(data=st.data(), model=st.sampled_from(JUDGED) | models())
def test_a_broken_body_has_exactly_the_finding_it_is_given_with(
    data: st.DataObject, model: Model
) -> None:
    body, code, pointer = data.draw(broken_bodies(model))

    assert model.strict is not None
    assert not accepts(model.strict, body)
    assert code in CODES
    assert [(f.code, f.pointer) for f in check(body, model.strict)] == [(code, pointer)]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_kind_of_mistake_is_made(code: str) -> None:
    schema: JsonObject = {
        "type": "object",
        "additionalProperties": False,
        "required": ["n", "size"],
        "properties": {
            "n": {"type": "integer", "minimum": 1, "maximum": 4},
            "size": {"type": "string", "enum": ["1k", "2k"]},
        },
    }

    body, found, _ = find(broken_bodies(schema), lambda broken: broken[1] == code, settings=FIRST)

    assert found == code
    assert not accepts(schema, body)


def test_a_model_without_a_description_has_no_bodies() -> None:
    model = decode_entry({"name": "x", "endpoint": "/images/generate"})
    assert isinstance(model, Model)

    with pytest.raises(ValueError, match="no request schema"):
        bodies(model)
