"""What a comparison came to: what reports are made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from .changes import IMPACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalog.model import Catalog, Quarantined
    from .changes import Change, Impact

FailOn: TypeAlias = Literal["breaking", "any", "never"]


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed between two catalogs, and what is made of it.

    Attributes:
        old: the catalog as it was.
        new: the catalog as it is.
        changes: by model, of one model the worst first.
        left_out: models that could not be compared.
    """

    old: Catalog
    new: Catalog
    changes: tuple[Change, ...]
    left_out: tuple[Quarantined, ...] = ()

    @property
    def counts(self) -> Mapping[Impact, int]:
        """How many changes there are of each impact."""
        found = Counter(change.impact for change in self.changes)
        return {impact: found[impact] for impact in IMPACTS}

    def exit_status(self, fail_on: FailOn) -> int:
        """Return 1 for a change that counts, else 3 where a model was left out, else 0."""
        counted = {"breaking": self.counts["breaking"], "any": len(self.changes), "never": 0}
        return 1 if counted[fail_on] else 3 if self.left_out else 0
