"""What can be said of a catalog's entry: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from ..jsontypes import JsonObject

Severity: TypeAlias = Literal["error", "warning"]
Code: TypeAlias = Literal[
    "malformed-entry",
    "duplicate-model",
    "look-alike-model",
    "unknown-endpoint",
    "endpoint-mismatch",
    "no-schema",
    "malformed-schema",
    "unknown-type",
    "unknown-keyword",
    "unknown-format",
    "idle-keyword",
    "empty-enum",
    "empty-range",
    "duplicate-required",
    "duplicate-value",
    "look-alike-value",
    "invalid-default",
    "invalid-enum",
    "invalid-example",
    "unknown-required",
    "unknown-basic",
    "unknown-reference",
    "required-default",
    "same-order",
    "reserved-name",
    "look-alike-name",
    "missing-description",
    "text-limit",
    "text-default",
    "text-value",
    "text-required",
    "text-name",
]
CODES: Final[tuple[Code, ...]] = get_args(Code)

#: Codes of what contradicts itself; the others are likely mistakes.
_ERRORS: Final = frozenset(
    (
        *("malformed-entry", "duplicate-model", "malformed-schema", "unknown-type"),
        *("empty-enum", "empty-range", "invalid-default", "invalid-enum", "invalid-example"),
        *("unknown-required", "duplicate-required"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that is wrong, or doubtful, in an entry of a catalog.

    Attributes:
        code: stable: programs match on it.
        pointer: JSON Pointer (RFC 6901) into the entry; "" is the entry itself.
        message: one sentence, names and values between backticks, without a full stop.
        hint: what to write instead, or None.
        patch: JSON Patch operations (RFC 6902) on the entry that mend it for certain, or ().
        model: the id of the entry, or None where it has none that can be used.
        index: the position of the entry in the catalog, from 0.
        line: 1-based, of the value in the catalog's file, or None where there is none.
        column: 1-based, in characters, or None.
    """

    code: Code
    pointer: str
    message: str
    hint: str | None = None
    patch: tuple[JsonObject, ...] = ()
    model: str | None = None
    index: int = 0
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        """``error`` where the entry contradicts itself, ``warning`` for a likely mistake."""
        return severity_of(self.code)


def severity_of(code: Code) -> Severity:
    """Return how bad defects of a code are."""
    return "error" if code in _ERRORS else "warning"
