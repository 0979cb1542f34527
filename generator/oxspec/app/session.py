"""What every use-case is given: settings, a voice, and the time."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog.nearest import nearest_ids
from ..errors import QuarantinedError, UsageProblem
from ..runtime.findings import excerpt
from ..settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ..catalog.model import Catalog, Model


def _silent(text: str) -> None:
    del text


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command, or one program's use of the library.

    Attributes:
        settings: where things are, and what is asked for.
        say: takes one line about what is going on.
        now: seconds since the epoch.
    """

    settings: Settings
    say: Callable[[str], None] = _silent
    now: float = field(default_factory=time.time)

    def catalog(self, *, needs: Collection[str] | None = None) -> Catalog:
        """Return the catalog by the order of sources.

        Args:
            needs: the ids that will be read; None for all.

        Raises:
            SourceError: no catalog can be had.
            UsageProblem: the source is neither a URL nor a file, or a file of rules is none.
        """
        from ..fetch.source import load_catalog

        if not self.settings.rules:
            return load_catalog(self.settings, needs=needs, say=self.say, now=self.now)
        from ..catalog.ruled import ruled
        from ..schema.rulefiles import load_rules

        # Read first: a wrong file of rules is told before anything is fetched.
        rules = load_rules(self.settings.rules)
        catalog = load_catalog(self.settings, needs=needs, say=self.say, now=self.now)
        return ruled(catalog, rules)

    def at(self, source: str | None) -> Session:
        """Return a session that reads another source, the hub's catalog for None."""
        return replace(self, settings=self.settings._replace(source=source))

    def from_source(self) -> Session:
        """Return a session that fails where its source does: no bundled catalog stands in.

        What a hub takes now cannot be told from a catalog that is older than the program.
        """
        return self.at(self.settings.source or self.settings.catalog_url)

    def pinned(self) -> Session:
        """Return a session that reads the lock, where there is one and no source is asked for."""
        lock = self.settings.lock
        return self if lock is None or self.settings.source_asked else self.at(str(lock))

    def model(self, identifier: str) -> Model:
        """Return one model.

        Raises:
            QuarantinedError: its entry cannot be used.
            UsageProblem: there is none of that id; the message offers the nearest.
        """
        return pick(self.catalog(needs=(identifier,)), [identifier])[0]


def session_of_process(
    *, source: str | None = None, offline: bool = False, max_age: str | None = None
) -> Session:
    """Return the session that the environment and the working directory ask for."""
    cwd = working_directory()
    return Session(load_settings(os.environ, cwd, source=source, offline=offline, max_age=max_age))


def working_directory() -> Path:
    """Return the working directory.

    Raises:
        UsageProblem: it was removed.
    """
    try:
        return Path.cwd()
    except OSError as error:
        what = "the working directory is not there any more"
        raise UsageProblem(what, fix="change to one that is") from error


def pick(catalog: Catalog, identifiers: Iterable[str]) -> list[Model]:
    """Return the models of these ids, in this order, each once.

    Raises:
        QuarantinedError: the entry of one cannot be used.
        UsageProblem: there is none of an id; the message offers the nearest.
    """
    return [_picked(catalog, identifier) for identifier in dict.fromkeys(identifiers)]


def _picked(catalog: Catalog, identifier: str) -> Model:
    if identifier in catalog.models:
        return catalog.models[identifier]
    if quarantined := catalog.quarantine_of(identifier):
        what = f"{quarantined.reason} (at {quarantined.pointer or 'its top'})"
        raise QuarantinedError(what, where=identifier, fix="its entry in the catalog is set aside")
    near = nearest_ids(identifier, catalog.models)
    fix = f"did you mean {' or '.join(near)}?" if near else "oxspec models lists what there is"
    what = f"no model {excerpt(identifier)} in the catalog"
    raise UsageProblem(what, fix=fix)
