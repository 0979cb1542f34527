"""What is used of jsonschema, as types: the library brings none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .jsonvalue import JsonValue


class SchemaError(Protocol):
    """What is read of ``jsonschema.ValidationError``."""

    @property
    def validator(self) -> str:
        """The keyword that failed."""
        ...

    @property
    def validator_value(self) -> JsonValue:
        """The keyword's value."""
        ...

    @property
    def message(self) -> str:
        """The missing name for ``required``; else jsonschema's own words."""
        ...

    @property
    def instance(self) -> JsonValue:
        """The value that failed."""
        ...

    @property
    def schema(self) -> JsonValue:
        """The subschema that failed."""
        ...

    @property
    def absolute_path(self) -> Iterable[str | int]:
        """The reference tokens of the value."""
        ...

    @property
    def context(self) -> list[SchemaError]:
        """The errors of the alternatives of ``anyOf`` and ``oneOf``."""
        ...

    @property
    def relative_schema_path(self) -> Iterable[str | int]:
        """The reference tokens of the keyword, from the alternative's list on."""
        ...


class Validator(Protocol):
    """What is used of a jsonschema validator."""

    def iter_errors(self, instance: object) -> Iterator[SchemaError]:
        """Yield what is wrong with an instance."""
        ...

    def descend(
        self,
        instance: JsonValue,
        schema: JsonValue,
        *,
        path: str | None = None,
        schema_path: int | None = None,
    ) -> Iterator[SchemaError]:
        """Yield what is wrong with a part of an instance."""
        ...
