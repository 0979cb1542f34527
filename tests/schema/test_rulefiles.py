"""Files of rules: what is read, and what each wrong one is refused with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from oxspec.errors import UsageProblem
from oxspec.schema.rulefiles import load_rules
from oxspec.schema.rules import builtin_rules
from support.commands import run
from support.plain import accepts

if TYPE_CHECKING:
    from pathlib import Path

    from hub.server import Hub
    from oxspec.jsontypes import JsonObject, JsonValue

RULE: JsonObject = {
    "id": "ours",
    "message": "no",
    "source": "us",
    "unsupported": ["a"],
    "example": {"right": {}, "wrong": {"a": 1}},
}
BUDGET: JsonObject = {
    "id": "ours-small",
    "applies": {"models": ["flux-2-*"]},
    "message": "over our budget",
    "source": "our budget",
    "limits": {"num_inference_steps": {"maximum": 30}},
    "example": {"right": {"num_inference_steps": 30}, "wrong": {"num_inference_steps": 31}},
}
NEEDS: JsonObject = {"if": "a", "then": ["b"]}


def written(folder: Path, document: JsonValue, *, name: str = "rules.json") -> str:
    path = folder / name
    path.write_text(json.dumps(document), "utf-8")
    return str(path)


def refusal(file: str) -> str:
    with pytest.raises(UsageProblem) as caught:
        load_rules([file])
    return str(caught.value)


def test_rules_of_files_stand_beside_the_built_in(tmp_path: Path) -> None:
    first = written(tmp_path, {"rules": [RULE]})
    second = written(tmp_path, {"rules": [{**RULE, "id": "more"}]}, name="more.json")

    ids = [rule.id for rule in load_rules([first, second])]

    assert ids == [*(rule.id for rule in builtin_rules()), "ours", "more"]


def test_a_rule_may_stand_in_for_another_and_a_file_may_disable_one(tmp_path: Path) -> None:
    first, second = (rule.id for rule in builtin_rules()[:2])
    document: JsonObject = {"rules": [{**RULE, "disable": [first]}], "disable": [second]}

    ids = {rule.id for rule in load_rules([written(tmp_path, document)])}

    assert not ids & {first, second}
    assert "ours" in ids


def test_a_built_in_rule_is_replaced_under_its_own_id_where_that_is_said(tmp_path: Path) -> None:
    name = builtin_rules()[0].id
    same: JsonObject = {**RULE, "id": name}

    assert "a second rule" in refusal(written(tmp_path, {"rules": [same]}))
    kept = load_rules([written(tmp_path, {"rules": [{**same, "disable": [name]}]})])

    assert [rule.message for rule in kept if rule.id == name] == ["no"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "the file: "),
        ({"rules": [{**RULE, "id": "No Kebab"}]}, "/rules/0/id: "),
        ({"rules": [{**RULE, "unsupported": []}]}, "/rules/0/unsupported: "),
        ({"rules": [{**RULE, "needs": NEEDS}]}, "this one needs, unsupported"),
        ({"rules": [{k: v for k, v in RULE.items() if k != "unsupported"}]}, "this one none"),
        ({"rules": [{**RULE, "colour": 1}]}, "/rules/0: "),
        ({"rules": [{**RULE, "applies": {}}]}, "/rules/0/applies: "),
        ({"rules": [RULE, RULE]}, 'a second rule "ours"'),
        ({"rules": [], "disable": ["no-such"]}, 'disables "no-such", which is no rule'),
    ],
    ids=str,
)
def test_a_wrong_file_is_refused_with_place_and_reason(
    tmp_path: Path, document: JsonValue, said: str
) -> None:
    message = refusal(written(tmp_path, document))

    assert said in message
    assert message.startswith(str(tmp_path))
    assert "\n" not in message


@pytest.mark.parametrize("keyword", ["pattern", "$ref", "format", "unevaluatedProperties"])
def test_a_keyword_that_validators_read_differently_is_refused(
    tmp_path: Path, keyword: str
) -> None:
    limit: JsonObject = {keyword: "x"}
    limits: JsonObject = {"a": limit}
    rule: JsonObject = {k: v for k, v in RULE.items() if k != "unsupported"}
    document: JsonObject = {"rules": [{**rule, "limits": limits}]}

    assert keyword in refusal(written(tmp_path, document))


def test_a_file_that_is_not_there_or_not_json_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"rules": [}', "utf-8")

    assert "cannot be read" in refusal(str(tmp_path / "absent.json"))
    assert "cannot be read" in refusal(str(tmp_path))
    assert "line 1, column 12" in refusal(str(broken))


@pytest.fixture(params=["bundled", "cached"])
def source(
    request: pytest.FixtureRequest, home: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, ...]:
    """Options for a catalog that has flux-2-dev: the bundled one, or one that was fetched."""
    monkeypatch.chdir(home)
    if request.param == "bundled":
        return ("--source", "bundled")
    steps: JsonObject = {"type": "integer", "default": 20}
    entry: JsonObject = {
        "name": "flux-2-dev",
        "capabilities": {"input": ["text"], "output": ["image"]},
        "json_request_schema": {
            "type": "object",
            "required": ["prompt"],
            "properties": {"prompt": {"type": "string"}, "num_inference_steps": steps},
        },
    }
    hub.entries = [entry]
    assert run("fetch", "--source", hub.catalog_url).status == 0
    return ("--source", hub.catalog_url, "--offline")


def test_every_command_holds_bodies_to_rules_of_ones_own(
    source: tuple[str, ...], home: Path
) -> None:
    options = (*source, "--rules", written(home, {"rules": [BUDGET]}))
    body: JsonObject = {"model": "flux-2-dev", "prompt": "an ox", "num_inference_steps": 31}
    (home / "body.json").write_text(json.dumps(body), "utf-8")

    validated = run("validate", "body.json", *options)
    schema = json.loads(run("schema", "flux-2-dev", *options).out)
    shown = json.loads(run("example", "flux-2-dev", "--variant", "all", *options).out)

    assert validated.status == 1
    assert "/num_inference_steps: error: over our budget [conflict]" in validated.out
    assert run("validate", "body.json", *source).status == 0
    Draft202012Validator.check_schema(schema)
    assert "ours-small" in [entry.get("x-rule") for entry in schema["allOf"]]
    assert not accepts(schema, body)
    assert accepts(schema, shown)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "{",
        "[]",
        '{"rules": [{"id": "x"}]}',
        json.dumps({"rules": [BUDGET, BUDGET]}),
        '{"rules": [], "disable": ["no-such"]}',
    ],
)
def test_a_wrong_file_of_rules_is_one_line_and_exits_2(home: Path, text: str | None) -> None:
    file = home / "wrong.json"
    if text is not None:
        file.write_text(text, "utf-8")

    for command in (["validate", "-"], ["schema", "flux-2-dev"], ["example", "flux-2-dev"]):
        result = run(*command, "--source", "bundled", "--rules", str(file), stdin=b"{}")

        assert (result.status, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert str(file) in result.err
