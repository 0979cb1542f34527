"""The inference endpoints: the smallest right answer to any body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

CREATED = 1_786_000_000
GENERATION = "6f0c0000-0000-4000-8000-000000000001"
_MEDIA = {
    "/api/ai/images/generate": "images",
    "/api/ai/images/edit": "images",
    "/api/ai/videos/generate": "videos",
    "/api/ai/audio/generate": "audios",
}
CHAT = "/api/ai/chat/completions"
ENDPOINTS = (CHAT, "/api/ai/queue", *_MEDIA)


def answer_to(path: str, body: JsonObject, *, base_url: str) -> JsonObject:
    """Return what the hub answers to a body on an endpoint of ``ENDPOINTS``."""
    if path == CHAT:
        return _completion(body.get("model"))
    if path == "/api/ai/queue":
        return _queued(body)
    url = f"{base_url}/files/result"
    return {"model": body.get("model"), "created": CREATED, _MEDIA[path]: [{"url": url}]}


def chunks_of(body: JsonObject) -> list[bytes]:
    """Return the server-sent events that a chat body with ``stream`` is answered with."""
    parts: list[JsonObject] = [{"content": "H"}, {"content": "i"}, {}]
    events = [_chunk(body.get("model"), delta) for delta in parts]
    return [*events, b"data: [DONE]\n\n"]


def generation(status: str, *, base_url: str) -> JsonObject:
    """Return a row of the queue."""
    is_done = status == "succeeded"
    return {
        "generation_id": GENERATION,
        "model_name": "acme-film-1",
        "media_type": "video",
        "status": status,
        "enqueued_at": CREATED,
        "started_at": CREATED,
        "completed_at": CREATED if is_done else None,
        "result_url": f"{base_url}/files/result" if is_done else None,
        "error_message": None,
    }


def _completion(model: JsonValue) -> JsonObject:
    message: JsonObject = {"role": "assistant", "content": "Hi"}
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": CREATED,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _chunk(model: JsonValue, delta: JsonObject) -> bytes:
    choice: JsonObject = {"index": 0, "delta": delta, "finish_reason": None if delta else "stop"}
    value: JsonObject = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": model,
        "choices": [choice],
    }
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def _queued(body: JsonObject) -> JsonObject:
    asked = body.get("num_generations", 1)
    count = asked if isinstance(asked, int) else 1
    rows: list[JsonValue] = [{"generation_id": GENERATION, "status": "queued"}]
    return {"generations": rows * count}
