"""Jobs: what the queue makes of a body, to be waited for, cancelled and found again.

A generated module returns ``client.submit(body)``, its asynchronous twin the same, awaited.

    (job,) = some_model.submit(client, prompt="An ox in the rain")
    job.wait(timeout=900, on_progress=print).download("videos")

A job is the hub's: it goes on whatever becomes of the program. Its id finds it again:
``Job.attach(client, generation_id)``. Every error about a job carries it as ``job_id``.
"""

from __future__ import annotations

from inspect import iscoroutinefunction
from math import isnan
from typing import TYPE_CHECKING, Generic, Self, TypedDict, TypeVar, Unpack

from .call import QUEUE
from .client_errors import JobFailed, JobTimeout
from .errors import OxspecError
from .hub import LONGEST_S
from .queue import (
    POLL_S,
    SUCCEEDED,
    WAIT_S,
    Generation,
    Status,
    Waiting,
    asked,
    cancelled,
    check_id,
    waited,
)
from .refusals import masked
from .results import JobResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .http import AsyncClient, Client
    from .steps import Steps


class WaitOptions(TypedDict, total=False):
    """How to wait.

    Attributes:
        timeout: seconds until waiting ends; half an hour by default, None for as long as it
            takes. The time-out of a single request is another thing.
        poll: the seconds between two looks at the job, at first and at most: ``(2.0, 30.0)`` by
            default; in between they grow. One number for always the same.
        on_progress: called with the job's row after every look.
        cancel_on_exit: whether an interrupt (Ctrl-C, a cancelled task) cancels the job. Without
            it the job goes on, and a line on stderr tells its id.
    """

    timeout: float | None
    poll: float | tuple[float, float]
    on_progress: Callable[[Generation], object] | None
    cancel_on_exit: bool


_C = TypeVar("_C", bound="Client | AsyncClient")
_J = TypeVar("_J")


class _Handle(Generic[_C]):
    """A job of a client: what needs no I/O.

    Attributes:
        client: what it is asked with.
        generation: its row, as it was last seen.
    """

    def __init__(self, client: _C, generation: Generation) -> None:
        """Keep what is known of a job."""
        self.client = client
        self.generation = generation

    @classmethod
    def attach(cls, client: _C, generation_id: str) -> Self:
        """Return the job with an id; the hub is not asked yet.

        Raises:
            OxspecError: that can be no id.
        """
        return cls(client, Generation({"generation_id": check_id(generation_id)}))

    @property
    def id(self) -> str:
        """The job's id: the hub's ``generation_id``."""
        return self.generation.id

    def __repr__(self) -> str:
        """Return the id, and the status as it was last seen."""
        return f"{type(self).__name__}({self.id!r}, status={self.generation.status!r})"

    def _ask(self) -> Steps[Status]:
        self.generation = yield from asked(self.client.hub, self.id)
        return self.generation.status

    def _cancel(self) -> Steps[None]:
        return cancelled(self.client.hub, self.id)


class Job(_Handle["Client"]):
    """A job, blocking."""

    def status(self) -> Status:
        """Ask the hub where the job is; ``generation`` then tells more.

        Raises:
            ApiError: it could not be asked; ``job_id`` is the job's.
        """
        return self.client.run(self._ask())

    def wait(self, **options: Unpack[WaitOptions]) -> JobResult:
        """Wait until the job has ended, and return what it made.

        Args:
            **options: see ``WaitOptions``.

        Raises:
            JobFailed: it failed, or was cancelled.
            JobTimeout: it had not ended in time; it goes on.
            ApiError: the hub could not be asked, several times in a row.
        """
        (result,) = self.client.run(_finished((self,), options))
        return result

    def result(self) -> JobResult:
        """Return what the job made, without waiting.

        Raises:
            JobFailed: it failed, or was cancelled.
            JobTimeout: it has not ended.
            ApiError: the hub could not be asked.
        """
        return self.wait(timeout=0)

    def cancel(self) -> None:
        """Cancel the job; one that has ended stays as it is.

        Raises:
            ApiError: the hub could not be asked, or knows no such job.
        """
        self.client.run(self._cancel())


class AsyncJob(_Handle["AsyncClient"]):
    """A job, awaited; every method is as ``Job``'s."""

    async def status(self) -> Status:
        """Ask the hub where the job is; ``generation`` then tells more."""
        return await self.client.run(self._ask())

    async def wait(self, **options: Unpack[WaitOptions]) -> JobResult:
        """Wait until the job has ended, and return what it made; see ``Job.wait``."""
        (result,) = await self.client.run(_finished((self,), options))
        return result

    async def result(self) -> JobResult:
        """Return what the job made, without waiting; see ``Job.result``."""
        return await self.wait(timeout=0)

    async def cancel(self) -> None:
        """Cancel the job; one that has ended stays as it is."""
        await self.client.run(self._cancel())


