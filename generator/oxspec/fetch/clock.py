"""Time and chance as parameters, so that what waits can be tested without waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


def _random() -> float:
    import random

    return random.random()  # noqa: S311  # spreads retries, hides nothing


class Clock(NamedTuple):
    """What tells the time, waits and throws dice.

    Attributes:
        now: seconds since the epoch.
        monotonic: seconds that never go back.
        sleep: waits some seconds.
        random: a number from 0 up to 1.
    """

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = _random


REAL_CLOCK = Clock()
