"""Changes that a team has decided to live with, each for a reason and until a day.

[[accept]]
fingerprint = "52ac4cca9b220ceb"
reason = "we never sent it"
until = 2027-01-31
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from ..errors import UsageProblem
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from .changes import Change
    from .outcome import Drift

_KEYS: Final = frozenset(("fingerprint", "reason", "until"))
_ENTRY: Final = "an entry of accept is a fingerprint, a reason and a day (until = 2027-01-31)"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One decision.

    Attributes:
        fingerprint: of the change.
        reason: why it can be lived with.
        until: the last day that this holds.
    """

    fingerprint: str
    reason: str
    until: date


def read_acceptances(data: bytes, *, source: str) -> tuple[Acceptance, ...]:
    """Return the decisions in the text of a file.

    Raises:
        UsageProblem: it is not TOML, or says something else.
    """
    import tomllib

    try:
        document = cast("dict[str, object]", tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        what = f"not TOML: {excerpt(str(error))[1:-1]}"
        raise UsageProblem(what, where=source, fix="mend it at that place") from None
    listed = document.get("accept", [])
    if not isinstance(listed, list) or document.keys() - {"accept"}:
        what = "it holds entries [[accept]] and nothing else"
        raise UsageProblem(what, where=source, fix=_ENTRY)
    entries = cast("list[object]", listed)
    return tuple(_acceptance(entry, source) for entry in entries)


def with_acceptances(
    drift: Drift,
    acceptances: Sequence[Acceptance],
    *,
    today: date,
    elsewhere: Callable[[], Iterable[Change]] = tuple,
) -> Drift:
    """Return what changed with what is accepted of it, and a line for each doubtful entry.

    An entry that is past its day accepts nothing; it and one that matches no change are told.

    Args:
        drift: what changed.
        acceptances: what was decided.
        today: the day that entries are held against.
        elsewhere: finds the changes that were not asked about, which entries may be meant for.
    """
    valid = {entry.fingerprint: entry for entry in acceptances if today <= entry.until}
    found = {change.fingerprint for change in drift.changes}
    notes = [_note(entry, "is past its day") for entry in acceptances if entry.until < today]
    unmatched = [entry for name, entry in valid.items() if name not in found]
    others = {change.fingerprint for change in elsewhere()} if unmatched else set[str]()
    notes += [_note(e, "matches no change") for e in unmatched if e.fingerprint not in others]
    accepted = {name: entry for name, entry in valid.items() if name in found}
    return replace(drift, accepted=accepted, doubtful=tuple(notes))


def _acceptance(entry: object, source: str) -> Acceptance:
    from datetime import date, datetime

    table = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
    until = table.get("until")
    texts = {key: t for key, t in table.items() if key != "until" and isinstance(t, str) and t}
    is_day = isinstance(until, date) and not isinstance(until, datetime)
    if table.keys() == _KEYS and len(texts) == len(_KEYS) - 1 and is_day:
        return Acceptance(**texts, until=cast("date", until))
    what = f"{_ENTRY}, got {_shown(table)}"
    raise UsageProblem(what, where=source)


def _shown(table: dict[str, object]) -> str:
    return excerpt({name: str(value) for name, value in table.items()})


def _note(entry: Acceptance, why: str) -> str:
    return f"an entry of accept {why}: {entry.fingerprint}, until {entry.until} ({entry.reason})"
