"""What a wrong value was meant to be: in words, and as the value to write instead."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from .findings import excerpt
from .hints import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .jsonvalue import JsonObject, JsonValue

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?")


class _Nothing(Enum):
    NOTHING = "NOTHING"


class Meaning(NamedTuple):
    """What was meant.

    Attributes:
        hint: in words, or None.
        instead: the value to write; NOTHING where that is the user's to decide.
    """

    hint: str | None = None
    instead: JsonValue | _Nothing = _Nothing.NOTHING

    def fix(self, pointer: str) -> JsonObject | None:
        """Return the JSON Patch operation that writes the value, None where there is none."""
        if isinstance(self.instead, _Nothing):
            return None
        return {"op": "replace", "path": pointer, "value": self.instead}


def of_type(value: JsonValue, types: Sequence[JsonValue], schema: JsonValue) -> Meaning:
    """Return what a value of the wrong type was meant to be.

    Args:
        value: as it was given.
        types: the types that are allowed.
        schema: the subschema that it failed.
    """
    if isinstance(value, str):
        return _of_text(value, types, schema)
    if isinstance(value, list) and len(value) == 1:
        return Meaning(f"write {excerpt(value[0])} alone, not in a list", value[0])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return (
            _in_a_list(value)
            if "array" in types and value not in ([], {})
            else Meaning()
        )
    if "string" in types:
        return Meaning(f'write "{value}"', json.dumps(value))
    if "boolean" in types and value in (0, 1):
        return Meaning(f"write {'true' if value else 'false'}")
    return _in_a_list(value) if "array" in types else Meaning()


def _of_text(value: str, types: Sequence[JsonValue], schema: JsonValue) -> Meaning:
    plain = value.strip()
    if "boolean" in types and plain.lower() in ("true", "false"):
        return Meaning(f"write {plain.lower()} without quotes", plain.lower() == "true")
    if _is_number(plain, types):
        number: int | float = int(plain) if "." not in plain else float(plain)
        return Meaning(f"write {plain} without quotes", number)
    if "array" in types:
        return _in_a_list(value)
    required = schema.get("required") if isinstance(schema, dict) else None
    if "object" in types and isinstance(required, list) and len(required) == 1:
        written = f"{{{excerpt(required[0])}: {excerpt(value)}}}"
        return Meaning(f"write it as an object: {written}", {str(required[0]): value})
    return Meaning()


def _in_a_list(value: JsonValue) -> Meaning:
    return Meaning(f"write it as a list: [{excerpt(value)}]", [value])


def _is_number(text: str, types: Sequence[JsonValue]) -> bool:
    if _NUMBER.fullmatch(text) is None:
        return False
    return "number" in types or ("integer" in types and "." not in text)


def of_enum(value: JsonValue, allowed: Sequence[JsonValue]) -> Meaning:
    """Return which member of an enum was meant, or is near."""
    twins = [member for member in allowed if _is_twin(member, value)]
    if len(twins) == 1:
        return Meaning(f"write {excerpt(twins[0])}", twins[0])
    if isinstance(value, str):
        near = nearest(value, (member for member in allowed if isinstance(member, str)))
        return Meaning(f"did you mean {excerpt(near[0])}?" if near else None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers = [
            m for m in allowed if isinstance(m, int | float) and not isinstance(m, bool)
        ]
        if numbers:
            return Meaning(
                f"the nearest is {min(numbers, key=lambda n: abs(n - value))}"
            )
    return Meaning()


def _is_twin(member: JsonValue, value: JsonValue) -> bool:
    """Return whether two values differ in quotes, in case or in blanks around them alone."""
    scalar = (str, int, float)
    if not isinstance(member, scalar) or not isinstance(value, scalar):
        return False
    if isinstance(member, bool) or isinstance(value, bool):
        return False
    return str(member).casefold() == str(value).strip().casefold()


def of_range(value: JsonValue, bounds: JsonObject) -> Meaning:
    """Return the bound that a number is beyond; writing it changes what is asked for."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return Meaning()
    low, high = bounds.get("minimum"), bounds.get("maximum")
    if isinstance(low, int | float) and value < low:
        return Meaning(instead=low)
    if isinstance(high, int | float) and value > high:
        return Meaning(instead=high)
    return Meaning()
