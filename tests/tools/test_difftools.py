"""The page of two dates is what the tools say today, and ours tells of all and makes up nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_tools_say() -> None:
    command = [sys.executable, "scripts/difftools.py", "--check"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_ours_tells_of_each_change_and_calls_breaking_what_breaks() -> None:
    page = (ROOT / "docs" / "difftools.md").read_text("utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    counted = [[cell.strip() for cell in row] for row in rows if row[1].strip() in ("yes", "no")]

    assert len({kind for kind, *_ in counted}) == 13
    for kind, breaks, there, ours, *_ in counted:
        said = f"{there}, {there} as breaking" if breaks == "yes" else there
        assert ours == said, kind
    sums = {row[0].strip(" *"): [cell.strip() for cell in row[2:4]] for row in rows}
    assert sums["rightly called breaking"] == ["35", "35"]
    assert sums["wrongly called breaking"][1] == "0"
    assert sums["renames told as renames"] == ["3", "3"]
