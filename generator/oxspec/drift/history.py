"""The life of a model over dated catalogs: what changed from each to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..errors import OxspecError
from .changes import IMPACTS
from .compare import renames_between
from .models import added, changes_of, removed
from .places import tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..catalog.model import Catalog, Model
    from .changes import Change

#: Reference tokens of a parameter of the request itself.
_TOP: Final = 2
State: TypeAlias = Literal["present", "absent", "unknown", "set-aside"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A catalog of a date.

    Attributes:
        date: ISO 8601, a day or a time; a month where no more is known.
        source: where it is.
        load: reads it; None where it cannot be read.
    """

    date: str
    source: str
    load: Callable[[], Catalog | None]


@dataclass(frozen=True, slots=True)
class Step:
    """A model in one of the catalogs.

    Attributes:
        date: of the catalog.
        source: where it is.
        state: whether the model is there; ``unknown`` where a part of a catalog lacks it.
        reason: why it is set aside, or None.
        model: as it is there, or None.
        changes: what is not as it was when it was last seen, the worst first.
    """

    date: str
    source: str
    state: State
    reason: str | None = None
    model: Model | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The life of a model, or of one of its parameters.

    Attributes:
        model: the id that was asked about.
        ids: all that it was called, the oldest first.
        parameter: the name that was asked about, or None.
        parameters: all that the parameter was called, () where none was asked about.
        steps: one for each catalog that could be read, oldest first.
        skipped: a line for each catalog that could not be read.
    """

    model: str
    ids: tuple[str, ...]
    parameter: str | None
    parameters: tuple[str, ...]
    steps: tuple[Step, ...]
    skipped: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, oldest first."""
        return tuple(change for step in self.steps for change in step.changes)


def history_of(catalogs: Sequence[Dated], model: str, *, parameter: str | None = None) -> History:
    """Return what became of a model, followed through its names.

    Args:
        catalogs: oldest first; each is read once, and twice more where the model was renamed.
        model: any of its ids.
        parameter: any name of one of its parameters, for its life alone.
    """
    steps = _sightings(catalogs, {model})
    ids = {model}
    if any(step.state == "absent" for step in steps):
        ids = _names_of(model, _renames(catalogs))
        steps = _sightings(catalogs, ids) if len(ids) > 1 else steps
    told = _with_changes(steps)
    seen = dict.fromkeys(step.model.id for step in told if step.model is not None)
    whole = History(model, tuple(seen), None, (), tuple(told))
    return whole if parameter is None else _of_parameter(whole, parameter)


def _sightings(catalogs: Iterable[Dated], ids: set[str]) -> list[Step]:
    steps: list[Step] = []
    for dated in catalogs:
        catalog = dated.load()
        if catalog is not None:
            steps.append(_sighting(dated, catalog, ids))
    return steps


def _sighting(dated: Dated, catalog: Catalog, ids: set[str]) -> Step:
    found = next((name for name in catalog.models if name in ids), None)
    if found is not None:
        return Step(dated.date, dated.source, "present", model=catalog.models[found])
    aside = next((q for q in catalog.quarantined if q.id in ids), None)
    if aside is not None:
        return Step(dated.date, dated.source, "set-aside", reason=aside.reason)
    return Step(dated.date, dated.source, "unknown" if catalog.partial else "absent")


def _renames(catalogs: Iterable[Dated]) -> list[tuple[str, str]]:
    """Return what models were renamed from and to, over all catalogs."""
    found: list[tuple[str, str]] = []
    before: Catalog | None = None
    for dated in catalogs:
        catalog = dated.load()
        if catalog is not None and before is not None:
            found += renames_between(before, catalog).items()
        before = catalog or before
    return found


def _names_of(name: str, renames: Iterable[tuple[str, str]]) -> set[str]:
    """Return all names that lead to one, or that one leads to."""
    names, pairs = {name}, list(renames)
    while more := {n for pair in pairs if names.intersection(pair) for n in pair} - names:
        names |= more
    return names


def _with_changes(steps: Iterable[Step]) -> list[Step]:
    told: list[Step] = []
    last: Model | None = None
    lacked = False
    for step in steps:
        told.append(replace(step, changes=_changes(step, last, lacked=lacked)))
        if step.state in ("present", "absent"):
            last, lacked = step.model, step.state == "absent"
    return told


def _changes(step: Step, last: Model | None, *, lacked: bool) -> tuple[Change, ...]:
    if step.model is None:
        return (removed(last),) if step.state == "absent" and last is not None else ()
    if last is None:
        return (added(step.model),) if lacked else ()
    try:
        changes = changes_of(last, step.model)
    except OxspecError:
        return ()  # models of a catalog that was read are well-formed
    return tuple(sorted(changes, key=lambda change: IMPACTS.index(change.impact)))


def _of_parameter(whole: History, parameter: str) -> History:
    renames = [
        (change.parameter or "", str(change.new))
        for change in whole.changes
        if change.kind == "parameter-renamed" and len(tokens_of(change.pointer or "")) == _TOP
    ]
    names = _names_of(parameter, renames)
    seen = [
        p.name
        for step in whole.steps
        if step.model is not None and step.model.request is not None
        for p in step.model.request.parameters
        if p.name in names
    ]
    steps = tuple(
        replace(step, changes=tuple(c for c in step.changes if _is_about(c, names)))
        for step in whole.steps
    )
    found = tuple(dict.fromkeys(seen))
    return replace(whole, parameter=parameter, parameters=found, steps=steps)


def _is_about(change: Change, names: set[str]) -> bool:
    """Return whether a change is of a parameter, or of all of the model's."""
    if change.kind in ("model-added", "model-removed"):
        return True
    tokens = tokens_of(change.pointer or "")
    return len(tokens) >= _TOP and tokens[0] == "properties" and tokens[1] in names
