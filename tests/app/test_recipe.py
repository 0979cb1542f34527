"""A folder that holds what would be made is left as it is, and told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oxspec.app.recipe import recipe_of
from oxspec.app.session import Session
from oxspec.catalog.bundled import bundled_catalog
from oxspec.settings import Settings
from support.commands import run

if TYPE_CHECKING:
    from pathlib import Path

RULES = """{"version": 1, "rules": []}"""


def docs(folder: Path, *arguments: str) -> tuple[int, str]:
    command = ("docs", "flux-2-pro", "--format", "html", "--source", "bundled", "-o", str(folder))
    result = run(*command, *arguments)
    return result.status, result.out + result.err


def content(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    assert docs(tmp_path)[0] == 0
    before = content(tmp_path)

    status, told = docs(tmp_path)

    assert (status, content(tmp_path)) == (0, before)
    assert "up to date, 9 files for 1 model" in told
    assert docs(tmp_path, "--check") == (0, f"{tmp_path}: up to date\n")


@pytest.mark.parametrize("name", ["index.html", "flux-2-pro.html", "assets/site.css"])
def test_a_file_that_went_is_made_again(tmp_path: Path, name: str) -> None:
    docs(tmp_path)
    before = content(tmp_path)
    (tmp_path / name).unlink()

    assert docs(tmp_path, "--check") == (1, f"{name}: missing\n")
    assert docs(tmp_path)[0] == 0
    assert content(tmp_path) == before


def test_an_edited_file_stops_the_run(tmp_path: Path) -> None:
    docs(tmp_path)
    (tmp_path / "index.html").write_text("mine", "utf-8")

    status, told = docs(tmp_path)

    assert status == 3
    assert "edited since oxspec wrote it: index.html" in told
    assert (tmp_path / "index.html").read_text("utf-8") == "mine"


def test_a_recipe_is_of_the_catalog_the_hub_the_rules_and_the_request(tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(RULES, "utf-8")
    catalog = bundled_catalog()

    def recipe(*asked: str, **settings: str | tuple[str, ...]) -> str:
        chosen = Settings(cache_asked=tmp_path, **settings)  # type: ignore[arg-type]  # as they are
        return recipe_of(Session(chosen), catalog, asked)

    plain = recipe("html")
    assert recipe("html") == plain
    others = {
        recipe("md"),
        recipe("html", "flux-2-pro"),
        recipe("html", base_url="http://127.0.0.1:1"),
        recipe("html", rules=(str(rules),)),
    }
    assert len(others) == 4
    assert plain not in others
