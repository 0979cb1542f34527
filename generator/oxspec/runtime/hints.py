"""Advice for a wrong value or name: the nearest that would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 64


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` most likely meant, None where none is near.

    Near is up to a third of the longer word in edits (insert, delete, replace, swap of
    neighbours), case and separators not counted. The first of equally near ones wins.
    """
    if len(word) > _LONGEST:
        return None
    plain = _plain(word)
    best, best_rank = None, (0, 0)
    for candidate in candidates:
        allowed = max(len(word), len(candidate)) // 3 or 1
        if best is not None:
            allowed = min(allowed, best_rank[0])
        if abs(len(plain) - len(_plain(candidate))) > allowed:
            continue
        rank = (distance(plain, _plain(candidate)), distance(word, candidate))
        if rank[0] <= allowed and (best is None or rank < best_rank):
            best, best_rank = candidate, rank
    return best


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


def _plain(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")
