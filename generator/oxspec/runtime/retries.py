"""When a request is sent again, and after how long.

A request that makes something and is billed is sent again only where it surely made nothing: no
connection was had, or the hub itself answered that it would not (429, 503). A GET or a cancel is
sent again whenever another try may do better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .bodies import decoded

if TYPE_CHECKING:
    from .steps import Answer

#: A longer ``Retry-After`` is not waited for: the error says how long the hub asks for.
RETRY_AFTER_S: Final = 60.0
_FIRST_S: Final = 0.5
_LONGEST_S: Final = 8.0
_MADE_NOTHING: Final = frozenset((429, 503))
_PASSING: Final = frozenset((408, 429))


def may_repeat(answer: Answer, *, safe: bool) -> bool:
    """Return whether a request that was answered so is sent again.

    Args:
        answer: what came.
        safe: whether the request makes nothing, so that sending it twice does no harm.
    """
    if safe:
        return answer.status in _PASSING or answer.status >= 500
    return answer.status in _MADE_NOTHING and _is_of_the_hub(answer)


def delay_s(attempt: int, asked_s: float | None = None) -> float:
    """Return the seconds to wait before a request is sent again.

    Args:
        attempt: how often it was sent again before; 0 for none.
        asked_s: what the hub asked for, or None: then any time up to a limit that doubles
            ("full jitter", which keeps clients that failed together from coming back together).
    """
    if asked_s is not None:
        return asked_s
    from random import random

    most_s = min(_LONGEST_S, _FIRST_S * 2.0 ** min(attempt, 10))
    return random() * most_s  # spreads clients, hides nothing


def _is_of_the_hub(answer: Answer) -> bool:
    """Return whether an answer is in an envelope of the hub's.

    A proxy's own 503 may come after the hub took the request.
    """
    envelope = decoded(answer.content)
    return envelope is not None and (
        "error" in envelope or "status_message" in envelope
    )
