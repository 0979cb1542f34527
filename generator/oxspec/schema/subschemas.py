"""Where subschemas stand in a request schema, and what its references point at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote

from ..errors import SchemaDefect
from ..runtime.findings import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..jsontypes import JsonObject, JsonValue

Tokens: TypeAlias = "tuple[str, ...]"

SUBSCHEMA_DEPTH: Final = 64
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
#: Applicators that judge the same instance as the schema they stand in.
IN_PLACE: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
#: Keywords whose value is a subschema, a list of them, or an object of them.
SCHEMA: Final = frozenset(
    (
        *("items", "additionalProperties", "not", "if", "then", "else", "contains"),
        *("propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
    )
)
SCHEMA_LIST: Final = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
SCHEMA_MAP: Final = frozenset(
    ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
)


def children(schema: Mapping[str, JsonValue]) -> Iterator[tuple[Tokens, JsonValue]]:
    """Yield the subschemas directly inside a schema, each with its reference tokens."""
    for keyword, value in schema.items():
        if keyword in SCHEMA:
            yield (keyword,), value
        elif keyword in SCHEMA_LIST and isinstance(value, list):
            for index, member in enumerate(value):
                yield (keyword, str(index)), member
        elif keyword in SCHEMA_MAP and isinstance(value, dict):
            for name, member in value.items():
                yield (keyword, name), member


def subschemas(schema: JsonObject) -> Iterator[tuple[Tokens, JsonValue]]:
    """Yield a schema and all that is inside it, outermost first, each with its reference tokens.

    Raises:
        SchemaDefect: nested deeper than 64 subschemas.
    """
    waiting: list[tuple[int, Tokens, JsonValue]] = [(0, (), schema)]
    while waiting:
        depth, tokens, subschema = waiting.pop()
        if depth > SUBSCHEMA_DEPTH:
            what = f"nested deeper than {SUBSCHEMA_DEPTH} subschemas"
            raise SchemaDefect(what, pointer=pointer_of(tokens))
        yield tokens, subschema
        if isinstance(subschema, dict):
            inner = [(depth + 1, tokens + step, child) for step, child in children(subschema)]
            waiting.extend(reversed(inner))


def reference_tokens(reference: str) -> Tokens:
    """Return the reference tokens of a ``$ref`` that stays in its document (``#/…``)."""
    pointer = unquote(reference.removeprefix("#"))
    steps = pointer.split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def resolve(root: JsonObject, reference: str) -> JsonValue:
    """Return what a reference inside ``root`` points at, None for nothing."""
    value: JsonValue = root
    for token in reference_tokens(reference):
        if isinstance(value, dict):
            value = value.get(token)
        elif isinstance(value, list) and _INDEX.fullmatch(token) and int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    return value


def loop_without_content(nodes: Mapping[Tokens, JsonValue]) -> Tokens | None:
    """Return a subschema that judges an instance by judging the same instance by itself, or None.

    Args:
        nodes: all subschemas by their reference tokens, as ``subschemas`` yields them.
    """
    done: set[Tokens] = set()
    for start in nodes:
        # A dict keeps the order: the open path, each with the steps still to take from it.
        path = {} if start in done else {start: _in_place(nodes[start], start)}
        while path:
            tokens, steps = next(reversed(path.items()))
            step = steps.pop() if steps else None
            if step is None:
                del path[tokens]
                done.add(tokens)
            elif step in path:
                return step
            elif step not in done:
                path[step] = _in_place(nodes.get(step), step)
    return None


def _in_place(schema: JsonValue, tokens: Tokens) -> list[Tokens]:
    if not isinstance(schema, dict):
        return []
    steps = [tokens + step for step, _ in children(schema) if step[0] in IN_PLACE]
    if isinstance(reference := schema.get("$ref"), str):
        steps.append(reference_tokens(reference))
    return steps


def expanded_size(nodes: Mapping[Tokens, JsonValue]) -> int:
    """Return how many subschemas the root stands for when each reference is replaced once.

    Computed on the graph of references, so that no expansion is ever made.
    """
    sizes: dict[Tokens, int] = {}
    waiting: list[Tokens] = [()]
    open_nodes: set[Tokens] = set()
    while waiting:
        tokens = waiting[-1]
        steps = _steps(nodes.get(tokens), tokens)
        unknown = [s for s in steps if s not in sizes and s not in open_nodes]
        open_nodes.add(tokens)
        if unknown and tokens not in sizes:
            waiting.extend(unknown)
            continue
        waiting.pop()
        sizes[tokens] = 1 + sum(sizes.get(step, 0) for step in steps)
    return sizes[()]


def _steps(schema: JsonValue, tokens: Tokens) -> list[Tokens]:
    if not isinstance(schema, dict):
        return []
    steps = [
        tokens + step for step, _ in children(schema) if step[0] not in ("$defs", "definitions")
    ]
    if isinstance(reference := schema.get("$ref"), str):
        steps.append(reference_tokens(reference))
    return steps
