"""A hub's catalog: what is cached while it is young, else a fetch, else a step down."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ..catalog.bundled import bundled_catalog
from ..errors import FetchError, SourceError
from .cache import Failure, read_failure, write_failure
from .files import CacheBroken
from .index import Miss
from .limits import DEADLINE_S, REMEMBERED_S, UNASKED_S
from .remote import Cached, age_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..catalog.model import Catalog
    from .remote import Remote


class Loading(NamedTuple):
    """The way to the catalog behind a URL.

    Attributes:
        remote: the hub, and what of it is cached.
        needs: the ids that will be read, None for all.
    """

    remote: Remote
    needs: Collection[str] | None

    def catalog(self) -> Catalog:
        """Return the catalog by the order of sources; each step down is one line.

        Raises:
            SourceError: no catalog can be had.
        """
        cached = self._cached()
        is_fresh = isinstance(cached, Cached) and self._is_fresh(cached)
        offline = self.remote.settings.offline
        if isinstance(cached, Cached) and is_fresh and (offline or self._is_enough(cached)):
            return cached.catalog()
        if offline:
            what = "nothing was asked for (offline)"
            return self._step_down(cached, SourceError(what, where=self.remote.host))
        try:
            return self._fetched(cached)
        except SourceError as error:
            return self._step_down(cached, error)

    def _cached(self) -> Cached | Miss:
        cached = self.remote.cached(self.needs)
        if isinstance(cached, Miss) and cached.damaged:
            self.remote.say(cached.reason)
        return cached

    def _age_s(self, cached: Cached) -> float:
        return self.remote.now - cached.index.fetched_at

    def _is_fresh(self, cached: Cached) -> bool:
        # A date in the future says nothing about an age.
        return 0 <= self._age_s(cached) < self.remote.settings.max_age_s

    def _is_enough(self, cached: Cached) -> bool:
        return self.needs is None or cached.knows(self.needs)

    def _fetched(self, cached: Cached | Miss) -> Catalog:
        at_hand = isinstance(cached, Cached) or self.remote.is_default
        if at_hand:
            self._refuse_again()
        try:
            deadline_s = UNASKED_S if at_hand else DEADLINE_S
            return self.remote.fetch(cached, deadline_s=deadline_s).catalog
        except SourceError as error:
            with suppress(CacheBroken):
                write_failure(self.remote.folder, Failure(self.remote.now, error.what))
            raise

    def _refuse_again(self) -> None:
        failure = read_failure(self.remote.folder)
        if failure and 0 <= (age_s := self.remote.now - failure.at) < REMEMBERED_S:
            what = f"not asked again, as it failed {age_text(age_s)} ago: {failure.reason}"
            raise FetchError(what, where=self.remote.host)

    def _step_down(self, cached: Cached | Miss, error: SourceError) -> Catalog:
        why = f"{self.remote.host} gave no catalog: {error.what}"
        if isinstance(cached, Cached):
            age = age_text(max(self._age_s(cached), 0))
            self.remote.say(f"{why}; using the cached catalog of {age} ago")
            return cached.catalog(stale=not self._is_fresh(cached))
        if self.remote.is_default:
            catalog = bundled_catalog()
            self.remote.say(f"{why}; using the bundled catalog of {catalog.date}")
            return replace(catalog, stale=True)
        what = f"{error.what}; {cached.reason}"
        fix = error.fix or "run oxspec fetch when there is a network"
        raise SourceError(what, where=error.where, fix=fix) from error