class Jobs(tuple[Job, ...]):
    """The jobs of one request: mostly one, ``(job,) = …`` or ``.job``."""

    __slots__ = ()

    @classmethod
    def of(cls, client: Client, rows: Iterable[Generation]) -> Self:
        """Return the jobs of some rows of the queue."""
        return cls(Job(client, row) for row in rows)

    @property
    def job(self) -> Job:
        """The job, where there is one.

        Raises:
            OxspecError: there is another number of them.
        """
        return _only(self)

    def wait(self, **options: Unpack[WaitOptions]) -> tuple[JobResult, ...]:
        """Wait until all jobs have ended, and return what they made, in their order.

        Args:
            **options: see ``WaitOptions``; the time-out is for all of them.

        Raises:
            JobFailed: one failed, or was cancelled; ``results`` are those of the others.
            JobTimeout: one had not ended in time; ``results`` are those of the others.
            ApiError: the hub could not be asked, several times in a row.
        """
        return self[0].client.run(_finished(self, options)) if self else ()

    def cancel(self) -> None:
        """Cancel all jobs; those that have ended stay as they are."""
        for job in self:
            job.cancel()


class AsyncJobs(tuple[AsyncJob, ...]):
    """The jobs of one request, awaited; every method is as that of ``Jobs``."""

    __slots__ = ()

    @classmethod
    def of(cls, client: AsyncClient, rows: Iterable[Generation]) -> Self:
        """Return the jobs of some rows of the queue."""
        return cls(AsyncJob(client, row) for row in rows)

    @property
    def job(self) -> AsyncJob:
        """The job, where there is one; see ``Jobs.job``."""
        return _only(self)

    async def wait(self, **options: Unpack[WaitOptions]) -> tuple[JobResult, ...]:
        """Wait until all jobs have ended, and return what they made; see ``Jobs.wait``."""
        return await self[0].client.run(_finished(self, options)) if self else ()

    async def cancel(self) -> None:
        """Cancel all jobs; those that have ended stay as they are."""
        for job in self:
            await job.cancel()


def _only(jobs: Sequence[_J]) -> _J:
    if len(jobs) != 1:
        what = f"{len(jobs)} jobs, not one"
        raise OxspecError(what, where=QUEUE, fix="iterate them")
    return jobs[0]


def _finished(
    jobs: Sequence[Job] | Sequence[AsyncJob], options: WaitOptions
) -> Steps[tuple[JobResult, ...]]:
    """Wait for jobs, and return what they made."""
    by_id = {job.id: job for job in jobs}
    on_progress = options.get("on_progress")

    def see(row: Generation) -> None:
        by_id[row.id].generation = row
        if on_progress:
            on_progress(row)

    yield from waited(jobs[0].client.hub, tuple(by_id), _waiting(options, see))
    _raise_unless_all_succeeded(jobs)
    return _results(jobs)


def _waiting(options: WaitOptions, see: Callable[[Generation], None]) -> Waiting:
    if unknown := options.keys() - WaitOptions.__annotations__.keys():
        message = f"wait() has no argument {', '.join(sorted(unknown))}"
        raise TypeError(message)
    if iscoroutinefunction(options.get("on_progress")):
        message = "on_progress is called and not awaited: give it a plain function"
        raise TypeError(message)
    poll = options.get("poll", POLL_S)
    first_s, longest_s = poll if isinstance(poll, tuple) else (poll, poll)
    if not 0 < first_s <= longest_s <= LONGEST_S:
        what = "between two looks there must be time, at first no more than later"
        raise OxspecError(what, where="poll", fix="leave it out for 2 to 30 seconds")
    timeout = options.get("timeout", WAIT_S)
    if timeout is not None and isnan(timeout):
        what = "the time to wait must be a number of seconds"
        raise OxspecError(
            what, where="timeout", fix="pass None for as long as it takes"
        )
    return Waiting(
        timeout,
        (first_s, longest_s),
        see,
        cancel_on_exit=options.get("cancel_on_exit", False),
    )


def _results(jobs: Iterable[Job | AsyncJob]) -> tuple[JobResult, ...]:
    return tuple(
        JobResult.of(job.client, job.generation.raw)
        for job in jobs
        if job.generation.status == SUCCEEDED
    )


def _raise_unless_all_succeeded(jobs: Sequence[Job | AsyncJob]) -> None:
    """Raise for the first job that failed, else for the first that has not ended."""
    rest = [job for job in jobs if job.generation.status != SUCCEEDED]
    if not rest:
        return
    ended = [job for job in rest if job.generation.has_ended]
    error = _failure(ended[0]) if ended else _lateness(rest[0])
    error.job_status = (ended or rest)[0].generation.status
    error.results = _results(jobs)
    raise error


def _failure(job: Job | AsyncJob) -> JobFailed:
    row = job.generation
    told = masked(row.error_message or "", job.client.hub.api_key)
    what = f"{row.status}: {told}" if told else row.status
    return JobFailed(what, where=QUEUE, job_id=job.id)


def _lateness(job: Job | AsyncJob) -> JobTimeout:
    status = masked(job.generation.status, job.client.hub.api_key) or "no status"
    fix = f"it goes on: {type(job).__name__}.attach(client, {job.id!r}) finds it again"
    return JobTimeout(f"not ended yet ({status})", where=QUEUE, job_id=job.id, fix=fix)
