"""What became of a lock: what its report is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from .outcome import Drift


@dataclass(frozen=True, slots=True)
class Pinned:
    """What became of a lock.

    Attributes:
        file: where it is.
        models: how many models it pins.
        added: ids that it did not pin before.
        updated: ids that it pins in another state than before.
        dropped: ids that it pins no more.
        gone: ids that were to move on and left the hub; they stay as they were.
        drift: what moving on changes, None where nothing was to move on.
        is_current: whether the file held all this before.
    """

    file: Path
    models: int
    added: tuple[str, ...]
    updated: tuple[str, ...]
    dropped: tuple[str, ...]
    gone: tuple[str, ...]
    drift: Drift | None
    is_current: bool
