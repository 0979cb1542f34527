"""Ids and files that patterns name, as a shell has them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from glob import glob
from typing import TYPE_CHECKING

from ..catalog.nearest import nearest_ids
from ..errors import UsageProblem
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def is_named(name: str | None, patterns: Sequence[str]) -> bool:
    """Return whether one of some patterns names an id; no pattern at all names each."""
    return not patterns or any(name is not None and fnmatchcase(name, p) for p in patterns)


def refuse_unmatched(patterns: Iterable[str], ids: Collection[str], *, where: str) -> None:
    """Accept patterns that each name an id.

    Args:
        patterns: of ids.
        ids: those that there are.
        where: what to call the place that has them: ``the catalog``.

    Raises:
        UsageProblem: one names none; the message offers the nearest.
    """
    for pattern in patterns:
        if any(fnmatchcase(name, pattern) for name in ids):
            continue
        near = nearest_ids(pattern, ids)
        fix = f"did you mean {' or '.join(near)}?" if near else "oxspec models lists what there is"
        what = f"no model {excerpt(pattern)} in {where}"
        raise UsageProblem(what, fix=fix)


def files_named(pattern: str) -> list[str]:
    """Return the paths that a pattern names, sorted; ``**`` is folders of any depth."""
    return sorted(glob(pattern, recursive=True))  # noqa: PTH207  # Path.glob takes no absolute one
