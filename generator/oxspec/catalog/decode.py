"""From a hub's payload to a catalog: both published shapes, a bare list, a single model.

    {"models": [{"name": …, "json_request_schema": …}]}           GET /api/evaluations/models
    {"object": "list", "data": [{"id": …, "request_schema": …}]}  GET /api/ai/models
    [{…}, {…}]      {"name": …}      {"id": …}

Keys that nothing here reads are ignored. An entry with a wrong value is quarantined alone.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from ..errors import SourceError
from ..jsontypes import ABSENT
from ..runtime.findings import excerpt
from .endpoints import endpoint_for, media_of, named_endpoint
from .model import Catalog, Model, Quarantined

if TYPE_CHECKING:
    from ..jsontypes import Absent, JsonObject, JsonValue

_ID_KEYS: Final = ("name", "id")
_SCHEMA_KEYS: Final = ("json_request_schema", "request_schema")


class _EntryError(Exception):
    """One entry cannot be used; ``key`` is where in it."""

    def __init__(self, *, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason


def decode_catalog(payload: JsonValue, *, source: str, date: str | None = None) -> Catalog:
    """Return the catalog that a payload holds.

    Raises:
        SourceError: it has none of the known shapes.
    """
    prefix, entries = _entries(payload, source)
    decoded = [(f"{prefix}/{i}", entry, _decoded(entry)) for i, entry in enumerate(entries)]
    # An entry that cannot be used claims its id all the same: which of the two is right?
    ids = Counter(filter(None, (entry_id(entry) for _, entry, _ in decoded)))
    models: dict[str, Model] = {}
    quarantined: list[Quarantined] = []
    for pointer, entry, result in decoded:
        if isinstance(result, _EntryError):
            quarantined.append(Quarantined(entry_id(entry), pointer + result.key, result.reason))
        elif ids[result.id] > 1:
            reason = f"the id is there {ids[result.id]} times"
            quarantined.append(Quarantined(result.id, pointer, reason))
        else:
            models[result.id] = result
    return Catalog(
        models=models,
        quarantined=tuple(quarantined),
        source=source,
        date=date,
        known_digest=None,
        entries=entries,
    )


def entries_of(payload: JsonValue, *, source: str) -> list[JsonValue]:
    """Return the entries of a payload of any known shape, as they came.

    Raises:
        SourceError: it has none of the known shapes.
    """
    return _entries(payload, source)[1]


def entry_id(entry: JsonValue) -> str | None:
    """Return the id that an entry gives itself, None where it has none that can be used."""
    if not isinstance(entry, dict):
        return None
    try:
        return _id(entry)
    except _EntryError:
        return None


def decode_entry(entry: JsonValue, *, checked: bool = False) -> Model | Quarantined:
    """Return the model of one entry, or why it cannot be used."""
    result = _decoded(entry, checked=checked)
    if isinstance(result, Model):
        return result
    return Quarantined(entry_id(entry), result.key, result.reason)


def digest_of(value: JsonValue) -> str:
    """Return ``sha256:…`` of a value's canonical JSON (sorted keys, no blanks)."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    except (RecursionError, ValueError):  # nested, or with integers, beyond what a decoder lets in
        return ""
    import hashlib

    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _entries(payload: JsonValue, source: str) -> tuple[str, list[JsonValue]]:
    if isinstance(payload, list):
        return "", payload
    if isinstance(payload, dict):
        for key in ("models", "data"):
            if isinstance(entries := payload.get(key), list):
                return f"/{key}", entries
        # An error envelope may carry an id too, of the request.
        if payload.get("error") is None and any(isinstance(payload.get(k), str) for k in _ID_KEYS):
            return "", [payload]
    got = excerpt(payload)
    what = f"not a catalog: expected a list of models, or models or data with one, got {got}"
    raise SourceError(what, where=source, fix="give a models endpoint or a file saved from one")


def _decoded(entry: JsonValue, *, checked: bool = False) -> Model | _EntryError:
    try:
        return _model(entry, checked=checked)
    except _EntryError as error:
        return error
    except RecursionError:
        return _EntryError(key="", reason="nested deeper than this program can follow")


