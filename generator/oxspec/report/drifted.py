"""What the reports on changes are made of: an entry per change, or per body that meets one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from .entries import UNJUDGED, Entry
from .words import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift.changes import Change, Impact
    from ..drift.effects import Effect
    from ..drift.outcome import Drift
    from .entries import Level

_LEVELS: Final[Mapping[Impact, Level]] = {
    "breaking": "error",
    "behaviour": "warning",
    "compatible": "note",
}
_NOWHERE: Final = "-"


def drift_entries(drift: Drift) -> Iterator[tuple[Change, Entry]]:
    """Yield each change with its entry; of bodies that were asked about one for each it affects."""
    if drift.effects is not None:
        yield from ((effect.change, _of_effect(effect, drift)) for effect in drift.effects)
        return
    for change in drift.changes:
        spot = drift.spots.get(change.fingerprint)
        at = (_NOWHERE, 1) if spot is None else (spot.file, spot.line)
        yield change, _entry(change, drift, source=at[0], line=at[1])


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def left_out_entries(drift: Drift) -> Iterator[Entry]:
    """Yield an entry for each model and each body that could not be looked at."""
    models = [f"{q.id or 'an entry without an id'}: {q.reason}" for q in drift.left_out]
    for told in (*models, *drift.skipped):
        message = printable(told)
        digest = _sha256(message)
        yield Entry(UNJUDGED, UNJUDGED, _NOWHERE, "", message, None, 1, None, digest)


def _of_effect(effect: Effect, drift: Drift) -> Entry:
    hint = "oxspec validate --fix mends it" if effect.mendable else None
    return _entry(
        effect.change,
        drift,
        source=effect.source,
        line=effect.line,
        column=effect.column,
        pointer=effect.pointer,
        hint=hint,
    )


def _entry(  # noqa: PLR0913  # an entry has as many parts
    change: Change,
    drift: Drift,
    *,
    source: str,
    line: int,
    column: int | None = None,
    pointer: str = "",
    hint: str | None = None,
) -> Entry:
    place = change.model if change.parameter is None else f"{change.model} {change.parameter}"
    identity = json.dumps([change.fingerprint, source, pointer])
    return Entry(
        code=change.kind,
        level="note" if change.fingerprint in drift.accepted else _LEVELS[change.impact],
        source=source,
        pointer=printable(place),
        message=printable(f"{change.model}: {sentence(change)}"),
        hint=hint,
        line=line,
        column=column,
        fingerprint=_sha256(identity),
    )


#: Kinds that break by what they are: that no body was found to prove it says nothing.
_BY_DEFINITION: Final = frozenset(("model-removed", "model-renamed", "endpoint-changed"))


def sentence(change: Change) -> str:
    """Return what a change is, and that it is not proven where a proof would be expected."""
    doubtful = change.impact == "breaking" and not change.proven
    is_doubted = doubtful and change.kind not in _BY_DEFINITION
    return f"{change.message} (not proven)" if is_doubted else change.message
