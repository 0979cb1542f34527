"""What docs/clients.md shows runs and type-checks as it stands, one block after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oxspec.catalog.bundled import bundled_catalog
from oxspec.render.client import plan_client
from oxspec.render.plan import write

if TYPE_CHECKING:
    from hub.server import Hub

PAGE: Final = Path(__file__).parents[1] / "docs" / "clients.md"
MODELS: Final = ("flux-2-pro", "google-veo-3-1-fast", "moonshotai-kimi-k2-5")


def program(folder: Path) -> str:
    """Return the page's blocks as one program; the client that it uses is written to a folder."""
    models = [bundled_catalog().models[name] for name in MODELS]
    write(plan_client(models, package="hub_client"), folder / "hub_client")
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return "".join(blocks)


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

    done = subprocess.run(
        [sys.executable, "-c", program(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "OXEN_BASE_URL": hub.url, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Hi ")
    assert '/resolution resolution must be one of "720p", "1080p", "4k"' in done.stdout
    assert "it goes on: " in done.stdout
    assert len(list((tmp_path / "videos").iterdir())) == 1
