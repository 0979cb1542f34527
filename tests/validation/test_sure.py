"""A repair is made only where what was meant is sure, and nothing that is secret is told."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest

import oxspec
from oxspec.runtime.check import check
from oxspec.runtime.errors import InvalidRequest
from support.commands import run

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject
    from oxspec.runtime.findings import Finding

PAINT = {"model": "flux-2-pro", "prompt": "an ox"}
KEY = "sk-ant-api03-abcdefghijklmnopqrstuvwxyz012345"


def _findings(**more: object) -> list[Finding]:
    return oxspec.validate({**PAINT, **more}, catalog=oxspec.load_catalog("bundled"))


@pytest.mark.parametrize("name", ["speed", "z", "w", "", "top_k"])
def test_a_name_that_may_mean_something_else_is_not_mended(name: str) -> None:
    body = {**PAINT, name: 1}

    assert oxspec.repair(body, catalog=oxspec.load_catalog("bundled"))[0] == body


def test_two_names_for_one_parameter_are_not_mended_by_their_order() -> None:
    findings = oxspec.validate(
        {"model": "flux-2-pro", "promt": "y", "prompf": "z"},
        catalog=oxspec.load_catalog("bundled"),
    )

    assert [finding.fix for finding in findings] == [None, None]


def test_a_slip_in_the_word_model_is_mended() -> None:
    body = {"modle": "flux-2-pro", "prompt": "an ox"}

    assert oxspec.repair(body, catalog=oxspec.load_catalog("bundled"))[0] == PAINT


@pytest.mark.parametrize(("value", "hint"), [("11", "from 0 to 10"), ("9", "9 without quotes")])
def test_a_hint_never_leads_into_the_next_mistake(value: str, hint: str) -> None:
    (finding,) = _findings(guidance=value)

    assert finding.hint is not None
    assert hint in finding.hint


def test_findings_pass_between_processes() -> None:
    error = InvalidRequest(_findings(promt="x"), where="a.json")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # its own

    assert str(again) == str(error)
    assert again.findings == error.findings


@pytest.mark.parametrize(
    "secret",
    [
        KEY,
        "AKIAIOSFODNN7EXAMPLE",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkq",
        "0123456789abcdef0123456789abcdef",
        "htp://user:hunter2pass@example.com/a",
        "DATA:image/png;base64,AAAABBBBCCCCDDDD",
    ],
)
@pytest.mark.parametrize("style", ["text", "json", "junit", "github", "gitlab", "sarif"])
@pytest.mark.parametrize("place", ["value", "name", "model"])
def test_no_report_tells_a_secret(secret: str, style: str, place: str) -> None:
    bodies: dict[str, dict[str, object]] = {
        "value": {**PAINT, "seed": secret},
        "name": {**PAINT, secret: 1},
        "model": {**PAINT, "model": secret},
    }
    text = json.dumps(bodies[place])

    done = run("validate", "-", "--source", "bundled", "--format", style, stdin=text.encode())

    assert secret not in done.out + done.err
    assert secret[12:] not in done.out + done.err


def test_what_a_broken_alternative_speaks_of_is_not_unknown() -> None:
    size: JsonObject = {
        "properties": {"w": {"type": "integer"}, "h": {"type": "integer"}},
        "required": ["w", "h"],
    }
    schema: JsonObject = {
        "properties": {
            "b": {
                "oneOf": [{"type": "object", **size}, {"type": "string"}],
                "unevaluatedProperties": False,
            }
        }
    }

    found = check({"b": {"w": 1, "h": "2"}}, schema)
    strange = check({"b": {"w": 1, "h": 2, "zzz": 3}}, schema)

    assert [(f.code, f.pointer) for f in found] == [("wrong-type", "/b/h")]
    assert [(f.code, f.pointer) for f in strange] == [("unknown-parameter", "/b/zzz")]


@pytest.mark.parametrize(
    ("parameter", "value", "hint"),
    [
        ("guidance", "much", "write a number, from 0 to 10"),
        ("aspect_ratio", ["1:1"], 'write "1:1" alone, not in a list'),
        ("aspect_ratio", ["16:10"], 'write one of "1:1", "16:9"'),
        ("zzz", 1, "it takes "),
    ],
)
def test_every_hint_says_what_to_do_next(parameter: str, value: object, hint: str) -> None:
    (finding,) = _findings(**{parameter: value})

    assert finding.hint is not None
    assert finding.hint.startswith(hint)


def test_a_prompt_for_a_chat_model_is_told_to_be_a_message() -> None:
    body = {"model": "gpt-4o", "prompt": "an ox"}

    hints = [f.hint or "" for f in oxspec.validate(body, catalog=oxspec.load_catalog("bundled"))]

    assert any('"messages": [{"role": "user"' in hint for hint in hints)


def test_an_unfinished_id_is_told_what_goes_on_from_it() -> None:
    done = run("validate", "-", "--source", "bundled", stdin=b'{"model": "kling-video-v3-pro"}')

    assert 'did you mean "kling-video-v3-pro-motion-control"?' in done.out


def test_unsafe_fixes_alone_are_a_usage_error_that_names_what_is_missing() -> None:
    done = run("validate", "-", "--source", "bundled", "--unsafe-fixes", stdin=b"{}")

    assert done.status == 2
    assert "--fix" in done.err
