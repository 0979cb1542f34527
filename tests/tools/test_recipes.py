"""The examples for GitLab, make and a weekly pull request do what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from support.workflows import Runner, git, steps_of

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "examples" / "ci"
OLD = ROOT / "tests" / "data" / "facts-2026-07-01.json"
CHAT, VEO = "moonshotai-kimi-k2-5", "google-veo-3-1-fast"
GONE = "kling-video-o3-4k-image-to-video"
RIGHT = {"model": CHAT, "messages": [{"role": "user", "content": "Hi"}]}
BIN = Path(sys.executable).parent


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A machine with a project whose lock, client and pages are as the bundled catalog is."""
    project, temp = tmp_path / "project", tmp_path / "temp"
    (project / "requests").mkdir(parents=True)
    temp.mkdir()
    (project / "requests" / "right.json").write_text(json.dumps(RIGHT), "utf-8")
    (project / "oxspec.toml").write_text('source = "bundled"\n', "utf-8")
    oxspec(project, "lock", CHAT)
    oxspec(project, "client", "-o", "src/hub_client")
    oxspec(project, "docs", "-o", "reference/models")
    context = {"github.token": "t", "github.event.repository.default_branch": "main"}
    environ = {"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin"}
    return Runner(project, temp, context, environ)


def oxspec(folder: Path, *arguments: str) -> None:
    subprocess.run([str(BIN / "oxspec"), *arguments, "-q"], cwd=folder, check=True)


def make_wrong(runner: Runner) -> None:
    wrong = json.dumps({**RIGHT, "temperature": 3})
    (runner.workspace / "requests" / "wrong.json").write_text(wrong, "utf-8")


def gitlab(runner: Runner) -> int:
    """Run the job's script as GitLab does: one shell for all of its lines."""
    job: dict[str, Any] = yaml.safe_load((RECIPES / "gitlab-ci.yml").read_text("utf-8"))["oxspec"]
    for name, value in job["variables"].items():
        runner.environ[name] = value.replace("$CI_PROJECT_DIR", str(runner.temp))
    return runner.run([{"run": "\n".join(job["script"])}])


def test_the_gitlab_job_passes_where_nothing_is_wrong(runner: Runner) -> None:
    assert gitlab(runner) == 0, runner.talk
    assert json.loads((runner.workspace / "gl-code-quality-report.json").read_bytes()) == []
    assert (runner.workspace / "oxspec.xml").is_file()


def test_the_gitlab_job_reports_a_wrong_body_and_goes_on(runner: Runner) -> None:
    make_wrong(runner)

    status = gitlab(runner)

    assert status == 1
    report = json.loads((runner.workspace / "gl-code-quality-report.json").read_bytes())
    assert [entry["location"]["path"] for entry in report] == ["requests/wrong.json"]
    assert (runner.workspace / "oxspec-changes.md").is_file()


def test_the_gitlab_job_keeps_every_file_that_it_writes() -> None:
    job: dict[str, Any] = yaml.safe_load((RECIPES / "gitlab-ci.yml").read_text("utf-8"))["oxspec"]
    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]

    assert all(any(f":{name}" in line for line in job["script"]) for name in kept)


def make(runner: Runner, *targets: str) -> int:
    shutil.copy(RECIPES / "Makefile", runner.workspace)
    return runner.run([{"run": f"make {' '.join(targets)}"}])


def test_make_checks_all_and_fails_on_a_wrong_body(runner: Runner) -> None:
    assert make(runner) == 0, runner.talk

    make_wrong(runner)

    assert make(runner) == 2
    assert "temperature must be from 0 to 2" in runner.talk


def test_make_moves_on_and_makes_anew_what_follows(runner: Runner) -> None:
    oxspec(runner.workspace, "lock", VEO, GONE, "--source", str(OLD))

    assert make(runner, "generated") == 2
    assert make(runner, "move-on", "generated") == 0, runner.talk


GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
case "$2" in list) cat "$GH_OPEN" ;; esac
"""


@pytest.fixture
def origin(runner: Runner, tmp_path: Path) -> Path:
    """The repository that the project was cloned from; ``gh`` is a stand-in that keeps a log."""
    bare = tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    project = runner.workspace
    git(project, "init", "--quiet")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "Begin")
    git(project, "remote", "add", "origin", str(bare))
    git(project, "push", "--quiet", "origin", "main")
    stand_in = tmp_path / "bin" / "gh"
    stand_in.parent.mkdir()
    stand_in.write_text(GH, "utf-8")
    stand_in.chmod(0o755)
    runner.environ["PATH"] = f"{stand_in.parent}:{runner.environ['PATH']}"
    runner.environ["GH_LOG"] = str(tmp_path / "gh.log")
    runner.environ["GH_OPEN"] = str(tmp_path / "open")
    (tmp_path / "open").write_text("0\n", "utf-8")
    return bare


def weekly(runner: Runner) -> int:
    workflow = cast("object", yaml.safe_load((RECIPES / "github-pages.yml").read_text("utf-8")))
    job: dict[str, Any] = cast("dict[str, Any]", workflow)["jobs"]["follow"]
    runner.environ |= {name: str(value) for name, value in job["env"].items()}
    steps = steps_of(workflow, "jobs", "follow", "steps")
    return runner.run(step for step in steps if not step.get("run", "").startswith("pip install"))


def asked(tmp_path: Path) -> list[str]:
    log = tmp_path / "gh.log"
    lines = log.read_text("utf-8").splitlines() if log.is_file() else []
    return [" ".join(line.split()[:2]) for line in lines]


def test_a_week_without_changes_opens_nothing(runner: Runner, origin: Path, tmp_path: Path) -> None:
    assert weekly(runner) == 0, runner.talk
    assert asked(tmp_path) == []
    assert git(origin, "branch", "--list", "oxspec/*") == ""


def test_a_week_with_changes_opens_one_pull_request_and_later_edits_it(
    runner: Runner, origin: Path, tmp_path: Path
) -> None:
    project = runner.workspace
    oxspec(project, "lock", VEO, GONE, "--source", str(OLD))
    git(project, "commit", "--quiet", "--all", "--message", "Pin others")

    assert weekly(runner) == 0, runner.talk
    (tmp_path / "open").write_text("1\n", "utf-8")
    git(project, "switch", "--quiet", "main")
    assert weekly(runner) == 0, runner.talk

    assert asked(tmp_path) == ["pr list", "pr create", "pr list", "pr edit"]
    changed = git(origin, "diff", "--name-only", "main", "oxspec/catalog").splitlines()
    assert "oxspec.lock" in changed
    assert f"reference/models/{VEO}.mdx" in changed
    told = (runner.temp / "changes.md").read_text("utf-8")
    assert "`negative_prompt` is gone" in told
    assert f"| `{GONE}` | 🔴 breaking | the model is gone |" in told
