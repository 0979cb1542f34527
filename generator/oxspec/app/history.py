"""The life of a model, or of one of its parameters, over dated catalogs."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from glob import has_magic
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..catalog.nearest import nearest_ids
from ..drift.history import Dated, History, history_of
from ..errors import OxspecError, UsageProblem
from ..runtime.findings import excerpt
from ..settings import GIT
from .matching import files_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalog.model import Catalog
    from .session import Session

_DATE: Final = re.compile(
    r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2]))(-(?:0[1-9]|[12]\d|3[01]))?"
    r"(?:[T_]([01]\d|2[0-3])[:-]?([0-5]\d)[:-]?([0-5]\d)?Z?)?(?!\d)"
)
_FORM: Final = "name a folder of files such as 2026-07-01.json, a pattern of them, or git:PATH"


def history(
    session: Session, model: str, *, catalogs: str, parameter: str | None = None
) -> History:
    """Return what became of a model.

    Args:
        session: how catalogs are read.
        model: any of its ids.
        catalogs: a folder, or a pattern of files, with a date in each name; or ``git:PATH`` for
            all revisions of a file.
        parameter: any name of one of its parameters, for its life alone.

    Raises:
        UsageProblem: there are no such catalogs, or none has the model or the parameter.
        SourceError: git could not tell.
    """
    reading = _Reading(session)
    sources = _dated_sources(catalogs)
    dated = [Dated(date, source, partial(reading.read, source)) for date, source in sources]
    found = history_of(dated, model, parameter=parameter)
    if not found.ids and not any(step.state == "set-aside" for step in found.steps):
        _refuse_model(model, reading)
    if parameter is not None and not found.parameters:
        _refuse_parameter(parameter, found)
    return replace(found, skipped=tuple(reading.skipped))


class _Reading:
    """Catalogs read on demand; what cannot be read is noted once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.skipped: dict[str, None] = {}
        self.ids: dict[str, None] = {}

    def read(self, source: str) -> Catalog | None:
        try:
            catalog = self.session.at(source).catalog()
        except OxspecError as error:
            self.skipped[f"left out {error}"] = None
            return None
        if not catalog.entries:
            self.skipped[f"left out {source}: it has no models"] = None
            return None
        self.ids.update(dict.fromkeys(catalog.models))
        return catalog


def _dated_sources(catalogs: str) -> list[tuple[str, str]]:
    """Return dates and sources, oldest first.

    Raises:
        UsageProblem: there are none, or two of one date.
        SourceError: git could not tell.
    """
    if catalogs.startswith(GIT):
        from ..fetch.revision import revisions_of

        return revisions_of(catalogs)
    found = sorted((date, name) for name in _files(catalogs) if (date := date_in(name)))
    if not found:
        what = "no file there has a date in its name"
        raise UsageProblem(what, where=_shown(catalogs), fix=_FORM)
    for (date, name), (other_date, other) in pairwise(found):
        if date == other_date:
            what = f"two catalogs are of {date}: {Path(name).name} and {Path(other).name}"
            fix = "name one kind with a pattern, such as --catalogs 'folder/models-*.json'"
            raise UsageProblem(what, where=_shown(catalogs), fix=fix)
    return found


def _files(catalogs: str) -> Iterable[str]:
    folder = Path(catalogs)
    try:
        if folder.is_dir():
            return sorted(str(file) for file in folder.iterdir() if file.suffix == ".json")
        if has_magic(catalogs):
            return files_named(catalogs)
    except (OSError, ValueError) as error:
        what = f"cannot be read ({type(error).__name__})"
        raise UsageProblem(what, where=_shown(catalogs), fix=_FORM) from None
    what = "not a folder" if folder.exists() else "no such folder"
    raise UsageProblem(what, where=_shown(catalogs), fix=_FORM)


def date_in(name: str) -> str | None:
    """Return the date in a file's name (ISO 8601: a month, a day or a time), or None."""
    found = _DATE.search(Path(name).name)
    if found is None:
        return None
    month, day, hour, minute, second = found.groups()
    if not day or not hour:
        return month + (day or "")
    return f"{month}{day}T{hour}:{minute}:{second or '00'}Z"


def _refuse_model(model: str, reading: _Reading) -> None:
    near = nearest_ids(model, reading.ids)
    fix = f"did you mean {' or '.join(near)}?" if near else _FORM
    # Where no catalog could be read, that is what is wrong.
    first = next(iter(reading.skipped), None)
    why = f" ({first})" if first and not reading.ids else ""
    what = f"no model {excerpt(model)} in any of the catalogs{why}"
    raise UsageProblem(what, fix=fix)


def _refuse_parameter(parameter: str, found: History) -> None:
    names = [
        p.name
        for step in found.steps
        if step.model is not None and step.model.request is not None
        for p in step.model.request.parameters
    ]
    near = nearest_ids(parameter, dict.fromkeys(names))
    fix = f"did you mean {' or '.join(near)}?" if near else "oxspec show MODEL lists what there is"
    what = f"no parameter {excerpt(parameter)} in any of the catalogs"
    raise UsageProblem(what, where=found.model, fix=fix)


def _shown(text: str) -> str:
    return excerpt(text, limit=200).strip('"')
