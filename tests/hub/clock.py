"""A clock that waits by moving its own hands."""

from __future__ import annotations

from dataclasses import dataclass, field

from oxspec.fetch.clock import Clock

NOON = 1_790_000_000.0


@dataclass(slots=True)
class FakeClock:
    """A clock whose time passes only while somebody waits; ``waits`` says for how long."""

    waits: list[float] = field(default_factory=list[float])
    dice: float = 0.5

    @property
    def passed_s(self) -> float:
        """The seconds since it was made."""
        return sum(self.waits)

    def clock(self) -> Clock:
        """Return it as what the code under test takes."""
        return Clock(
            now=lambda: NOON + self.passed_s,
            monotonic=lambda: self.passed_s,
            sleep=self.waits.append,
            random=lambda: self.dice,
        )
