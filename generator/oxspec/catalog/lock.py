"""A lock: the models that a project uses, as they were when it was made.

    {"lock": 1, "models": [{"name": …, "digest": …, "date": …, …, "json_request_schema": …}]}

Entries are sorted by name and have the keys that decode.py reads. A digest is of all the rest of
its entry but the date, so that what was edited by hand is told from what was pinned.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ..errors import SourceError
from ..runtime.findings import excerpt
from .decode import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..jsontypes import JsonObject, JsonValue
    from .model import Model

LOCK_FORMAT: Final = 1
_KEY: Final = "lock"
_OWN: Final = ("digest", "date")


def is_lock(payload: JsonValue) -> bool:
    """Return whether a payload is a lock rather than a hub's catalog."""
    return isinstance(payload, dict) and _KEY in payload


def locked_entry(model: Model, *, date: str | None) -> JsonObject:
    """Return the entry that pins a model; ``decode_entry`` of it is the model again.

    Args:
        model: as a catalog has it.
        date: of when that catalog is, or None.
    """
    facts: JsonObject = {
        "display_name": None if model.display_name == model.id else model.display_name,
        "summary": model.summary,
        "description": model.description,
        "model_type": model.model_type,
        "can_run_inference": model.can_run_inference,
        "deprecated": model.deprecated,
        "capabilities": {"input": [*model.inputs], "output": [*model.outputs]},
        "endpoint": None if model.endpoint is None else f"/{model.endpoint}",
        "developer": model.developer,
        "provider": model.provider,
    }
    entry: JsonObject = {"name": model.id, **{k: v for k, v in facts.items() if v is not None}}
    entry["json_request_schema"] = model.request_schema
    return {"name": model.id, "digest": digest_of(entry), "date": date, **entry}


def encoded_lock(entries: Iterable[JsonObject]) -> bytes:
    """Return the bytes of a lock: a line for each value, models in the order of their names."""
    models = sorted(entries, key=lambda entry: str(entry["name"]))
    text = json.dumps({_KEY: LOCK_FORMAT, "models": models}, indent=2, ensure_ascii=False)
    # A lone surrogate is spelt by the handler as JSON spells it.
    return (text + "\n").encode("utf-8", "backslashreplace")


def encoded_record(entries: Iterable[JsonObject]) -> bytes:
    """Return the bytes of a lock that nobody reads line by line: a line for each model."""
    models = sorted(entries, key=lambda entry: str(entry["name"]))
    lines = ",\n".join(json.dumps(model) for model in models)
    return f'{{"{_KEY}": {LOCK_FORMAT}, "models": [\n{lines}\n]}}\n'.encode("ascii")


def locked_entries(payload: JsonValue, *, source: str) -> Mapping[str, JsonObject]:
    """Return the entries of a lock by name, as they stand there.

    Raises:
        SourceError: it is of a newer oxspec, is no lock, or was edited.
    """
    lock = payload if isinstance(payload, dict) else {}
    version, models = lock.get(_KEY), lock.get("models")
    if isinstance(version, int) and version > LOCK_FORMAT:
        what = f"a lock of a newer oxspec (format {version}, known is {LOCK_FORMAT})"
        raise SourceError(what, where=source, fix="update oxspec")
    if version is not True and version == LOCK_FORMAT and isinstance(models, list):
        return _by_name(models, source)
    what = f"not a lock: expected lock to be {LOCK_FORMAT} and models to be a list"
    raise SourceError(what, where=source, fix="restore it, or make it anew with oxspec lock")


def _by_name(models: list[JsonValue], source: str) -> Mapping[str, JsonObject]:
    entries: dict[str, JsonObject] = {}
    for index, entry in enumerate(models):
        where = f"{source}, /models/{index}"
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(name, str):
            what = f"an entry of a lock is an object with a name, got {excerpt(entry)}"
            raise SourceError(what, where=where, fix="restore the lock, or make it anew")
        if name in entries:
            what = f"{excerpt(name)} is pinned twice"
            raise SourceError(what, where=where, fix="keep one of them")
        if digest_of({k: v for k, v in entry.items() if k not in _OWN}) != entry.get("digest"):
            what = f"the entry of {excerpt(name)} is not what was pinned: its digest is another"
            fix = f"restore it, or take it out and run oxspec lock {name}"
            raise SourceError(what, where=where, fix=fix)
        entries[name] = entry
    return entries


def date_of(entries: Iterable[JsonObject]) -> str | None:
    """Return the newest date that entries of a lock have, None where they have none."""
    dates = (entry.get("date") for entry in entries)
    return max((date for date in dates if isinstance(date, str)), default=None)
