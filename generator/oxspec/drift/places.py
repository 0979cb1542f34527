"""Places inside a request schema: for programs a JSON Pointer, for people a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..runtime.findings import pointer_of

if TYPE_CHECKING:
    from ..jsontypes import JsonObject, JsonValue


class Place(NamedTuple):
    """Where a subschema stands.

    Attributes:
        tokens: reference tokens from the request schema to it.
        name: the parameter as people write it (``refs[].url``), "" for the schema itself.
    """

    tokens: tuple[str, ...] = ()
    name: str = ""

    @property
    def pointer(self) -> str:
        """Its JSON Pointer (RFC 6901)."""
        return pointer_of(self.tokens)

    @property
    def parameter(self) -> str | None:
        """The parameter that it is, or is in; None for the schema itself."""
        return self.name if self.tokens else None

    def member(self, name: str) -> Place:
        """Return the place of a property."""
        told = f"{self.name}.{name}" if self.tokens else name
        return Place((*self.tokens, "properties", name), told)

    def items(self) -> Place:
        """Return the place of what each entry of an array is."""
        return Place((*self.tokens, "items"), f"{self.name}[]")


def tokens_of(pointer: str) -> tuple[str, ...]:
    """Return the reference tokens of a JSON Pointer."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def top_parameter(pointer: str | None) -> str | None:
    """Return the parameter of the body that a place is in, None for the schema itself."""
    tokens = tokens_of(pointer or "")
    return tokens[1] if len(tokens) > 1 and tokens[0] == "properties" else None


def patch_pointer(pointer: str) -> str | None:
    """Return where in a body a parameter stands, None where it stands in each entry of a list."""
    tokens = tokens_of(pointer)
    # Names and keywords alternate as long as it is members of members.
    keywords, names = tokens[::2], tokens[1::2]
    return pointer_of(names) if set(keywords) == {"properties"} else None


def sibling(pointer: str, name: str) -> str:
    """Return the JSON Pointer of another member of the same object."""
    return pointer.rpartition("/")[0] + pointer_of((name,))


def member_of(schema: JsonObject, keyword: str) -> JsonObject:
    """Return the object that a keyword has, {} where it has none."""
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def names_in(schema: JsonObject, keyword: str) -> list[str]:
    """Return the texts that a keyword lists."""
    value: JsonValue = schema.get(keyword)
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
