"""The page of generators is what they make today, and ours loses and lets pass nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_generators_make() -> None:
    command = [sys.executable, "scripts/generators.py", "--check"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_ours_loses_no_model_has_no_type_error_and_sends_no_mistake() -> None:
    page = (ROOT / "docs" / "generators.md").read_text("utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")]

    ours = {row[0].removeprefix("| "): row[1] for row in rows}

    assert ours["models lost"] == ours["exit status"] == "0"
    assert ours["errors in `mypy --strict`"] == ours["errors in pyright, strict"] == "0"
    assert ours["parameters sent that were not given"] == "none"
    assert ours["mistakes refused before sending"] == "4 of 4"
