"""One table of cases for both clients: a script is played blocking, and awaited.

A script is written for the blocking client. ``got`` is where the other one awaits:

    def script(client: Client) -> Play[JobResult]:
        jobs = yield from got(client.submit(BODY))
        return (yield from got(jobs.job.wait(poll=0.01)))
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Generator
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar, Unpack, cast

import pytest

from oxspec.runtime.http import AsyncClient, Client
from oxspec.runtime.jobs import AsyncJob, Job
from oxspec.runtime.streams import AsyncChatStream, ChatStream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping
    from typing import TypedDict

    from oxspec.runtime.chat import ChatChunk

    class Settings(TypedDict, total=False):
        """What a client is set up with."""

        timeout: float
        headers: Mapping[str, str]
        retries: int


KEY = "key-0123456789"

_T = TypeVar("_T")
#: A script that runs.
Play: TypeAlias = Generator[object, object, _T]
Script: TypeAlias = Callable[[Client], Play[_T]]


class Player(Protocol):
    """Plays a script with a client of its kind."""

    def __call__(self, script: Script[_T], base_url: str, **settings: Unpack[Settings]) -> _T:
        """Return what the script returns; ``settings`` are the client's."""
        ...


def got(value: _T) -> Play[_T]:
    """Return what a method returned, once it is there."""
    return cast("_T", (yield value))


def done(method: Callable[[], object]) -> Play[None]:
    """Call a method that returns nothing, and go on once it is done."""
    yield method()


def blocking(script: Script[_T], base_url: str, **settings: Unpack[Settings]) -> _T:
    """Play a script with a ``Client``."""
    with Client(base_url=base_url, api_key=KEY, **settings) as client:
        play = script(client)
        value: object = None
        try:
            while True:
                value = play.send(value)
        except StopIteration as stop:
            return cast("_T", stop.value)


def awaited(script: Script[_T], base_url: str, **settings: Unpack[Settings]) -> _T:
    """Play a script with an ``AsyncClient``."""

    async def main() -> _T:
        async with AsyncClient(base_url=base_url, api_key=KEY, **settings) as client:
            # What its methods return is the script's to yield, not to look at.
            return await _awaited(script(cast("Client", client)))

    return asyncio.run(main())


async def _awaited(play: Play[_T]) -> _T:
    try:
        yielded = play.send(None)
        while True:
            try:
                value = await cast("Awaitable[object]", yielded) if _waits(yielded) else yielded
            except BaseException as error:  # noqa: BLE001  # the script may expect it
                yielded = play.throw(error)
            else:
                yielded = play.send(value)
    except StopIteration as stop:
        return cast("_T", stop.value)


def _waits(value: object) -> bool:
    return inspect.isawaitable(value)


def attached(client: Client | AsyncClient, job_id: str) -> Job:
    """Return the job with an id, as its client has it."""
    if isinstance(client, AsyncClient):
        return cast("Job", AsyncJob.attach(client, job_id))
    return Job.attach(client, job_id)


def chunks(stream: ChatStream | AsyncChatStream, *, most: int | None = None) -> list[ChatChunk]:
    """Return the chunks of a stream, or as many; to be got."""
    if isinstance(stream, AsyncChatStream):
        return cast("list[ChatChunk]", _some(stream, most))
    return list(islice(stream, most))


async def _some(stream: AsyncChatStream, most: int | None) -> list[ChatChunk]:
    found: list[ChatChunk] = []
    while most is None or len(found) < most:
        chunk = await anext(stream, None)
        if chunk is None:
            break
        found.append(chunk)
    return found


def closed(stream: ChatStream | AsyncChatStream) -> object:
    """Close a stream; to be got."""
    if isinstance(stream, AsyncChatStream):
        return stream.aclose()
    stream.close()
    return None


both = pytest.mark.parametrize("player", [blocking, awaited], ids=["blocking", "awaited"])
