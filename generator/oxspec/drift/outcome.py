"""What a comparison came to: what reports are made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from .changes import IMPACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalog.model import Catalog, Quarantined
    from .accepted import Acceptance
    from .changes import Change, Impact
    from .effects import Effect

FailOn: TypeAlias = Literal["breaking", "any", "never"]


class Spot(NamedTuple):
    """A line of a file.

    Attributes:
        file: its name.
        line: 1-based.
    """

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed between two catalogs, and what is made of it.

    Attributes:
        old: the catalog as it was.
        new: the catalog as it is.
        changes: by model, of one model the worst first.
        left_out: models that could not be compared.
        accepted: what a team has decided to live with, by the fingerprint of the change.
        doubtful: a line for each decision that is past its day or matches no change.
        skipped: a line for each body that could not be looked at.
        effects: what the changes do to the bodies that were asked about, None where none were;
            changes that do nothing to them are left out.
        spots: where changes stand in the file that is compared with, by their fingerprints.
    """

    old: Catalog
    new: Catalog
    changes: tuple[Change, ...]
    left_out: tuple[Quarantined, ...] = ()
    accepted: Mapping[str, Acceptance] = field(default_factory=dict[str, "Acceptance"])
    doubtful: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    effects: tuple[Effect, ...] | None = None
    spots: Mapping[str, Spot] = field(default_factory=dict[str, Spot])

    @property
    def counts(self) -> Mapping[Impact, int]:
        """How many changes there are of each impact."""
        found = Counter(change.impact for change in self.changes)
        return {impact: found[impact] for impact in IMPACTS}

    def exit_status(self, fail_on: FailOn) -> int:
        """Return 1 for a change that counts, else 3 where something was left out, else 0."""
        open_changes = [c for c in self.changes if c.fingerprint not in self.accepted]
        failing = {
            "breaking": any(change.impact == "breaking" for change in open_changes),
            "any": bool(open_changes),
            "never": False,
        }
        return 1 if failing[fail_on] else 3 if self.left_out or self.skipped else 0
