"""What makes the runtime fit to be copied into any package."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from oxspec import runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = Path(runtime.__file__ or "").parent
FILES: Final = sorted(FOLDER.glob("*.py"))


def imports_of(tree: ast.AST, *, inside: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Yield module, level, and whether a function imports it; what types alone need is left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level, inside
        else:
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imports_of(node, inside=inside or is_function)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_imports_itself_the_standard_library_and_late_two_packages(path: Path) -> None:
    for module, level, inside in imports_of(ast.parse(path.read_text("utf-8"))):
        package = module.partition(".")[0]
        if level:
            assert level == 1
            assert (FOLDER / f"{package}.py").exists()
        elif package not in sys.stdlib_module_names:
            assert package in {"httpx", "jsonschema"}
            assert inside


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_it_is_as_ruff_would_have_it_by_default(command: list[str], tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))

    found = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", "."],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )

    assert found.returncode == 0, found.stdout


def test_importing_the_clients_imports_no_more_than_a_call_needs() -> None:
    code = (
        "import sys, oxspec.runtime.http, oxspec.runtime.results, oxspec.runtime.chat\n"
        "late = ('httpx', 'jsonschema', 'asyncio', 'pathlib', 'hashlib', 'urllib', 'email')\n"
        "print([name for name in late if name in sys.modules])"
    )

    found = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(FOLDER.parents[1])!r})\n{code}",
        ],
        capture_output=True,
        check=True,
        text=True,
    )

    assert found.stdout == "[]\n"
