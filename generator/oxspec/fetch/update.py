"""What ``oxspec fetch`` does: the catalog, or single models, into the cache; and what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from ..catalog.decode import entries_of, entry_id
from ..catalog.nearest import nearest_ids
from ..errors import FetchError, JsonTextError, SourceError, UsageProblem
from ..jsontext import CATALOG_DEPTH, decode
from ..runtime.findings import excerpt
from ..settings import BUNDLED
from .cache import clear_folders, read_entry
from .clock import REAL_CLOCK, Clock
from .files import CacheBroken
from .http import fetch_payload
from .index import Index, Miss
from .payload import index_of, payload_of
from .remote import Remote, iso_date
from .urls import is_url, origin_of, shown_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ..catalog.model import Catalog, Quarantined
    from ..jsontypes import JsonObject, JsonValue
    from ..settings import Settings

#: What the listing says of a model and the endpoint of one model leaves out.
_LISTED_ONLY: Final = ("provider", "deprecated", "can_run_inference")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """What a fetch brought.

    Attributes:
        catalog: as it is now.
        previous: the ids that were cached before, () for none.
        new: ids that came.
        gone: ids that went.
        changed: ids whose entry differs.
        with_schema: how many models have a request schema of their own.
        not_modified: whether the hub said that nothing changed.
        failed: models that were asked for and did not come, and why.
        cached: whether it could be put into the cache.
    """

    catalog: Catalog
    previous: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    with_schema: int
    not_modified: bool = False
    failed: tuple[tuple[str, SourceError], ...] = ()
    cached: bool = True

    @property
    def quarantined(self) -> tuple[Quarantined, ...]:
        """The models set aside."""
        return self.catalog.quarantined


def fetch_catalog(  # noqa: PLR0913  # each is a promise of its own
    settings: Settings,
    *,
    say: Callable[[str], None],
    now: float,
    force: bool = False,
    on_progress: Callable[[int], None] | None = None,
    clock: Clock = REAL_CLOCK,
) -> FetchOutcome:
    """Fetch the catalog of a URL source into the cache, however young what is cached.

    Args:
        settings: the source, and where the cache is.
        say: takes one line about what is going on.
        now: seconds since the epoch.
        force: whether to take a catalog that lost most of its models.
        on_progress: called with the bytes received so far.
        clock: what tells the time, waits and throws dice.

    Raises:
        UsageProblem: the source is a file or ``bundled``, or ``--offline`` was given.
        FetchError: the hub did not answer as it should; what was cached still is.
        SourceError: the answer is not a catalog, or lost most of its models.
    """
    _refuse_unfetchable(settings)
    remote = Remote(settings=settings, say=say, now=now, clock=clock, on_progress=on_progress)
    cached = remote.cached(None, partial=True)
    if isinstance(cached, Miss) and cached.damaged:
        say(cached.reason)
    before = {} if isinstance(cached, Miss) else cached.index.files()
    fetched = remote.fetch(cached, force=force)
    outcome = _outcome(fetched.catalog, before, fetched.index.files())
    return replace(outcome, not_modified=fetched.not_modified, cached=fetched.cached)


def fetch_models(  # noqa: PLR0913  # each is a promise of its own
    settings: Settings,
    ids: Iterable[str],
    *,
    say: Callable[[str], None],
    now: float,
    on_progress: Callable[[int], None] | None = None,
    clock: Clock = REAL_CLOCK,
) -> FetchOutcome:
    """Fetch single models into the cached catalog of the hub; the others stay as they are.

    Without a cached catalog the whole one is fetched first. Where that fails, the cache holds
    these models alone, and says nothing about others.

    Raises:
        UsageProblem: the source is not the hub, or ``--offline`` was given.
        SourceError: none of them came; the first reason.
    """
    _refuse_unfetchable(settings)
    remote = Remote(settings=settings, say=say, now=now, clock=clock, on_progress=on_progress)
    _refuse_foreign(remote)
    base = _base(remote)
    came, failed = _models(remote, tuple(dict.fromkeys(ids)), tuple(base.files))
    if failed and not came:
        raise failed[0][1]
    payload = payload_of(_merged(base.entries, came), source=shown_url(remote.url))
    index = index_of(payload, fetched_at=base.fetched_at)._replace(partial=base.partial)
    cached = remote.keep(index, payload)
    catalog = replace(payload.catalog, authoritative=False, date=iso_date(base.fetched_at))
    return replace(
        _outcome(catalog, base.files, index.files()), failed=tuple(failed), cached=cached
    )


def cache_path(settings: Settings) -> Path:
    """Return the folder that catalogs are cached in."""
    return settings.cache_dir


def clear_cache(settings: Settings) -> int:
    """Remove the cached catalogs, and nothing else; return the number of files.

    Raises:
        SourceError: one of ours cannot be removed.
    """
    return clear_folders(settings.cache_dir)


def _refuse_unfetchable(settings: Settings) -> None:
    source = settings.source
    if source == BUNDLED or (source is not None and not is_url(source)):
        what = "nothing to fetch: the source is not a URL"
        raise UsageProblem(what, where=source, fix="leave --source out for the hub's catalog")
    if settings.offline:
        what = "nothing can be fetched with --offline"
        raise UsageProblem(what)


def _refuse_foreign(remote: Remote) -> None:
    if origin_of(remote.url) != origin_of(remote.settings.hub_url):
        what = "single models come from the hub, and the source is another server"
        fix = "leave the models out, or set OXEN_BASE_URL"
        raise UsageProblem(what, where=shown_url(remote.url), fix=fix)


def _outcome(catalog: Catalog, before: Mapping[str, str], after: Mapping[str, str]) -> FetchOutcome:
    both = [name for name in after if name in before]
    models = catalog.models.values()
    return FetchOutcome(
        catalog=catalog,
        previous=tuple(before),
        new=tuple(name for name in after if name not in before),
        gone=tuple(name for name in before if name not in after),
        changed=tuple(name for name in both if before[name] != after[name]),
        with_schema=sum(model.request_schema is not None for model in models),
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """The catalog that single models are merged into."""

    entries: tuple[JsonValue, ...]
    files: Mapping[str, str]
    fetched_at: float
    partial: bool


def _base(remote: Remote) -> _Base:
    cached = remote.cached((), partial=True)
    if isinstance(cached, Miss):
        try:
            index = remote.fetch(cached).index
        except SourceError as error:
            remote.say(f"{remote.host} gave no catalog: {error.what}; keeping these models alone")
            return _Base((), {}, remote.now, partial=True)
    else:
        index = cached.index
    return _base_of(remote, index)


def _base_of(remote: Remote, index: Index) -> _Base:
    try:
        entries = tuple(read_entry(remote.folder, entry.sha256) for entry in index.entries)
    except CacheBroken as broken:
        remote.say(f"{broken.what}; keeping these models alone")
        return _Base((), {}, remote.now, partial=True)
    return _Base(entries, index.files(), index.fetched_at, partial=index.partial)


def _models(
    remote: Remote, ids: tuple[str, ...], known: Iterable[str]
) -> tuple[dict[str, JsonObject], list[tuple[str, SourceError]]]:
    came: dict[str, JsonObject] = {}
    failed: list[tuple[str, SourceError]] = []
    for model in ids:
        try:
            entry = _entry(remote, model)
        except SourceError as error:
            failed.append((model, _with_nearest(error, model, known)))
        else:
            came[entry_id(entry) or model] = entry
    return came, failed


def _with_nearest(error: SourceError, model: str, known: Iterable[str]) -> SourceError:
    """Return what went wrong; where the hub does not know the id, with the nearest that it has."""
    if not isinstance(error, FetchError) or error.status != HTTPStatus.NOT_FOUND:
        return error
    near = nearest_ids(model, known, most=1)
    fix = f"did you mean {excerpt(near[0])}?" if near else "oxspec models lists what there is"
    what = f"the hub has no model {excerpt(model)}"
    return FetchError(what, where=error.where, fix=fix, status=error.status)


def _entry(remote: Remote, model: str) -> JsonObject:
    settings = remote.settings
    url = settings.model_url(model)
    response = fetch_payload(
        url,
        hub_origin=settings.hub_url,
        api_key=settings.api_key,
        on_progress=remote.on_progress,
        clock=remote.clock,
    )
    try:
        entries = entries_of(decode(response.data, depth=CATALOG_DEPTH), source=shown_url(url))
    except JsonTextError as error:
        where = f"{shown_url(url)}, line {error.line}, column {error.column}"
        raise SourceError(error.what, where=where, fix="retry") from None
    entry = entries[0] if len(entries) == 1 else None
    if not isinstance(entry, dict) or model not in (entry_id(entry), entry.get("id")):
        what = "the answer is not the model that was asked for"
        raise FetchError(what, where=shown_url(url), fix="run oxspec fetch for all of them")
    return entry


def _merged(entries: Iterable[JsonValue], came: Mapping[str, JsonObject]) -> list[JsonValue]:
    """Return entries with those that came in the place of theirs, new ones at the end."""
    waiting = dict(came)
    merged: list[JsonValue] = []
    for entry in entries:
        model = entry_id(entry)
        if model is None or model not in came:
            merged.append(entry)
        elif isinstance(entry, dict) and model in waiting:
            kept: JsonObject = {key: entry[key] for key in _LISTED_ONLY if key in entry}
            merged.append(kept | waiting.pop(model))
    return [*merged, *waiting.values()]
