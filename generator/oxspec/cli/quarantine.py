"""Models that were set aside: named by every command over the whole catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..catalog.model import Quarantined

INCOMPLETE = 3


def tell_quarantined(quarantined: Sequence[Quarantined], *, done: str = "left out") -> int:
    """Name the models that were left out; return 3 where there are any, else 0."""
    for model in quarantined:
        name = model.id or "an entry without an id"
        at = f" (at {model.pointer})" if model.pointer else ""
        complain(f"{done} {name}: {model.reason.removeprefix(f'{name}: ')}{at}")
    return INCOMPLETE if quarantined else 0
