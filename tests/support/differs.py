"""Tools that compare two documents or schemas: how each is run, and what it says.

Their folder of inputs is that of ``differinputs.write_inputs``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from support.differreading import (
    Said,
    of_api_schema_diff,
    of_openapi_diff,
    of_oxspec,
    of_patch,
    of_sets,
    of_smart_diff,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BIN: Final = Path(sys.executable).parent
_NODE: Final = Path(__file__).parents[1] / "tools" / "differs"
#: What no pair of schemas holds.
_BESIDE_SCHEMAS: Final = frozenset(
    {"model added", "model removed", "model renamed", "endpoint changed", "text changed"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """One command of a tool.

    Attributes:
        command: its words.
        read: returns what its output says.
    """

    command: list[str]
    read: Callable[[str], Iterable[Said]]

    def output(self, folder: Path) -> tuple[str, int]:
        """Run it in a folder of inputs; return what it prints, and its exit status."""
        # Into a file: openapi-diff ends before a pipe has taken more than 64 KiB.
        with tempfile.TemporaryFile() as file:
            done = subprocess.run(self.command, cwd=folder, stdout=file, stderr=file, check=False)
            file.seek(0)
            return file.read().decode(), done.returncode


@dataclass(frozen=True, slots=True)
class Differ:
    """One tool.

    Attributes:
        title: what the page calls it; for one from npm, its package.
        given: what it is given.
        version: returns which it is.
        runs: returns the commands that compare what is in a folder.
        blind: the classes that are no part of what it takes.
    """

    title: str
    given: str
    version: Callable[[str], str]
    runs: Callable[[Path], list[Run]]
    blind: frozenset[str] = frozenset()


def _installed(package: str) -> str:
    path = _NODE / "node_modules" / package / "package.json"
    found: str = json.loads(path.read_bytes())["version"]
    return found


def _node(name: str) -> str:
    return str(_NODE / "node_modules" / ".bin" / name)


def _catalogs(_: Path) -> list[Run]:
    command = [str(_BIN / "oxspec"), "diff", "old.json", "new.json", "--format", "json"]
    return [Run([*command, "--offline", "--no-config"], of_oxspec)]


def _documents(
    command: list[str], read: Callable[[str], Iterable[Said]]
) -> Callable[[Path], list[Run]]:
    return lambda _: [Run([*command, "openapi.old.json", "openapi.new.json"], read)]


def _pairs(
    tool: str, read: Callable[[str, str, Path], Iterable[Said]]
) -> Callable[[Path], list[Run]]:
    def run(model: str, folder: Path) -> Run:
        files = [f"{model}.{side}.json" for side in ("old", "new")]
        command = [_node(tool), *(str(Path("pairs", file)) for file in files)]
        return Run(command, lambda output: read(output, model, folder))

    def runs(inputs: Path) -> list[Run]:
        folder = inputs / "pairs"
        models = sorted(path.name.removesuffix(".old.json") for path in folder.glob("*.old.json"))
        return [run(model, folder) for model in models]

    return runs


OXSPEC: Final = Differ("oxspec diff", "two catalogs", lambda _: "this one", _catalogs)
DIFFERS: Final = (
    OXSPEC,
    Differ(
        "openapi-diff",
        "two OpenAPI documents",
        _installed,
        _documents([_node("openapi-diff")], of_openapi_diff),
    ),
    Differ(
        "api-smart-diff",
        "two OpenAPI documents",
        _installed,
        _documents(["node", str(_NODE / "smart.cjs")], of_smart_diff),
    ),
    Differ(
        "api-schema-diff",
        "two OpenAPI documents",
        version,
        _documents([str(_BIN / "api-schema-diff"), "--format", "json"], of_api_schema_diff),
    ),
    Differ(
        "json-schema-diff",
        "pairs of schemas",
        _installed,
        _pairs("json-schema-diff", of_sets),
        _BESIDE_SCHEMAS,
    ),
    Differ(
        "json-schema-diff-validator",
        "pairs of schemas",
        _installed,
        _pairs("json-schema-diff-validator", of_patch),
        _BESIDE_SCHEMAS,
    ),
)
