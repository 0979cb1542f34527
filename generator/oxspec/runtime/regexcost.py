"""Whether matching a pattern could take longer than anyone waits: told from its shape alone.

Python's engine backtracks and cannot be interrupted. A repeat inside a repeat can take time that
doubles with every character; repeats beside each other, time that grows with a power of the length.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from .patterns import PatternError, compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STEPS: Final = 10_000_000
#: Characters that a pattern whose time doubles with each is given.
NESTED_CHARACTERS: Final = 16
_FEW: Final = 10
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def takes_too_long(pattern: str, length: int) -> bool:
    """Return whether matching a text of a length could take more than some ten million steps."""
    if length <= NESTED_CHARACTERS:
        return False
    nested, repeats = _shape(pattern)
    return nested or length**repeats > STEPS


@lru_cache(maxsize=512)
def _shape(pattern: str) -> tuple[bool, int]:
    """Return whether repeats are nested, and how often the text may be walked in one another."""
    try:
        source = compile_pattern(pattern).pattern
        # What the compiler itself reads; nothing public gives a pattern's structure.
        parsed = import_module("re._parser").parse(source, re.ASCII)
    except (PatternError, re.error, RecursionError):
        return False, 0
    nested, repeats = _walk(parsed, inside=False)
    anchored = source.startswith(("^", "\\A"))
    return nested, repeats if anchored else repeats + 1


def _walk(parsed: Iterable[tuple[object, object]], *, inside: bool) -> tuple[bool, int]:
    nested, repeats = False, 0
    for operator, argument in parsed:
        repeat = str(operator) in _REPEATS and _is_long(argument)
        nested = nested or (inside and (repeat or str(operator) == "BRANCH"))
        deeper, more = False, 0
        for inner in _inner(argument):
            is_nested, count = _walk(inner, inside=inside or repeat)
            deeper, more = deeper or is_nested, more + count
        nested, repeats = nested or deeper, repeats + more + repeat
    return nested, repeats


def _is_long(argument: object) -> bool:
    most = cast("Sequence[object]", argument)[1]
    return isinstance(most, int) and most > _FEW


def _inner(argument: object) -> Iterable[Sequence[tuple[object, object]]]:
    """Yield the patterns inside an operator's argument."""
    waiting: list[object] = [argument]
    while waiting:
        value = waiting.pop()
        if type(value).__name__ == "SubPattern":
            yield cast("Sequence[tuple[object, object]]", value)
        elif isinstance(value, tuple | list):
            waiting.extend(cast("Sequence[object]", value))
