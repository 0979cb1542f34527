"""What is made of a schema, made once for all that are alike: models share most of theirs."""

from __future__ import annotations

import marshal
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jsontypes import JsonObject

_T = TypeVar("_T")
_KEPT: Final = 1024
#: The form of ``marshal`` in which values that are equal are always the same bytes.
_PLAIN: Final = 0


def once_for_alike(make: Callable[[JsonObject], _T]) -> Callable[[JsonObject], _T]:
    """Return a function that gives what it gave before for a schema of the same content."""

    @lru_cache(maxsize=_KEPT)
    def made(content: bytes) -> _T:
        return make(marshal.loads(content))  # noqa: S302  # dumped below

    @wraps(make)
    def found(schema: JsonObject) -> _T:
        return made(marshal.dumps(schema, _PLAIN))

    return found
