"""What docs/clients.md shows runs and type-checks as it stands, one block after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oxspec.catalog.bundled import bundled_catalog
from oxspec.render.client import plan_client
from oxspec.render.plan import write
from support.documents import python_in, ran

if TYPE_CHECKING:
    from hub.server import Hub

PAGE: Final = Path(__file__).parents[1] / "docs" / "clients.md"
MODELS: Final = ("flux-2-pro", "google-veo-3-1-fast", "moonshotai-kimi-k2-5")


def program(folder: Path) -> str:
    """Return the page's blocks as one program; the client that it uses is written to a folder."""
    models = [bundled_catalog().models[name] for name in MODELS]
    write(plan_client(models, package="hub_client"), folder / "hub_client")
    return python_in(PAGE)


def test_the_calls_of_the_page_pass_mypy_strict(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(program(tmp_path), "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache", "user.py"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_the_calls_of_the_page_run(tmp_path: Path, hub: Hub) -> None:
    hub.catalog, hub.judges = bundled_catalog(), True

    out = ran(program(tmp_path), folder=tmp_path, hub=hub)

    assert out.startswith("Hi ")
    assert '/resolution resolution must be one of "720p", "1080p", "4k"' in out
    assert "it goes on: " in out
    assert len(list((tmp_path / "videos").iterdir())) == 1
