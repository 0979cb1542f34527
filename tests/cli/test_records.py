"""Generated folders record what they were made from: a check says in words what changed since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.catalogs import DATA
from support.commands import run

if TYPE_CHECKING:
    from pathlib import Path

JULY = DATA / "facts-2026-07-01.json"
COMMANDS = {"client": "models.lock", "docs": ".oxspec-models.lock"}
each_command = pytest.mark.parametrize("command", COMMANDS)


def made(command: str, folder: Path, *models: str) -> None:
    done = run(command, *models, "-o", str(folder), "--source", str(JULY))
    assert done.status == 0, done.err


@each_command
def test_a_check_says_what_changed_in_the_catalog(command: str, tmp_path: Path) -> None:
    made(command, tmp_path / "made")

    done = run(command, "-o", str(tmp_path / "made"), "--check", "--source", "bundled")
    wanted = run("diff", str(JULY), "bundled").out.splitlines()[-1]

    assert done.status == 1
    assert "nano-banana-2" in done.out
    assert "`enable_web_search` is gone" in done.out
    assert done.out.splitlines()[-1].endswith("compatible")
    assert wanted.endswith("compatible")


@each_command
def test_of_named_models_only_their_changes_are_told(command: str, tmp_path: Path) -> None:
    names = ("nano-banana-2", "ltx-2-3-pro")
    made(command, tmp_path / "made", *names)

    folder = str(tmp_path / "made")
    done = run(command, "ltx-2-3-pro", "-o", folder, "--check", "--source", "bundled")

    assert "`camera_motion` is gone" in done.out
    assert "safety_tolerance" not in done.out


@each_command
def test_a_folder_records_its_models_and_no_other(command: str, tmp_path: Path) -> None:
    made(command, tmp_path / "made", "nano-banana-2")
    made(command, tmp_path / "made", "ltx-2-3-pro")

    record = tmp_path / "made" / COMMANDS[command]
    entries = json.loads(record.read_bytes())["models"]

    assert [entry["name"] for entry in entries] == ["ltx-2-3-pro", "nano-banana-2"]
    assert run("models", "--source", str(record)).status == 0
    assert run("diff", str(record), str(JULY), "--only", "nano-*").out.startswith("nothing")


@each_command
def test_a_broken_record_takes_no_more_away_than_words(command: str, tmp_path: Path) -> None:
    made(command, tmp_path / "made", "nano-banana-2")
    record = tmp_path / "made" / COMMANDS[command]
    record.write_text("<<<<<<<")

    folder = str(tmp_path / "made")
    done = run(command, "nano-banana-2", "-o", folder, "--check", "--source", "bundled")
    forced = run(command, "nano-banana-2", "-o", folder, "--force", "--source", "bundled")

    assert (done.status, forced.status) == (1, 0)
    assert "has changed" not in done.out
    assert json.loads(record.read_bytes())["lock"] == 1
