"""jsonschema as it comes: what everybody else's validator says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oxspec.jsontypes import JsonValue


class _Validator(Protocol):
    """What is used of a validator, whose stubs leave types out."""

    def is_valid(self, instance: JsonValue) -> bool: ...


def accepts(schema: Mapping[str, JsonValue], instance: JsonValue) -> bool:
    """Return whether a plain 2020-12 validator accepts an instance."""
    return cast("_Validator", Draft202012Validator(schema)).is_valid(instance)
