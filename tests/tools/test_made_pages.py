"""Pages that compare us with others are what the tools say today, and say of us what is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]


def rows_of(page: str) -> list[list[str]]:
    """Return the cells of all tables of a page in docs/, without what makes them bold."""
    lines = (ROOT / "docs" / f"{page}.md").read_text("utf-8").splitlines()
    tables = [line.strip("|").split(" | ") for line in lines if line.startswith("| ")]
    return [[cell.strip(" *") for cell in row] for row in tables]


@pytest.mark.parametrize("script", ["mistakes", "generators", "difftools"])
def test_the_page_is_what_its_script_makes(script: str) -> None:
    command = [sys.executable, f"scripts/{script}.py", "--check"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_of_each_mistake_ours_names_place_cause_and_repair() -> None:
    rows = rows_of("mistakes")[2:]

    assert len(rows) == 12
    assert all(row[1] == "place, cause, repair" for row in rows)


def test_our_client_loses_no_model_has_no_type_error_and_sends_no_mistake() -> None:
    ours = {row[0]: row[1] for row in rows_of("generators")}

    assert ours["models lost"] == ours["exit status"] == "0"
    assert ours["errors in `mypy --strict`"] == ours["errors in pyright, strict"] == "0"
    assert ours["parameters sent that were not given"] == "none"
    assert ours["mistakes refused before sending"] == "4 of 4"


def test_our_comparison_tells_of_each_change_and_calls_breaking_what_breaks() -> None:
    rows = rows_of("difftools")
    counted = [row for row in rows if row[1] in ("yes", "no")]

    assert len({kind for kind, *_ in counted}) == 13
    for kind, breaks, there, ours, *_ in counted:
        said = f"{there}, {there} as breaking" if breaks == "yes" else there
        assert ours == said, kind
    sums = {row[0]: row[2:4] for row in rows}
    assert sums["rightly called breaking"] == ["35", "35"]
    assert sums["wrongly called breaking"][1] == "0"
    assert sums["renames told as renames"] == ["3", "3"]
