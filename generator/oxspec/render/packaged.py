"""The strict schemas that a client package carries, to check bodies by before they are sent."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Final

from ..schema.strict import envelope_of
from .shared import module_of_endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    texts = _texts(model.endpoint or "")
    if model.request_schema is not None:
        return f"{module}.json", _lines(strict, texts)
    strict.pop("title", None)
    content = _lines(strict, texts)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return f"{module_of_endpoint(model.endpoint or '')}_{digest}.json", content


def _lines(schema: JsonObject, texts: Mapping[int, str]) -> bytes:
    """Return a schema as JSON of a line for each parameter, so that a change is a line, too."""
    lines: list[str] = []
    for name, value in schema.items():
        text = _lined(value, texts) if name == "properties" else _text(value, texts)
        lines.append(f"{json.dumps(name)}: {text}")
    return ("{" + ",\n".join(lines) + "}\n").encode("ascii")


def _lined(properties: JsonValue, texts: Mapping[int, str]) -> str:
    members = properties.items() if isinstance(properties, dict) else ()
    lines = ",\n  ".join(f"{json.dumps(name)}: {_text(value, texts)}" for name, value in members)
    return f"{{\n  {lines}\n}}"


def _text(value: JsonValue, texts: Mapping[int, str]) -> str:
    return texts.get(id(value)) or json.dumps(value)


@cache
def _texts(endpoint: str) -> Mapping[int, str]:
    """Return the JSON of what every schema of an endpoint holds, by identity: it is never freed."""
    envelope = envelope_of(endpoint) if endpoint else {}
    properties = envelope.get("properties")
    parts = [*(properties.values() if isinstance(properties, dict) else ()), *envelope.values()]
    return {id(part): json.dumps(part) for part in parts if isinstance(part, dict)}
