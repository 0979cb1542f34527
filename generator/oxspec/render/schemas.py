"""From models to JSON Schema files that editors read, and the index that chooses among them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ..catalog.decode import digest_of
from ..errors import SchemaDefect
from ..naming import file_stems
from .manifest import Entry, Manifest, recorded
from .plan import Output

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..catalog.model import Model, Quarantined
    from ..jsontypes import JsonObject

INDEX: Final = "index.schema.json"
_SUFFIX: Final = ".schema.json"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: What a body's own file says about itself; it is never sent.
_EDITOR_HINT: Final = "$schema"


def plan_schemas(
    models: Iterable[Model],
    *,
    quarantined: Iterable[Quarantined] = (),
    catalog: str = "",
    known: Manifest | None = None,
) -> Output:
    """Return a schema for each model that has one, and the index.

    A model whose schema cannot be used is set aside with its reason in the manifest. One that
    publishes none has no file, but is in the index: any parameter goes.

    Args:
        models: in any order.
        quarantined: models that were set aside before.
        catalog: digest of the catalog.
        known: the folder's manifest: files keep the names that they have in it.
    """
    by_id = {model.id: model for model in models}
    entries, files = dict[str, Entry](), dict[str, bytes]()
    asides = {q.id: q.reason for q in quarantined if q.id is not None}
    named = {name: entry.name for name, entry in known.models.items()} if known else {}
    stems = file_stems([*by_id, *asides], known=named)
    for name, reason in asides.items():
        entries[name] = Entry(stems[name], "quarantined", title=name, reason=reason)
    for name, model in sorted(by_id.items()):
        entry, schema = _schema(model, stems[name])
        if entry is not None:
            entries[name] = entry
        if schema is not None:
            files[stems[name] + _SUFFIX] = _encoded(schema)
    files[INDEX] = _encoded(_index(by_id, entries))
    return Output(files, Manifest("schemas", catalog, entries, recorded(files, None)))


def _schema(model: Model, stem: str) -> tuple[Entry | None, JsonObject | None]:
    try:
        strict = model.strict
    except SchemaDefect as defect:
        reason = f"its request schema cannot be used: {defect}"
        return Entry(stem, "quarantined", title=model.display_name, reason=reason), None
    if strict is None:
        return None, None
    digest = digest_of(model.request_schema)
    return Entry(stem, title=model.display_name, digest=digest), _with_editor_hint(strict)


def _with_editor_hint(strict: JsonObject) -> JsonObject:
    """Return a schema that lets a body name its schema, as no request does."""
    schema = dict(strict)
    properties = strict.get("properties")
    hint: JsonObject = {"type": "string", "description": "For editors: it is not sent."}
    schema["properties"] = {
        **(properties if isinstance(properties, dict) else {}),
        _EDITOR_HINT: hint,
    }
    if isinstance(most := strict.get("maxProperties"), int | float):
        schema["maxProperties"] = most + 1
    if "propertyNames" in strict:
        schema["propertyNames"] = {"anyOf": [{"const": _EDITOR_HINT}, strict["propertyNames"]]}
    return schema


def _index(models: Mapping[str, Model], entries: Mapping[str, Entry]) -> JsonObject:
    ids = sorted(
        name for name in models if name not in entries or entries[name].outcome == "generated"
    )
    return {
        "$schema": _DIALECT,
        "title": "Request body",
        "type": "object",
        "properties": {
            "model": {
                "type": "string",
                "enum": [*ids],
                "enumDescriptions": [models[name].display_name for name in ids],
                "description": "The model's id.",
            },
        },
        "required": ["model"],
        "allOf": [
            {
                "if": {"properties": {"model": {"const": name}}, "required": ["model"]},
                "then": {"$ref": entries[name].name + _SUFFIX},
            }
            for name in ids
            if name in entries
        ],
    }


def _encoded(schema: JsonObject) -> bytes:
    # ASCII: an editor shows the same, and half a character in a catalog cannot break a file.
    return (json.dumps(schema, indent=2) + "\n").encode("ascii")
