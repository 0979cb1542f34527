"""The commands beside ``validate``: what they print, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from hub.faults import stall
from oxspec.cli.group import COMMANDS
from oxspec.resources import schemas_dir
from support.commands import run
from support.plain import accepts

if TYPE_CHECKING:
    from hub.server import Hub

MODEL = "black-forest-labs-flux-2-klein-4b"
OXSPEC = [sys.executable, "-m", "oxspec"]


@pytest.fixture(autouse=True)
def bundled(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")

    assert result.status == 0
    assert f"\n  oxspec {command}" in result.out
    for option in (
        "--source",
        "--offline",
        "--max-age",
        "--cache-dir",
        "--no-config",
        "--no-color",
    ):
        assert option in result.out


def test_a_mistyped_command_offers_the_nearest() -> None:
    result = run("validat", "x.json")

    assert result.status == 2
    assert "Did you mean 'validate'?" in result.err


def test_a_mistyped_model_offers_the_nearest() -> None:
    result = run("show", "moonshotai-kimi-k25")

    assert result.status == 2
    assert "did you mean moonshotai-kimi-k2-5" in result.err


def test_models_are_searched_by_words_endpoint_input_and_output() -> None:
    everything = run("models").out.splitlines()
    found = run("models", "kling", "--input", "image", "--output", "video").out.splitlines()
    chat = run("models", "--endpoint", "chat").out.splitlines()

    assert len(everything) == 178
    assert 0 < len(found) < len(chat) < len(everything)
    assert all("kling" in line.lower() and "video" in line for line in found)


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (("models", "--format", "json"), "models"),
        (("show", MODEL, "--format", "json"), "show"),
        (("show", "moonshotai-kimi-k2-5", "--format", "json"), "show"),
    ],
)
def test_a_json_report_is_as_its_schema_says(arguments: tuple[str, ...], schema: str) -> None:
    described = json.loads((schemas_dir() / "reports" / f"{schema}.schema.json").read_bytes())

    report = json.loads(run(*arguments).out)

    assert accepts(described, report)


def test_a_sheet_keeps_to_80_columns() -> None:
    for model in (MODEL, "moonshotai-kimi-k2-5", "kling-video-o3-omni"):
        assert all(len(line) <= 80 for line in run("show", model).out.splitlines())


def test_a_schema_is_json_schema_that_any_validator_takes() -> None:
    schema = json.loads(run("schema", MODEL).out)

    Draft202012Validator.check_schema(schema)
    body = json.loads(run("example", MODEL, "--quiet").out)
    assert accepts(schema, body)


def test_an_example_says_what_it_leaves_out() -> None:
    result = run("example", MODEL, "--variant", "all")

    assert result.err == "left out (no default, or excluded by another): seed\n"


def test_python_samples_run_as_they_stand_and_send_the_body(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    program = run("example", MODEL, "--as", "python").out
    body = json.loads(run("example", MODEL).out)
    environ = {**os.environ, "OXEN_API_KEY": "k"}

    subprocess.run([sys.executable, "-c", program], env=environ, check=True, capture_output=True)

    assert hub.requests[-1].json == body
    assert hub.requests[-1].headers["authorization"] == "Bearer k"


def test_curl_samples_run_as_they_stand_and_send_the_body(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    program = run("example", MODEL, "--as", "curl").out
    body = json.loads(run("example", MODEL).out)
    environ = {**os.environ, "OXEN_API_KEY": "k"}

    subprocess.run(["sh", "-ec", program], env=environ, check=True, capture_output=True)

    assert hub.requests[-1].json == body


@pytest.mark.parametrize("command", ["client", "docs"])
def test_a_folder_is_written_once_and_then_found_up_to_date(command: str) -> None:
    first = run(command, "-o", "out")
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    second = run(command, "-o", "out")
    checked = run(command, "-o", "out", "--check")

    after = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert (first.status, second.status, checked.status) == (0, 0, 0)
    assert "178 models" in first.err
    assert before == after


@pytest.mark.parametrize("command", ["client", "docs"])
def test_check_writes_nothing_and_exits_1_where_something_would_change(command: str) -> None:
    result = run(command, MODEL, "-o", "out", "--check")

    assert result.status == 1
    assert "missing" in result.out
    assert not Path("out").exists()


def test_a_model_that_becomes_deprecated_keeps_its_module() -> None:
    entries = [
        {"name": name, "endpoint": "images/generate", "json_request_schema": {"type": "object"}}
        for name in ("stays", "goes")
    ]
    source = Path("catalog.json")
    source.write_text(json.dumps(entries), "utf-8")
    run("client", "-o", "out", "--source", str(source))
    source.write_text(json.dumps([entries[0], entries[1] | {"deprecated": True}]), "utf-8")
    result = run("client", "-o", "out", "--source", str(source))
    fresh = run("client", "-o", "fresh", "--source", str(source))

    assert (result.status, fresh.status) == (0, 0)
    assert '"deprecated": True' in Path("out/goes.py").read_text("utf-8")
    assert not Path("fresh/goes.py").exists()


def test_a_quarantined_model_is_named_and_the_others_are_written() -> None:
    right = {
        "name": "right",
        "endpoint": "images/generate",
        "json_request_schema": {"type": "object"},
    }
    wrong = {"name": "wrong", "endpoint": "images/generate", "json_request_schema": {"type": 5}}
    Path("catalog.json").write_text(json.dumps([right, wrong]), "utf-8")

    for command, name in (("client", "right.py"), ("docs", "right.mdx")):
        result = run(command, "--source", "catalog.json", "-o", command)

        assert result.status == 3
        assert "left out wrong" in result.err
        assert Path(command, name).exists()


def test_the_cache_is_told_and_emptied(hub: Hub, home: Path) -> None:
    source = hub.url + "/api/evaluations/models"

    fetched = run("fetch", "--source", source)
    path = Path(run("cache", "path").out.strip())
    cleared = run("cache", "clear")

    assert fetched.status == 0
    assert path.is_relative_to(home)
    assert (cleared.status, "removed" in cleared.err) == (0, True)


def test_a_fetch_ends_with_what_is_new_gone_and_changed(hub: Hub) -> None:
    source = hub.url + "/api/evaluations/models"
    run("fetch", "--source", source)
    first, second, *rest = hub.entries
    hub.entries = [{**second, "summary": "Other"}, *rest, {**first, "name": "newcomer"}]

    result = run("fetch", "--source", source)

    assert result.status == 0
    assert "new (1): newcomer" in result.out
    assert f"gone (1): {first['name']}" in result.out
    assert f"changed (1): {second['name']}" in result.out


@pytest.mark.parametrize(
    ("source", "status", "told"),
    [
        ("nothing.json", 2, "nothing.json"),
        ("ftp://x.y/z", 2, "ftp"),
        (".", 3, "folder"),
        ("empty.json", 3, "empty"),
        ("page.html", 3, "page.html"),
        ("list.json", 3, "not a catalog"),
    ],
)
def test_a_source_that_is_none_is_one_line(source: str, status: int, told: str) -> None:
    Path("empty.json").write_bytes(b"")
    Path("page.html").write_bytes(b"<!doctype html><title>Log in</title>")
    Path("list.json").write_bytes(b'{"models": 5}')

    result = run("models", "--source", source)

    assert (result.status, result.out) == (status, "")
    assert result.err.count("\n") == 1
    assert told in result.err


def test_a_broken_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m oxspec models --source bundled | head -n 1"

    done = subprocess.run(["sh", "-c", command], capture_output=True, check=True)

    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_an_interrupt_exits_130(hub: Hub) -> None:
    hub.fail_always(stall())
    # A shell that runs tests in the background has interrupts ignored; a person's does not.
    process = subprocess.Popen(
        [*OXSPEC, "fetch", "--source", hub.url + "/api/evaluations/models"],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads
    )
    try:
        while not hub.requests:
            time.sleep(0.02)

        process.send_signal(signal.SIGINT)

        assert process.wait(20) == 130
    finally:
        process.kill()
        process.wait()


def test_help_and_plain_commands_import_no_heavy_library() -> None:
    code = (
        "import sys\nfrom oxspec.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'httpx', 'jinja2', 'jsonschema', 'jsonschema_rs', 'hypothesis'}\n"
        "sys.exit(len(heavy & set(sys.modules)))"
    )

    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_completion_offers_commands_and_models() -> None:
    environ = {
        **os.environ,
        "_OXSPEC_COMPLETE": "bash_complete",
        "COMP_WORDS": "oxspec show moonshot",
        "COMP_CWORD": "2",
    }

    done = subprocess.run(OXSPEC, env=environ, capture_output=True, check=False)

    assert b"moonshotai-kimi-k2-5" in done.stdout
