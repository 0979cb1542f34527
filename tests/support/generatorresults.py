"""What the code of a generator does: imported, type-checked and called, against a hub."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .generatorcalls import CHAT, JOB, MISTAKES, STREAM, program
from .generators import BIN, CATALOG, OXSPEC, entries

if TYPE_CHECKING:
    from hub.server import Hub

    from .generators import Generator

PYRIGHT: Final = '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}'
CHECKERS: Final = ("mypy", "pyright")

BROKEN: Final = """import importlib, json, sys
broken = []
for name in filter(None, json.load(sys.stdin)):
    try:
        importlib.import_module(name)
    except Exception:
        broken.append(name)
print(json.dumps(broken))
"""
FUNCTIONS: Final = """import importlib, inspect, sys
module = importlib.import_module(sys.argv[1])
for name, value in vars(module).items():
    is_own = inspect.isfunction(value) and value.__module__ == module.__name__
    if is_own and not name.startswith("_"):
        print(name, "later" if inspect.iscoroutinefunction(value) else "now")
"""
RUN: Final = """import runpy, sys
path = sys.argv.pop(1)
try:
    runpy.run_path(path)
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


@dataclass(frozen=True, slots=True)
class Call:
    """What became of one program.

    Attributes:
        said: the exception that ended it, "" for none.
        sent: the body that the hub was sent, None for none.
        refused_by: the type checkers that found an error in it.
    """

    said: str
    sent: dict[str, object] | None
    refused_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one generator does.

    Attributes:
        status: its exit status.
        lost: the models that have no module.
        lines: of all that it wrote.
        errors: the errors in its own code, by type checker.
        functions: what a video model's module has, and whether it is awaited.
        calls: by mistake's title, the right program and the wrong one.
        can: what a client of a hub does beside calls, by name.
    """

    status: int
    lost: list[str]
    lines: int
    errors: Counter[str]
    functions: dict[str, bool]
    calls: dict[str, tuple[Call, Call]]
    can: dict[str, bool]


def run(
    command: list[str], folder: Path, *, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command as one would from a terminal with the environment's tools on the path."""
    environ = {"PATH": f"{BIN}:{os.environ.get('PATH', os.defpath)}", "HOME": str(folder)}
    environ |= {"LANG": "C.UTF-8", "NO_COLOR": "1", "OXSPEC_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        command, cwd=folder, env=environ, input=stdin, capture_output=True, text=True, check=False
    )


def python(code: str, *arguments: str) -> list[str]:
    """Return the command that runs some code in a folder, which is where it imports from."""
    return [sys.executable, "-c", code, *arguments]


def measured(generator: Generator, inputs: Path, folder: Path, hub: Hub) -> Measured:
    """Let a generator write to a folder, and return what its code does."""
    done = run(generator.command(inputs, folder / "made"), folder)
    written = sorted((folder / "made").rglob("*.py"))
    module = generator.module(MISTAKES[0].model[0], folder)
    offered = run(python(FUNCTIONS, str(module)), folder).stdout
    _write_programs(generator, folder)
    refused = {checker: _type_errors(checker, folder) for checker in CHECKERS}
    return Measured(
        status=done.returncode,
        lost=_lost_models(generator, folder),
        lines=sum(len(path.read_text("utf-8").splitlines()) for path in written),
        errors=Counter({name: _own(errors) for name, errors in refused.items()}),
        functions={line.split()[0]: line.endswith("later") for line in offered.splitlines()},
        calls=_calls(refused, folder, hub),
        can=_abilities(generator, folder, hub),
    )


def _lost_models(generator: Generator, folder: Path) -> list[str]:
    modules = {entry["name"]: generator.module(entry["name"], folder) for entry in entries()}
    broken = json.loads(run(python(BROKEN), folder, stdin=json.dumps([*modules.values()])).stdout)
    return [model for model, module in modules.items() if module is None or module in broken]


def _write_programs(generator: Generator, folder: Path) -> None:
    for number, mistake in enumerate(MISTAKES):
        for kind in ("right", "wrong"):
            text = program(generator, mistake, right=kind == "right")
            (folder / f"{kind}_{number}.py").write_text(text, "utf-8")


def _type_errors(checker: str, folder: Path) -> Counter[str]:
    """Return how many errors a type checker finds, by the file's path."""
    if checker == "mypy":
        done = run([str(BIN / "mypy"), "--strict", "--python-version", "3.11", "."], folder)
        return Counter(re.findall(r"^(.+?):\d+: error:", done.stdout, re.MULTILINE))
    (folder / "pyrightconfig.json").write_text(PYRIGHT, "utf-8")
    command = [str(BIN / "basedpyright"), "--outputjson", "--pythonpath", sys.executable, "."]
    found = json.loads(run(command, folder).stdout)["generalDiagnostics"]
    errors = [Path(entry["file"]) for entry in found if entry["severity"] == "error"]
    return Counter(path.relative_to(folder.resolve()).as_posix() for path in errors)


def _own(errors: Counter[str]) -> int:
    return sum(count for path, count in errors.items() if path.startswith("made/"))


def _calls(
    refused: dict[str, Counter[str]], folder: Path, hub: Hub
) -> dict[str, tuple[Call, Call]]:
    def call(name: str) -> Call:
        said = _run_program(name, folder, hub)
        body = hub.requests[-1].json if hub.requests else None
        sent = body if isinstance(body, dict) else None
        by = tuple(checker for checker in CHECKERS if refused[checker][name])
        return Call(said, {**sent} if sent is not None else None, by)

    return {
        mistake.title: (call(f"right_{number}.py"), call(f"wrong_{number}.py"))
        for number, mistake in enumerate(MISTAKES)
    }


def _run_program(name: str, folder: Path, hub: Hub) -> str:
    hub.requests.clear()
    said = run(python(RUN, name, hub.url), folder).stderr.strip()
    return said.replace(f"{folder.resolve()}/", "")


def _abilities(generator: Generator, folder: Path, hub: Hub) -> dict[str, bool]:
    """Return whether streams and jobs work; only what has functions for them can try."""
    if generator is not OXSPEC:
        return {"streams": False, "jobs": False}
    chat = [str(BIN / "oxspec"), "client", CHAT, "--source", str(CATALOG), "-o", "chat", "-q"]
    run(chat, folder)
    (folder / "stream.py").write_text(STREAM, "utf-8")
    (folder / "job.py").write_text(JOB, "utf-8")
    return {
        "streams": not _run_program("stream.py", folder, hub),
        "jobs": not _run_program("job.py", folder, hub),
    }
