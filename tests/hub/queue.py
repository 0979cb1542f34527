"""The hub's queue: jobs that go on by one status each time somebody looks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from .inference import CREATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oxspec.jsontypes import JsonObject, JsonValue

USUAL = ("processing", "succeeded")
ENDED = ("succeeded", "failed", "cancelled")


def generation_id(number: int) -> str:
    """Return the id of a hub's n-th job, from 1."""
    return f"6f0c0000-0000-4000-8000-{number:012d}"


GENERATION = generation_id(1)


@dataclass(slots=True)
class Queued:
    """A job.

    Attributes:
        body: what it was made of.
        media_type: ``image`` or ``video``.
        statuses: what it will be, each time somebody looks; the last one stays.
        status: what it is.
        error: why it fails, when it does.
    """

    body: JsonObject
    media_type: str
    statuses: list[str]
    status: str = "queued"
    error: str = "the provider refused the prompt"

    def go_on(self) -> None:
        """Be what comes next."""
        if self.status not in ENDED and self.statuses:
            self.status = self.statuses.pop(0)


@dataclass(slots=True)
class Queue:
    """All jobs of a hub.

    Attributes:
        scripts: the statuses of the next jobs, a sequence each.
        usual: the statuses of a job when there is none.
        jobs: all that were enqueued, by id.
    """

    scripts: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    usual: tuple[str, ...] = USUAL
    jobs: dict[str, Queued] = field(default_factory=dict[str, Queued])
    _lock: Lock = field(default_factory=Lock)

    def enqueue(self, body: JsonObject, *, error: str | None = None) -> JsonObject:
        """Enqueue a body and return the answer.

        Args:
            body: with ``num_generations`` or without.
            error: why its jobs fail, if they will.
        """
        asked = body.get("num_generations", 1)
        count = asked if isinstance(asked, int) else 1
        with self._lock:
            rows: list[JsonValue] = [self._added(body, error) for _ in range(count)]
        return {"generations": rows}

    def look(self, job_id: str, *, base_url: str) -> JsonObject | None:
        """Return the row of a job, which goes on, or None."""
        with self._lock:
            job = self.jobs.get(job_id)
            if job is None:
                return None
            job.go_on()
            return _row(job_id, job, base_url)

    def outcomes(self, job_ids: Iterable[str], *, base_url: str) -> list[JsonObject]:
        """Return the rows that jobs will have in the end."""
        jobs = [(job_id, self.jobs[job_id]) for job_id in job_ids]
        return [
            _row(
                job_id,
                replace(job, status=job.statuses[-1] if job.statuses else job.status),
                base_url,
            )
            for job_id, job in jobs
        ]

    def cancel(self, job_id: str) -> JsonObject | None:
        """Cancel a job, if it has not ended, and return the answer, or None."""
        job = self.jobs.get(job_id)
        if job is None:
            return None
        if job.status not in ENDED:
            job.status = "cancelled"
        return {"status": "success", "generation_id": job_id}

    def listing(self, query: Mapping[str, str], *, base_url: str) -> JsonObject:
        """Return the rows that a query asks for; without a status, those that have not ended."""
        rows: list[JsonValue] = [
            _row(job_id, job, base_url)
            for job_id, job in self.jobs.items()
            if query.get("model") in (None, job.body.get("model"))
            and (job.status == query["status"] if "status" in query else job.status not in ENDED)
        ]
        return {"count": len(rows), "generations": rows}

    def _added(self, body: JsonObject, error: str | None) -> JsonObject:
        job_id = generation_id(len(self.jobs) + 1)
        script = self.scripts.pop(0) if self.scripts else self.usual
        job = Queued(body, _media_type(body), [*script])
        if error is not None:
            job.statuses, job.error = ["processing", "failed"], error
        self.jobs[job_id] = job
        return {"generation_id": job_id, "status": job.status}


def _media_type(body: JsonObject) -> str:
    return "image" if "paint" in str(body.get("model")) else "video"


def _row(job_id: str, job: Queued, base_url: str) -> JsonObject:
    is_done = job.status == "succeeded"
    name = "image.png" if job.media_type == "image" else "video.mp4"
    parameters = {n: v for n, v in job.body.items() if n not in ("model", "num_generations")}
    return {
        **parameters,
        "generation_id": job_id,
        "model_name": job.body.get("model"),
        "media_type": job.media_type,
        "status": job.status,
        "enqueued_at": CREATED,
        "started_at": None if job.status == "queued" else CREATED,
        "completed_at": CREATED if job.status in ENDED else None,
        "result_url": f"{base_url}/files/{name}?sig=s3cret" if is_done else None,
        "error_message": job.error if job.status == "failed" else None,
    }
