"""Findings that are passed over, and the entries that are told when they no longer hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.commands import Result, run

PAINTER = {
    "name": "flux-2-pro",
    "capabilities": {"input": ["text"], "output": ["image"]},
    "json_request_schema": {"type": "object", "properties": {"prompt": {"type": "string"}}},
}
BODY = {"model": "flux-2-pro", "prompt": "An ox", "aspect_ratio": "7:3", "zzz": 1}


@pytest.fixture(autouse=True)
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


def judged(*entries: str) -> Result:
    """Judge a body with two mistakes under a configuration with these entries."""
    Path("oxspec.toml").write_text(f"ignore = [{', '.join(entries)}]", "utf-8")
    Path("body.json").write_text(json.dumps(BODY), "utf-8")
    return run("validate", "body.json")


ENUM = '{code = "not-in-enum", model = "flux-*", parameter = "aspect_ratio", reason = "beta"}'
UNKNOWN = '{parameter = "zzz", reason = "the hub takes it", until = 2999-01-01}'


def test_a_body_with_nothing_left_is_valid() -> None:
    result = judged(ENUM, UNKNOWN)

    assert (result.status, result.err) == (0, "")


def test_what_is_not_passed_over_is_still_found() -> None:
    result = judged(ENUM)

    assert result.status == 1
    assert "zzz" in result.out
    assert "aspect_ratio must" not in result.out


def test_an_entry_past_its_day_passes_nothing_over_and_is_told() -> None:
    result = judged(ENUM, UNKNOWN.replace("2999", "1999"))

    assert result.status == 1
    assert "is past its day: parameter zzz, until 1999-01-01 (the hub takes it)" in result.err


def test_an_entry_that_matches_nothing_is_told() -> None:
    result = judged(ENUM, UNKNOWN, '{code = "conflict", reason = "old"}')

    assert result.status == 0
    assert "matched nothing: code conflict (old)" in result.err


def test_no_config_passes_nothing_over() -> None:
    judged(ENUM, UNKNOWN)

    assert run("validate", "body.json", "--no-config").status == 1


@pytest.mark.parametrize(
    "entry",
    [
        '{code = "conflict"}',
        '{reason = "x"}',
        '{code = 5, reason = "x"}',
        '{code = "x", reason = "y", until = "soon"}',
        '{code = "x", reason = "y", other = "z"}',
        '"x"',
    ],
)
def test_an_entry_that_is_not_understood_is_a_mistake_of_usage(entry: str) -> None:
    result = judged(entry)

    assert result.status == 2
    assert "ignore is a list of tables" in result.err


def test_what_is_passed_over_is_not_mended() -> None:
    body = {"model": "flux-2-pro", "prompt": "An ox", "seed": None, "guidance": "3"}
    Path("oxspec.toml").write_text('ignore = [{parameter = "seed", reason = "kept"}]', "utf-8")
    Path("body.json").write_text(json.dumps(body), "utf-8")

    result = run("validate", "body.json", "--fix")

    assert (result.status, result.err) == (0, "body.json: mended 1 mistake\n")
    assert json.loads(Path("body.json").read_text("utf-8")) == {**body, "guidance": 3}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ('parameter = "seed"', '{"model": "flux-2-pro", "seed": 1, "seed": 2, "zzz": 3}'),
        ('model = "*"', '{"model": "flux-2-pro",}'),
        ('code = "unknown-model"', '{"model": "flux-2-prr"}'),
        ('code = "missing-parameter"', '{"prompt": "An ox"}'),
        ('code = "wrong-type"', "[]"),
    ],
)
def test_a_body_that_was_not_judged_is_not_valid_by_what_is_passed_over(
    entry: str, text: str
) -> None:
    Path("catalog.json").write_text(json.dumps({"models": [PAINTER]}), "utf-8")
    Path("oxspec.toml").write_text(
        f'source = "catalog.json"\nignore = [{{{entry}, reason = "known"}}]', "utf-8"
    )
    Path("body.json").write_text(text, "utf-8")

    result = run("validate", "body.json", "--source", "catalog.json")

    assert (result.status, "not judged" in result.out) == (3, True)
