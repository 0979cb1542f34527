"""Findings that a team has decided to live with, passed over."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from .judge import unjudged
from .outcome import Validation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..configuration import Ignore
    from ..runtime.findings import Finding
    from .judge import Outcome, Verdict
    from .outcome import Item

_UNJUDGED: Final = frozenset(("not-json", "duplicate-key", "unknown-model"))


def passed_over(
    validation: Validation, ignores: Sequence[Ignore], *, today: date
) -> tuple[Validation, tuple[str, ...]]:
    """Return a validation without the findings to pass over, and a line for each doubtful entry.

    An entry that is past its day passes nothing over; it and one that matched nothing are told.

    Args:
        validation: what was found.
        ignores: the entries of the configuration.
        today: the day that entries are held against.
    """
    valid = in_force(ignores, today=today)
    used: list[Ignore] = []
    items = tuple(_without(item, valid, used) for item in validation.items)
    notes = [_note(ignore, "is past its day") for ignore in ignores if ignore not in valid]
    notes += [_note(ignore, "matched nothing") for ignore in valid if ignore not in used]
    return Validation(items, validation.catalog), tuple(notes)


def in_force(ignores: Sequence[Ignore], *, today: date) -> list[Ignore]:
    """Return the entries that are not past their day."""
    return [ignore for ignore in ignores if ignore.until is None or today <= ignore.until]


def unmended(verdict: Verdict, ignores: Sequence[Ignore]) -> tuple[Finding, ...]:
    """Return the findings of a verdict, those to pass over without their repairs.

    Args:
        verdict: on one body.
        ignores: the entries in force.
    """
    return tuple(
        replace(finding, fix=None)
        if any(_matches(ignore, finding, verdict) for ignore in ignores)
        else finding
        for finding in verdict.findings
    )


def _without(item: Item, ignores: Sequence[Ignore], used: list[Ignore]) -> Item:
    verdict = item.verdict
    kept: list[Finding] = []
    unread: Finding | None = None
    for finding in verdict.findings:
        ignore = next((i for i in ignores if _matches(i, finding, verdict)), None)
        if ignore is None:
            kept.append(finding)
        else:
            used.append(ignore)
            unread = unread or (finding if _is_all_that_was_seen(finding) else None)
    if len(kept) == len(verdict.findings):
        return item
    wrong = any(finding.severity == "error" for finding in kept)
    if unread is not None and not wrong:
        reason = f"nothing else of it can be seen, and this is passed over: {unread.message}"
        return item._replace(verdict=unjudged(verdict.model, reason))
    outcome: Outcome = "invalid" if wrong else "valid"
    return item._replace(verdict=verdict._replace(outcome=outcome, findings=tuple(kept)))


def _is_all_that_was_seen(finding: Finding) -> bool:
    """Return whether nothing else of a body was judged: passed over, it is not right by that."""
    is_whole = not finding.pointer and finding.code in ("wrong-type", "missing-parameter")
    return finding.code in _UNJUDGED or (is_whole and finding.allowed in (None, "model"))


def _matches(ignore: Ignore, finding: Finding, verdict: Verdict) -> bool:
    return (
        (ignore.code is None or ignore.code == finding.code)
        and (ignore.model is None or fnmatchcase(verdict.model or "", ignore.model))
        and (ignore.parameter is None or ignore.parameter == _parameter(finding))
    )


def _parameter(finding: Finding) -> str:
    """Return the parameter that a finding is about; of a missing one at the top, its name."""
    if finding.code == "missing-parameter" and not finding.pointer:
        return str(finding.allowed)
    return finding.pointer[1:].partition("/")[0].replace("~1", "/").replace("~0", "~")


def _note(ignore: Ignore, why: str) -> str:
    parts = {"code": ignore.code, "model": ignore.model, "parameter": ignore.parameter}
    about = [f"{name} {text}" for name, text in parts.items() if text]
    day = f", until {ignore.until}" if ignore.until else ""
    return f"an entry of ignore {why}: {', '.join(about)}{day} ({ignore.reason})"
