"""JSON's types, and the mark of a value that is not there (which is not null)."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeAlias

from .runtime.jsonvalue import JsonObject, JsonValue

__all__ = ["ABSENT", "Absent", "JsonObject", "JsonValue"]


class _Absent(Enum):
    ABSENT = "ABSENT"


Absent: TypeAlias = Literal[_Absent.ABSENT]
ABSENT: Final = _Absent.ABSENT
