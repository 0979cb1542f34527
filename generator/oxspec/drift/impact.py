"""Whom a change breaks: derived from the strict schemas, not from the name of the change.

A change is breaking when some body that was accepted is refused now with a finding at its
parameter. That is proven by such a body, a witness; it is disproven where all that the old
subschema accepts is contained in the new one; what is neither counts as breaking, unproven.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import OxspecError
from ..runtime.findings import pointer_of
from .applying import applied
from .containment import covers
from .edges import edge_values
from .equality import same
from .places import top_parameter
from .sides import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.model import Model
    from ..jsontypes import JsonObject, JsonValue
    from .changes import Change

#: Of values that a parameter alone would show a loss with, how many are tried in whole bodies.
_TRIED: Final = 200


class Judgement(NamedTuple):
    """Whether less is taken than was.

    Attributes:
        breaks: whether it is, or may be.
        witness: a body that shows it, or None.
    """

    breaks: bool
    witness: JsonObject | None = None


_FINE: Final = Judgement(breaks=False)
_DOUBTFUL: Final = Judgement(breaks=True)


def with_impacts(changes: Sequence[Change], old: Model, new: Model) -> list[Change]:
    """Return the changes between the request schemas of one model, each with its impact."""
    if not any(map(_may_break, changes)):
        return [judged(change, _FINE) for change in changes]
    return _Impacts(old, new).of(changes)


def judged(change: Change, judgement: Judgement) -> Change:
    """Return a change with the impact that follows."""
    if judgement.breaks:
        witness = judgement.witness
        return replace(change, impact="breaking", proven=witness is not None, witness=witness)
    sides = [side for side in (change.old, change.new) if isinstance(side, dict)]
    is_default = change.kind in ("default-changed", "type-changed")
    asks_else = is_default and any("default" in side for side in sides)
    return replace(change, impact="behaviour" if asks_else else "compatible")


def judgement_of_models(old: Model, new: Model) -> Judgement:
    """Return whether a model takes less now, at whatever parameter."""
    before, after = Side(old), Side(new)
    if before.strict is None:
        return _DOUBTFUL if after.strict is not None else _FINE
    return _FINE if after.strict is None else _Impacts(old, new).whole(after)


def judgement_of_rules(old: Model, new: Model) -> Judgement:
    """Return whether bodies break a rule now that the model was not held to before."""
    before, after = Side(old), Side(new)
    if before.rules >= after.rules:
        return _FINE
    for body in before.bodies():
        if before.accepts(body) and after.refuses_any(body):
            return Judgement(breaks=True, witness=body)
    return _DOUBTFUL


class _Impacts:
    def __init__(self, old: Model, new: Model) -> None:
        self.old = Side(old)
        self.new = Side(new)

    def of(self, changes: Sequence[Change]) -> list[Change]:
        """Return the changes, each with its impact."""
        groups: dict[str | None, list[int]] = {}
        for index, change in enumerate(changes):
            if _may_break(change):
                groups.setdefault(top_parameter(change.pointer), []).append(index)
        found: dict[int, Judgement] = {}
        for name, group in groups.items():
            judgements = self._judgements(name, [changes[index] for index in group])
            found.update(zip(group, judgements, strict=True))
        return [judged(change, found.get(i, _FINE)) for i, change in enumerate(changes)]

    def whole(self, new: Side) -> Judgement:
        """Return whether bodies are refused on a side, whatever at."""
        judgements = [
            self.at(name, new) for name in dict.fromkeys((*self.old.properties, *new.properties))
        ]
        if (proven := next((j for j in judgements if j.witness is not None), None)) is not None:
            return proven
        for body in self.old.bodies():
            if self.old.accepts(body) and new.refuses_any(body):
                return Judgement(breaks=True, witness=body)
        doubtful = any(judgement.breaks for judgement in judgements)
        return _DOUBTFUL if doubtful or not self._leaves_the_rest(new) else _FINE

    def at(self, name: str, new: Side) -> Judgement:
        """Return whether a parameter takes less on another side."""
        doubtful = False
        for value, is_lost in islice(self._edges(name, new), _TRIED):
            doubtful = doubtful or is_lost
            if (witness := self._witness(name, value, new)) is not None:
                return Judgement(breaks=True, witness=witness)
        if name in new.required - self.old.required:
            doubtful = True
            for body in self.old.bodies():
                without = {other: value for other, value in body.items() if other != name}
                if self.old.accepts(without) and new.refuses(without, name):
                    return Judgement(breaks=True, witness=without)
        return _DOUBTFUL if doubtful or not self._is_contained(name, new) else _FINE

    def _judgements(self, name: str | None, changes: list[Change]) -> list[Judgement]:
        """Return which of the changes of one parameter, or of the schema itself, break."""
        if name is None:
            return [self._alone(None, change) for change in changes]
        together = self._at_any(_names(name, changes), self.new)
        if not together.breaks or len(changes) == 1:
            return [together] * len(changes)
        alone = [self._alone(name, change) for change in changes]
        return alone if any(one.breaks for one in alone) else [together, *alone[1:]]

    def _alone(self, name: str | None, change: Change) -> Judgement:
        """Return whether a change breaks by itself, beside others."""
        try:
            schema = applied(self.old.model.request_schema or {}, [change])
            only = Side(replace(self.old.model, request_schema=schema, checked=False))
            names = [] if name is None else _names(name, [change])
            judgement = self._at_any(names, only) if names else self.whole(only)
        except (OxspecError, KeyError):
            return _DOUBTFUL  # by itself it makes no schema
        witness = judgement.witness
        is_undone = witness is not None and not any(self.new.refuses(witness, n) for n in names)
        return _FINE if is_undone and names else judgement

    def _at_any(self, names: Sequence[str], new: Side) -> Judgement:
        """Return whether one of several parameters takes less on another side."""
        judgements = [self.at(name, new) for name in names]
        breaking = [judgement for judgement in judgements if judgement.breaks]
        proven = (judgement for judgement in breaking if judgement.witness is not None)
        return next(proven, _DOUBTFUL if breaking else _FINE)

    def _edges(self, name: str, new: Side) -> Iterator[tuple[JsonValue, bool]]:
        """Yield edge values that may show a loss, each with whether the parameter alone does."""
        subschema = self.old.subschema(name)
        for value in edge_values(subschema, new.subschema(name), root=self.old.schema):
            is_lost = not new.takes(name, value)
            if (is_lost or not new.is_simple) and self.old.takes(name, value):
                yield value, is_lost

    def _witness(self, name: str, value: JsonValue, new: Side) -> JsonObject | None:
        for body in self.old.bodies():
            witness = {**body, name: value}
            if self.old.accepts(witness) and new.refuses(witness, name):
                return witness
        return None

    def _is_contained(self, name: str, new: Side) -> bool:
        roots = (new.schema, self.old.schema)
        before, after = self.old.subschema(name), new.subschema(name)
        return self._leaves_the_rest(new) and covers(after, before, roots=roots)

    def _leaves_the_rest(self, new: Side) -> bool:
        """Return whether what judges beside the parameters is as it was, and names nothing."""
        return same(self.old.beside, new.beside) and "$ref" not in repr(new.beside)


def _names(name: str, changes: Sequence[Change]) -> list[str]:
    """Return a parameter and, where it was renamed, what it is called now.

    A schema that is open takes the old name still, and a body that has it may lack the new one.
    """
    here = pointer_of(("properties", name))
    renamed = [c for c in changes if c.kind == "parameter-renamed" and c.pointer == here]
    return [name, *(str(change.new) for change in renamed)]


def _may_break(change: Change) -> bool:
    return not change.is_for_show and change.kind != "default-changed"
