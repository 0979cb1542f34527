"""Changes as SARIF 2.1.0 (OASIS)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drifted import drift_entries, left_out_entries
from .kinds import KINDS_HELP
from .sarif import sarif_text

if TYPE_CHECKING:
    from ..drift.outcome import Drift


def drift_sarif(drift: Drift) -> str:
    """Return a log of one run: the kinds with their help, and a result for each change.

    What is accepted has a suppression with the reason (section 3.35). What could not be compared is
    a notification of the run.
    """
    found = list(drift_entries(drift))
    accepted = {
        entry.fingerprint: drift.accepted[change.fingerprint].reason
        for change, entry in found
        if change.fingerprint in drift.accepted
    }
    left_out = list(left_out_entries(drift))
    return sarif_text(
        [*(entry for _, entry in found), *left_out],
        rules=KINDS_HELP,
        invocation={"executionSuccessful": not left_out},
        suppressed=accepted,
    )
