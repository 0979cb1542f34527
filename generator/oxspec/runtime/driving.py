"""Walking through the steps of a call: the blocking and the asynchronous way."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .exchange import Answer, Request, Steps

_T = TypeVar("_T")


def run(steps: Steps[_T], send: Callable[[Request], Answer]) -> _T:
    """Return what steps come to.

    Args:
        steps: what is done.
        send: waits ``after_s``, sends and returns the answer; what it raises is thrown into the
            steps, so that they can clean up, interrupts included.
    """
    try:
        request = next(steps)
        while True:
            try:
                answer = send(request)
            except BaseException as error:  # the steps raise it again
                request = steps.throw(error)
            else:
                request = steps.send(answer)
    except StopIteration as stop:
        value: _T = stop.value
        return value


async def arun(steps: Steps[_T], send: Callable[[Request], Awaitable[Answer]]) -> _T:
    """Return what steps come to, where sending is awaited; see ``run``."""
    try:
        request = next(steps)
        while True:
            try:
                answer = await send(request)
            except BaseException as error:  # the steps raise it again
                request = steps.throw(error)
            else:
                request = steps.send(answer)
    except StopIteration as stop:
        value: _T = stop.value
        return value
