"""A model's strict schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import QuarantinedError, SchemaDefect, UnjudgedError

if TYPE_CHECKING:
    from ..catalog.model import Model
    from ..jsontypes import JsonObject


def strict_schema_of(model: Model) -> JsonObject:
    """Return the schema that a model's bodies are judged by.

    Raises:
        UnjudgedError: none is published.
        QuarantinedError: its own schema is not well-formed.
    """
    try:
        strict = model.strict
    except SchemaDefect as defect:
        what = f"its request schema cannot be used: {defect}"
        raise QuarantinedError(what, where=model.id) from defect
    if strict is None:
        what = "no request schema is published for it"
        raise UnjudgedError(what, where=model.id, fix="ask the hub what it accepts")
    return strict
