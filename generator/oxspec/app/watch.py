"""A hub's catalog asked for again and again: what changed each time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import OxspecError, SourceError
from ..fetch.clock import REAL_CLOCK, Clock
from .diff import compared, ids_of
from .matching import is_named, refuse_unmatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..catalog.model import Catalog
    from ..drift.outcome import Drift
    from .session import Session

#: After failures the wait doubles up to this, unless the interval itself is longer.
LONGEST_WAIT_S: Final = 3600.0
#: Waits differ by up to a tenth, so that many watchers do not ask at once.
_JITTER: Final = 0.1
_DOUBLINGS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is watched, and how often.

    Attributes:
        interval_s: seconds between two polls that succeed.
        only: patterns of the ids to look at, () for all.
        polls: how many, None for no end.
    """

    interval_s: float
    only: tuple[str, ...] = ()
    polls: int | None = None


class Poll(NamedTuple):
    """What one poll brought.

    Attributes:
        drift: what changed since the last that succeeded, None where this one did not.
        problem: why it did not.
        wait_s: seconds to the next, None after the last.
    """

    drift: Drift | None
    problem: SourceError | None
    wait_s: float | None


def watch(
    session: Session, old: str | None, watched: Watched, *, clock: Clock = REAL_CLOCK
) -> Iterator[Poll]:
    """Yield what each poll of a hub brings; the wait for the next comes when it is asked for.

    A catalog that lost most of its models is a problem: it says more of the hub than of them.

    Args:
        session: where the hub and the cache are.
        old: a source to compare the first answer with, of a lock its models alone; None for the
            cached catalog and, where there is none, the first answer itself.
        watched: what is watched, and how often.
        clock: what tells the time, waits and throws dice.

    Raises:
        UsageProblem: a source is none, or a pattern matches nothing at the first poll.
        SourceError: the old catalog cannot be had.
    """
    watching = _Watching(session, old, watched, clock)
    for number in count(1):
        drift, problem = watching.poll()
        is_last = number == watched.polls
        wait_s = None if is_last else watching.wait_s()
        yield Poll(drift, problem, wait_s)
        if wait_s is None:
            return
        clock.sleep(wait_s)


class _Watching:
    def __init__(self, session: Session, old: str | None, watched: Watched, clock: Clock) -> None:
        self.session = session
        self.watched = watched
        self.clock = clock
        self.failures = 0
        self.is_checked = False
        self.ruled = _ruler(session)
        # Read first: a wrong source is told before anything is fetched.
        self.before = self._cached() if old is None else session.at(old).catalog()
        is_part = old is not None and self.before is not None and self.before.partial
        self.wanted = frozenset(self.before.models) if is_part and self.before else None

    def poll(self) -> tuple[Drift | None, SourceError | None]:
        """Return what changed, or why that cannot be told."""
        try:
            now = self._fetched()
            before = now if self.before is None else self.before
            if not self.is_checked:
                ids = ids_of(before, now)
                refuse_unmatched(self.watched.only, ids, where="either catalog")
                self.is_checked = True
            drift = compared(before, now, self._is_asked)
        except SourceError as problem:
            self.failures += 1
            return None, problem
        self.before, self.failures = _last_told(before, now, drift), 0
        return drift, None

    def wait_s(self) -> float:
        """Return the seconds to the next poll."""
        interval_s = self.watched.interval_s
        longest_s = max(interval_s, LONGEST_WAIT_S)
        wait_s = min(interval_s * (1 << min(self.failures, _DOUBLINGS)), longest_s)
        return wait_s * (1 + _JITTER * (2 * self.clock.random() - 1))

    def _is_asked(self, model: str) -> bool:
        named = is_named(model, self.watched.only)
        return named and (self.wanted is None or model in self.wanted)

    def _cached(self) -> Catalog | None:
        from ..fetch.remote import Cached, Remote

        session = self.session
        remote = Remote(session.settings, session.say, self.clock.now(), self.clock)
        cached = remote.cached(None)
        return self.ruled(cached.catalog()) if isinstance(cached, Cached) else None

    def _fetched(self) -> Catalog:
        from ..fetch.update import fetch_catalog

        session = self.session
        outcome = fetch_catalog(
            session.settings, say=session.say, now=self.clock.now(), clock=self.clock
        )
        if not outcome.catalog.models:
            what = "it has no models"
            raise SourceError(what, where=outcome.catalog.source, fix="ask the hub's operators")
        return self.ruled(outcome.catalog)


def _last_told(before: Catalog, now: Catalog, drift: Drift) -> Catalog:
    """Return a catalog as it is now; of what it cannot tell, as it was when that could be told.

    What changes while a model is set aside is told when the model can be read again.
    """
    ids = [q.id for q in drift.left_out if q.id is not None and q.id in before.models]
    kept = {name: before.models[name] for name in ids if not _is_readable(name, now)}
    if not kept:
        return now
    quarantined = tuple(q for q in now.quarantined if q.id not in kept)
    return replace(now, models={**now.models, **kept}, quarantined=quarantined)


def _is_readable(name: str, catalog: Catalog) -> bool:
    if name not in catalog.models:
        return catalog.quarantine_of(name) is None
    try:
        _ = catalog.models[name].request
    except OxspecError:
        return False
    return True


def _ruler(session: Session) -> Callable[[Catalog], Catalog]:
    """Return what holds a catalog to the session's own rules."""
    if not session.settings.rules:
        return lambda catalog: catalog
    from ..catalog.ruled import ruled
    from ..schema.rulefiles import load_rules

    rules = load_rules(session.settings.rules)
    return lambda catalog: ruled(catalog, rules)
