"""Invented models: one of each kind, as the public catalog spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oxspec.jsontypes import JsonObject

PROMPT: JsonObject = {"type": "string", "description": "What to make.", "x-order": 0}


def entry(
    name: str,
    *,
    inputs: Sequence[str] = ("text",),
    outputs: Sequence[str] = ("image",),
    properties: JsonObject | None = None,
) -> JsonObject:
    """Return a catalog entry with a request schema of a prompt and more."""
    schema: JsonObject = {
        "type": "object",
        "required": ["prompt"],
        "basic": [],
        "properties": {"prompt": PROMPT, **(properties or {})},
    }
    return {
        "name": name,
        "display_name": name.title(),
        "model_type": "base",
        "can_run_inference": True,
        "deprecated": False,
        "capabilities": {"input": [*inputs], "output": [*outputs]},
        "developer": {"name": "acme", "display_name": "Acme"},
        "provider": {"name": "acme"},
        "json_request_schema": schema,
    }


def chat_entry(name: str) -> JsonObject:
    """Return the entry of a chat model, which has no request schema."""
    return entry(name, outputs=("text",)) | {"json_request_schema": None}


def sample_entries() -> list[JsonObject]:
    """Return four models: chat, image, video and audio."""
    return [
        chat_entry("acme-chat-1"),
        entry("acme-paint-1", properties={"size": {"type": "string", "enum": ["1k", "2k"]}}),
        entry("acme-film-1", outputs=("video",), properties={"duration": {"type": "integer"}}),
        entry("acme-voice-1", outputs=("audio",), properties={"voice": {"type": "string"}}),
    ]


def broken_entry(name: str) -> JsonObject:
    """Return an entry whose request schema is not well-formed."""
    return entry(name, properties={"size": {"type": "strnig"}})
