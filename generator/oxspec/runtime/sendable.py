"""Whether a value is JSON at all: what a program hands over need not be."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from .findings import Finding, excerpt, pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .jsonvalue import JsonValue

DEPTH: Final = 128
VALUES: Final = 5_000_000
INTEGER_DIGITS: Final = 4_000
_INTEGER_BITS: Final = 13_288  # the bits of 10**4000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Survey(NamedTuple):
    """What a walk through a value found.

    Attributes:
        findings: of each part that JSON cannot carry.
        size: how many values there are.
        is_tree: whether the rest can be judged: names are texts, and it ends.
    """

    findings: tuple[Finding, ...]
    size: int
    is_tree: bool


def surveyed(instance: JsonValue) -> Survey:
    """Return what JSON cannot carry in a value: NaN, lone surrogates, sets, loops."""
    findings: list[Finding] = []
    waiting: list[tuple[tuple[str | int, ...], JsonValue]] = [((), instance)]
    size, is_tree = 0, True
    while waiting:
        tokens, value = waiting.pop()
        size += 1
        # A value that holds itself has no end: it is told by its depth.
        if len(tokens) > DEPTH or size > VALUES:
            limit = (
                f"nested deeper than {DEPTH}"
                if size <= VALUES
                else f"more than {VALUES} values"
            )
            return Survey(
                (Finding("wrong-type", "", f"the body is {limit}"),),
                size,
                is_tree=False,
            )
        if isinstance(value, dict) and not all(map(_is_text, value)):
            findings.append(
                _finding(tokens, value, "a name in an object must be a string")
            )
            is_tree = False
            continue
        waiting.extend(_inside(tokens, value))
        if reason := _reason(value):
            findings.append(_finding(tokens, value, reason))
    return Survey(tuple(findings), size, is_tree)


def _inside(
    tokens: tuple[str | int, ...], value: JsonValue
) -> Iterator[tuple[tuple[str | int, ...], JsonValue]]:
    if isinstance(value, dict):
        return (((*tokens, name), member) for name, member in value.items())
    entries = value if isinstance(value, list | tuple) else ()
    return (((*tokens, index), entry) for index, entry in enumerate(entries))


def _reason(value: object) -> str | None:
    """Return why JSON cannot carry a value itself, what is inside it aside."""
    if isinstance(value, dict):
        names = map(str, cast("dict[object, object]", value))
        return "a name has a lone surrogate" if any(map(_is_broken, names)) else None
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no number in JSON"
    if isinstance(value, str):
        return "a lone surrogate cannot be sent as UTF-8" if _is_broken(value) else None
    if isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        return f"an integer of more than {INTEGER_DIGITS} digits"
    if value is None or isinstance(value, bool | int | float | list | tuple):
        return None
    return f"a {type(value).__name__} is not JSON"


def _is_broken(text: str) -> bool:
    return not text.isascii() and _SURROGATE.search(text) is not None


def _is_text(name: object) -> bool:
    return isinstance(name, str)


def _finding(tokens: tuple[str | int, ...], value: object, reason: str) -> Finding:
    return Finding("wrong-type", pointer_of(tokens), reason, value=excerpt(value))
