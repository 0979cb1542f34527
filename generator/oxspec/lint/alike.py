"""Names and values that people take for one another."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from ..drift.equality import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["alike_groups", "key_of", "skeleton", "stem"]

#: Letters of other scripts that look like Latin ones (Unicode TR 39, the common ones).
_TWINS: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d\u04af\u0432"
    "\u043a\u043c\u043d\u0442\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c4\u03c5\u03c7\u03b5\u0131\u2113",
    "aeopcyxijsdhqwybkmhtaopviktuxeil",
)
_SHORT: Final = 3
_SEPARATORS: Final = str.maketrans("", "", "_- .")


def skeleton(text: str) -> str:
    """Return what is equal for texts that differ in case, separators, marks and twin letters."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_TWINS)
    visible = (c for c in folded if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))
    return "".join(visible).translate(_SEPARATORS)


def stem(name: str) -> str:
    """Return the skeleton of a name, each of its words in the singular."""
    words = name.replace("-", "_").split("_")
    return "".join(_singular(skeleton(word)) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and word[-2] not in "su" else word


def alike_groups(texts: Iterable[str], *, plural: bool = False) -> list[list[str]]:
    """Return the groups of texts that look alike, in their order.

    Args:
        texts: distinct.
        plural: whether singular and plural count as alike.
    """
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(stem(text) if plural else skeleton(text), []).append(text)
    return [group for key, group in groups.items() if key and len(group) > 1]
