"""From the text of a body to its value, or to the one finding that it is not JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import JsonTextError
from ..jsontext import decode
from ..runtime.findings import Finding
from .judge import without_editor_hint

if TYPE_CHECKING:
    from ..jsontypes import JsonValue

BODY_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """What one text holds.

    Attributes:
        body: its value; None where there is a finding.
        finding: why it is not strict JSON, or None.
    """

    body: JsonValue
    finding: Finding | None = None


def read(data: bytes) -> Text:
    """Return the value of a body's text, ``$schema`` at its top left out."""
    try:
        value = decode(data)
    except JsonTextError as error:
        return Text(
            None,
            Finding(error.code, error.pointer, error.what, line=error.line, column=error.column),
        )
    return Text(without_editor_hint(value))
