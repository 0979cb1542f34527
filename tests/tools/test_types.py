"""Whole generated packages under both type checkers, ruff's rules and ruff's format."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from oxspec.render.client import plan_client
from support.catalogs import catalogs

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
