"""Generated folders record what they were made from: a check says in words what changed since."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from oxspec.app import recipe
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


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@each_command
def test_a_check_says_what_changed_in_the_catalog(command: str, tmp_path: Path) -> None:
    made(command, tmp_path / "made")

    done = run(command, "-o", str(tmp_path / "made"), "--check", "--source", "bundled")
    told = done.out.partition("Since it was made the catalog has changed:\n")[2]

    assert done.status == 1
    assert "nano-banana-2" in done.out
    assert "`enable_web_search` is gone" in done.out
    assert told == run("diff", str(JULY), "bundled").out


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


@each_command
def test_models_made_again_by_name_leave_the_folder_up_to_date(
    command: str, tmp_path: Path
) -> None:
    made(command, tmp_path / "made")
    before = content(tmp_path)
    made(command, tmp_path / "made", "ltx-2-3-pro")

    assert content(tmp_path) == before


@each_command
def test_another_version_that_makes_the_same_files_is_no_change(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(command, tmp_path / "made")
    monkeypatch.setattr(recipe, "_installation", lambda: [__file__])

    folder = str(tmp_path / "made")
    done = run(command, "-o", folder, "--check", "--source", str(JULY))

    assert (done.status, done.out) == (0, f"{folder}: up to date\n")


@each_command
@pytest.mark.parametrize("named", [(), ("ltx-2-3-pro",)], ids=["all", "one named"])
def test_what_changes_of_models_that_are_not_made_is_no_change(
    command: str, named: tuple[str, ...], tmp_path: Path
) -> None:
    later = json.loads(JULY.read_bytes())
    other = next(entry for entry in later["models"] if entry["name"] == "nano-banana-2")
    later["models"].append({**other, "name": "mine", "model_type": "custom"})
    if named:
        other["summary"] = "Better than ever."
    (tmp_path / "later.json").write_text(json.dumps(later))
    folder = tmp_path / "made"
    made(command, folder, *named)
    before = content(folder)

    asked = (command, *named, "-o", str(folder), "--source", str(tmp_path / "later.json"))
    done = run(*asked, "--check")

    assert (done.status, done.out) == (0, f"{folder}: up to date\n")
    if named:
        assert run(*asked).status == 0
        assert content(folder) == before


def test_models_that_were_not_named_stay_as_they_are_though_deprecated_since(
    tmp_path: Path,
) -> None:
    later = json.loads(JULY.read_bytes())
    for entry in later["models"]:
        entry["deprecated"] = entry["name"] == "nano-banana-2"
    (tmp_path / "later.json").write_text(json.dumps(later))
    folder = tmp_path / "made"
    made("client", folder, "ltx-2-3-pro", "nano-banana-2")
    before = content(folder)

    later_file = str(tmp_path / "later.json")
    assert run("client", "ltx-2-3-pro", "-o", str(folder), "--source", later_file).status == 0

    assert content(folder) == before


def test_a_project_keeps_its_version_until_another_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "acme-client"
    project = (
        *("client", "nano-banana-2", "-o", str(folder)),
        *("--source", str(JULY), "--project"),
    )

    def version() -> str:
        found = tomllib.loads((folder / "pyproject.toml").read_text())["project"]["version"]
        assert isinstance(found, str)
        return found

    assert (run(*project).status, version()) == (0, "0.1.0")
    assert (run(*project, "--project-version", "1.3.0").status, version()) == (0, "1.3.0")
    assert (run(*project).status, version()) == (0, "1.3.0")

    bumped = (folder / "pyproject.toml").read_text().replace("1.3.0", "1.4.0")
    (folder / "pyproject.toml").write_text(bumped)
    assert (run(*project).status, version()) == (0, "1.4.0")


@pytest.mark.parametrize("command", ["client", "docs", "schema --all"])
def test_a_folder_without_a_name_is_not_the_one_that_we_are_in(command: str) -> None:
    done = run(*command.split(), "-o", "", "--source", "bundled")

    assert done.status == 2
    assert "give the folder a name" in done.err


@pytest.mark.parametrize("name", ["httpx", "jsonschema", "typing"])
def test_a_package_does_not_hide_what_it_imports(name: str, tmp_path: Path) -> None:
    done = run("client", "flux-2-pro", "-o", str(tmp_path / name), "--source", "bundled")

    assert done.status == 2
    assert "would hide" in done.err
    assert not (tmp_path / name).exists()
