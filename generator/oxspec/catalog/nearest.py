"""The ids that a mistyped one may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMPARED_CHARACTERS: Final = 100
_PART_CHARACTERS: Final = 3


def nearest_ids(wanted: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return up to ``most`` ids: those that go on where it ends, those that look like it.

    Last come those that it is a part of.
    """
    import difflib

    ids, word = list(known), wanted[:_COMPARED_CHARACTERS].lower()
    holding = [i for i in ids if word in i.lower()] if len(word) >= _PART_CHARACTERS else []
    longer = [i for i in holding if i.lower().startswith(word)]
    alike = difflib.get_close_matches(word, ids, n=most, cutoff=0.6)
    return list(dict.fromkeys([*longer, *alike, *holding]))[:most]
