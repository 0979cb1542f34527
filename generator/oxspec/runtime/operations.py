"""What the functions of a generated module do: check a body, send it, return the answer.

A module says in its ``SPEC`` what model it is of, and leaves the rest to these::

    return ImageResult.of(client, operations.post(client, SPEC, call))           # create
    return ImageResult.of(client, await operations.apost(client, SPEC, call))    # acreate
    return operations.stream(client, SPEC, call)                                 # stream
    return operations.submit(client, SPEC, call)                                 # submit
    return operations.findings_of(SPEC, call)                                    # validate

What a call is given holds parameters by identifier, and beside them ``options`` (the endpoint's
own parameters) and what ``Calling`` has.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict, cast

from .bodies import request_body
from .errors import InvalidRequest

if TYPE_CHECKING:
    from .findings import Finding
    from .http import AsyncClient, Client
    from .jobs import AsyncJobs, Jobs
    from .jsonvalue import JsonObject
    from .streams import AsyncChatStream, ChatStream


class Spec(TypedDict):
    """What a module says of its model.

    Attributes:
        model: the id on the wire.
        endpoint: below the hub's inference base (``images/generate``).
        schema: the file that its bodies are checked by, in the package's ``_schemas``.
        wire: the names on the wire, of the parameters whose identifier differs.
        deprecated: whether the hub will take the model out.
    """

    model: str
    endpoint: str
    schema: str
    wire: NotRequired[Mapping[str, str]]
    deprecated: NotRequired[bool]


class Calling(TypedDict, total=False):
    """How a call is made.

    Attributes:
        preflight: whether the body is checked before it is sent; by default as the client has it.
        timeout: seconds that the answer may take in all; None for what the endpoint usually takes.
    """

    preflight: bool
    """Whether the body is checked before it is sent; by default as the client has it."""
    timeout: float | None
    """Seconds that the answer may take in all; None for what the endpoint usually takes."""


_SETTINGS: Final = frozenset(("options", *Calling.__annotations__))
#: What the function that is called says: no parameter, whatever a schema has.
_SAID: Final = frozenset(("model", "stream"))
#: The models that a warning was given of.
_warned: Final[set[str]] = set()


def post(client: Client, spec: Spec, call: Mapping[str, object]) -> JsonObject:
    """Send the body of a call, and return the answer.

    Raises:
        InvalidRequest: the body has errors; it was not sent.
        ApiError: the hub refused it or could not be reached; the subclass says which.
        TypeError: the client is of the other kind, or a parameter is not JSON.
    """
    _check_kind(client, awaited=False)
    body = _checked(client, spec, call)
    return client.post(spec["endpoint"], body, timeout=_timeout(call))


async def apost(
    client: AsyncClient, spec: Spec, call: Mapping[str, object]
) -> JsonObject:
    """Send the body of a call, and return the answer; see ``post``."""
    _check_kind(client, awaited=True)
    body = _checked(client, spec, call)
    return await client.post(spec["endpoint"], body, timeout=_timeout(call))


def stream(client: Client, spec: Spec, call: Mapping[str, object]) -> ChatStream:
    """Return the answer to the body of a call as it comes.

    Raises:
        InvalidRequest: the body has errors; it is not sent.
    """
    body = _checked(client, spec, call, stream=True)
    return client.stream(spec["endpoint"], body, timeout=_timeout(call))


def astream(
    client: AsyncClient, spec: Spec, call: Mapping[str, object]
) -> AsyncChatStream:
    """Return the answer to the body of a call as it comes; see ``stream``."""
    body = _checked(client, spec, call, stream=True)
    return client.stream(spec["endpoint"], body, timeout=_timeout(call))


def submit(client: Client, spec: Spec, call: Mapping[str, object]) -> Jobs:
    """Enqueue the body of a call, and return the jobs that it becomes.

    Raises:
        InvalidRequest: the body has errors; it was not sent.
        DeliveryUnknown: it may be enqueued: look with ``queued`` before you do it again.
        ApiError: the hub refused it or could not be reached; the subclass says which.
        TypeError: the client is of the other kind, or a parameter is not JSON.
    """
    _check_kind(client, awaited=False)
    body = _checked(client, spec, call)
    return client.submit(body, timeout=_timeout(call))


async def asubmit(
    client: AsyncClient, spec: Spec, call: Mapping[str, object]
) -> AsyncJobs:
    """Enqueue the body of a call, and return the jobs that it becomes; see ``submit``."""
    _check_kind(client, awaited=True)
    body = _checked(client, spec, call)
    return await client.submit(body, timeout=_timeout(call))


def findings_of(spec: Spec, call: Mapping[str, object]) -> list[Finding]:
    """Return what is wrong with the body of a call, [] for a right one; nothing is sent.

    Raises:
        TypeError: something in it is not JSON, is given twice, or is the client's own to say.
        ValueError: it is too deep, or holds itself.
        TooComplex: judging it would take too long.
    """
    return _found(spec, body_of(spec, call))


def body_of(spec: Spec, call: Mapping[str, object]) -> JsonObject:
    """Return the body of a call.

    Raises:
        TypeError: something in it is not JSON, is given twice, or is the client's own to say.
        ValueError: it is too deep, or holds itself.
    """
    params = {name: value for name, value in call.items() if name not in _SETTINGS}
    options: object = call.get("options") or {}
    if not isinstance(options, Mapping):
        message = f"options is a dict, not {type(options).__name__}"
        raise TypeError(message)
    options = cast("Mapping[str, object]", options)
    if said := _SAID & (params.keys() | options.keys()):
        message = (
            f"the function that is called says it itself: {', '.join(sorted(said))}"
        )
        raise TypeError(message)
    body = request_body(spec["model"], params, spec.get("wire"))
    if twice := body.keys() & options.keys():
        message = f"in options, but given beside it too: {', '.join(sorted(twice))}"
        raise TypeError(message)
    return {**body, **request_body(spec["model"], options)}


def _checked(
    client: Client | AsyncClient,
    spec: Spec,
    call: Mapping[str, object],
    *,
    stream: bool = False,
) -> JsonObject:
    """Return the body of a call; where it is to be checked, one without errors."""
    if spec.get("deprecated"):
        _warn(spec["model"])
    body = body_of(spec, call)
    if stream:
        body["stream"] = True
    if call.get("preflight", client.preflight):
        findings = _found(spec, body)
        if any(finding.severity == "error" for finding in findings):
            raise InvalidRequest(findings, where=spec["model"])
    return body


def _check_kind(client: object, *, awaited: bool) -> None:
    """Refuse the other kind of client before it sends: its answer, paid for, would be lost."""
    from .http import AsyncClient, Client

    right, wrong = (AsyncClient, Client) if awaited else (Client, AsyncClient)
    if isinstance(client, wrong):
        message = f"it takes the package's {right.__name__}, not {wrong.__name__}"
        raise TypeError(message)


def _found(spec: Spec, body: JsonObject) -> list[Finding]:
    from .check import check
    from .packaged import deprecation, packaged_schema

    told = [deprecation(spec["model"])] if spec.get("deprecated") else []
    return [*told, *check(body, packaged_schema(spec["schema"], spec["model"]))]


def _warn(model: str) -> None:
    if model in _warned:
        return
    _warned.add(model)
    from .packaged import deprecation

    # Where the user called the module's function: over it, the operation, and its check.
    warnings.warn(deprecation(model).message, DeprecationWarning, stacklevel=5)


def _timeout(call: Mapping[str, object]) -> float | None:
    return cast("float | None", call.get("timeout"))
