"""Whole generated packages under both type checkers, ruff's rules and ruff's format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from oxspec.render.client import plan_client
from oxspec.render.plan import write
from support.catalogs import catalogs
from support.models import chat, paint, video
from support.typedcalls import PROGRAM, WRONG, wrong_lines

pytestmark = pytest.mark.tools

BIN = Path(sys.executable).parent
PYRIGHT = '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}'


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a client of each catalog."""
    folder = tmp_path_factory.mktemp("packages")
    different = {
        frozenset(plan_client(catalog.models.values(), package="client").files.items())
        for catalog in catalogs().values()
    }
    for number, files in enumerate(different):
        for path, content in files:
            file = folder / f"client_{number}" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    (folder / "pyrightconfig.json").write_text(PYRIGHT, "utf-8")
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["mypy", "--strict", "--python-version", "3.11", "."],
        ["basedpyright", "--pythonpath", sys.executable, "."],
        ["ruff", "check", "--isolated", "."],
        ["ruff", "format", "--isolated", "--check", "."],
    ],
    ids=["mypy", "pyright", "ruff-rules", "ruff-format"],
)
def test_the_clients_of_all_catalogs_are_clean(packages: Path, command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=packages,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_pyright_finds_what_is_wrong_with_a_call_and_only_that(tmp_path: Path) -> None:
    write(plan_client([paint(), chat(), video()], package="acme"), tmp_path / "acme")
    (tmp_path / "user.py").write_text(PROGRAM, "utf-8")
    (tmp_path / "pyrightconfig.json").write_text(PYRIGHT, "utf-8")

    done = subprocess.run(
        [str(BIN / "basedpyright"), "--outputjson", "--pythonpath", sys.executable, "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    found = json.loads(done.stdout)["generalDiagnostics"]
    errors = [entry for entry in found if entry["severity"] == "error"]
    assert {Path(entry["file"]).name for entry in errors} == {"user.py"}
    assert wrong_lines({entry["range"]["start"]["line"] + 1 for entry in errors}) == list(WRONG)
