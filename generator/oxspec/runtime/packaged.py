"""The strict schemas that a package brings along, and what is said of a deprecated model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .errors import OxspecError
from .findings import Finding, excerpt

if TYPE_CHECKING:
    from .jsonvalue import JsonObject

#: Beside the folder of this file.
SCHEMAS: Final = "_schemas"


@cache
def packaged_schema(name: str, model: str) -> JsonObject:
    """Return the strict schema of a model.

    Models that take the same share a file, so what it has of ``model`` is filled in here.

    Args:
        name: of the file.
        model: the id that ``model`` must have.

    Raises:
        OxspecError: the file is missing or broken.
    """
    path = Path(__file__).parents[1] / SCHEMAS / name
    try:
        schema: JsonObject = json.loads(path.read_bytes())
    except (OSError, ValueError):
        what = "the package lacks the schema that bodies are checked by"
        fix = "install the package with its data, or generate it again"
        raise OxspecError(what, where=f"{SCHEMAS}/{name}", fix=fix) from None
    properties = schema.get("properties")
    members = properties if isinstance(properties, dict) else {}
    schema["properties"] = {"model": {"type": "string", "const": model}, **members}
    return schema


def deprecation(model: str) -> Finding:
    """Return what is said of a body for a model that the hub will take out."""
    message = f"{excerpt(model)} is deprecated: the hub will take it out"
    return Finding(
        "deprecated", "/model", message, severity="warning", value=excerpt(model)
    )
