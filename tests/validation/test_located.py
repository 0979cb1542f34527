"""For every model: a mistake of each code is found where it was made, and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.catalog.endpoints import CHAT
from oxspec.catalog.model import Catalog
from oxspec.examples import example
from oxspec.testing import written
from oxspec.validation.judge import judge
from oxspec.validation.text import located, read
from support.catalogs import distinct_models, each_distinct_model
from support.mistakes import FEW, each_mistake

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.testing import Written

    Found = tuple[str, str, str, int | None, int | None]


def found_in(text: str, model: Model, *, asked: str | None = None) -> list[Found]:
    value = read(text.encode()).body
    verdict = judge(value, Catalog({model.id: model}), model=asked)
    return [
        (f.code, f.pointer, f.severity, f.line, f.column) for f in located(verdict.findings, text)
    ]


@each_distinct_model
@FEW
@given(data=st.data())
def test_one_mistake_is_one_finding_at_its_line_and_column(
    model: Model, data: st.DataObject
) -> None:
    for broken, text in each_mistake(data, model, meant=False):
        place = text.line_and_column(broken.pointer, at=broken.at)

        assert found_in(text.text, model) == [
            (broken.code, broken.pointer, broken.severity, *place)
        ]


MODELS = st.sampled_from([model for _, model in distinct_models()])


def written_example(data: st.DataObject, of: Model, **members: JsonValue) -> Written:
    return data.draw(written({**example(of, "minimal").body, **members}))


@FEW
@given(data=st.data(), model=MODELS)
def test_a_deprecated_model_is_told_at_its_id(data: st.DataObject, model: Model) -> None:
    text = written_example(data, model)

    found = found_in(text.text, replace(model, deprecated=True))

    assert found == [("deprecated", "/model", "warning", *text.line_and_column("/model"))]


@FEW
@given(data=st.data(), model=MODELS)
def test_an_unknown_model_is_told_at_its_id(data: st.DataObject, model: Model) -> None:
    text = written_example(data, model, model=model.id + "~/é")

    found = found_in(text.text, model)

    assert found == [("unknown-model", "/model", "error", *text.line_and_column("/model"))]


@FEW
@given(data=st.data(), model=MODELS)
def test_another_model_than_was_asked_for_is_told_at_its_id(
    data: st.DataObject, model: Model
) -> None:
    text = written_example(data, model, model="another")

    found = found_in(text.text, model, asked=model.id)

    assert found == [("conflict", "/model", "error", *text.line_and_column("/model"))]


@FEW
@given(data=st.data(), model=MODELS)
def test_a_missing_model_is_told_at_the_body(data: st.DataObject, model: Model) -> None:
    body = {n: v for n, v in example(model, "minimal").body.items() if n != "model"}
    text = data.draw(written(body))

    assert found_in(text.text, model) == [
        ("missing-parameter", "", "error", *text.line_and_column(""))
    ]


USER: JsonObject = {"role": "user", "content": "hi"}
PART: JsonObject = {"type": "file", "file": 0.5}
CALL: JsonObject = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ({"messages": [{"role": "user"}]}, "missing-parameter", "/messages/0"),
        ({"messages": [{**USER, "content": None}]}, "wrong-type", "/messages/0/content"),
        ({"messages": [{**USER, "content": 5}]}, "wrong-type", "/messages/0/content"),
        ({"messages": [{**USER, "content": [PART]}]}, "wrong-type",
         "/messages/0/content/0/file"),
        ({"messages": [{"role": "assistant"}]}, "missing-parameter", "/messages/0"),
        ({"messages": [{**USER, "role": "tool"}]}, "missing-parameter", "/messages/0"),
        ({"messages": [USER, {**USER, "content": [{"type": "text"}]}]}, "missing-parameter",
         "/messages/1/content/0"),
        ({"messages": [{"role": "assistant", "tool_calls": [{**CALL, "id": 1}]}]}, "wrong-type",
         "/messages/0/tool_calls/0/id"),
        ({"tool_choice": "always"}, "not-in-enum", "/tool_choice"),
        ({"tool_choice": {"type": "function"}}, "missing-parameter", "/tool_choice"),
        ({"response_format": {"type": "json"}}, "not-in-enum", "/response_format/type"),
        ({"response_format": {"type": "json_schema"}}, "missing-parameter", "/response_format"),
    ],
)  # fmt: skip
@FEW
@given(data=st.data())
def test_what_chat_combines_is_one_finding_where_it_is(
    data: st.DataObject, members: JsonObject, code: str, pointer: str
) -> None:
    model = next(model for _, model in distinct_models() if model.endpoint == CHAT)
    text = data.draw(written({"model": model.id, "messages": [USER], **members}))

    assert found_in(text.text, model) == [(code, pointer, "error", *text.line_and_column(pointer))]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_is_no_column(mark: str) -> None:
    _, model = distinct_models()[0]
    text = json.dumps({"model": model.id, "promt": "an ox"})

    finding = read((mark + text).encode())

    assert found_in(finding.text, model)[0][3:] == (1, text.index('"promt"') + 1)
