"""Advice for a wrong value or name: the nearest that would be right."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 64
_SLIP: Final = 2


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` most likely meant, None where none is near.

    The first of equally near ones wins.
    """
    return next(iter(nearest(word, candidates)), None)


def nearest(word: str, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that are nearest to ``word``, [] where none is near.

    Near is up to a third of the longer word in edits (insert, delete, replace, swap of
    neighbours), case and separators not counted. A single letter is near to nothing but itself.
    """
    if len(word) > _LONGEST:
        return []
    plain, size = _plain(word), len(word)
    best: list[str] = []
    best_rank = (_LONGEST, _LONGEST)
    for candidate in candidates:
        length = len(candidate)
        most = (max(size, length) // 3 or 1) if min(size, length) > 1 else 0
        allowed = min(most, best_rank[0])
        other = _plain(candidate)
        # The lengths rule most candidates out.
        if abs(len(plain) - len(other)) > allowed:
            continue
        if fewest_edits(plain, other) > allowed:
            continue
        edits = distance(plain, other)
        if edits > allowed:
            continue
        rank = (edits, distance(word, candidate))
        if rank < best_rank:
            best, best_rank = [], rank
        if rank == best_rank:
            best.append(candidate)
    return best


def is_slip(word: str, meant: str) -> bool:
    """Return whether a word is so near that it is surely a slip.

    That is two edits at most, no more than a third of what was meant, and none in a part of one
    letter: ``top_k`` is no slip of ``top_p``. The same letters with other separators are one.
    """
    plain, other = _plain(word), _plain(meant)
    if plain == other:
        return plain != ""
    most = min(_SLIP, len(other) // 3)
    return _letters(word) == _letters(meant) and distance(plain, other) <= most


def fewest_edits(one: str, two: str) -> int:
    """Return a number of edits that two words surely need: far quicker than how many they do."""
    strange = [letter for letter in one if letter not in two]
    return max(len(strange), abs(len(one) - len(two)))


def distance(one: str, two: str) -> int:
    """Return the optimal string alignment distance of two words."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        above, row, oldest = row, [i], before
        for j, right in enumerate(two, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == two[j - 2] and right == one[i - 2]:
                cost = min(cost, oldest[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _letters(word: str) -> list[str]:
    return [
        part for part in word.lower().replace("-", "_").split("_") if len(part) == 1
    ]


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")
