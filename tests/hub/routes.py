"""What the hub answers when nothing goes wrong, by method and path."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from oxspec.catalog.decode import decode_catalog
from oxspec.preflight.examination import examine

from . import inference
from .events import EVENTS
from .faults import Fault, Wire, answer, head, refusal, status
from .inference import CHAT, QUEUE

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.validation.judge import Verdict

    from .server import Hub, Request

CATALOG = "/api/evaluations/models"
LISTING = "/api/ai/models"
FILES = "/files/"
PATIENCE_S = 10.0
_GENERATIONS = range(1, 13)


def right_answer(hub: Hub, request: Request) -> Fault:
    """Return how a request is answered."""
    path = urlsplit(request.path).path
    if path == CATALOG:
        return _catalog(hub, request)
    if path.startswith(FILES):
        return _file(hub, path.removeprefix(FILES))
    if not path.startswith(("/api/ai/", EVENTS)):
        return status(404)
    key = request.headers.get("authorization")
    if hub.required_key is not None and key != f"Bearer {hub.required_key}":
        return refusal(401, kind="unauthenticated", title="Log in.", detail="no such key")
    return (
        _inference(hub, request, path) if request.method == "POST" else _asked(hub, request, path)
    )


def _asked(hub: Hub, request: Request, path: str) -> Fault:
    if path == EVENTS:
        return hub.events.stream()
    return _queue(hub, request, path) if path.startswith(QUEUE) else _models(hub, path)


def verdict_of(hub: Hub, request: Request) -> Verdict | None:
    """Return what oxspec says of the body of a request, None where there is none to judge."""
    found = examine(
        request.method,
        hub.url + request.path,
        request.headers,
        request.body,
        catalog=_judging(hub),
        base_url=hub.url,
    )
    return None if found is None else found.verdict


def _judging(hub: Hub) -> Catalog:
    return hub.catalog or decode_catalog([*hub.entries], source="hub")


def _catalog(hub: Hub, request: Request) -> Fault:
    body = json.dumps({"models": hub.entries}).encode() if hub.body is None else hub.body
    if not hub.validators:
        return answer(body=body)
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == etag:
        return answer(304, b"", headers=[("ETag", etag)])
    return answer(body=body, headers=[("ETag", etag)])


def _file(hub: Hub, name: str) -> Fault:
    if name not in hub.files:
        return status(404, message="no such file")
    kind, content = hub.files[name]
    return answer(body=content, kind=kind)


def _models(hub: Hub, path: str) -> Fault:
    listed = [_listed(entry) for entry in hub.entries]
    if path == LISTING:
        return _json({"object": "list", "data": [*listed]})
    wanted = unquote(path.removeprefix(LISTING + "/"))
    found = next((entry for entry in listed if entry["id"] == wanted), None)
    return _json(found) if found else status(404, message=f"Model not found: {wanted}")


def _queue(hub: Hub, request: Request, path: str) -> Fault:
    if path == QUEUE:
        query = dict(parse_qsl(urlsplit(request.path).query))
        return _json(hub.queue.listing(query, base_url=hub.url))
    job_id = path.removeprefix(QUEUE + "/")
    is_cancel = request.method == "DELETE"
    found = hub.queue.cancel(job_id) if is_cancel else hub.queue.look(job_id, base_url=hub.url)
    if found is None:
        return refusal(404, kind="resource_not_found", title="No such generation.", detail=job_id)
    return _json(found)


def _inference(hub: Hub, request: Request, path: str) -> Fault:
    if path not in inference.ENDPOINTS:
        return status(404)
    try:
        body = request.json
    except ValueError:
        return status(400, message="not JSON")
    if not isinstance(body, dict):
        return status(400, message="not an object")
    refused = _refused(hub, path, body) if hub.judges else None
    return refused or _answered(hub, request, path, body)


def _answered(hub: Hub, request: Request, path: str, body: JsonObject) -> Fault:
    verdict = verdict_of(hub, request) if hub.judges else None
    wrong = "; ".join(finding.message for finding in verdict.findings) if verdict else ""
    is_wrong = verdict is not None and verdict.outcome == "invalid"
    if path == QUEUE:
        # The hub does not look at a model's parameters before it enqueues them.
        return _enqueued(hub, body, error=wrong if is_wrong else None)
    if is_wrong:
        return refusal(400, detail=wrong)
    if path != CHAT:
        return _json(inference.media_answer(path, body, base_url=hub.url))
    if body.get("stream") is True:
        return _stream(hub, inference.chunks_of(body))
    return _json(inference.completion(body))


def _enqueued(hub: Hub, body: JsonObject, *, error: str | None) -> Fault:
    enqueued = hub.queue.enqueue(body, error=error)
    rows = enqueued["generations"]
    ids = (
        [str(row["generation_id"]) for row in rows if isinstance(row, dict)]
        if isinstance(rows, list)
        else []
    )
    hub.events.tell(hub.queue.outcomes(ids, base_url=hub.url))
    return _json(enqueued)


def _refused(hub: Hub, path: str, body: JsonObject) -> Fault | None:
    """Return how a body is refused whose parameters the hub does not even look at."""
    name = body.get("model")
    model = _judging(hub).models.get(name) if isinstance(name, str) else None
    if model is None:
        return status(404, message=f"Model not found: {name}")
    if path != QUEUE:
        return None
    if model.outputs not in (("image",), ("video",)):
        return refusal(400, kind="unsupported_media_type", detail=f"{name} makes {model.outputs}")
    count = body.get("num_generations", 1)
    if not isinstance(count, int) or count not in _GENERATIONS:
        return refusal(400, detail=f"num_generations: {count}")
    return None


def _stream(hub: Hub, events: list[bytes]) -> Fault:
    def fault(wire: Wire) -> None:
        wire.write(head(200, [("Content-Type", "text/event-stream")]) + events[0])
        for event in events[1:]:
            if hub.pace and not hub.pace.acquire(timeout=PATIENCE_S):
                return
            wire.write(event)

    return fault


def _listed(entry: JsonObject) -> JsonObject:
    """Return an entry as the OpenAI-shaped listing spells it."""
    return {
        "id": entry["name"],
        "object": "model",
        "created": inference.CREATED,
        "owned_by": "oxen",
        "display_name": entry.get("display_name"),
        "model_type": entry.get("model_type"),
        "capabilities": entry.get("capabilities"),
        "request_schema": entry.get("json_request_schema"),
    }


def _json(value: JsonValue) -> Fault:
    return answer(body=json.dumps(value).encode())
