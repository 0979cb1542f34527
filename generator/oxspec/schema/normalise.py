"""Request schemas as people and templates read them: an ordered list of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from ..jsontypes import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..jsontypes import Absent, JsonObject, JsonValue

_LAST: Final = float("inf")


class Parameter(NamedTuple):
    """One parameter of a request body, or one member of an object inside it.

    Attributes:
        name: as the wire spells it.
        types: JSON Schema's names, in the catalog's order; () for any type.
        required: whether a body must have it.
        basic: whether the catalog shows it first.
        nullable: whether null is allowed.
        enum: the allowed values in the catalog's order, or None.
        default: what the server takes when it is left out, or ABSENT.
        title: short name, or None.
        description: Markdown of the catalog, or None.
        items: what each entry of an array is (its name is ""), or None.
        properties: the members of an object, () for a free-form one.
        keywords: the subschema as it was written, bounds, lengths, format and hints included.
    """

    name: str
    types: tuple[str, ...]
    required: bool
    basic: bool
    nullable: bool
    enum: tuple[JsonValue, ...] | None
    default: JsonValue | Absent
    title: str | None
    description: str | None
    items: Parameter | None
    properties: tuple[Parameter, ...]
    keywords: JsonObject

    @property
    def members(self) -> tuple[JsonValue, ...] | None:
        """The values that ``enum`` or ``const`` allows, or None."""
        if self.enum is None and "const" in self.keywords:
            return (self.keywords["const"],)
        return self.enum

    @property
    def format(self) -> str | None:
        """The ``format`` keyword, or None."""
        return _text(self.keywords, "format")

    @property
    def render_type(self) -> str | None:
        """The vendor's hint for a form (``image-url``, ``button-group``, …), or None."""
        return _text(self.keywords, "renderType")

    def number(self, keyword: str) -> int | float | None:
        """Return a numeric keyword (``minimum``, ``maxItems``, …), or None."""
        value = self.keywords.get(keyword)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class RequestSchema:
    """A model's own parameters in the order in which people read them.

    Attributes:
        keywords: the whole request schema as it was written.
    """

    keywords: JsonObject

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters by ``x-order`` (missing: last), then as written."""
        return _members(self.keywords)

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((p for p in self.parameters if p.name == name), None)

    def shown_first(self) -> tuple[Parameter, ...]:
        """Return required and basic parameters first, then the rest, each in order."""
        first = [p for p in self.parameters if p.required or p.basic]
        rest = [p for p in self.parameters if not (p.required or p.basic)]
        return (*first, *rest)


def normalise(schema: JsonObject, *, checked: bool = False) -> RequestSchema:
    """Return a request schema's parameters.

    Args:
        schema: as the catalog has it.
        checked: whether it is known to be well-formed, so that this is not found out again.

    Raises:
        SchemaDefect: it is not well-formed.
    """
    if not checked:
        from .dialect import check_request_schema

        check_request_schema(schema)
    return RequestSchema(schema)


def _members(schema: JsonObject) -> tuple[Parameter, ...]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return ()
    required, basic = _names(schema, "required"), _names(schema, "basic")
    members = [
        parameter_of(name, member, required=name in required, basic=name in basic)
        for name, member in properties.items()
    ]
    # sorted() is stable: ties stay as the catalog wrote them.
    return tuple(sorted(members, key=lambda member: _order(member.keywords)))


def parameter_of(
    name: str, schema: JsonValue, *, required: bool = False, basic: bool = False
) -> Parameter:
    """Return the parameter that a subschema describes."""
    keywords = schema if isinstance(schema, dict) else {}
    items, enum = keywords.get("items"), keywords.get("enum")
    return Parameter(
        name=name,
        types=types_of(keywords),
        required=required,
        basic=basic,
        nullable=_is_nullable(keywords),
        enum=tuple(enum) if isinstance(enum, list) else None,
        default=keywords.get("default", ABSENT),
        title=_text(keywords, "title"),
        description=_text(keywords, "description"),
        items=parameter_of("", items, required=True) if isinstance(items, dict) else None,
        properties=_members(keywords),
        keywords=keywords,
    )


def types_of(schema: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Return the names in ``type``, () where there is none."""
    kind = schema.get("type")
    if isinstance(kind, str):
        return (kind,)
    return tuple(t for t in kind if isinstance(t, str)) if isinstance(kind, list) else ()


def _is_nullable(schema: Mapping[str, JsonValue]) -> bool:
    return schema.get("nullable") is True or "null" in types_of(schema)


def _names(schema: Mapping[str, JsonValue], keyword: str) -> frozenset[str]:
    names = schema.get(keyword)
    return (
        frozenset(n for n in names if isinstance(n, str))
        if isinstance(names, list)
        else frozenset()
    )


def _order(schema: Mapping[str, JsonValue]) -> float:
    order = schema.get("x-order")
    return order if isinstance(order, int | float) and not isinstance(order, bool) else _LAST


def _text(schema: Mapping[str, JsonValue], keyword: str) -> str | None:
    value = schema.get(keyword)
    return value if isinstance(value, str) else None
