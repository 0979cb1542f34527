"""The hooks, installed and run by pre-commit on a repository of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.workflows import git, package_index

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]
HOOKS = [
    hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
]
CHAT, VEO = "moonshotai-kimi-k2-5", "google-veo-3-1-fast"
RIGHT = {"model": CHAT, "messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of this checkout, as it is now."""
    folder = tmp_path_factory.mktemp("hooks") / "oxspec"
    ignored = shutil.ignore_patterns(".venv", ".git", "node_modules", ".demo", ".*_cache", "tests")
    shutil.copytree(ROOT, folder, ignore=ignored)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "As it is")
    return folder


@pytest.fixture(scope="module")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit installs hooks, once for all tests."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def project(tmp_path: Path, hooks: Path) -> Path:
    """A repository that uses all hooks, judged by the bundled catalog; nothing in it is wrong."""
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "right.json").write_text(json.dumps(RIGHT), "utf-8")
    (tmp_path / "requests" / "right.yaml").write_text(yaml.safe_dump(RIGHT), "utf-8")
    (tmp_path / "other.json").write_text('{"model": "none"}', "utf-8")
    (tmp_path / "oxspec.toml").write_text('source = "bundled"\n', "utf-8")
    args = {
        "oxspec-lock": ["--from", "requests/*.*"],
        "oxspec-client": [CHAT, "-o", "hub_client"],
        "oxspec-docs": [CHAT, "-o", "pages"],
    }
    used = [{"id": hook, "args": args.get(hook, [])} for hook in HOOKS]
    rev = git(hooks, "rev-parse", "HEAD").strip()
    config = {"repos": [{"repo": str(hooks), "rev": rev, "hooks": used}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    git(tmp_path, "init", "--quiet")
    for words in (
        ["lock", CHAT],
        ["client", CHAT, "-o", "hub_client"],
        ["docs", CHAT, "-o", "pages"],
    ):
        subprocess.run([command("oxspec"), *words, "-q"], cwd=tmp_path, check=True)
    git(tmp_path, "add", ".")
    return tmp_path


def command(name: str) -> str:
    return os.path.join(os.path.dirname(sys.executable), name)  # noqa: PTH118, PTH120  # unresolved


def run(project: Path, home: Path, *hooks: str) -> tuple[int, str]:
    """Run pre-commit over all files; the status, and what it printed."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "PRE_COMMIT_HOME": str(home)}
    done = subprocess.run(
        [command("pre-commit"), "run", "--all-files", "--verbose", "--color=never", *hooks],
        cwd=project,
        env={**environ, **package_index(), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_all_hooks_pass_where_nothing_is_wrong(project: Path, pre_commit_home: Path) -> None:
    status, said = run(project, pre_commit_home)

    assert status == 0, said
    assert said.count("Passed") == len(HOOKS) == 4
    assert "requests/right.json: valid" in said
    assert "requests/right.yaml: valid" in said
    assert "other.json" not in said


def test_a_wrong_body_stops_a_commit(project: Path, pre_commit_home: Path) -> None:
    wrong = {**RIGHT, "temperature": 3}
    (project / "requests" / "wrong.json").write_text(json.dumps(wrong), "utf-8")
    git(project, "add", ".")

    status, said = run(project, pre_commit_home, "oxspec-validate")

    assert status == 1
    assert "temperature must be from 0 to 2, not 3" in said


def test_a_model_that_the_lock_lacks_stops_a_commit(project: Path, pre_commit_home: Path) -> None:
    body = {"model": VEO, "prompt": "x", "input_image": "https://example.com/a.png"}
    (project / "requests" / "veo.json").write_text(json.dumps(body), "utf-8")
    git(project, "add", ".")

    status, said = run(project, pre_commit_home, "oxspec-lock")

    assert status == 1
    assert VEO in said


@pytest.mark.parametrize(
    ("hook", "folder"), [("oxspec-client", "hub_client"), ("oxspec-docs", "pages")]
)
def test_what_is_out_of_date_stops_a_commit(
    project: Path, pre_commit_home: Path, hook: str, folder: str
) -> None:
    for file in (project / folder).iterdir():
        if file.is_file() and not file.name.startswith("."):
            file.unlink()
    git(project, "add", ".")

    status, said = run(project, pre_commit_home, hook)

    assert status == 1, said
    assert "Failed" in said
