"""What can be said of two catalogs: plain data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from .vocabulary import is_judging

if TYPE_CHECKING:
    from ..jsontypes import JsonObject, JsonValue

Impact: TypeAlias = Literal["breaking", "behaviour", "compatible"]
Kind: TypeAlias = Literal[
    "model-added",
    "model-removed",
    "model-renamed",
    "model-deprecated",
    "endpoint-changed",
    "parameter-added",
    "parameter-removed",
    "parameter-renamed",
    "required-parameter-added",
    "became-required",
    "became-optional",
    "type-changed",
    "enum-narrowed",
    "enum-widened",
    "range-narrowed",
    "range-widened",
    "format-changed",
    "default-changed",
    "text-changed",
    "schema-changed",
]

IMPACTS: Final[tuple[Impact, ...]] = get_args(Impact)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_FINGERPRINT_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two catalogs.

    Attributes:
        kind: what happened; stable: programs match on it.
        model: the id of the model, in the old catalog where it was renamed.
        parameter: the parameter as people write it (``refs[].url`` inside another), the old name
            of one that was renamed; None for what is the model's.
        pointer: JSON Pointer (RFC 6901) of the subschema in the new request schema, in the old one
            for what went; "" is the schema itself, None is the model's own entry.
        old: the keywords that changed as they were, {} for none; for what went its whole
            subschema; for a name or an endpoint that changed the old one.
        new: the same as it is now.
        impact: ``breaking`` where some body that was accepted is refused now, ``behaviour`` where
            the same body asks for something else now, else ``compatible``.
        proven: whether the witness was accepted by the old strict schema and is refused by the
            new one for this parameter.
        witness: the smallest such body, or None.
        message: one sentence, names between backticks, without a full stop.
        repair: one JSON Patch operation (RFC 6902) that mends a body, or None.
    """

    kind: Kind
    model: str
    parameter: str | None = None
    pointer: str | None = None
    old: JsonValue = None
    new: JsonValue = None
    impact: Impact = "compatible"
    proven: bool = False
    witness: JsonObject | None = None
    message: str = ""
    repair: JsonObject | None = None

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of what changed, whatever is said or found out about it."""
        import hashlib

        facts = [self.kind, self.model, self.parameter, self.pointer, self.old, self.new]
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:_FINGERPRINT_DIGITS]

    @property
    def is_for_show(self) -> bool:
        """Whether it changed what people see of a model, and nothing that a body is judged by."""
        if self.kind != "schema-changed" or self.pointer is None:
            return self.kind == "text-changed"
        if not (isinstance(self.old, dict) and isinstance(self.new, dict)):
            return False
        keywords = {*self.old, *self.new}
        # Of an enum that lost and gained nothing only the order is another.
        return keywords == {"enum"} or not any(map(is_judging, keywords))

    def to_json(self) -> JsonObject:
        """Return the change as reports spell it, every key there."""
        return {
            "kind": self.kind,
            "impact": self.impact,
            "proven": self.proven,
            "witness": self.witness,
            "model": self.model,
            "parameter": self.parameter,
            "pointer": self.pointer,
            "old": self.old,
            "new": self.new,
            "message": self.message,
            "repair": self.repair,
            "fingerprint": self.fingerprint,
        }
