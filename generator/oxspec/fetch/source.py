"""The catalog that a command works with: from a file, the cache, a hub or the bundle."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import FetchError, SourceError, UsageProblem
from ..runtime.findings import excerpt
from ..settings import BUNDLED, GIT
from .cache import Failure, read_failure, write_failure
from .clock import REAL_CLOCK, Clock
from .files import CacheBroken
from .index import Miss
from .limits import DEADLINE_S, DECODED_BYTES, MEBIBYTE, REMEMBERED_S, UNASKED_S
from .payload import read_payload
from .remote import Cached, Remote, age_text
from .urls import is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ..catalog.model import Catalog
    from ..settings import Settings
    from .payload import Payload

_SOURCES: Final = "a source is a URL (https://…), a file, git:REV:PATH or bundled"


def load_catalog(
    settings: Settings,
    *,
    say: Callable[[str], None],
    now: float,
    needs: Collection[str] | None = None,
    clock: Clock = REAL_CLOCK,
) -> Catalog:
    """Return the catalog by the order of sources; each step down is one line.

    Args:
        settings: the source, and how old a cached catalog may be.
        say: takes one line about what is going on.
        now: seconds since the epoch.
        needs: the ids that will be read, None for all; one that an older catalog lacks is asked
            for once.
        clock: what tells the time, waits and throws dice.

    Raises:
        UsageProblem: the source is neither a URL nor a file, nor one in a git revision.
        SourceError: no catalog can be had from it.
    """
    source = settings.source
    if source == BUNDLED:
        return _bundled()
    if source is None or is_url(source):
        remote = Remote(settings=settings, say=say, now=now, clock=clock)
        return _Loading(remote, needs).catalog()
    if source.startswith(GIT):
        return _revision_catalog(source)
    return _file_payload(source).catalog


class _Loading(NamedTuple):
    remote: Remote
    needs: Collection[str] | None

    def catalog(self) -> Catalog:
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
            catalog = _bundled()
            self.remote.say(f"{why}; using the bundled catalog of {catalog.date}")
            return replace(catalog, stale=True)
        what = f"{error.what}; {cached.reason}"
        fix = error.fix or "run oxspec fetch when there is a network"
        raise SourceError(what, where=error.where, fix=fix) from error


def _bundled() -> Catalog:
    from ..catalog.bundled import bundled_catalog

    return bundled_catalog()


def load_lock(file: Path) -> Payload:
    """Return what a lock pins, and its entries as they stand there.

    Raises:
        UsageProblem: there is no such file.
        SourceError: it cannot be read, is no lock, is of a newer oxspec or was edited.
    """
    payload = _file_payload(str(file))
    if not payload.catalog.partial:
        what = "a catalog, not a lock"
        raise SourceError(what, where=str(file), fix="name another file with -o")
    return payload


def _revision_catalog(source: str) -> Catalog:
    from .revision import revision_bytes

    shown = excerpt(source, limit=200).strip('"')
    return read_payload(revision_bytes(source), source=shown).catalog


def _file_payload(name: str) -> Payload:
    shown = excerpt(name, limit=200).strip('"')
    data = _file_bytes(name, shown)
    if len(data) > DECODED_BYTES:
        what = f"larger than {DECODED_BYTES // MEBIBYTE} MiB"
        raise SourceError(what, where=shown, fix="no catalog is that large")
    return read_payload(data, source=shown)


def _file_bytes(name: str, shown: str) -> bytes:
    try:
        with Path(name).open("rb") as stream:
            return stream.read(DECODED_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        what = "no such file"
        raise UsageProblem(what, where=shown, fix=_SOURCES) from None
    except IsADirectoryError:
        what = "a folder, not a file"
        raise SourceError(what, where=shown, fix=_SOURCES) from None
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise SourceError(what, where=shown, fix=_SOURCES) from None
