"""What a look at a catalog came to: what reports are made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalog.model import Catalog
    from .defects import Defect, Severity

FailOn: TypeAlias = Literal["error", "warning", "never"]


@dataclass(frozen=True, slots=True)
class Lint:
    """What is wrong with a catalog.

    Attributes:
        catalog: what was looked at.
        defects: by entry, in the order of the catalog.
        looked_at: how many entries.
        described: whether the catalog has texts that could be held against its schemas.
        file: the file that lines and columns of defects are of, or None.
    """

    catalog: Catalog
    defects: tuple[Defect, ...]
    looked_at: int
    described: bool = True
    file: str | None = None

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many defects there are of each severity."""
        found = Counter(defect.severity for defect in self.defects)
        return {"error": found["error"], "warning": found["warning"]}

    def exit_status(self, fail_on: FailOn) -> int:
        """Return 1 for a defect that counts, else 0: an entry that is set aside is a defect."""
        failing = {
            "error": self.counts["error"] > 0,
            "warning": bool(self.defects),
            "never": False,
        }
        return 1 if failing[fail_on] else 0
