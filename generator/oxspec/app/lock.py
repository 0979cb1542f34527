"""The models that a project uses, pinned in a file, and moved on when asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..catalog.lock import encoded_lock, locked_entry
from ..configuration import LOCK_NAME
from ..drift.pinned import Pinned
from ..errors import UsageProblem
from ..runtime.findings import excerpt
from .session import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..catalog.model import Catalog
    from ..drift.outcome import Drift
    from ..fetch.payload import Payload
    from ..jsontypes import JsonObject
    from .session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be pinned.

    Attributes:
        models: ids that are named.
        bodies: patterns of files with bodies, whose models are meant.
        client: the folder of a generated client, whose models are meant, or None.
        update: whether what is pinned already moves on: the named ones, all where none is named.
        prune: whether what is pinned and not meant is let go.
    """

    models: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    client: Path | None = None
    update: bool = False
    prune: bool = False


def lock(
    session: Session, wanted: Wanted, *, file: Path | None = None, check: bool = False
) -> Pinned:
    """Pin models; what is pinned already stays as it is unless it is to move on.

    Args:
        session: where the models come from.
        wanted: which.
        file: the lock; None is the one beside the configuration.
        check: whether nothing is written.

    Raises:
        UsageProblem: there is no model of an id, or a body names none.
        SourceError: no catalog can be had, or the lock that is there cannot be read.
        OutputError: the lock cannot be written; what stood there still stands.
    """
    from .files import put_file

    target = file or _beside_configuration(session)
    change = _Locking(session, wanted, _pins(target))
    entries = change.entries()
    data = encoded_lock(entries.values())
    is_current = target.exists() and target.read_bytes() == data
    if not check and not is_current:
        put_file(target, data)
    return Pinned(
        file=target,
        models=len(entries),
        added=tuple(name for name in entries if name not in change.pins),
        updated=tuple(n for n in entries if n in change.pins and entries[n] != change.pins[n]),
        dropped=tuple(name for name in change.pins if name not in entries),
        gone=change.gone,
        drift=change.drift(),
        is_current=is_current,
    )


def _beside_configuration(session: Session) -> Path:
    import os

    settings = session.settings
    beside = os.path.relpath(settings.config_file.parent) if settings.config_file else ""
    return settings.lock or Path(beside, LOCK_NAME)


def _pins(file: Path) -> Payload | None:
    from ..fetch.source import load_lock

    return load_lock(file) if file.exists() else None


class _Locking:
    """One change of a lock."""

    def __init__(self, session: Session, wanted: Wanted, before: Payload | None) -> None:
        self.session = session
        self.wanted = wanted
        self.before = before
        pinned = [] if before is None else [cast("JsonObject", e) for e in before.entries]
        #: The entries that stand in the lock, by id.
        self.pins: Mapping[str, JsonObject] = {str(entry["name"]): entry for entry in pinned}
        self.named = self._named()
        self.moving = self._moving()
        self._catalog: Catalog | None = None

    def entries(self) -> Mapping[str, JsonObject]:
        """Return the entries that the lock has after the change."""
        kept = self.pins
        if self.wanted.prune:
            kept = {name: entry for name, entry in kept.items() if name in self.named}
        fresh = [name for name in self.named if name not in self.pins]
        if not kept and not fresh and not self.named:
            models = [m for m in self.catalog().models.values() if m.is_published]
        elif fresh or self.moving:
            catalog = self.catalog()
            models = pick(catalog, [*fresh, *(n for n in self.moving if n not in self.gone)])
        else:
            models = []
        date = self._catalog.date if self._catalog else None
        made = {model.id: locked_entry(model, date=date) for model in models}
        moved = {name: entry for name, entry in made.items() if self._is_moved(name, entry)}
        return dict(sorted({**kept, **moved}.items()))

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids that were to move on and left the hub."""
        if not self.moving:
            return ()
        known = self.catalog()
        return tuple(
            name
            for name in self.moving
            if name in self.pins and name not in known.models and not known.quarantine_of(name)
        )

    def drift(self) -> Drift | None:
        """Return what moving on changes, None where nothing was to move on."""
        if self.before is None or not self.moving:
            return None
        from .diff import compared

        return compared(self.before.catalog, self.catalog(), lambda name: name in self.moving)

    def catalog(self) -> Catalog:
        """Return the catalog that models come from."""
        if self._catalog is None:
            names = [*self.named, *self.moving]
            # A pin is not moved on to what may be older than it.
            session = self.session.from_source() if self.moving else self.session
            self._catalog = session.catalog(needs=names or None)
        return self._catalog

    def _is_moved(self, name: str, entry: JsonObject) -> bool:
        pin = self.pins.get(name)
        return pin is None or pin["digest"] != entry["digest"]

    def _named(self) -> tuple[str, ...]:
        wanted = self.wanted
        names = [*wanted.models, *_in_bodies(wanted.bodies), *_in_client(wanted.client)]
        if not names and not wanted.update:
            names = [*self.session.settings.models]
        if not names and wanted.prune:
            what = "nothing is named, so that --prune would let everything go"
            raise UsageProblem(what, fix="name models, or pass --from or --client")
        return tuple(dict.fromkeys(names))

    def _moving(self) -> tuple[str, ...]:
        if not self.wanted.update:
            return ()
        return tuple(dict.fromkeys(self.wanted.models)) or tuple(self.pins)


def _in_bodies(patterns: Sequence[str]) -> Iterable[str]:
    if not patterns:
        return []
    from .bodies import body_files

    names: list[str] = []
    for file in body_files(patterns):
        if file.model is None:
            why = file.text.findings[0].message if file.text.findings else "it names no model"
            raise UsageProblem(why, where=file.source, fix="mend it, or leave the file out")
        names.append(file.model)
    return names


def _in_client(folder: Path | None) -> Iterable[str]:
    if folder is None:
        return []
    from ..render.manifest import read_manifest

    manifest = read_manifest(folder, "client")
    if manifest is None:
        what = "no client that oxspec wrote"
        raise UsageProblem(what, where=excerpt(str(folder))[1:-1], fix="name its folder")
    return manifest.models
