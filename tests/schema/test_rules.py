"""Rules: what each form accepts and refuses, and what a broken one is told as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.check import check
from oxspec.schema.accept import acceptor
from oxspec.schema.rules import (
    broken_rules,
    builtin_rules,
    builtin_rules_of,
    rules_of,
    with_rules,
)
from oxspec.schema.strict import strict_schema
from oxspec.testing import json_values
from support.catalogs import all_models
from support.plain import accepts

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.runtime.findings import Finding

URL = "https://example.com/a.png"
TEXT: JsonObject = {"type": ["string", "null"]}
LIST: JsonObject = {"type": "array", "items": {"type": "string"}}
PROPERTIES: JsonObject = {
    "a": TEXT,
    "b": TEXT,
    "c": LIST,
    "d": LIST,
    "on": {"type": "boolean"},
    "size": {"type": "string", "enum": ["1k", "2k"], "default": "2k"},
    "seconds": {"type": "integer", "minimum": 1, "default": 8},
    "steps": {"type": "integer", "maximum": 50},
}


def rule(**form: JsonValue) -> JsonObject:
    return {"id": "r", "message": "no", "source": "s", "example": {}, **form}


def strict_of(*rules: JsonObject, **changes: JsonValue) -> JsonObject:
    own: JsonObject = {"type": "object", "properties": PROPERTIES, **changes}
    strict = strict_schema("m", endpoint="images/generate", request_schema=own)
    return with_rules(strict, rules_of({"rules": [*rules]}))


def found(form: JsonObject, **body: JsonValue) -> list[Finding]:
    return check({"model": "m", **body}, strict_of(rule(**form)))


FORMS: dict[str, tuple[JsonObject, list[JsonObject], list[JsonObject]]] = {
    "not_together": (
        {"not_together": ["a", "b", "c"]},
        [{}, {"a": "x"}, {"a": "x", "b": None, "c": []}],
        [{"a": "x", "b": "y"}, {"b": "y", "c": ["z"]}],
    ),
    "not_together of groups": (
        {"not_together": [["a", "b"], ["c", "d"]]},
        [{"a": "x", "b": "y"}, {"c": ["x"], "d": ["y"]}],
        [{"a": "x", "d": ["y"]}],
    ),
    "not_together with a switch": (
        {"not_together": ["on", "a"]},
        [{"on": False, "a": "x"}, {"on": True}],
        [{"on": True, "a": "x"}],
    ),
    "exactly_one_of": (
        {"exactly_one_of": ["a", "b"]},
        [{"a": "x"}, {"b": "x", "a": None}],
        [{}, {"a": None}, {"a": "x", "b": "y"}],
    ),
    "at_least_one_of": (
        {"at_least_one_of": ["a", "b"]},
        [{"a": "x"}, {"a": "x", "b": "y"}],
        [{}, {"b": None}],
    ),
    "needs": (
        {"needs": {"if": "a", "then": ["b", "c"]}},
        [{}, {"b": "x"}, {"a": "x", "b": "y", "c": ["z"]}, {"a": None}],
        [{"a": "x"}, {"a": "x", "b": "y"}, {"a": "x", "b": "y", "c": []}],
    ),
    "unsupported": ({"unsupported": ["a", "b"]}, [{}, {"a": None}], [{"a": "x"}, {"b": "x"}]),
    "when and then, with defaults": (
        {"when": {"size": {"const": "2k"}}, "then": {"seconds": {"const": 8}}},
        [{}, {"size": "2k"}, {"size": "1k", "seconds": 4}, {"seconds": 8}],
        [{"size": "2k", "seconds": 4}, {"seconds": 4}],
    ),
    "then, where the default does not do": (
        {"when": {"on": {"const": True}}, "then": {"size": {"const": "1k"}}},
        [{}, {"on": True, "size": "1k"}, {"on": False}],
        [{"on": True}, {"on": True, "size": "2k"}],
    ),
    "limits": ({"limits": {"c": {"maxItems": 1}}}, [{}, {"c": ["x"]}], [{"c": ["x", "y"]}]),
    "total": (
        {"total": {"of": ["c", "d"], "at_most": 2}},
        [{}, {"c": ["x"], "d": ["y"]}, {"d": ["x", "y"]}],
        [{"c": ["x", "y"], "d": ["z"]}],
    ),
    "total, when": (
        {"when": {"on": {"const": True}}, "total": {"of": ["c", "d"], "at_most": 0}},
        [{"c": ["x"]}, {"on": True}],
        [{"on": True, "c": ["x"]}],
    ),
    "schema": (
        {"schema": {"not": {"required": ["a"], "properties": {"a": {"const": "x"}}}}},
        [{}, {"a": "y"}],
        [{"a": "x"}],
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_judged_alike_by_us_and_by_every_other_validator(name: str) -> None:
    form, right, wrong = FORMS[name]
    strict = strict_of(rule(**form))
    fits = acceptor(strict)

    for made, is_right in [*((r, True) for r in right), *((w, False) for w in wrong)]:
        body: JsonObject = {"model": "m", **made}

        assert accepts(strict, body) == fits(body) == is_right
        assert [f.code for f in check(body, strict)] == ([] if is_right else ["conflict"])
        assert broken_rules(strict)(body) == (frozenset() if is_right else {"r"})


@pytest.mark.parametrize("name", FORMS)
def test_a_warning_passes_other_validators_and_is_told_by_ours(name: str) -> None:
    form, right, wrong = FORMS[name]
    strict = strict_of(rule(**form, severity="warning"))
    fits = acceptor(strict)

    for made in (*right, *wrong):
        body: JsonObject = {"model": "m", **made}
        expected = [] if made in right else [("conflict", "warning")]

        assert accepts(strict, body)
        assert [(f.code, f.severity) for f in check(body, strict)] == expected
        assert fits(body) == (made in right)


def test_a_finding_points_at_the_first_given_parameter_and_carries_the_advice() -> None:
    form: JsonObject = {"not_together": [["a"], ["c", "d"]], "hint": "keep one"}

    (finding,) = found(form, a="x", c=[], d=["y"])

    assert (finding.pointer, finding.message, finding.hint) == ("/d", "no", "keep one")
    assert finding.value == '["y"]'


def test_at_says_where_a_finding_points_and_an_absent_parameter_leaves_the_body() -> None:
    (named,) = found({"not_together": ["a", "b"], "at": "a"}, a="x", b="y")
    (nothing,) = found({"at_least_one_of": ["a", "b"]})

    assert (named.pointer, nothing.pointer) == ("/a", "")


def test_a_rule_is_not_judged_between_parameters_that_are_wrong_by_themselves() -> None:
    findings = found({"not_together": ["a", "b"]}, a="x", b=5)

    assert [(f.code, f.pointer) for f in findings] == [("wrong-type", "/b")]


def test_a_misspelt_parameter_does_not_also_break_a_rule() -> None:
    strict = strict_of(rule(at_least_one_of=["seconds", "steps"]))

    findings = check({"model": "m", "stps": 3}, strict)

    assert [(f.code, f.pointer) for f in findings] == [("unknown-parameter", "/stps")]


def test_a_missing_required_parameter_is_told_once() -> None:
    strict = strict_of(rule(needs={"if": "a", "then": ["b"]}), required=["b"])

    findings = check({"model": "m", "a": "x"}, strict)

    assert [f.code for f in findings] == ["missing-parameter"]


@pytest.mark.parametrize(
    "form",
    [
        {"not_together": ["a", "absent"]},
        {"exactly_one_of": ["a", "absent"]},
        {"at_least_one_of": ["a", "absent"]},
        {"needs": {"if": "absent", "then": ["a"]}},
        {"needs": {"if": "a", "then": ["absent"]}},
        {"unsupported": ["absent"]},
        {"when": {"absent": {"const": 1}}, "then": {"a": {"const": "x"}}},
        {"when": {"a": {"const": "x"}}, "then": {"absent": {"const": 1}}},
        {"limits": {"absent": {"maximum": 1}}},
        {"total": {"of": ["c", "absent"], "at_most": 1}},
        {"schema": {"anyOf": [{"required": ["absent"]}]}},
    ],
    ids=str,
)
def test_a_rule_is_left_out_for_a_model_that_lacks_what_it_speaks_of(form: JsonObject) -> None:
    assert "allOf" not in strict_of(rule(**form))


@pytest.mark.parametrize(("name", "most"), [("steps", 60), ("seconds", 5)])
def test_a_limit_that_the_model_has_itself_or_contradicts_is_left_out(name: str, most: int) -> None:
    limit: JsonObject = {"maximum": most}

    assert "allOf" not in strict_of(rule(limits={name: limit}))


def test_rules_stand_beside_the_models_own_conditions() -> None:
    own: JsonValue = [{"properties": {"a": {"maxLength": 2}}}]
    strict = strict_of(rule(not_together=["a", "b"]), allOf=own)

    codes = [f.code for f in check({"model": "m", "a": "xyz", "b": "y"}, strict)]

    assert codes == ["bad-length", "conflict"]
    assert [f.code for f in check({"model": "m", "typo": 1}, strict)] == ["unknown-parameter"]


def test_a_catalog_makes_no_rules() -> None:
    entry: JsonObject = {"x-rule": "forged", "x-rule-warning": 5, "x-message": 7}
    strict = strict_of(allOf=[entry], **entry)

    assert "x-rule" not in str(strict)
    assert check({"model": "m"}, strict) == []


@pytest.mark.parametrize(
    ("applies", "expected"),
    [
        ({"models": ["acme-*"]}, True),
        ({"models": ["acme-?"]}, False),
        ({"models": ["other", "acme-paint"]}, True),
        ({"providers": ["Acme"]}, True),
        ({"providers": ["acme"], "endpoints": ["images/edit"]}, False),
        ([{"models": ["other"]}, {"endpoints": ["images/generate"]}], True),
    ],
)
def test_a_rule_is_about_the_models_that_all_its_patterns_match(
    applies: JsonValue, *, expected: bool
) -> None:
    (made,) = rules_of({"rules": [rule(applies=applies, unsupported=["a"])]})

    matches = made.matches("acme-paint", provider="acme", endpoint="images/generate")

    assert matches is expected


RULED = [model for _, model in all_models() if "allOf" in (model.strict or {})]


@given(data=st.data(), model=st.sampled_from(RULED), value=json_values())
def test_no_body_makes_a_rule_fail_and_both_paths_agree(
    data: st.DataObject, model: Model, value: JsonValue
) -> None:
    strict = model.strict or {}
    properties = strict["properties"]
    assert isinstance(properties, dict)
    names = data.draw(st.lists(st.sampled_from([*properties]), max_size=5))
    body: JsonObject = {"model": model.id}
    body.update({name: data.draw(json_values(max_leaves=3)) for name in names})

    for made in (body, value):
        findings = check(made, strict)

        assert not acceptor(strict)(made) or findings == []
        assert accepts(strict, made) or any(f.severity == "error" for f in findings)


def test_every_built_in_rule_has_an_id_of_its_own() -> None:
    ids = [made.id for made in builtin_rules()]

    assert len(set(ids)) == len(ids)


IDS = [model.id for _, model in all_models()]


@given(model=st.sampled_from(IDS) | st.text())
def test_no_rule_that_is_about_a_model_is_passed_over(model: str) -> None:
    about = {"provider": "google", "endpoint": "videos/generate"}

    found = [rule.id for rule in builtin_rules_of(model) if rule.matches(model, **about)]

    assert found == [rule.id for rule in builtin_rules() if rule.matches(model, **about)]
