"""Which model a body is for, and what becomes of one that none is known for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.catalog.decode import decode_catalog
from oxspec.testing import json_values
from oxspec.validation.judge import judge

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonValue

CATALOG = decode_catalog(
    {
        "models": [
            {
                "name": "painter",
                "endpoint": "images/generate",
                "json_request_schema": {
                    "type": "object",
                    "required": ["prompt"],
                    "properties": {"prompt": {"type": "string"}},
                },
            },
            {"name": "talker", "endpoint": "chat/completions", "json_request_schema": None},
            {"name": "silent", "endpoint": "videos/generate", "json_request_schema": None},
            {"name": "broken", "endpoint": "images/generate", "json_request_schema": {"type": 5}},
            {"name": "odd", "json_request_schema": 5},
            {"name": "old", "deprecated": True, "capabilities": {"output": ["text"]}},
        ]
    },
    source="test",
)
MESSAGES: JsonValue = [{"role": "user", "content": "hi"}]


def codes(body: JsonValue, *, model: str | None = None) -> tuple[str, list[tuple[str, str]]]:
    verdict = judge(body, CATALOG, model=model)
    return verdict.outcome, [(finding.code, finding.pointer) for finding in verdict.findings]


def test_a_body_is_judged_by_the_model_that_it_names() -> None:
    assert codes({"model": "painter", "prompt": "x"}) == ("valid", [])


def test_a_body_without_a_model_is_judged_as_if_it_carried_the_one_asked_for() -> None:
    assert codes({"prompt": "x"}, model="painter") == ("valid", [])


def test_another_model_than_the_one_asked_for_is_a_conflict() -> None:
    outcome, found = codes({"model": "talker", "prompt": "x"}, model="painter")

    assert (outcome, found) == ("invalid", [("conflict", "/model")])


def test_with_no_model_at_all_the_body_lacks_one() -> None:
    assert codes({"prompt": "x"}) == ("invalid", [("missing-parameter", "")])


@pytest.mark.parametrize("model", [5, None, [], {}])
def test_a_model_that_is_no_text_is_an_unknown_model(model: JsonValue) -> None:
    assert codes({"model": model}) == ("invalid", [("unknown-model", "/model")])


def test_an_unknown_id_is_a_finding_with_the_nearest_id() -> None:
    verdict = judge({"model": "paintr"}, CATALOG)

    assert verdict.findings[0].hint == 'did you mean "painter"?'


def test_an_unknown_id_is_unjudged_where_the_catalog_may_be_out_of_date() -> None:
    verdict = judge({"model": "paintr"}, replace(CATALOG, authoritative=False))

    assert verdict.outcome == "unjudged"
    assert "painter" in (verdict.reason or "")


@pytest.mark.parametrize(
    ("model", "reason"), [("odd", "5"), ("broken", "/type"), ("silent", "published")]
)
def test_a_model_that_cannot_be_judged_by_says_why(model: str, reason: str) -> None:
    verdict = judge({"model": model}, CATALOG)

    assert verdict.outcome == "unjudged"
    assert reason in (verdict.reason or "")


def test_a_chat_model_without_a_schema_is_judged_by_the_published_body() -> None:
    assert codes({"model": "talker", "messages": MESSAGES, "temperature": 3}) == (
        "invalid",
        [("out-of-range", "/temperature")],
    )


def test_a_parameter_that_only_openai_documents_leaves_a_body_valid() -> None:
    body: JsonValue = {"model": "talker", "messages": MESSAGES, "seed": 1}

    assert codes(body) == ("valid", [("undocumented-parameter", "/seed")])


def test_documented_chat_parameters_may_be_null() -> None:
    body: JsonValue = {"model": "talker", "messages": MESSAGES, "temperature": None, "tools": None}

    assert codes(body) == ("valid", [])


def test_a_deprecated_model_warns() -> None:
    assert codes({"model": "old", "messages": MESSAGES}) == ("valid", [("deprecated", "/model")])


@pytest.mark.parametrize("body", [[], "x", 5, None])
def test_a_body_that_is_no_object_is_one_finding(body: JsonValue) -> None:
    assert codes(body, model="painter") == ("invalid", [("wrong-type", "")])


@given(json_values())
def test_any_json_gets_a_verdict(body: JsonValue) -> None:
    for model in (None, "painter", "talker", "broken", "nowhere"):
        assert judge(body, CATALOG, model=model).outcome in ("valid", "invalid", "unjudged")
