"""The built-in rules over whole catalogs, and rules of one's own in a session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from oxspec.app.session import Session
from oxspec.catalog.ruled import RuledModels
from oxspec.errors import UsageProblem
from oxspec.examples import VARIANTS, example
from oxspec.resources import schemas_dir
from oxspec.runtime.check import check
from oxspec.schema.rules import broken_rules, builtin_rules, texts_of
from oxspec.settings import load_settings
from oxspec.validation.judge import judge
from support.catalogs import all_models, catalogs, each_model
from support.models import model_of
from support.plain import accepts

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.schema.rules import Rule

ROOT = Path(__file__).parents[1]
OURS: JsonObject = {
    "id": "ours-small",
    "applies": {"models": ["flux-2-*"]},
    "message": "over our budget",
    "source": "our budget",
    "limits": {"num_inference_steps": {"maximum": 30}},
    "example": {"right": {"num_inference_steps": 30}, "wrong": {"num_inference_steps": 31}},
}


def part(rule: Rule, key: str) -> JsonObject:
    parameters = rule.example[key]
    assert isinstance(parameters, dict)
    return parameters


def invented(rule: Rule) -> Model:
    """Return a model that a rule is about and no catalog has any more."""
    names = {*part(rule, "right"), *part(rule, "wrong")}
    glob = rule.targets[0].models[0]
    properties: JsonObject = {name: {} for name in names}
    return model_of(
        {
            "name": glob.replace("*", "x"),
            "endpoint": "videos/generate",
            "json_request_schema": {"type": "object", "properties": properties},
        }
    )


def ids_of(model: Model) -> set[str]:
    entries = (model.strict or {}).get("allOf")
    found = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    return {str(entry["x-rule"]) for entry in found if "x-rule" in entry}


def pointed_at(strict: JsonObject, rule: str) -> set[str]:
    """Return the parameters that a finding of a rule may point at."""
    entries = strict["allOf"]
    assert isinstance(entries, list)
    (entry,) = (e for e in entries if isinstance(e, dict) and e.get("x-rule") == rule)
    return set(texts_of(entry["x-at"]))


def fits(model: Model, rule: Rule) -> bool:
    """Return whether an example's parameters are right by themselves for a model."""
    properties = (model.strict or {}).get("properties")
    assert isinstance(properties, dict)
    return all(
        name in properties and not check(value, own(properties[name]))
        for key in ("right", "wrong")
        for name, value in part(rule, key).items()
    )


def own(schema: JsonValue) -> JsonObject:
    return schema if isinstance(schema, dict) else {}


def body_with(model: Model, rule: Rule, key: str) -> JsonObject:
    """Return the minimal body with an example's parameters, without what the other one gives."""
    minimal = example(model, "minimal").body
    others = {*part(rule, "right"), *part(rule, "wrong")}
    return {n: v for n, v in minimal.items() if n not in others} | part(rule, key)


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_every_rule_tells_its_examples_apart_for_every_model_it_is_about(rule: Rule) -> None:
    models = [model for _, model in all_models() if rule.id in ids_of(model) and fits(model, rule)]

    for model in models or [invented(rule)]:
        strict = model.strict or {}
        right, wrong = (body_with(model, rule, key) for key in ("right", "wrong"))
        (finding,) = check(wrong, strict)

        assert check(right, strict) == []
        assert (finding.code, finding.message) == ("conflict", rule.message)
        assert finding.severity == rule.severity
        given = pointed_at(strict, rule.id) & wrong.keys()
        assert finding.pointer in ({f"/{name}" for name in given} or {""})
        assert accepts(strict, right)
        assert accepts(strict, wrong) == (rule.severity == "warning")
        assert broken_rules(strict)(wrong) == {rule.id}
        assert model.accepts(right)
        assert not model.accepts(wrong)


@each_model
def test_the_schema_with_its_rules_is_one_of_the_standard(model: Model) -> None:
    Draft202012Validator.check_schema(model.strict or {})


