"""Two catalogs compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..drift.compare import compare
from ..drift.outcome import Drift
from ..errors import SourceError, UsageProblem
from .files import small_file
from .matching import is_named, refuse_unmatched

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from ..catalog.model import Catalog
    from ..drift.accepted import Acceptance
    from ..drift.changes import Change
    from .bodies import BodyFile
    from .session import Session


class Asked(NamedTuple):
    """What of a comparison is asked about.

    Attributes:
        only: patterns of the ids to look at, () for all.
        bodies: patterns of files with bodies; given, only what affects these is told.
        accept: a file of changes that were decided to be lived with, or None.
    """

    only: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    accept: Path | None = None


_ALL: Final = Asked()


def diff(
    session: Session, old: str | None = None, new: str | None = None, *, asked: Asked = _ALL
) -> Drift:
    """Return what changed between two catalogs.

    Args:
        session: where the lock is, and where the new catalog comes from, unless they are named;
            its voice tells decisions that do not hold.
        old: a source, None for the lock.
        new: a source, None for that of the session.
        asked: what of it is asked about.

    Raises:
        UsageProblem: a source is none, a pattern matches nothing, or the decisions are none.
        SourceError: a catalog cannot be had, or the new one has no model left.
    """
    # Read first: a wrong file is told before anything is fetched.
    acceptances = _acceptances(asked.accept)
    bodies = _bodies(asked.bodies)
    before = session.at(_lock_of(session) if old is None else old).catalog()
    after = (session.from_source() if new is None else session.at(new)).catalog()
    refuse_unmatched(asked.only, ids_of(before, after), where="either catalog")
    wanted = None if bodies is None else {file.model for file in bodies}

    def is_asked(model: str) -> bool:
        return is_named(model, asked.only) and (wanted is None or model in wanted)

    drift = compared(before, after, is_asked)
    if bodies is not None:
        from .affected import for_bodies

        drift = for_bodies(drift, bodies)
    if acceptances is None:
        return drift
    is_part = bool(asked.only) or bodies is not None
    return _accepted(session, drift, acceptances, is_part=is_part)


def compared(old: Catalog, new: Catalog, only: Callable[[str], bool]) -> Drift:
    """Return what changed between two catalogs.

    Args:
        old: as it was.
        new: as it is.
        only: tells which ids to look at.

    Raises:
        SourceError: the new one has no model left, which says more of it than of its models.
    """
    _refuse_empty(old, new)
    found = compare(old, new, only=only)
    return Drift(old, new, found.changes, found.left_out)


def _lock_of(session: Session) -> str:
    lock = session.settings.lock
    if lock is None:
        what = "there is no oxspec.lock to compare with"
        raise UsageProblem(what, fix="name OLD, or make a lock with oxspec lock")
    from ..fetch.source import load_lock

    load_lock(lock)  # a catalog of that name pins nothing
    return str(lock)


def _refuse_empty(old: Catalog, new: Catalog) -> None:
    if old.models and not new.models:
        what = f"it has no models, where {old.source} has {len(old.models)}"
        raise SourceError(what, where=new.source, fix="look at where it comes from, and retry")


def ids_of(*catalogs: Catalog) -> Collection[str]:
    """Return the ids that catalogs have, those of models that were set aside too."""
    ids = dict.fromkeys(name for catalog in catalogs for name in catalog.models)
    return ids | dict.fromkeys(q.id for c in catalogs for q in c.quarantined if q.id)


def _acceptances(file: Path | None) -> tuple[Acceptance, ...] | None:
    if file is None:
        return None
    from ..drift.accepted import read_acceptances

    return read_acceptances(small_file(file), source=str(file))


def _accepted(
    session: Session, drift: Drift, acceptances: Sequence[Acceptance], *, is_part: bool
) -> Drift:
    from datetime import UTC, datetime

    from ..drift.accepted import with_acceptances

    today = datetime.fromtimestamp(session.now, UTC).date()

    def elsewhere() -> Sequence[Change]:
        return compare(drift.old, drift.new).changes if is_part else ()

    drift = with_acceptances(drift, acceptances, today=today, elsewhere=elsewhere)
    for note in drift.doubtful:
        session.say(note)
    return drift


def _bodies(patterns: Sequence[str]) -> list[BodyFile] | None:
    if not patterns:
        return None
    from .bodies import body_files

    return body_files(patterns)
