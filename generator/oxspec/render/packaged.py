"""The strict schemas that a client package carries, to check bodies by before they are sent."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from .shared import module_of_endpoint

if TYPE_CHECKING:
    from ..catalog.model import Model
    from ..jsontypes import JsonObject, JsonValue

_DIGITS: Final = 8


def packaged_schema(model: Model, *, module: str) -> tuple[str, bytes]:
    """Return the file that a model's bodies are checked by: its name and its content.

    The id is left out (the runtime fills it in), so that models without a schema of their own,
    which take the same, share a file.

    Raises:
        SchemaDefect: its request schema is not well-formed.
    """
    strict = dict(model.strict or {})
    properties = strict.get("properties")
    members = dict(properties) if isinstance(properties, dict) else {}
    members.pop("model", None)
    strict["properties"] = members
    if model.request_schema is not None:
        return f"{module}.json", _lines(strict)
    strict.pop("title", None)
    content = _lines(strict)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return f"{module_of_endpoint(model.endpoint or '')}_{digest}.json", content


def _lines(schema: JsonObject) -> bytes:
    """Return a schema as JSON of a line for each parameter, so that a change is a line, too."""
    members = (
        f"{json.dumps(name)}: {_properties(value) if name == 'properties' else json.dumps(value)}"
        for name, value in schema.items()
    )
    return ("{" + ",\n".join(members) + "}\n").encode("ascii")


def _properties(properties: JsonValue) -> str:
    members = properties.items() if isinstance(properties, dict) else ()
    lines = ",\n  ".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in members)
    return f"{{\n  {lines}\n}}"