@pytest.mark.parametrize(
    ("name", "own", "wrong"),
    [
        (
            "google-veo-3-1-fast",
            {
                "resolution": {"type": "string", "enum": ["720p", "1080p"]},
                "duration": {"type": "string", "enum": ["4s", "8s"]},
            },
            {"resolution": "1080p", "duration": "4s"},
        ),
        (
            "bytedance-seedream-4",
            {"input_images": {"type": "array", "items": {"type": "string"}}},
            {"input_images": ["https://example.com/a.png"] * 15},
        ),
    ],
)
def test_a_rule_holds_for_older_shapes_of_its_model(
    name: str, own: JsonObject, wrong: JsonObject
) -> None:
    request: JsonObject = {"type": "object", "properties": own}
    entry: JsonObject = {"name": name, "endpoint": "videos/generate"}
    model = model_of({**entry, "json_request_schema": request})

    (finding,) = check({"model": name, **wrong}, model.strict or {})

    assert (finding.code, finding.pointer) == ("conflict", f"/{list(wrong)[-1]}")


@each_model
def test_no_example_combines_what_a_rule_excludes(model: Model) -> None:
    if model.strict is None:
        return
    for variant in VARIANTS:
        assert broken_rules(model.strict)(example(model, variant).body) == frozenset()


def test_an_example_of_all_parameters_names_what_it_leaves_out() -> None:
    model = catalogs()["bundled"].models["minimax-h3"]

    made = example(model, "all")

    assert {"input_image", "tail_image_url"} <= made.body.keys()
    assert {"input_images", "input_videos", "input_audios"} <= {*made.omitted}


def test_a_minimal_example_has_what_a_rule_asks_for() -> None:
    model = catalogs()["bundled"].models["ltx-2-3-pro-audio-to-video"]

    assert "prompt" in example(model, "minimal").body


def test_the_built_in_rules_are_of_their_own_schema() -> None:
    schema, rules = (
        json.loads((schemas_dir() / name).read_text("utf-8"))
        for name in ("rules.schema.json", "rules.json")
    )

    Draft202012Validator.check_schema(schema)
    assert accepts(schema, rules)


def test_the_page_of_the_rules_is_up_to_date() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "rules_table.py"), "--check"]

    done = subprocess.run(script, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def written(folder: Path, name: str = "rules.json") -> str:
    path = folder / name
    path.write_text(json.dumps({"rules": [OURS]}), "utf-8")
    return str(path)


def test_rules_of_ones_own_hold_for_every_model_of_a_session(home: Path) -> None:
    settings = load_settings({}, home, source="bundled", rules=[written(home)])
    catalog = Session(settings).catalog()
    body: JsonObject = {"model": "flux-2-dev", "prompt": "an ox", "num_inference_steps": 31}

    findings = judge(body, catalog).findings

    assert [(f.code, f.pointer, f.message) for f in findings] == [
        ("conflict", "/num_inference_steps", "over our budget")
    ]
    assert not broken_rules(catalog.models["flux-2-dev"].strict or {})(
        example(catalog.models["flux-2-dev"], "all").body
    )


def test_a_wrong_file_of_rules_is_told_before_a_catalog_is_asked_for(home: Path) -> None:
    settings = load_settings({}, home, source="https://127.0.0.1:9/none", rules=["absent.json"])

    with pytest.raises(UsageProblem, match=r"absent\.json: cannot be read"):
        Session(settings).catalog()


def test_a_models_rules_are_given_on_first_use_and_kept() -> None:
    models = catalogs()["bundled"].models
    rules = builtin_rules()[:1]

    ruled = RuledModels(models, rules)

    assert list(ruled) == list(models)
    assert len(ruled) == len(models)
    assert "absent" not in ruled
    assert ruled["flux-2-dev"] is ruled["flux-2-dev"]
    assert ruled["flux-2-dev"] == replace(models["flux-2-dev"], rules=rules)


def test_files_of_rules_come_from_option_environment_or_configuration(tmp_path: Path) -> None:
    (tmp_path / "oxspec.toml").write_text('rules = ["c.json"]', "utf-8")
    environ = {"OXSPEC_RULES": os.pathsep.join(["a.json", "", "b.json"])}

    assert load_settings(environ, tmp_path, rules=["o.json"]).rules == ("o.json",)
    assert load_settings(environ, tmp_path).rules == ("a.json", "b.json")
    assert load_settings({}, tmp_path).rules == (str(tmp_path / "c.json"),)
