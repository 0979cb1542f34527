"""The catalog that a command works with: from a file, the cache, a hub or the bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import SourceError, UsageProblem
from ..runtime.findings import excerpt
from ..settings import BUNDLED, GIT
from .clock import REAL_CLOCK, Clock
from .limits import DECODED_BYTES, MEBIBYTE
from .payload import read_payload
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
        from ..catalog.bundled import bundled_catalog

        return bundled_catalog()
    if source is None or is_url(source):
        # A file needs no cache.
        from .loading import Loading
        from .remote import Remote

        return Loading(Remote(settings=settings, say=say, now=now, clock=clock), needs).catalog()
    if source.startswith(GIT):
        return _revision_catalog(source)
    return _file_payload(source).catalog


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
