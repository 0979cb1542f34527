"""Changes as workflow commands: GitHub shows each at the line of the lock, or of the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drifted import drift_entries
from .github import github_commands

if TYPE_CHECKING:
    from ..drift.outcome import Drift


def drift_github(drift: Drift) -> str:
    """Return ``::error`` for each breaking change and ``::warning`` for each other behaviour.

    What is accepted is a ``::notice``; compatible changes have no line, as GitHub shows ten.
    """
    found = drift_entries(drift)
    return github_commands(entry for change, entry in found if change.impact != "compatible")
