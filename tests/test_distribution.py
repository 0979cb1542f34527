"""The wheel and the sdist hold all that an installed oxspec needs."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RESOURCES = {
    path.relative_to(ROOT).as_posix()
    for folder in ("schemas", "templates")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a wheel and an sdist, built from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_holds_every_template_and_schema(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")

    names = set(zipfile.ZipFile(wheel).namelist())

    assert {f"oxspec/{path}" for path in RESOURCES} <= names
    assert {"oxspec/py.typed", "oxspec/cli/__init__.py"} <= names


def test_the_sdist_holds_every_template_schema_and_test(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert names >= RESOURCES
    assert {"Makefile", "tests/conftest.py", "tests/data/facts-2026-07-01.json"} <= names


def test_the_installed_wheel_does_the_main_job_from_another_folder(
    dist: Path, tmp_path: Path
) -> None:
    (wheel,) = dist.glob("*.whl")
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    site = next(environment.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)  # noqa: S202  # our own wheel
    # Its dependencies come from this environment, oxspec does not: a .pth file adds their folder,
    # and the .pth file that makes this checkout importable is read in site folders only.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    python = str(environment / "bin" / "python")
    job = """
set -e
where=$("$PYTHON" -c 'import oxspec; print(oxspec.__file__)')
case $where in */venv/lib/*) ;; *) echo "not the wheel: $where"; exit 9;; esac
oxspec() { "$PYTHON" -m oxspec "$@" --source bundled; }
oxspec models flux
oxspec example flux-2-pro | oxspec validate -
oxspec client flux-2-pro -o client
oxspec docs flux-2-pro -o pages
"$PYTHON" -c 'import client; client.Client'
"""
    environ = {"PYTHON": python, "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}

    done = subprocess.run(
        ["sh", "-c", job], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "pages" / "flux-2-pro.mdx").exists()
