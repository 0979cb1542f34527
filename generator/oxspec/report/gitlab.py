"""Verdicts as GitLab's Code Quality report: a merge request shows what it brings and mends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from .entries import entries
from .words import printable

if TYPE_CHECKING:
    from ..validation.outcome import Validation
    from .entries import Entry, Level

_SEVERITY: Final[dict[Level, str]] = {
    "error": "major",
    "warning": "minor",
    "note": "info",
    "unjudged": "info",
}


def validation_gitlab(validation: Validation) -> str:
    """Return a JSON array with an issue for each finding and each body that was not judged.

    An issue keeps its fingerprint when the finding moves to another line.
    """
    issues = [_issue(entry) for entry in entries(validation)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(entry: Entry) -> dict[str, object]:
    return {
        "description": entry.sentences,
        "check_name": entry.code,
        "fingerprint": entry.fingerprint,
        "severity": _SEVERITY[entry.level],
        "location": {
            "path": printable(entry.path or entry.source),
            "lines": {"begin": entry.line},
        },
    }
