"""A catalog behind a URL: what of it is cached, and what the hub says now."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ..catalog.model import Catalog
from ..errors import SourceError
from .cache import CachedEntries, CachedModels, folder_of, forget_failure, write_cache
from .clock import REAL_CLOCK, Clock
from .files import CacheBroken
from .index import Index, Miss, read_index, write_index
from .limits import DEADLINE_S
from .payload import Payload, index_of, read_payload
from .urls import host_of, shown_url

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from ..settings import Settings
    from .http import Response

_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True)
class Cached:
    """A catalog that is cached and, as far as it was asked for, whole."""

    index: Index
    models: CachedModels

    def catalog(self, *, stale: bool = False, authoritative: bool = False) -> Catalog:
        """Return the catalog; each model is read on first use."""
        return Catalog(
            models=self.models,
            quarantined=self.index.quarantined(),
            source=self.index.source,
            date=iso_date(self.index.fetched_at),
            known_digest=self.index.digest,
            stale=stale,
            authoritative=authoritative,
            partial=self.index.partial,
            entries=CachedEntries(self.models.folder, self.index),
        )

    def knows(self, ids: Collection[str]) -> bool:
        """Return whether it has something to say about each of some models."""
        known = {entry.id for entry in self.index.entries}
        return known.issuperset(ids)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought.

    Attributes:
        catalog: as it is now.
        index: the same as it is cached.
        not_modified: whether the hub said that nothing changed.
        cached: whether it could be put into the cache.
    """

    catalog: Catalog
    index: Index
    not_modified: bool = False
    cached: bool = True


class Remote(NamedTuple):
    """A catalog behind a URL.

    Attributes:
        settings: where the hub and the cache are.
        say: takes one line about what is going on.
        now: seconds since the epoch.
        clock: what tells the time, waits and throws dice.
        on_progress: called with the bytes received so far.
    """

    settings: Settings
    say: Callable[[str], None]
    now: float
    clock: Clock = REAL_CLOCK
    on_progress: Callable[[int], None] | None = None

    @property
    def url(self) -> str:
        """Where the catalog is."""
        return self.settings.source or self.settings.catalog_url

    @property
    def host(self) -> str:
        """The server, as sentences name it."""
        return host_of(self.url)

    @property
    def is_default(self) -> bool:
        """Whether nobody chose it, so that the bundled catalog may stand in for it."""
        return self.settings.source is None

    @property
    def folder(self) -> Path:
        """Where it is cached."""
        return folder_of(self.settings.cache_dir, self.url)

    def cached(self, needs: Collection[str] | None, *, partial: bool = False) -> Cached | Miss:
        """Return what is cached, after a look at the models that will be read (None: all).

        A catalog of single models counts if ``partial``, or if it has all that is needed.
        """
        index = read_index(self.folder)
        if isinstance(index, Miss):
            return index
        cached = Cached(index, CachedModels(self.folder, index))
        if index.partial and not partial and (needs is None or not cached.knows(needs)):
            return Miss("only a part of the catalog is cached")
        try:
            cached.models.verify(needs)
        except CacheBroken as broken:
            return Miss(broken.what, damaged=True)
        return cached

    def fetch(
        self, cached: Cached | Miss, *, deadline_s: float = DEADLINE_S, force: bool = False
    ) -> Fetched:
        """Return what the hub says now, and keep it.

        Args:
            cached: what is cached; it is not asked for again if it did not change.
            deadline_s: seconds for all of it.
            force: whether to take a catalog that lost most of its models.

        Raises:
            FetchError: the hub did not answer as it should.
            SourceError: the answer is not a catalog, or lost most of its models.
        """
        ends = self.clock.monotonic() + deadline_s
        conditions = None if force or isinstance(cached, Miss) else cached.index
        response = self._get(conditions, deadline_s)
        if response.status == _NOT_MODIFIED:
            if isinstance(cached, Cached) and (kept := self._confirmed(cached)):
                return kept
            response = self._get(None, ends - self.clock.monotonic())
        payload = read_payload(response.data, source=shown_url(self.url), date=iso_date(self.now))
        if isinstance(cached, Cached) and not force:
            self._refuse_loss(cached, payload)
        index = index_of(payload, fetched_at=self.now)
        index = index._replace(etag=response.etag, last_modified=response.last_modified)
        return Fetched(payload.catalog, index, cached=self.keep(index, payload))

    def keep(self, index: Index, payload: Payload) -> bool:
        """Put a catalog into the cache; return whether that could be done, and say so if not."""
        try:
            write_cache(self.folder, index, entries=payload.entries)
            forget_failure(self.folder)
        except CacheBroken as broken:
            self.say(f"the catalog is not cached: {broken}")
            return False
        return True

    def _get(self, conditions: Index | None, deadline_s: float) -> Response:
        from .http import fetch_payload

        # The catalog is public: no key goes with this.
        return fetch_payload(
            self.url,
            hub_origin=self.settings.hub_url,
            etag=conditions.etag if conditions else None,
            last_modified=conditions.last_modified if conditions else None,
            deadline_s=deadline_s,
            on_progress=self.on_progress,
            clock=self.clock,
        )

    def _confirmed(self, cached: Cached) -> Fetched | None:
        """Return the cached catalog as of now, None if it turns out to be damaged."""
        try:
            cached.models.verify(None)
        except CacheBroken as broken:
            self.say(f"{broken.what}; fetching the catalog again")
            return None
        index = cached.index._replace(fetched_at=self.now)
        try:
            write_index(self.folder, index)
            forget_failure(self.folder)
        except CacheBroken as broken:
            self.say(f"the catalog is not cached: {broken}")
        now = replace(cached, index=index)
        return Fetched(now.catalog(authoritative=not index.partial), index, not_modified=True)

    def _refuse_loss(self, cached: Cached, payload: Payload) -> None:
        before, after = len(cached.models), len(payload.catalog.models)
        if after * 2 < before and not cached.index.partial:
            what = f"only {after} models came, where {before} are cached: the cache is kept"
            fix = "if that is right, run oxspec fetch --force"
            raise SourceError(what, where=shown_url(self.url), fix=fix)


def iso_date(seconds: float) -> str:
    """Return a time as ISO 8601 in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def age_text(seconds: float) -> str:
    """Return an age in words: ``2 days``."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"
