"""Steps of a workflow or an action, run as the runner runs them: a script, variables and files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_CONDITION: Final = re.compile(r"(\S+) != ''")


@dataclass
class Runner:
    """A machine that runs steps.

    Attributes:
        workspace: the checkout that they run in.
        temp: ``RUNNER_TEMP``.
        context: values of expressions, by their text; outputs of steps are added.
        environ: variables beside those of the runner.
        talk: what the steps printed, both streams.
        skipped: the names of steps that their condition ruled out.
    """

    workspace: Path
    temp: Path
    context: dict[str, str]
    environ: dict[str, str] = field(default_factory=dict[str, str])
    talk: str = ""
    skipped: list[str] = field(default_factory=list[str])

    @property
    def summary(self) -> str:
        """What was written to the job's summary."""
        file = self.temp / "summary"
        return file.read_text("utf-8") if file.is_file() else ""

    def run(self, steps: Iterable[Mapping[str, Any]]) -> int:
        """Run steps until one fails; return its status, 0 for none. Other actions are left out."""
        for step in steps:
            if not self._is_wanted(step):
                self.skipped.append(str(step.get("name")))
            elif "run" in step and (status := self._run(step)):
                return status
        return 0

    def evaluated(self, text: str) -> str:
        """Return a text with its expressions replaced; a KeyError for one that nothing knows."""
        return _EXPRESSION.sub(lambda found: self.context[found[1]], text)

    def _is_wanted(self, step: Mapping[str, Any]) -> bool:
        condition = step.get("if")
        if condition is None:
            return True
        found = _CONDITION.fullmatch(condition)
        assert found is not None, condition
        return self.context[found[1]] != ""

    def _run(self, step: Mapping[str, Any]) -> int:
        files = {name: self.temp / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_PATH")}
        files["GITHUB_STEP_SUMMARY"] = self.temp / "summary"
        files["GITHUB_OUTPUT"].write_text("", "utf-8")
        script = self.temp / "step.sh"
        # A checked promise: an expression in a script would be a place to inject code.
        assert "${{" not in step["run"], step["run"]
        script.write_text(step["run"], "utf-8")
        own = {name: self.evaluated(str(v)) for name, v in step.get("env", {}).items()}
        paths = {name: str(path) for name, path in files.items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={**self._machine(), **paths, **self.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.talk += done.stdout
        for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            self.context[f"steps.{step.get('id')}.outputs.{name}"] = value
        return done.returncode

    def _machine(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.temp),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
            "LANG": "C.UTF-8",
            **package_index(),
        }


def package_index() -> dict[str, str]:
    """Return the variables that say where packages come from."""
    names = ("PIP_", "UV_", "HTTP", "http", "NO_PROXY", "no_proxy", "SSL_", "REQUESTS_")
    return {name: value for name, value in os.environ.items() if name.startswith(names)}


def lend_oxspec(home: Path) -> None:
    """Put this environment's commands where an action's own would stand."""
    commands = home / "venv" / "bin"
    commands.mkdir(parents=True)
    for name in ("oxspec", "python"):
        text = f'#!/bin/sh\nexec "{_command(name)}" "$@"\n'
        (commands / name).write_text(text, "utf-8")
        (commands / name).chmod(0o755)


def _command(name: str) -> str:
    return os.path.join(os.path.dirname(sys.executable), name)  # noqa: PTH118, PTH120  # unresolved


def git(folder: Path, *arguments: str) -> str:
    """Run git without anybody's configuration; return what it printed."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=folder,
        env={**os.environ, **nobody},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def steps_of(document: object, *path: str | int) -> list[dict[str, Any]]:
    """Return the steps at a place of a document."""
    found: Any = document
    for token in path:
        found = found[token]
    return cast("list[dict[str, Any]]", found)
