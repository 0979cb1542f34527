"""Whether a subschema of a strict schema accepts a value: quickly where that is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schema.accept import acceptor, is_flat, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding


def judge_of(subschema: JsonValue, root: JsonObject) -> Callable[[JsonValue], bool]:
    """Return what tells whether a subschema of a strict schema accepts a value."""
    if isinstance(subschema, bool):
        return lambda _value: subschema
    alone: JsonObject = dict(subschema) if isinstance(subschema, dict) else {}
    if "$defs" in root and "$ref" in repr(alone):
        alone["$defs"] = root["$defs"]
    accepts, is_sure = acceptor(alone), is_flat(alone)
    # What is not surely accepted, though both validators read it alike, is refused.
    return lambda value: (
        accepts(value) or not ((is_sure and is_plain(value)) or findings_of(value, alone))
    )


def findings_of(value: JsonValue, schema: JsonObject) -> list[Finding]:
    """Return what the authority, which takes a while to import, finds wrong."""
    from ..runtime.check import check

    return check(value, schema)
