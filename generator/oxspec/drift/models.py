"""One model in two catalogs: what of it changed, beside and in its request schema."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .changes import Change
from .equality import same
from .impact import Judgement, judged, judgement_of_models, judgement_of_rules, with_impacts
from .places import patch_pointer, sibling
from .schemas import schema_changes
from .sides import Side
from .wording import message_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..catalog.model import Model
    from ..jsontypes import JsonObject
    from .changes import Kind

_BY_DEFINITION: Final = Judgement(breaks=True)


def added(model: Model) -> Change:
    """Return that a model came."""
    return _told(Change("model-added", model.id))


def removed(model: Model) -> Change:
    """Return that a model went: each of its bodies is refused now."""
    return _told(judged(Change("model-removed", model.id), _by_name(model)))


def changes_of(old: Model, new: Model) -> list[Change]:
    """Return what changed of one model, its id perhaps among it.

    Raises:
        SchemaDefect: one of the request schemas is not well-formed.
    """
    return [_told(change) for change in (*_own_changes(old, new), *_request_changes(old, new))]


def _own_changes(old: Model, new: Model) -> Iterator[Change]:
    """Yield what changed beside the request schema."""
    if old.id != new.id:
        renamed = Change("model-renamed", old.id, old=old.id, new=new.id)
        yield judged(renamed, _by_name(old))
    if old.deprecated != new.deprecated:
        yield Change("model-deprecated", old.id, old=old.deprecated, new=new.deprecated)
    if old.endpoint != new.endpoint:
        moved = Change("endpoint-changed", old.id, old=old.endpoint, new=new.endpoint)
        yield judged(moved, _BY_DEFINITION)
    if old.can_run_inference != new.can_run_inference:
        runs = [{"can_run_inference": model.can_run_inference} for model in (old, new)]
        stopped = Change("schema-changed", old.id, old={**runs[0]}, new={**runs[1]})
        yield judged(stopped, Judgement(breaks=not new.can_run_inference))
    for change in _differing("schema-changed", old.id, _facts(old), _facts(new)):
        yield judged(change, judgement_of_rules(old, new))
    yield from _differing("text-changed", old.id, _texts(old), _texts(new))


def _differing(kind: Kind, model: str, old: JsonObject, new: JsonObject) -> Iterator[Change]:
    names = [name for name in old if not same(old[name], new[name])]
    if names:
        was, now = ({name: side[name] for name in names} for side in (old, new))
        yield Change(kind, model, old=was, new=now)


def _facts(model: Model) -> JsonObject:
    return {
        "model_type": model.model_type,
        "inputs": [*model.inputs],
        "outputs": [*model.outputs],
        "developer": model.developer,
        "provider": model.provider,
    }


def _texts(model: Model) -> JsonObject:
    # What a catalog calls by no other name is called by its id.
    name = None if model.display_name == model.id else model.display_name
    return {"display_name": name, "summary": model.summary, "description": model.description}


def _request_changes(old: Model, new: Model) -> list[Change]:
    before = old.request.keywords if old.request else None
    after = new.request.keywords if new.request else None
    if before is None or after is None:
        if before is after:
            return []
        change = Change("schema-changed", old.id, pointer="", old=before, new=after)
        return [judged(change, judgement_of_models(old, new))]
    changes = schema_changes(old.id, before, after)
    return with_impacts(changes, old, new) if changes else []


def _by_name(model: Model) -> Judgement:
    """Return that a body is refused for its model: the smallest shows it."""
    side = Side(model)
    body = side.minimal
    return Judgement(breaks=True, witness=body if body and side.accepts(body) else None)


def _told(change: Change) -> Change:
    """Return a change with its sentence and, for a new name, the repair of a body."""
    repair: JsonObject | None = None
    if change.kind == "model-renamed":
        repair = {"op": "replace", "path": "/model", "value": change.new}
    elif change.kind == "parameter-renamed":
        here, there = patch_pointer(change.pointer or ""), str(change.new)
        if here is not None:
            repair = {"op": "move", "from": here, "path": sibling(here, there)}
    return replace(change, message=message_of(change), repair=repair)
