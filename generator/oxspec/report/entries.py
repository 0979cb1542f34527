"""What the reports for other programs are made of: one entry per finding or unjudged body."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ..runtime.findings import shown_pointer
from .words import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..runtime.findings import Finding
    from ..validation.outcome import Item, Validation

Level: TypeAlias = Literal["error", "warning", "note", "unjudged"]

UNJUDGED: Final[Level] = "unjudged"
_STDIN: Final = "-"


class Entry(NamedTuple):
    """One line of a report, its texts safe to print.

    Attributes:
        code: the finding's, the kind of a change, or ``unjudged``.
        level: how bad it is.
        source: the file as it was given, ``-`` for standard input or none; not safe to print.
        pointer: the finding's JSON Pointer; of a change its model and parameter.
        message: one sentence, without a full stop.
        hint: what to write instead, or None.
        line: 1-based; 1 where it is not known.
        column: 1-based, in characters, or None.
        fingerprint: 64 hexadecimal digits that stay as they are when the finding moves to other
            lines, and differ for all entries of a report.
        missing: whether there was no file to read.
    """

    code: str
    level: Level
    source: str
    pointer: str
    message: str
    hint: str | None
    line: int
    column: int | None
    fingerprint: str
    missing: bool = False

    @property
    def path(self) -> str | None:
        """The file with slashes and without ``./``, None for standard input."""
        return None if self.source == _STDIN else PurePath(self.source).as_posix()

    @property
    def where(self) -> str:
        """The pointer, or ``(body)``."""
        return self.pointer or "(body)"

    @property
    def sentences(self) -> str:
        """The message and the hint as sentences."""
        return _sentence(self.message) + (f" Hint: {_sentence(self.hint)}" if self.hint else "")


def entries(validation: Validation) -> Iterator[Entry]:
    """Yield the entries of all bodies, in their order; a valid one without a finding has none."""
    seen: Counter[tuple[str, ...]] = Counter()
    for item in validation.items:
        yield from item_entries(item, seen)


def item_entries(item: Item, seen: Counter[tuple[str, ...]] | None = None) -> Iterator[Entry]:
    """Yield the entries of one body.

    Args:
        item: the body and its verdict.
        seen: how often each identity was met before in the same report; it is kept up to date.
    """
    seen = Counter() if seen is None else seen
    for finding in item.verdict.findings:
        yield _of_finding(item, finding, _fingerprint(seen, item, finding.code, finding.pointer))
    if item.verdict.outcome == UNJUDGED:
        yield _of_unjudged(item, _fingerprint(seen, item, UNJUDGED, ""))


def _of_finding(item: Item, finding: Finding, fingerprint: str) -> Entry:
    return Entry(
        code=finding.code,
        level=finding.severity,
        source=item.source,
        pointer=printable(shown_pointer(finding.pointer)),
        message=printable(finding.message),
        hint=printable(finding.hint) if finding.hint else None,
        line=finding.line or 1,
        column=finding.column if finding.line else None,
        fingerprint=fingerprint,
    )


def _of_unjudged(item: Item, fingerprint: str) -> Entry:
    state = "not read" if item.missing else "not judged"
    return Entry(
        code=UNJUDGED,
        level="unjudged",
        source=item.source,
        pointer="",
        message=f"{state}: {printable(item.verdict.reason or 'no reason is given')}",
        hint=None,
        line=1,
        column=None,
        fingerprint=fingerprint,
        missing=item.missing,
    )


def _fingerprint(seen: Counter[tuple[str, ...]], item: Item, code: str, pointer: str) -> str:
    import hashlib
    import json

    identity = (PurePath(item.source).as_posix(), code, pointer)
    seen[identity] += 1
    # Without the count, two findings on one value would be one to a reader of fingerprints.
    text = json.dumps([*identity, seen[identity]])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else text + "."
