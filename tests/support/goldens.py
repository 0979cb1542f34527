"""Goldens: files that generated text is compared with.

``OXSPEC_UPDATE_GOLDENS=1`` writes them anew; the difference is then for a person to read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

GOLDENS: Final = Path(__file__).resolve().parents[1] / "data" / "golden"


def golden(name: str, text: str) -> str:
    """Return what ``text`` should be."""
    path = GOLDENS / f"{name}.golden"
    if os.environ.get("OXSPEC_UPDATE_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return path.read_bytes().decode("utf-8")
