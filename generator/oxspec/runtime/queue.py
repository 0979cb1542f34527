"""The hub's queue without I/O: enqueuing, asking, cancelling, waiting."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import quote, urlencode

from .bodies import decoded
from .call import QUEUE, Call
from .client_errors import ApiError, ConnectionFailed, RateLimited, ServerError
from .delivery import if_it_is_done
from .errors import OxspecError
from .exchange import answered, is_error, object_answered
from .views import View, integer_of, objects_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from .hub import Hub
    from .jsonvalue import JsonObject
    from .steps import Steps

#: Where a job is; hubs may know other words, and those are not the end of it.
Status: TypeAlias = (
    Literal["queued", "processing", "succeeded", "failed", "cancelled"] | str
)

SUCCEEDED: Final = "succeeded"
WAIT_S: Final = 1800.0
POLL_S: Final = (2.0, 30.0)
_ENDED: Final = frozenset((SUCCEEDED, "failed", "cancelled"))
_SLOWER: Final = 1.5
#: Polls that fail in passing (each of them sent again a few times) before waiting is given up.
_FAILED_POLLS: Final = 5
_ID: Final = re.compile(r"(?!\.{1,2}$)[!-~]{1,200}")


class Generation(View):
    """A row of the queue: a job as the hub tells of it."""

    @property
    def id(self) -> str:
        """The job's id."""
        return text_of(self.raw.get("generation_id")) or ""

    @property
    def status(self) -> Status:
        """Where it is; "" where the hub does not say."""
        return text_of(self.raw.get("status")) or ""

    @property
    def has_ended(self) -> bool:
        """Whether its status is one that does not change any more."""
        return self.status in _ENDED

    @property
    def model(self) -> str | None:
        """The model that it was given to."""
        return text_of(self.raw.get("model_name"))

    @property
    def media_type(self) -> str | None:
        """``image`` or ``video``."""
        return text_of(self.raw.get("media_type"))

    @property
    def enqueued_at(self) -> int | None:
        """When it was enqueued, in Unix seconds."""
        return integer_of(self.raw.get("enqueued_at"))

    @property
    def started_at(self) -> int | None:
        """When it was begun, in Unix seconds."""
        return integer_of(self.raw.get("started_at"))

    @property
    def completed_at(self) -> int | None:
        """When it ended, in Unix seconds."""
        return integer_of(self.raw.get("completed_at"))

    @property
    def result_url(self) -> str | None:
        """Where the result is, for a while."""
        return text_of(self.raw.get("result_url"))

    @property
    def error_message(self) -> str | None:
        """Why it failed, in the hub's words."""
        return text_of(self.raw.get("error_message"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How jobs are waited for.

    Attributes:
        timeout: seconds; None for as long as it takes.
        poll: the seconds between two looks, at first and at most; in between they grow.
        seen: called with every row that comes.
        cancel_on_exit: whether an interrupt cancels the jobs.
    """

    timeout: float | None
    poll: tuple[float, float]
    seen: Callable[[Generation], object]
    cancel_on_exit: bool = False


def enqueued(
    hub: Hub, body: Mapping[str, object], *, timeout: float | None = None
) -> Steps[tuple[Generation, ...]]:
    """Enqueue a body and return the rows of its jobs, one at least.

    Raises:
        ApiError: nothing was enqueued, or nobody knows; the subclass says which.
    """
    call = Call.post(hub, QUEUE, body, timeout=timeout)
    answer = yield from object_answered(call)
    rows = _rows(answer)
    if not rows and answer.get("generations") == []:
        fix = "see what is wrong with the body: oxspec validate"
        what = "the hub enqueued nothing"
        raise ApiError(what, where=QUEUE, fix=fix)
    if not rows:
        what = "the hub took it, and names no job"
        raise ApiError(what, where=QUEUE, fix=if_it_is_done(call))
    return rows


def listed(
    hub: Hub, *, model: str | None = None, status: Status | None = None
) -> Steps[tuple[Generation, ...]]:
    """Return the rows of the queue."""
    query = {"model": model, "status": status}
    given = urlencode({name: value for name, value in query.items() if value})
    path = f"{QUEUE}?{given}" if given else QUEUE
    answer = yield from object_answered(Call.quick(hub, "GET", path, where=QUEUE))
    return _rows(answer)


def asked(hub: Hub, job_id: str, *, after_s: float = 0.0) -> Steps[Generation]:
    """Return the row of a job.

    Raises:
        ApiError: it could not be had; ``job_id`` is the job's.
    """
    with _about(job_id):
        call = Call.quick(hub, "GET", _path(job_id), where=QUEUE)
        answer = yield from object_answered(call, after_s)
        # An error envelope has a status too ("error"), but no id.
        if text_of(answer.get("generation_id")) != job_id:
            what = "not the row of the job that was asked for"
            raise ApiError(what, where=QUEUE, status=200)
        return Generation(answer)


def cancelled(hub: Hub, job_id: str) -> Steps[None]:
    """Cancel a job; one that ended stays as it is.

    Raises:
        ApiError: it could not be cancelled; ``job_id`` is the job's.
    """
    with _about(job_id):
        call = Call.quick(hub, "DELETE", _path(job_id), where=QUEUE)
        answer = yield from answered(call)
        # That it was done is all there is to say: an answer without a body says so, too.
        if is_error(decoded(answer.content) or {}):
            raise call.refused(answer)


def waited(
    hub: Hub, ids: Sequence[str], waiting: Waiting
) -> Steps[dict[str, Generation]]:
    """Look at jobs until all have ended or time is up, and return their last rows by id.

    Raises:
        ApiError: a job could not be looked at, several times in a row; ``job_id`` is the job's.
    """
    polling = _Polling(hub, ids, waiting)
    try:
        yield from polling.steps()
    except (Exception, GeneratorExit):
        raise
    except BaseException as interrupt:
        yield from _interrupted(
            hub, polling.open, interrupt, cancel=waiting.cancel_on_exit
        )
        raise
    return polling.rows


class _Polling:
    def __init__(self, hub: Hub, ids: Sequence[str], waiting: Waiting) -> None:
        self.rows: dict[str, Generation] = {}
        self.open = list(dict.fromkeys(ids))
        self._hub = hub
        self._waiting = waiting
        self._failures = 0
        self._ends = (
            None if waiting.timeout is None else time.monotonic() + waiting.timeout
        )

    def steps(self) -> Steps[None]:
        pause_s, (next_s, longest_s) = 0.0, self._waiting.poll
        while True:
            yield from self._look(pause_s)
            remaining_s = self._remaining_s()
            if not self.open or remaining_s <= 0:
                return
            pause_s = min(next_s, longest_s, remaining_s)
            next_s *= _SLOWER

    def _look(self, pause_s: float) -> Steps[None]:
        for job_id in tuple(self.open):
            try:
                row = yield from asked(self._hub, job_id, after_s=pause_s)
            except (ConnectionFailed, RateLimited, ServerError):
                self._failures += 1
                if self._failures >= _FAILED_POLLS or self._remaining_s() <= 0:
                    raise
            else:
                self._failures = 0
                self._see(job_id, row)
            pause_s = 0.0

    def _see(self, job_id: str, row: Generation) -> None:
        self.rows[job_id] = row
        if row.has_ended:
            self.open.remove(job_id)
        self._waiting.seen(row)

    def _remaining_s(self) -> float:
        return float("inf") if self._ends is None else self._ends - time.monotonic()


def _interrupted(
    hub: Hub, ids: Sequence[str], interrupt: BaseException, *, cancel: bool
) -> Steps[None]:
    """Cancel jobs, or say that they go on: they are paid for."""
    import logging

    for job_id in ids:
        told = f"job {job_id} goes on: attach(client, {job_id!r}) finds it again"
        if cancel:
            try:
                yield from cancelled(hub, job_id)
                told = f"job {job_id} was cancelled"
            except ApiError as error:
                told = f"{told}; cancelling it failed: {error}"
        interrupt.add_note(told)
        # Without a handler of the program's own, logging writes this to stderr.
        logging.getLogger(__package__).warning("%s", told)


def check_id(job_id: str) -> str:
    """Return a job's id, if it can be one.

    Raises:
        OxspecError: it cannot.
    """
    if _ID.fullmatch(job_id) is None:
        what = "not the id of a job"
        raise OxspecError(what, where=ascii(job_id[:80]))
    return job_id


def _path(job_id: str) -> str:
    return f"{QUEUE}/{quote(job_id, safe='')}"


def _rows(answer: JsonObject) -> tuple[Generation, ...]:
    rows = map(Generation, objects_of(answer.get("generations")))
    return tuple({row.id: row for row in rows if _ID.fullmatch(row.id)}.values())


@contextmanager
def _about(job_id: str) -> Generator[None, None, None]:
    try:
        yield
    except ApiError as error:
        error.job_id = job_id
        raise
