"""The GitHub Action: its steps, run with the variables and files that the runner sets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from support.workflows import Runner, git, lend_oxspec, steps_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]
ACTION = cast("dict[str, Any]", yaml.safe_load((ROOT / "action.yml").read_text("utf-8")))
STEPS = steps_of(ACTION, "runs", "steps")
VEO, CHAT = "google-veo-3-1-fast", "moonshotai-kimi-k2-5"
RIGHT = {"model": CHAT, "messages": [{"role": "user", "content": "Hi"}]}
OLD = ROOT / "tests" / "data" / "facts-2026-07-01.json"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout with a right body, judged by the bundled catalog."""
    folder = tmp_path / "a checkout"
    (folder / "requests").mkdir(parents=True)
    (folder / "oxspec.toml").write_text('source = "bundled"\n', "utf-8")
    put(folder, "requests/right.json", RIGHT)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    return folder


@pytest.fixture
def act(workspace: Path, tmp_path: Path) -> Callable[..., tuple[int, Runner]]:
    """Run the action with these inputs, with an oxspec that is there; the status, and the rest."""

    def run(**inputs: str) -> tuple[int, Runner]:
        runner = runner_with(workspace, tmp_path / "temp", inputs)
        lend_oxspec(runner.temp / "oxspec")
        (runner.temp / "oxspec" / "results").touch()
        return runner.run(step for step in STEPS if step.get("id") != "install"), runner

    return run


