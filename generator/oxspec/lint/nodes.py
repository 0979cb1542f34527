"""The subschemas of a request schema as checks are given them, well-formed or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..runtime.findings import pointer_of
from ..schema.subschemas import IN_PLACE, SUBSCHEMA_DEPTH, children
from .defects import Defect
from .wording import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject, JsonValue
    from .defects import Code

#: Keywords whose subschemas judge beside others, so that each says only a part.
_PARTS: Final = frozenset((*IN_PLACE, "$defs", "definitions", "propertyNames"))


_MOST_CHARACTERS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Node:
    """One subschema.

    Attributes:
        schema: as it was written.
        tokens: reference tokens from the entry to it, the entry's own key first.
        name: the parameter as people write it (``refs[].url``), "" for the schema itself.
        parent: the object schema that it is a property of, or None.
        is_part: whether it judges beside other subschemas, so that it says only a part.
    """

    schema: JsonObject
    tokens: tuple[str, ...]
    name: str = ""
    parent: JsonObject | None = None
    is_part: bool = False

    @property
    def shown(self) -> str:
        """The parameter between backticks, or ``the request``."""
        return named(self.name) if self.name else "the request"

    @property
    def own_name(self) -> str:
        """The name of the property that it is, "" where it is none."""
        return "" if self.parent is None else self.tokens[-1]

    def pointer(self, *tokens: str | int) -> str:
        """Return the JSON Pointer of what is inside it."""
        return pointer_of((*self.tokens, *tokens))

    def members(self, keyword: str = "properties") -> JsonObject:
        """Return the object that a keyword has, {} where it has none."""
        value = self.schema.get(keyword)
        return value if isinstance(value, dict) else {}

    def text(self, keyword: str) -> str:
        """Return the text that a keyword has, "" where it has none; of a very long one a part."""
        value = self.schema.get(keyword)
        return value[:_MOST_CHARACTERS] if isinstance(value, str) else ""

    def defect(
        self,
        code: Code,
        *tokens: str | int,
        message: str,
        hint: str | None = None,
        patch: tuple[JsonObject, ...] = (),
    ) -> Defect:
        """Return a defect at what is inside it."""
        at = self.pointer(*tokens)
        return Defect(code=code, pointer=at, message=message, hint=hint, patch=patch)


def nodes_of(schema: JsonObject, key: str) -> Iterator[Node]:
    """Yield a request schema and the subschemas inside it, outermost first.

    What is no object, or deeper than a schema may be nested, is left out.

    Args:
        schema: as an entry has it.
        key: what the entry calls it.
    """
    waiting = [Node(schema, (key,))]
    while waiting:
        node = waiting.pop()
        yield node
        if len(node.tokens) <= 2 * SUBSCHEMA_DEPTH:
            waiting += reversed(list(_inside(node)))


def _inside(node: Node) -> Iterator[Node]:
    for step, child in children(node.schema):
        if isinstance(child, dict):
            yield _child(node, step, child)


def _child(node: Node, step: tuple[str, ...], child: JsonObject) -> Node:
    tokens = node.tokens + step
    is_part = node.is_part or step[0] in _PARTS
    if step[0] == "properties":
        name = f"{node.name}.{step[1]}" if node.name else step[1]
        return Node(child, tokens, name, node.schema, is_part)
    is_entry = step[0] in ("items", "prefixItems", "contains", "additionalProperties")
    return Node(child, tokens, f"{node.name}[]" if is_entry else node.name, None, is_part)


def numbers_of(schema: JsonObject, keyword: str) -> float | None:
    """Return the number that a keyword has, None where it has none."""
    value: JsonValue = schema.get(keyword)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
