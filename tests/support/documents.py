"""The Python of a document, run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from hub.server import Hub


def python_in(document: Path) -> str:
    """Return the Python blocks of a Markdown document as one program."""
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```", document.read_text("utf-8"))
    return "".join(blocks)


def ran(code: str, *, folder: Path, hub: Hub) -> str:
    """Run a program in a folder whose packages it may import, with a hub; return its output."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "OXEN_BASE_URL": hub.url, "PYTHONPATH": str(folder)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
