"""A request to the hub is judged as its endpoint takes it; any other is none of our business."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oxspec
from hub.entries import entry, sample_entries
from oxspec.catalog.decode import decode_catalog
from oxspec.preflight import examine
from oxspec.testing import bodies, broken_bodies, json_values
from oxspec.validation.text import BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oxspec.catalog.model import Catalog
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.preflight import Examination
    from oxspec.runtime.findings import Finding, Unknown

HUB: Final = "https://hub.example"
JSON: Final = {"Content-Type": "application/json"}
CHAT: Final[JsonObject] = {"model": "acme-chat-1", "messages": [{"role": "user", "content": "Hi"}]}
PAINT: Final[JsonObject] = {"model": "acme-paint-1", "prompt": "an ox"}
FILM: Final[JsonObject] = {"model": "acme-film-1", "prompt": "an ox"}
VOICE: Final[JsonObject] = {"model": "acme-voice-1", "prompt": "Moo"}
SMALL: Final = decode_catalog([*sample_entries()], source="tests")


def _examined(
    catalog: Catalog,
    endpoint: str,
    body: JsonValue | bytes,
    *,
    headers: Mapping[str, str] = JSON,
    unknown: Unknown = "error",
) -> Examination | None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = f"{HUB}/api/ai/{endpoint}"
    return examine("POST", url, headers, data, catalog=catalog, base_url=HUB, unknown=unknown)


def _findings(
    catalog: Catalog, endpoint: str, body: JsonValue | bytes, *, unknown: Unknown = "error"
) -> tuple[Finding, ...]:
    examination = _examined(catalog, endpoint, body, unknown=unknown)
    assert examination is not None
    return examination.verdict.findings


def _codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in findings]


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [
        ("chat/completions", CHAT),
        ("chat/completions", {**CHAT, "stream": True}),
        ("images/generate", PAINT),
        ("images/edit", PAINT),
        ("images/generate", {**PAINT, "model": "acme-edit-1"}),
        ("videos/generate", FILM),
        ("audio/generate", VOICE),
        ("queue", {**PAINT, "num_generations": 2, "target_repo": "r", "response_format": "url"}),
        ("queue", {**FILM, "target_directory": "d"}),
        ("queue", {**VOICE, "num_generations": 2}),
    ],
)
def test_a_right_body_at_its_endpoint_has_no_findings(
    catalog: Catalog, endpoint: str, body: JsonObject
) -> None:
    assert _findings(catalog, endpoint, body) == ()


@pytest.mark.parametrize(
    ("endpoint", "body", "right"),
    [
        ("images/generate", CHAT, "chat/completions"),
        ("queue", CHAT, "chat/completions"),
        ("chat/completions", PAINT, "images/generate"),
        ("videos/generate", {**PAINT, "model": "acme-edit-1"}, "images/edit"),
        ("audio/generate", FILM, "videos/generate"),
    ],
)
def test_a_model_of_another_endpoint_is_a_conflict_that_names_the_right_one(
    catalog: Catalog, endpoint: str, body: JsonObject, right: str
) -> None:
    findings = _findings(catalog, endpoint, body)

    assert _codes(findings) == [("conflict", "/model")]
    assert findings[0].allowed == right
    assert findings[0].hint == f"post it to /api/ai/{right}"


def test_a_model_that_makes_several_things_is_not_judged_where_nothing_is_published() -> None:
    both = decode_catalog([entry("acme-both-1", outputs=("text", "image"))], source="tests")

    examination = _examined(both, "chat/completions", {**CHAT, "model": "acme-both-1"})

    assert examination is not None
    assert examination.verdict.outcome == "unjudged"


def test_a_parameter_of_the_queue_is_unknown_on_an_endpoint_whatever_its_value(
    catalog: Catalog,
) -> None:
    body = {"num_generations": 0, "size": "3k", "target_repo": "r", **PAINT}

    findings = _findings(catalog, "images/generate", body)

    assert _codes(findings) == [
        ("unknown-parameter", "/num_generations"),
        ("not-in-enum", "/size"),
        ("unknown-parameter", "/target_repo"),
    ]
    assert findings[0].hint == "leave it out, or post the body to /api/ai/queue"


def test_the_queue_checks_the_values_of_its_own_parameters(catalog: Catalog) -> None:
    findings = _findings(catalog, "queue", {**PAINT, "num_generations": 99})

    assert _codes(findings) == [("out-of-range", "/num_generations")]


@pytest.mark.parametrize(("unknown", "severities"), [("warn", ["warning"] * 2), ("allow", [])])
def test_unknown_parameters_of_both_kinds_are_softened_alike(
    catalog: Catalog, unknown: Unknown, severities: list[str]
) -> None:
    body = {**PAINT, "num_generations": 1, "sise": "1k"}

    findings = _findings(catalog, "images/generate", body, unknown=unknown)

    assert [finding.severity for finding in findings] == severities


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"model": "acme-chat-1",}', "not-json"),
        (b'{"model": "acme-chat-1", "model": "x"}', "duplicate-key"),
        (b'{"temperature": NaN}', "not-json"),
        (b"\xff\xfe{", "not-json"),
        (b"", "not-json"),
        (b"[" * 2000, "not-json"),
    ],
)
def test_a_declared_body_that_is_no_strict_json_is_a_finding(
    catalog: Catalog, text: bytes, code: str
) -> None:
    findings = _findings(catalog, "chat/completions", text)

    assert [finding.code for finding in findings] == [code]


def test_a_body_of_no_declared_type_is_judged_if_it_is_json(catalog: Catalog) -> None:
    examination = _examined(catalog, "images/generate", {"model": "acme-paint-1"}, headers={})

    assert examination is not None
    assert examination.verdict.outcome == "invalid"
    assert _examined(catalog, "images/generate", b"a=1", headers={}) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_another_kind_of_body_is_left_alone(catalog: Catalog, headers: dict[str, str]) -> None:
    assert _examined(catalog, "chat/completions", b"{", headers=headers) is None


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/Problem+JSON"])
def test_every_spelling_of_json_is_judged(catalog: Catalog, kind: str) -> None:
    assert _examined(catalog, "queue", b"{}", headers={"CONTENT-TYPE": kind}) is not None


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{HUB}/api/ai/queue"),
        ("DELETE", f"{HUB}/api/ai/queue"),
        ("POST", f"{HUB}/api/ai/queue/6f0c"),
        ("POST", f"{HUB}/api/ai/embeddings"),
        ("POST", f"{HUB}/api/ai/models/chat/completions"),
        ("POST", f"{HUB}/api/repos/o/r/chat/completions"),
        ("POST", f"{HUB}/v1/chat/completions"),
        ("POST", "http://hub.example/api/ai/queue"),
        ("POST", "https://hub.example:8443/api/ai/queue"),
        ("POST", "https://hub.example.evil.test/api/ai/queue"),
        ("POST", "https://hub.example:x/api/ai/queue"),
        ("POST", "https://api.openai.com/v1/chat/completions"),
    ],
)
def test_other_hosts_methods_and_paths_are_not_judged(
    catalog: Catalog, method: str, url: str
) -> None:
    assert examine(method, url, JSON, b"{", catalog=catalog, base_url=HUB) is None


@pytest.mark.parametrize("url", ["HTTPS://HUB.example:443/api/ai/queue", f"{HUB}/api/ai/queue?a=1"])
def test_the_same_origin_in_another_spelling_is_the_hub(catalog: Catalog, url: str) -> None:
    assert examine("post", url, JSON, b"{}", catalog=catalog, base_url=HUB) is not None


@pytest.mark.parametrize(
    "body",
    [
        {**PAINT, "model": "acme-secret-1"},
        b'"' + b"x" * BODY_BYTES + b'"',
    ],
    ids=["no schema", "over the limit"],
)
def test_what_there_is_nothing_to_judge_by_is_unjudged(
    catalog: Catalog, body: JsonObject | bytes
) -> None:
    examination = _examined(catalog, "images/generate", body)

    assert examination is not None
    assert examination.verdict.outcome == "unjudged"
    assert examination.verdict.findings == ()


def test_an_unknown_model_is_wrong_by_a_whole_catalog_and_unjudged_by_an_old_one(
    catalog: Catalog,
) -> None:
    body = {**CHAT, "model": "acme-chat-2"}
    old = replace(catalog, authoritative=False)

    outcomes = [_examined(one, "chat/completions", body) for one in (catalog, old)]

    assert [o.verdict.outcome for o in outcomes if o] == ["invalid", "unjudged"]


_ENDPOINTS = {m.id: m.endpoint or "" for m in SMALL.models.values()}
_QUEUE_ONLY = {"num_generations", "target_repo", "target_directory"}
_any_bodies = st.sampled_from(list(SMALL.models.values())).flatmap(
    lambda model: st.one_of(
        bodies(model),
        broken_bodies(model).map(lambda broken: broken.body),
        st.dictionaries(st.sampled_from(["prompt", "size", "messages"]), json_values()).map(
            lambda members: {"model": model.id, **members}
        ),
    )
)


@given(body=_any_bodies)
def test_a_body_at_its_endpoint_is_wrong_exactly_if_validate_says_so(body: JsonObject) -> None:
    sent = {name: value for name, value in body.items() if name not in _QUEUE_ONLY}
    endpoint = _ENDPOINTS.get(str(sent.get("model")), "chat/completions")

    findings = _findings(SMALL, endpoint, sent)

    assert sorted(_codes(findings)) == sorted(_codes(tuple(oxspec.validate(sent, catalog=SMALL))))