def runner_with(workspace: Path, temp: Path, inputs: dict[str, str]) -> Runner:
    temp.mkdir()
    given = {name: str(entry["default"]) for name, entry in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() == ACTION["inputs"].keys()
    context = {f"inputs.{name}": value for name, value in given.items()}
    return Runner(workspace, temp, {**context, "runner.temp": str(temp), "runner.os": "Linux"})


def put(folder: Path, name: str, body: object) -> None:
    (folder / name).write_text(json.dumps(body, indent=2), "utf-8")


def oxspec(runner: Runner, *arguments: str) -> None:
    """Run the lent oxspec in the workspace."""
    quoted = " ".join(f"'{argument}'" for argument in arguments)
    assert runner.run([{"run": f'"$RUNNER_TEMP/oxspec/venv/bin/oxspec" {quoted}'}]) == 0


def row(runner: Runner, what: str) -> list[str]:
    found = [line for line in runner.summary.splitlines() if line.startswith(f"| {what} |")]
    assert len(found) == 1, runner.summary + runner.talk
    return [cell.strip() for cell in found[0].strip("|").split("|")]


def test_no_script_holds_an_expression() -> None:
    assert all("${{" not in step.get("run", "") for step in STEPS)


def test_every_script_says_its_shell_and_every_foreign_action_its_version() -> None:
    assert all(step["shell"] == "bash" for step in STEPS if "run" in step)
    assert all("@v" in step["uses"] for step in STEPS if "uses" in step)


def test_it_installs_itself_and_checks_all_that_is_asked_for(
    workspace: Path, tmp_path: Path
) -> None:
    source = tmp_path / "action"
    ignored = shutil.ignore_patterns(".venv", ".git", "node_modules", ".demo", ".*_cache")
    shutil.copytree(ROOT, source, ignore=ignored)
    (workspace / "requests" / "right.yaml").write_text(yaml.safe_dump(RIGHT), "utf-8")
    git(workspace, "add", ".")
    bodies = "requests/**/*.json\n\nrequests/**/*.yaml\n"
    inputs = {"bodies": bodies, "lock": "oxspec.lock", "client": "hub_client"}
    runner = runner_with(workspace, tmp_path / "temp", inputs)
    runner.environ["GITHUB_ACTION_PATH"] = str(source)
    until = [step.get("id") for step in STEPS].index("install") + 1

    assert runner.run(STEPS[:until]) == 0, runner.talk
    oxspec(runner, "lock", CHAT)
    oxspec(runner, "client", CHAT, "-o", "hub_client")
    status = runner.run(STEPS[until:])

    assert status == 0, runner.talk
    assert row(runner, "Request bodies")[1:] == [
        "✅ passed",
        "2 checked, 2 valid, 0 invalid, 0 unjudged",
    ]
    assert row(runner, "The lock")[1:] == [
        "✅ passed",
        "0 breaking, 0 behaviour, 0 compatible, 0 accepted",
    ]
    assert row(runner, "The client")[1:] == ["✅ passed", ""]
    assert runner.skipped == ["Check reference pages"]
    assert runner.evaluated(ACTION["outputs"]["status"]["value"]) == "0"


def test_a_wrong_body_is_annotated_and_fails_the_job(
    workspace: Path, act: Callable[..., tuple[int, Runner]]
) -> None:
    put(workspace, "requests/wrong one.json", {**RIGHT, "temperature": 3})
    put(workspace, "requests/untracked.json", {**RIGHT, "temperature": 4})
    git(workspace, "add", "requests/wrong one.json")

    status, runner = act(bodies="requests/*.json")

    assert status == 1
    assert "::error file=requests/wrong one.json,line=" in runner.talk
    assert "untracked" not in runner.talk
    assert row(runner, "Request bodies")[1:] == [
        "❌ failed",
        "2 checked, 1 valid, 1 invalid, 0 unjudged",
    ]


def test_what_broke_since_the_lock_is_told_in_the_summary(
    workspace: Path, act: Callable[..., tuple[int, Runner]]
) -> None:
    shutil.copy(OLD, workspace / "july.json")

    status, runner = act(lock="july.json", bodies="requests/right.json")

    assert status == 1
    assert "::error file=july.json,line=" in runner.talk
    assert row(runner, "The lock")[1] == "❌ failed"
    assert row(runner, "Request bodies")[1] == "✅ passed"
    assert "| `google-veo-3-1-fast` | 🔴 breaking |" in runner.summary


def test_changes_can_be_told_without_failing(
    workspace: Path, act: Callable[..., tuple[int, Runner]]
) -> None:
    shutil.copy(OLD, workspace / "july.json")

    status, runner = act(lock="july.json", fail_on="never")

    assert status == 0
    assert row(runner, "The lock")[2] == "35 breaking, 2 behaviour, 68 compatible, 0 accepted"


def test_pages_and_a_client_out_of_date_fail_the_job(
    act: Callable[..., tuple[int, Runner]],
) -> None:
    status, runner = act(client="hub_client", pages="pages", pages_format="md")

    assert status == 1
    assert row(runner, "The client")[1] == row(runner, "Reference pages")[1] == "❌ failed"
    assert runner.talk.count("out of date: run oxspec") == 2


def test_an_input_is_never_run(workspace: Path, act: Callable[..., tuple[int, Runner]]) -> None:
    hostile = '$(touch "$GITHUB_WORKSPACE/owned")`touch owned`"; touch owned; "'
    names = ("bodies", "lock", "fail-on", "accept", "source", "client", "pages", "pages-format")

    status, _ = act(**{name.replace("-", "_"): f"{hostile}\n{hostile}" for name in names})

    assert status == 2
    assert not (workspace / "owned").exists()


@pytest.mark.parametrize("bodies", ["reqests/*.json", "\n", " \n\t\n"])
def test_patterns_that_no_tracked_file_has_are_wrong_usage(
    act: Callable[..., tuple[int, Runner]], bodies: str
) -> None:
    status, runner = act(bodies=bodies)

    assert status == 2
    assert "::error title=oxspec::no tracked file" in runner.talk
    assert row(runner, "Request bodies")[1] == "❌ wrong usage"


def test_nothing_to_check_is_told(act: Callable[..., tuple[int, Runner]]) -> None:
    status, runner = act()

    assert status == 2
    assert "nothing to check" in runner.talk


@pytest.mark.parametrize(
    ("statuses", "worst"), [("0 1 3", 1), ("3 0", 3), ("1 2 3", 2), ("3 2 1", 2), ("0 0", 0)]
)
def test_wrong_usage_goes_before_errors_and_those_before_what_was_not_judged(
    workspace: Path, tmp_path: Path, statuses: str, worst: int
) -> None:
    runner = runner_with(workspace, tmp_path / "temp", {})
    lend_oxspec(runner.temp / "oxspec")
    results = "".join(f"{status} x A check\n" for status in statuses.split())
    (runner.temp / "oxspec" / "results").write_text(results, "utf-8")

    assert runner.run(STEPS[-1:]) == worst
    assert runner.context["steps.verdict.outputs.status"] == str(worst)
