"""Defects of a catalog for other programs: workflow commands, and SARIF 2.1.0 (OASIS)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from ..runtime.findings import shown_pointer
from .entries import Entry
from .github import github_commands
from .lint import shown_model
from .lint_help import LINT_HELP
from .sarif import sarif_text
from .words import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..lint.outcome import Lint

_NOWHERE: Final = "-"


def lint_github(lint: Lint) -> str:
    """Return ``::error`` or ``::warning`` for each defect; GitHub shows ten of each."""
    return github_commands(sorted(_entries(lint), key=lambda entry: entry.level))


def lint_sarif(lint: Lint) -> str:
    """Return a log of one run: the codes with their help, and a result for each defect."""
    return sarif_text(
        list(_entries(lint)), rules=LINT_HELP, invocation={"executionSuccessful": True}
    )


def _entries(lint: Lint) -> Iterator[Entry]:
    for defect in lint.defects:
        identity = [defect.model, defect.index, defect.code, defect.pointer, defect.message]
        if defect.model is not None:
            identity[1] = None  # another entry before it makes it no other defect
        yield Entry(
            code=defect.code,
            level=defect.severity,
            source=lint.file or _NOWHERE,
            pointer=printable(f"{shown_model(defect)} {shown_pointer(defect.pointer)}".strip()),
            message=printable(f"{shown_model(defect)}: {defect.message}"),
            hint=printable(defect.hint) if defect.hint else None,
            line=defect.line or 1,
            column=defect.column,
            fingerprint=hashlib.sha256(json.dumps(identity).encode("ascii")).hexdigest(),
        )
