"""``oxspec schema``: for validators, for agents, for editors; and bodies in YAML."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from oxspec.schema.tools import tool_name
from support.commands import run
from support.plain import accepts

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject

MODEL = "black-forest-labs-flux-2-klein-4b"
CHAT = "moonshotai-kimi-k2-5"
#: Where each form has its schema: the members on the way to it.
FORMS = {
    "tool": ("function", "parameters"),
    "openai-tool": ("function", "parameters"),
    "anthropic-tool": ("input_schema",),
    "mcp-tool": ("inputSchema",),
}


@pytest.fixture(autouse=True)
def bundled(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


def members(schema: JsonObject) -> JsonObject:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return properties


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("model", [MODEL, CHAT, "kling-video-o3-omni"])
def test_a_tool_has_the_shape_that_its_api_takes(form: str, model: str) -> None:
    tool = json.loads(run("schema", model, "--as", form).out)

    *outer, key = FORMS[form]
    definition = tool[outer[0]] if outer else tool
    assert definition.keys() == {"name", "description", key}
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", definition["name"])
    assert 0 < len(definition["description"]) <= 1024
    schema = definition[key]
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["type"] == "object"
    assert not schema.keys() & {"anyOf", "oneOf", "allOf", "not", "enum", "$schema"}


def test_a_tool_asks_for_what_the_agent_decides_and_no_more() -> None:
    strict = json.loads(run("schema", MODEL).out)
    tool = json.loads(run("schema", MODEL, "--as", "mcp-tool").out)["inputSchema"]

    left_out = members(strict).keys() - members(tool).keys()

    assert left_out == {"model", "num_generations", "target_repo", "target_directory"}
    assert tool["required"] == [name for name in strict["required"] if name != "model"]
    assert tool["additionalProperties"] is False
    assert "x-" not in "".join(tool["properties"]["prompt"])


@pytest.mark.parametrize("model", [MODEL, CHAT, "kling-video-o3-omni"])
def test_what_an_example_sends_is_what_the_tool_takes(model: str) -> None:
    body = json.loads(run("example", model, "--quiet").out)
    tool = json.loads(run("schema", model, "--as", "mcp-tool").out)["inputSchema"]

    assert accepts(tool, {name: value for name, value in body.items() if name != "model"})


def test_a_tool_tells_the_rules_that_its_schema_cannot() -> None:
    tool = json.loads(run("schema", "kling-video-o3-omni", "--as", "tool").out)

    assert "a last frame (tail_image_url) needs a first one" in tool["function"]["description"]


@pytest.mark.parametrize("model", ["a/b c", "x" * 200, "模型", "", "happyhorse-1.0-t2v"])
def test_any_id_becomes_a_name_that_apis_take(model: str) -> None:
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", tool_name(model))


def test_all_schemas_are_written_once_and_then_found_up_to_date() -> None:
    first = run("schema", "--all", "-o", "schemas")
    before = {path: path.read_bytes() for path in Path("schemas").iterdir()}
    second = run("schema", "--all", "-o", "schemas")
    checked = run("schema", "--all", "-o", "schemas", "--check")

    assert (first.status, second.status, checked.status) == (0, 0, 0)
    assert "for 178 models" in first.err
    assert before == {path: path.read_bytes() for path in Path("schemas").iterdir()}


def test_an_edited_schema_is_overwritten_only_when_forced() -> None:
    run("schema", "--all", "-o", "schemas")
    file = Path("schemas", f"{MODEL}.schema.json")
    written = file.read_bytes()
    file.write_bytes(b"{}")

    refused = run("schema", "--all", "-o", "schemas")
    checked = run("schema", "--all", "-o", "schemas", "--check")
    forced = run("schema", "--all", "-o", "schemas", "--force")

    assert (refused.status, checked.status, forced.status) == (3, 1, 0)
    assert file.read_bytes() == written


def test_the_schema_of_a_model_that_went_is_removed_and_most_only_when_allowed() -> None:
    entry: JsonObject = {"endpoint": "images/generate", "json_request_schema": {"type": "object"}}
    entries = [{**entry, "name": name} for name in ("a", "b", "c", "d", "e")]
    arguments = ("schema", "--all", "--source", "catalog.json", "-o", "out")

    def catalog(count: int) -> None:
        Path("catalog.json").write_text(json.dumps(entries[:count]), "utf-8")

    catalog(5)
    run(*arguments)
    catalog(4)
    fewer = run(*arguments)
    catalog(1)
    few = run(*arguments)
    allowed = run(*arguments, "--allow-shrink")

    assert (fewer.status, few.status, allowed.status) == (0, 3, 0)
    assert sorted(path.name for path in Path("out").iterdir()) == [
        ".oxspec-schemas.json",
        "a.schema.json",
        "index.schema.json",
    ]


def test_a_model_whose_schema_is_broken_is_named_and_the_others_are_written() -> None:
    right: JsonObject = {"name": "right", "endpoint": "images/generate", "json_request_schema": {}}
    wrong = {**right, "name": "wrong", "json_request_schema": {"type": 5}}
    Path("catalog.json").write_text(json.dumps([right, wrong]), "utf-8")

    result = run("schema", "--all", "--source", "catalog.json", "-o", "out")

    assert result.status == 3
    assert "left out wrong" in result.err
    index = json.loads(Path("out", "index.schema.json").read_bytes())
    assert index["properties"]["model"]["enum"] == ["right"]


def compiled(folder: Path) -> jsonschema_rs.Draft202012Validator:
    """Return the index with its files, each under the address that it has beside the index."""
    files = {path.name: json.loads(path.read_bytes()) for path in folder.glob("*.schema.json")}
    resources = [{"$id": f"file:///s/{name}", **schema} for name, schema in files.items()]
    bundle = {"$defs": {str(n): schema for n, schema in enumerate(resources)}}
    return jsonschema_rs.Draft202012Validator({**bundle, "$ref": "file:///s/index.schema.json"})


def test_the_index_judges_a_body_by_the_schema_of_its_model() -> None:
    run("schema", "--all", "-o", "schemas")
    index = compiled(Path("schemas"))
    models = [line.split()[0] for line in run("models").out.splitlines()]

    examples = {model: run("example", model, "--quiet") for model in models}
    bodies = {m: json.loads(done.out) for m, done in examples.items() if done.status == 0}

    assert len(bodies) > 150
    assert [model for model, body in bodies.items() if not index.is_valid(body)] == []
    wrong = {model: {**body, "no such parameter": 1} for model, body in bodies.items()}
    assert [model for model, body in wrong.items() if index.is_valid(body)] == []


def test_a_body_may_name_its_schema_in_the_files_for_editors_alone() -> None:
    run("schema", "--all", "-o", "schemas")
    body = json.loads(run("example", MODEL, "--quiet").out)
    body["$schema"] = "./schemas/index.schema.json"

    assert compiled(Path("schemas")).is_valid(body)
    assert not accepts(json.loads(run("schema", MODEL).out), body)


def test_titles_descriptions_defaults_and_enums_are_there_for_editors_to_show() -> None:
    schema: JsonObject = {"type": "string", "enum": ["a", "b"], "default": "a"}
    schema |= {"title": "Size", "description": "How big.", "enumDescriptions": ["A.", "B."]}
    entry: JsonObject = {"name": "m", "endpoint": "images/generate", "display_name": "The M"}
    entry["json_request_schema"] = {"type": "object", "properties": {"size": schema}}
    Path("catalog.json").write_text(json.dumps([entry]), "utf-8")

    run("schema", "--all", "--source", "catalog.json", "-o", "out")

    shown = json.loads(Path("out", "m.schema.json").read_bytes())
    assert shown["title"] == "The M"
    assert shown["properties"]["size"] == schema


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name a model"),
        ((MODEL, "--all", "-o", "x"), "--all takes neither"),
        (("--all", "--as", "tool", "-o", "x"), "--all takes neither"),
        (("--all",), "--all needs -o DIR"),
        ((MODEL, "-o", "x"), "--all is what writes a folder"),
        ((MODEL, "--check"), "--all is what writes a folder"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: tuple[str, ...], told: str) -> None:
    result = run("schema", *arguments)

    assert (result.status, result.out) == (2, "")
    assert told in result.err
    assert not Path("x").exists()


@pytest.mark.parametrize("name", ["body.yaml", "body.yml", "BODY.YAML"])
def test_a_body_in_yaml_is_judged_with_places_in_its_text(name: str) -> None:
    Path(name).write_text("# a body\nmodel: flux-2-pro\nprompt: an ox\npromt: x\nguidance: no\n")

    result = run("validate", name)

    assert result.status == 1
    assert f"{name}:4:1: /promt: error:" in result.out
    assert f"{name}:5:11: /guidance: error:" in result.out


def test_a_right_body_in_yaml_is_valid() -> None:
    Path("body.yaml").write_text("model: flux-2-pro\nprompt: |\n  an ox\n  in the sun\n")

    assert run("validate", "body.yaml").out == "body.yaml: valid (flux-2-pro)\n"


def test_without_pyyaml_a_body_in_yaml_is_a_mistake_of_usage() -> None:
    Path("body.yaml").write_text("model: flux-2-pro\n")
    code = (
        "import sys; sys.modules['yaml'] = None; from oxspec.cli import main; "
        "main(['validate', 'body.yaml'])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "pip install 'oxspec[yaml]'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["body.jsonc", "body.json5"])
def test_almost_json_is_refused_with_what_to_save_it_as(name: str) -> None:
    Path(name).write_text('{\n  // a comment\n  "model": "flux-2-pro"\n}\n')

    result = run("validate", name)

    assert result.status == 1
    assert f"{name}:2:3: (body): error: not JSON: a comment: JSON has none" in result.out
    assert "save this as .json" in result.out


@pytest.mark.parametrize("name", ["bodies.jsonl", "bodies.ndjson"])
def test_many_bodies_in_a_file_are_refused_with_what_to_do(name: str) -> None:
    Path(name).write_text('{"model": "flux-2-pro", "prompt": "x"}\n' * 2)

    result = run("validate", name)

    assert result.status == 1
    assert f"{name}:2:1: (body): error: not JSON: more text after the value" in result.out
    assert "write each line to a file of its own" in result.out


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ('{"a": 1 /* b */}', 9, "a comment: JSON has none"),
        ("# b", 1, "a comment: JSON has none"),
        ('{"a": 1, // b\n}', 10, "a comment: JSON has none"),
        ("{prompt: 1}", 2, 'a name without quotes: write "prompt"'),
        ("{'a': 1}", 2, "a name in single quotes: JSON takes double quotes"),
        ("[1, 'a']", 5, "a string in single quotes: JSON takes double quotes"),
        ("[1, 2,]", 6, "a comma before the closing bracket"),
        ("[True]", 2, "a word of another language: write true"),
        ("[None]", 2, "a word of another language: write null"),
        ("[+1]", 2, "a number with a plus sign: write it without"),
        ("[.5]", 2, "a number that begins with its point: write 0 before it"),
        ("[5.]", 3, "a number that ends with its point: write 0 after it"),
        ("[0x1F]", 3, "a hexadecimal number: JSON takes decimal ones"),
        ("[012]", 3, "a number with a leading zero: leave the zero out"),
        ("[1_000]", 3, "a number with an underscore: leave it out"),
    ],
)
def test_what_is_not_json_is_called_by_its_name(text: str, column: int, told: str) -> None:
    Path("body.json").write_text(text)

    result = run("validate", "body.json")

    assert result.status == 1
    assert f"body.json:1:{column}: (body): error: not JSON: {told} [not-json]" in result.out
