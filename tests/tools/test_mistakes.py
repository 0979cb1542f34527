"""The page of twelve mistakes is what the tools say today, and ours says all that helps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_tools_say() -> None:
    command = [sys.executable, "scripts/mistakes.py", "--check"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_ours_names_place_cause_and_repair_of_each() -> None:
    page = (ROOT / "docs" / "mistakes.md").read_text("utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]

    assert len(rows) == 12
    assert all(row[1] == "place, cause, repair" for row in rows)
