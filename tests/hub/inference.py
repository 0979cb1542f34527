"""The inference endpoints: the right answer to any body."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oxspec.jsontypes import JsonObject, JsonValue

CREATED = 1_786_000_000
CHAT = "/api/ai/chat/completions"
QUEUE = "/api/ai/queue"
#: By endpoint: the answer's member, and the file that it leads to.
_MEDIA = {
    "/api/ai/images/generate": ("images", "image.png"),
    "/api/ai/images/edit": ("images", "image.png"),
    "/api/ai/videos/generate": ("videos", "video.mp4"),
    "/api/ai/audio/generate": ("audios", "audio.mp3"),
}
ENDPOINTS = (CHAT, QUEUE, *_MEDIA)

#: What links lead to: a name below ``/files/``, and its type and content.
FILES = {
    "image.png": ("image/png", b"\x89PNG\r\n\x1a\n" + b"image" * 100),
    "video.mp4": ("video/mp4", b"\0\0\0\x18ftypmp42" + b"video" * 1000),
    "audio.mp3": ("audio/mpeg", b"ID3" + b"audio" * 100),
}
ARGUMENTS = '{"city": "Oslo", "days": 2}'


def media_answer(path: str, body: JsonObject, *, base_url: str) -> JsonObject:
    """Return what a media endpoint answers to a body: links, or files inline."""
    member, name = _MEDIA[path]
    count = body.get("n", 1)
    file: JsonObject = {"url": f"{base_url}/files/{name}?sig=s3cret"}
    if body.get("response_format") == "b64_json":
        file = {"b64_json": base64.b64encode(FILES[name][1]).decode()}
    if member == "images":
        file |= {"revised_prompt": f"{body.get('prompt')}, in oil"}
    files: list[JsonValue] = [file] * (count if isinstance(count, int) else 1)
    return {"model": body.get("model"), "created": CREATED, member: files}


def completion(body: JsonObject) -> JsonObject:
    """Return the answer to a chat body: tool calls where it brings tools, else a text."""
    tools = body.get("tools")
    message: JsonObject = {"role": "assistant", "content": None if tools else "Hi"}
    if tools:
        message["tool_calls"] = [_tool_call(index) for index in range(2)]
    reason = "tool_calls" if tools else "stop"
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": CREATED,
        "model": body.get("model"),
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": _usage(),
    }


def chunks_of(body: JsonObject) -> list[bytes]:
    """Return the server-sent events that a chat body with ``stream`` is answered with."""
    tools = body.get("tools")
    texts: list[JsonObject] = [{"content": "H"}, {"content": "i"}]
    deltas: list[JsonObject] = [*(_tool_deltas() if tools else texts), {}]
    chunks = [_chunk(body, delta, reason="tool_calls" if tools else "stop") for delta in deltas]
    options = body.get("stream_options")
    if isinstance(options, dict) and options.get("include_usage") is True:
        chunks.append({**_chunk(body, {}, reason=""), "choices": [], "usage": _usage()})
    return [*map(event, chunks), b"data: [DONE]\n\n"]


def event(value: JsonValue, *, name: str | None = None) -> bytes:
    """Return a server-sent event."""
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + json.dumps(value).encode() + b"\n\n"


def _chunk(body: JsonObject, delta: JsonObject, *, reason: str) -> JsonObject:
    choice: JsonObject = {"index": 0, "delta": delta, "finish_reason": None if delta else reason}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": body.get("model"),
        "choices": [choice],
    }


def _tool_call(index: int) -> JsonObject:
    function: JsonObject = {"name": f"weather_{index}", "arguments": ARGUMENTS}
    return {"id": f"call-{index}", "index": index, "type": "function", "function": function}


def _tool_deltas() -> Iterable[JsonObject]:
    """Yield two tool calls in parts that alternate, as models that call in parallel send them."""
    for index in range(2):
        call = _tool_call(index)
        call["function"] = {"name": f"weather_{index}", "arguments": ""}
        yield {"role": "assistant", "content": None, "tool_calls": [call]}
    for start in range(0, len(ARGUMENTS), 10):
        for index in range(2):
            function: JsonObject = {"arguments": ARGUMENTS[start : start + 10]}
            yield {"tool_calls": [{"index": index, "function": function}]}


def _usage() -> JsonObject:
    return {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