def _model(entry: JsonValue, *, checked: bool) -> Model:
    if not isinstance(entry, dict):
        raise _EntryError(key="", reason=f"an entry is an object, got {excerpt(entry)}")
    identifier = _id(entry)
    inputs, outputs = _capabilities(entry)
    named = named_endpoint(_text(entry, "endpoint"))
    if not outputs and named:
        inputs, outputs = media_of(named)
    return Model(
        id=identifier,
        display_name=_text(entry, "display_name") or identifier,
        summary=_text(entry, "summary"),
        description=_text(entry, "description"),
        model_type=_text(entry, "model_type") or "base",
        can_run_inference=_flag(entry, "can_run_inference", absent=True),
        deprecated=_flag(entry, "deprecated", absent=False),
        inputs=inputs,
        outputs=outputs,
        endpoint=named or endpoint_for(inputs, outputs),
        developer=_party(entry, "developer"),
        provider=_party(entry, "provider", first="name"),
        request_schema=_schema(entry),
        checked=checked,
    )


def _id(entry: JsonObject) -> str:
    # The listing has a UUID or the name as id; where both are there, the name goes into requests.
    key = next((key for key in _ID_KEYS if entry.get(key) is not None), None)
    if key is None:
        raise _EntryError(key="", reason="no name and no id")
    identifier = entry[key]
    if not isinstance(identifier, str) or not identifier.strip():
        raise _EntryError(key=f"/{key}", reason=f"an id is a text, got {excerpt(identifier)}")
    if not identifier.isprintable():
        reason = f"an id with a control character or surrogate: {excerpt(identifier)}"
        raise _EntryError(key=f"/{key}", reason=reason)
    return identifier


def _capabilities(entry: JsonObject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    value = entry.get("capabilities")
    if value is None:
        return (), ()
    if not isinstance(value, dict):
        raise _EntryError(key="/capabilities", reason=f"expected an object, got {excerpt(value)}")
    return _kinds(value, "input"), _kinds(value, "output")


def _kinds(capabilities: JsonObject, key: str) -> tuple[str, ...]:
    value = capabilities.get(key)
    kinds = value if isinstance(value, list) else []
    texts = tuple(kind for kind in kinds if isinstance(kind, str))
    if (value is not None and not isinstance(value, list)) or len(texts) < len(kinds):
        raise _EntryError(
            key=f"/capabilities/{key}", reason=f"expected a list of texts, got {excerpt(value)}"
        )
    return texts


def _party(entry: JsonObject, key: str, *, first: str = "display_name") -> str | None:
    """Return the name of a developer or provider (an object with names, or a plain text)."""
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if not isinstance(value, dict):
        raise _EntryError(
            key=f"/{key}", reason=f"expected an object with a name, got {excerpt(value)}"
        )
    return _text(value, first) or _text(value, "name") or _text(value, "display_name")


def _schema(entry: JsonObject) -> JsonObject | None:
    found = [entry[key] for key in _SCHEMA_KEYS if key in entry]
    if len(found) > 1 and found[0] != found[1]:
        raise _EntryError(
            key="/request_schema", reason="json_request_schema and request_schema differ"
        )
    schema = found[0] if found else None
    if schema is not None and not isinstance(schema, dict):
        key = next(key for key in _SCHEMA_KEYS if key in entry)
        raise _EntryError(
            key=f"/{key}", reason=f"a schema is an object or null, got {excerpt(schema)}"
        )
    return schema


def _text(entry: JsonObject, key: str) -> str | None:
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise _EntryError(key=f"/{key}", reason=f"expected a text, got {excerpt(value)}")


def _flag(entry: JsonObject, key: str, *, absent: bool) -> bool:
    value: JsonValue | Absent = entry.get(key, ABSENT)
    if value is ABSENT or value is None:
        return absent
    if isinstance(value, bool):
        return value
    raise _EntryError(key=f"/{key}", reason=f"expected true or false, got {excerpt(value)}")
