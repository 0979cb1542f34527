"""``oxspec docs --since``: sources, labels, what is left behind, and what bad input gets."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.commands import run

if TYPE_CHECKING:
    from hub.server import Hub
    from support.commands import Result

OLD = str(Path(__file__).parents[1] / "data" / "facts-2026-07-01.json")
VEO, SEEDREAM, CHAT = "google-veo-3-1-fast", "bytedance-seedream-4-5", "moonshotai-kimi-k2-5"
FORMATS = pytest.mark.parametrize("form", ["mdx", "md", "html"])


@pytest.fixture(autouse=True)
def project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


def docs(*arguments: str) -> Result:
    return run("docs", *arguments, "-o", "pages")


def content() -> dict[str, bytes]:
    found = [path for path in Path("pages").rglob("*") if path.is_file()]
    return {path.relative_to("pages").as_posix(): path.read_bytes() for path in found}


def changelog(form: str = "md") -> str:
    return Path("pages", f"changelog.{form}").read_text("utf-8")


def git(*arguments: str) -> None:
    stamp = "2026-07-04T23:30:00 -0700"
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments],
        check=True,
        env={**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp},
    )


@FORMATS
def test_a_second_run_changes_nothing_and_without_it_nothing_is_left(form: str) -> None:
    options = (VEO, CHAT, "--format", form)
    docs(*options)
    plain = content()

    assert docs(*options, "--since", OLD, "--check").status == 1
    assert docs(*options, "--since", OLD).status == 0
    told = content()
    again = docs(*options, "--since", OLD)

    assert f"changelog.{form}" in told
    assert told[f"{CHAT}.{form}"] == plain[f"{CHAT}.{form}"]
    assert (again.status, content()) == (0, told)
    assert docs(*options, "--since", OLD, "--check").out == "pages: up to date\n"
    fresh = run("docs", *options, "-o", "fresh")
    assert fresh.status == 0
    names = [path for path in Path("fresh").rglob("*") if path.is_file()]
    assert {p.relative_to("fresh").as_posix(): p.read_bytes() for p in names} == plain


def test_the_changelog_goes_where_it_is_not_asked_for() -> None:
    Path("oxspec.toml").write_text(f'models = ["{VEO}"]\n', "utf-8")
    docs("--since", OLD)
    assert "changelog.mdx" in content()

    docs("--allow-shrink")

    assert "changelog.mdx" not in content()
    assert b"changelog" not in b"".join(content().values())


def test_the_changelog_is_of_every_model_in_the_folder() -> None:
    docs(VEO, SEEDREAM, "--format", "md", "--since", OLD)
    whole = Path("pages", "README.md").read_bytes(), changelog()

    docs(VEO, "--format", "md", "--since", OLD)

    assert (Path("pages", "README.md").read_bytes(), changelog()) == whole
    assert "### [Seedream 4.5]" in changelog()
    assert "kling" not in changelog()
    docs(VEO, "--format", "md")
    assert "(changelog.md)" in Path("pages", "README.md").read_text("utf-8")


def test_a_file_is_known_by_its_name_and_a_lock_by_its_date() -> None:
    docs(VEO, "--format", "md", "--since", OLD)
    assert "Since facts-2026-07-01.json: " in changelog()

    run("lock", VEO, SEEDREAM, "--source", "bundled")
    lock = json.loads(Path("oxspec.lock").read_text("utf-8"))
    docs(VEO, "--format", "md", "--since", "oxspec.lock")

    assert f"Since {lock['models'][0]['date'][:10]}: 0 changes in 0 models." in changelog()


def test_a_file_in_git_is_known_by_the_day_of_its_commit() -> None:
    Path("old.json").write_bytes(Path(OLD).read_bytes())
    git("init", "-q")
    git("add", "old.json")
    git("commit", "-q", "-m", "keep")
    git("tag", "-a", "july", "-m", "July")

    for revision in ("HEAD", "july"):
        docs(VEO, "--format", "md", "--since", f"git:{revision}:old.json", "--force")
        assert "Since 2026-07-04: " in changelog()


def test_an_address_is_known_by_itself_not_by_today(hub: Hub) -> None:
    url = f"{hub.url}/api/evaluations/models"

    result = docs(VEO, "--format", "md", "--since", url)

    assert (result.status, result.err.count("\n")) == (0, 1)
    assert f"Since {url}: ".replace("http:", "http&#58;") in changelog()


def test_what_the_earlier_catalog_could_not_tell_is_named_each_time() -> None:
    entries = json.loads(Path(OLD).read_text("utf-8"))["models"]
    bad = [{**e, "json_request_schema": {"type": "no"}} if e["name"] == VEO else e for e in entries]
    Path("old.json").write_text(json.dumps({"models": bad}), "utf-8")

    for _ in range(2):
        result = docs(VEO, SEEDREAM, "--format", "md", "--since", "old.json")
        assert result.status == 3
        assert f"did not compare {VEO}: " in result.err
    assert f"\n## Not compared\n\n- `{VEO}`: " in changelog()


def test_the_navigation_leads_to_the_changelog() -> None:
    Path("mkdocs.yml").write_text("docs_dir: .\nnav:\n  - index.md\n", "utf-8")
    options = (VEO, "--format", "md", "--navigation", "mkdocs.yml")

    docs(*options, "--since", OLD)

    assert '- "Changelog": "pages/changelog.md"\n' in Path("mkdocs.yml").read_text("utf-8")
    assert docs(*options, "--since", OLD, "--check").status == 0


@pytest.mark.parametrize(
    ("source", "status", "told"),
    [
        ("nothing.json", 2, "nothing.json: no such file"),
        ("git:HEAD", 2, "write git:REV:PATH"),
        ("broken.json", 3, "broken.json, line 1"),
    ],
)
def test_a_source_that_is_none_changes_nothing(source: str, status: int, told: str) -> None:
    Path("broken.json").write_text('{"models": [', "utf-8")
    docs(VEO)
    before = content()

    result = docs(VEO, "--since", source)

    assert result.status == status
    assert told in result.err
    assert "Traceback" not in result.err
    assert content() == before
