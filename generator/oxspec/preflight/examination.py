"""What is wrong with one HTTP request to the hub: values in, values out, for any HTTP client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import SplitResult, urlsplit

from ..catalog.endpoints import API_PREFIX, CHAT, ENDPOINTS, Endpoint, media_of
from ..errors import JsonTextError
from ..jsontext import decode
from ..runtime.findings import Finding, Unknown, excerpt, pointer_of
from ..schema.strict import envelope_of
from ..validation.judge import Verdict, judge, unjudged
from ..validation.text import BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..catalog.model import Catalog, Model
    from ..jsontypes import JsonObject, JsonValue

Target: TypeAlias = Endpoint | Literal["queue"]
QUEUE: Final = "queue"
_TARGETS: Final[dict[str, Target]] = {**{e: e for e in ENDPOINTS}, QUEUE: QUEUE}
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found out about one request.

    Attributes:
        target: where it goes: an endpoint, or ``queue``.
        verdict: on its body, as this endpoint takes it.
    """

    target: Target
    verdict: Verdict


def examine(  # noqa: PLR0913  # the parts of a request, and what it is judged by
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    catalog: Catalog,
    base_url: str,
    unknown: Unknown = "error",
) -> Examination | None:
    """Return what there is to say about a request, None where it is none to judge.

    To judge are JSON bodies (by Content-Type or, without one, by what they are) that are posted
    to an inference endpoint of the hub.

    Args:
        method: ``POST`` or any other.
        url: the whole URL.
        headers: names in any case.
        body: what is sent, not compressed.
        catalog: what models there are.
        base_url: the hub, without ``/api/ai``.
        unknown: what a parameter that the model does not have is.
    """
    target = target_of(method, url, headers, base_url=base_url)
    if target is None:
        return None
    if len(body) > BODY_BYTES:
        reason = f"its body is longer than {BODY_BYTES >> 20} MiB"
        return Examination(target, unjudged(None, reason))
    try:
        instance = decode(body)
    except JsonTextError as error:
        return Examination(target, _not_json(error)) if _content_type(headers) else None
    verdict = judge(instance, catalog, unknown=unknown)
    model = catalog.models.get(verdict.model or "")
    if model is None or verdict.outcome == "unjudged" or not isinstance(instance, dict):
        return Examination(target, verdict)
    return Examination(target, _at(target, verdict, instance, model=model, unknown=unknown))


def target_of(method: str, url: str, headers: Mapping[str, str], *, base_url: str) -> Target | None:
    """Return where a request goes, None where it is not for a hub's inference, or not in JSON."""
    if method.upper() != "POST":
        return None
    try:
        sent, hub = urlsplit(url), urlsplit(base_url)
        is_hub = _origin(sent) == _origin(hub)
    except ValueError:
        return None
    prefix = hub.path.rstrip("/") + API_PREFIX
    if not is_hub or not sent.path.startswith(prefix):
        return None
    target = _TARGETS.get(sent.path.removeprefix(prefix))
    return target if _may_be_json(headers) else None


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)


def _may_be_json(headers: Mapping[str, str]) -> bool:
    kind = _content_type(headers)
    encoding = _header(headers, "content-encoding")
    return encoding in ("", "identity") and (
        kind in ("", "application/json") or kind.endswith("+json")
    )


def _content_type(headers: Mapping[str, str]) -> str:
    return _header(headers, "content-type").partition(";")[0].rstrip()


def _header(headers: Mapping[str, str], wanted: str) -> str:
    found = (value for name, value in headers.items() if name.lower() == wanted)
    return next(found, "").strip().lower()


def _not_json(error: JsonTextError) -> Verdict:
    finding = Finding(error.code, error.pointer, error.what, line=error.line, column=error.column)
    return Verdict("invalid", None, (finding,))


def _at(
    target: Target, verdict: Verdict, body: JsonObject, *, model: Model, unknown: Unknown
) -> Verdict:
    """Return a verdict as the target sees it, which takes less, or more, than the model does."""
    if _is_doubtful(model, target):
        return unjudged(model.id, f"no request schema is published for it on {target}")
    misplaced = [] if target == QUEUE else _misplaced(body, model, target=target, unknown=unknown)
    spots = {finding.pointer for finding in misplaced} | _extras(model, target)
    kept = (finding for finding in verdict.findings if finding.pointer not in spots)
    findings = _ordered([*_conflicts(model, target), *kept, *misplaced], body)
    wrong = any(finding.severity == "error" for finding in findings)
    return Verdict("invalid" if wrong else "valid", model.id, findings)


def _is_doubtful(model: Model, target: Target) -> bool:
    """Return whether a model that makes several things may answer on another endpoint too."""
    return (
        target != QUEUE
        and not _answers_on(model, target)
        and set(media_of(target)[1]) <= set(model.outputs)
    )


def _answers_on(model: Model, target: Target) -> bool:
    if model.endpoint is None or target == QUEUE:
        return model.endpoint != CHAT
    # Which of generate and edit an image model wants is documented nowhere.
    return media_of(model.endpoint)[1] == media_of(target)[1]


def _conflicts(model: Model, target: Target) -> list[Finding]:
    if _answers_on(model, target):
        return []
    value = excerpt(model.id)
    message = f"{value} does not answer on {target}"
    hint = f"post it to {API_PREFIX}{model.endpoint}"
    allowed = model.endpoint
    return [Finding("conflict", "/model", message, hint=hint, value=value, allowed=allowed)]


def _misplaced(
    body: JsonObject, model: Model, *, target: Target, unknown: Unknown
) -> list[Finding]:
    """Return a finding for each parameter that only the queue has, on an endpoint."""
    if unknown == "allow":
        return []
    hint = f"leave it out, or post the body to {API_PREFIX}{QUEUE}"
    severity: Literal["warning", "error"] = "warning" if unknown == "warn" else "error"
    return [
        Finding(
            "unknown-parameter",
            pointer_of((name,)),
            f"{excerpt(name)} is a parameter of the queue, not of {target}",
            severity=severity,
            hint=hint,
            value=excerpt(value),
        )
        for name, value in body.items()
        if name in _queue_only(model.strict or {})
    ]


def _extras(model: Model, target: Target) -> set[str]:
    """Return the pointers of the queue's parameters where the model's endpoint lists none.

    Clients queue audio, though no page says that the queue takes it.
    """
    if target != QUEUE or model.endpoint != "audio/generate":
        return set()
    return {pointer_of((name,)) for name in _queue_only(envelope_of("images/generate"))}


def _queue_only(schema: Mapping[str, JsonValue]) -> set[str]:
    properties = schema.get("properties")
    members = properties.items() if isinstance(properties, dict) else ()
    return {n for n, s in members if isinstance(s, dict) and s.get("x-queue-only") is True}


def _ordered(findings: Iterable[Finding], body: JsonObject) -> tuple[Finding, ...]:
    """Return findings in the order of the body's members; those of one member keep theirs."""
    places = {pointer_of((name,)): place for place, name in enumerate(body)}

    def place(finding: Finding) -> int:
        member = "/".join(finding.pointer.split("/")[:2])
        return places.get(member, -1)

    return tuple(sorted(findings, key=place))
