"""What a command does where its surroundings are broken: streams, cache, catalogs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.commands import run

if TYPE_CHECKING:
    from hub.server import Hub

GOOD = {"name": "good", "endpoint": "images/generate", "json_request_schema": {"type": "object"}}
BAD = {"name": "bad", "endpoint": "images/generate", "json_request_schema": {"type": 5}}


@pytest.fixture(autouse=True)
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def catalog(*entries: object) -> str:
    Path("catalog.json").write_text(json.dumps({"models": entries}), "utf-8")
    return "catalog.json"


@pytest.mark.parametrize("command", ["client", "docs"])
def test_an_entry_without_an_id_is_named_with_its_place(command: str) -> None:
    result = run(command, "--source", catalog(GOOD, 5, {"foo": 1}), "-o", "out")

    assert result.status == 3
    assert "/models/1" in result.err
    assert "/models/2" in result.err


@pytest.mark.parametrize("command", ["client", "docs"])
def test_one_quarantined_model_does_not_stop_the_others_that_are_named(command: str) -> None:
    result = run(command, "bad", "good", "--source", catalog(GOOD, BAD), "-o", "out")

    assert result.status == 3
    assert "left out bad" in result.err
    assert list(Path("out").glob("good.*"))


def test_a_package_cannot_be_called_as_a_keyword() -> None:
    result = run("client", "-o", "out", "--package", "class", "--source", catalog(GOOD))

    assert result.status == 2


def test_a_fetch_that_could_not_be_cached_exits_3(hub: Hub) -> None:
    Path("file").write_text("", "utf-8")

    result = run("fetch", "--source", hub.catalog_url, "--cache-dir", "file")

    assert result.status == 3
    assert "not cached" in result.err


def test_a_mistyped_id_is_fetched_with_the_nearest_offered(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    name = str(hub.entries[0]["name"])

    result = run("fetch", name[:-1])

    assert result.status == 3
    assert f'did you mean "{name}"?' in result.err


def test_a_single_model_that_is_the_same_is_not_told_as_changed(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    run("fetch")
    name = str(hub.entries[0]["name"])
    first = run("fetch", name)

    second = run("fetch", name)

    assert first.status == second.status == 0
    assert "changed" not in second.out.replace("new, gone or changed", "")


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_a_standard_output_that_takes_nothing_exits_3(redirection: str) -> None:
    command = f"{sys.executable} -m oxspec models --source bundled {redirection}"

    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "standard output" in done.stderr
    assert "fault" not in done.stderr


def test_a_closed_standard_input_is_a_missing_body() -> None:
    command = f"{sys.executable} -m oxspec validate - --source bundled <&-"

    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "closed" in done.stdout


@pytest.mark.parametrize("command", [["models"], ["show", "good"]])
def test_the_configuration_names_the_format_of_lists(command: list[str]) -> None:
    Path("oxspec.toml").write_text(f'source = "{catalog(GOOD)}"\nformat = "json"\n', "utf-8")

    assert json.loads(run(*command).out)["version"] == 1
    assert not run(*command, "--format", "text").out.startswith("{")


def test_a_body_that_is_not_judged_says_for_which_model() -> None:
    Path("body.json").write_text('{"model": "nowhere-at-all"}', "utf-8")

    result = run("validate", "body.json", "--source", "bundled")

    assert result.status == 3
    assert '"nowhere-at-all"' in result.out
