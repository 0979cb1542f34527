"""What a client raises when the hub refused a request, or could not be reached.

OxspecError
└── ApiError                 the hub's answer was not what was asked for
    ├── BadRequest           400, 402, 409, 413, 415, 422: the request, or the account, is at fault
    ├── AuthError            401, 403
    ├── NotFound             404
    ├── RateLimited          429
    ├── ServerError          5xx; the work may be done and billed
    ├── ConnectionFailed     there was no answer, or not the whole of it
    │   ├── RequestTimeout   … in time
    │   ├── DeliveryUnknown  … to a request that makes something: it may be done and billed
    │   │   └── DeliveryTimeout  … in time (a RequestTimeout too)
    │   └── StreamCut        … a stream ended without its end
    ├── StreamFailed         the hub reported an error inside a stream
    ├── JobFailed            a job failed, or was cancelled
    └── JobTimeout           a job did not end in time; it goes on
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import OxspecError

if TYPE_CHECKING:
    from .chat import ChatCompletion
    from .results import JobResult


class ApiError(OxspecError):
    """The hub did not answer a request as it should.

    Attributes:
        status: the HTTP status, None where there was no answer.
        type: the hub's name for it (``invalid_params``), or None.
        title: the hub's short text, or None.
        detail: the hub's text, cut, the key removed.
        request_id: what the hub calls the request, or None.
        retry_after_s: the seconds that the hub asks to wait, or None.
        job_id: the job that it is about, or None.
        partial: what of a stream came before the error, or None.
    """

    def __init__(  # an error carries all that is known
        self,
        what: str,
        *,
        where: str | None = None,
        fix: str | None = None,
        status: int | None = None,
        type: str | None = None,  # the hub's own word
        title: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
        job_id: str | None = None,
    ) -> None:
        """Keep what is known beside the message."""
        super().__init__(what, where=where, fix=fix)
        self.detail = what
        self.status = status
        self.type = type
        self.title = title
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.job_id = job_id
        self.partial: ChatCompletion | None = None

    def __str__(self) -> str:
        """Return one line: where, the job, the status, what, and what to do next."""
        head = f"{self.where}: " if self.where else ""
        job = f"job {self.job_id}: " if self.job_id else ""
        status = f"status {self.status}: " if self.status is not None else ""
        request = f" (request {self.request_id})" if self.request_id else ""
        tail = f"; {self.fix}" if self.fix else ""
        return f"{head}{job}{status}{self.what}{request}{tail}"


class BadRequest(ApiError):  # says what happened, as its siblings do
    """The hub refused the request as it is."""


class AuthError(ApiError):
    """The hub does not know the key, or the key may not do this."""


class NotFound(ApiError):  # says what happened, as its siblings do
    """The hub has no such model, or no such thing."""


class RateLimited(ApiError):  # says what happened, as its siblings do
    """Too many requests; nothing was made."""


class ServerError(ApiError):
    """The hub, or the provider behind it, failed; the work may be done and billed."""


class ConnectionFailed(ApiError):  # says what happened, as its siblings do
    """There was no answer, or not the whole of it."""


class RequestTimeout(ConnectionFailed):
    """There was no answer in time."""


class DeliveryUnknown(ConnectionFailed):
    """A request that makes something was not answered; it may have arrived, and be billed.

    It was not sent again. The message says where to look before you send it again.

    Attributes:
        body_digest: ``sha256:`` and the digest of the body's bytes as they were sent.
        started_at: when it was sent, in Unix seconds.
        model: the model that it asked for, or None.
    """

    body_digest: str = ""
    started_at: float = 0.0
    model: str | None = None


class DeliveryTimeout(DeliveryUnknown, RequestTimeout):
    """A request that makes something was not answered in time; it may be done and billed."""


class StreamCut(ConnectionFailed):
    """A stream ended before its end; ``partial`` is what had come."""


class StreamFailed(ApiError):
    """The hub reported an error inside a stream; ``partial`` is what had come."""


class JobFailed(ApiError):
    """A job ended without a result.

    Attributes:
        job_id: the job.
        job_status: ``failed``, ``cancelled``, or what else the hub calls it.
        results: those of the jobs waited for together that did succeed.
    """

    job_status: str = "failed"
    results: tuple[JobResult, ...] = ()


class JobTimeout(ApiError):
    """A job had not ended when the waiting did; it goes on, and ``job_id`` finds it again.

    Attributes:
        job_id: the job.
        job_status: its status when it was last seen.
        results: those of the jobs waited for together that did succeed.
    """

    job_status: str = ""
    results: tuple[JobResult, ...] = ()
