"""What is raised for a call that was not answered: is it known whether the hub has it?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .call import QUEUE
from .client_errors import (
    ConnectionFailed,
    DeliveryTimeout,
    DeliveryUnknown,
    RequestTimeout,
)

if TYPE_CHECKING:
    from .call import Call
    from .client_errors import ApiError
    from .steps import Unanswered


def unanswered(
    call: Call, failure: Unanswered, *, started_at: float
) -> ConnectionFailed:
    """Return the error of a call that was not answered.

    Args:
        call: what was sent.
        failure: what became of it.
        started_at: when it was first sent, in Unix seconds.
    """
    if failure.sent and not call.is_safe:
        return _delivery_unknown(call, failure, started_at)
    kind = RequestTimeout if failure.timed_out else ConnectionFailed
    hub = f"the base URL ({call.hub.base_url}) and "
    fix = f"check {hub if call.keyed else ''}the network"
    return kind(failure.reason, where=call.where, fix=fix)


def what_to_do(call: Call, error: ApiError, *, made_nothing: bool) -> str | None:
    """Return what to do next where the hub refused a call and it is not sent again, if it matters.

    Args:
        call: what was sent.
        error: what the hub's answer stands for.
        made_nothing: whether the call surely made nothing.
    """
    if error.retry_after_s is not None:
        return f"the hub asks to wait {error.retry_after_s:.0f} s: send it again then"
    is_refusal = error.status is None or 300 <= error.status < 500
    return None if is_refusal or made_nothing else if_it_is_done(call)


def if_it_is_done(call: Call) -> str:
    """Return what to do next where nobody knows whether the hub did what a call asks for."""
    return f"the work may be done and billed: {_where_to_look(call)}"


def _delivery_unknown(
    call: Call, failure: Unanswered, started_at: float
) -> DeliveryUnknown:
    import hashlib

    kind = DeliveryTimeout if failure.timed_out else DeliveryUnknown
    digest = "sha256:" + hashlib.sha256(call.content or b"").hexdigest()
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started_at))
    sent = f"sent {at}, body {digest[:19]}"
    what = f"{failure.reason}; the work may be done and billed ({sent})"
    error = kind(what, where=call.where, fix=_where_to_look(call))
    error.body_digest = digest
    error.started_at = started_at
    error.model = call.model
    return error


def _where_to_look(call: Call) -> str:
    if call.where == QUEUE:
        return "before you enqueue it again, look for it with client.queued()"
    if call.where.startswith("chat/"):
        return "send it again only if it may be billed twice"
    return "before you send it again, look for the result in your namespace on the hub"
