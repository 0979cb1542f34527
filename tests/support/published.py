"""The rules by which the hub's published pages make their bodies, mistakes and all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from oxspec.examples import MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

_TAKES_PENALTIES: Final = ("openai", "fireworks", "groq", "cerebras", "perplexity")


def published_path(model: Model) -> str:
    """Return the path that a page posts to, from what the catalog says of inputs and outputs."""
    seen = "image" in model.outputs or "video" in model.outputs
    if "audio" in model.inputs and "text" in model.outputs and not seen:
        return "audio/transcriptions"
    if "audio" in model.outputs and not seen:
        return "audio/speech"
    if "video" in model.outputs:
        return "videos/generate"
    if "image" in model.outputs:
        return "images/edit" if "image" in model.inputs else "images/generate"
    return "chat/completions"


def published_bodies(model: Model) -> list[JsonObject]:
    """Return a page's bodies, one equal to the one before left out."""
    path = published_path(model)
    made = _chat_bodies(model) if path == "chat/completions" else _bodies(model, path)
    kept: list[JsonObject] = []
    for body in made:
        if not kept or json.dumps(kept[-1]) != json.dumps(body):
            kept.append(body)
    return kept


def _chat_bodies(model: Model) -> Iterator[JsonObject]:
    message: JsonObject = {"role": "user", "content": "Hello, what can you do?"}
    body: JsonObject = {"model": model.id, "messages": [message]}
    yield body
    body = {**body, "temperature": 0.7, "max_tokens": 1024, "stream": False}
    yield body
    provider = (model.provider or "").lower()
    if provider != "anthropic":
        body = {**body, "top_p": 1.0}
    if provider in _TAKES_PENALTIES:
        body = {**body, "frequency_penalty": 0, "presence_penalty": 0}
    yield body


def _bodies(model: Model, path: str) -> Iterator[JsonObject]:
    parameters = model.request.shown_first() if model.request else ()
    for variant in range(3):
        body: JsonObject = {"model": model.id}
        for parameter in parameters:
            is_basic = variant > 0 and parameter.basic
            has_default = variant > 1 and "default" in parameter.keywords
            if parameter.required or is_basic or has_default:
                body[parameter.name] = _value(parameter.name, parameter.keywords)
        if path == "audio/transcriptions":
            body.setdefault("audio_url", MEDIA["audio"])
        if path == "audio/speech":
            body.setdefault("input", "Welcome to Oxen")
        yield body


def _value(name: str, keywords: JsonObject) -> JsonValue:
    if keywords.get("default") not in ("", None):
        return keywords["default"]
    members = keywords.get("enum")
    return members[0] if isinstance(members, list) and members else _by_type(name, keywords)


def _by_type(name: str, keywords: JsonObject) -> JsonValue:
    kind = keywords.get("type")
    simple: dict[str, JsonValue] = {"boolean": False, "object": {}, "integer": 0, "number": 0.0}
    if kind == "array":
        return [_entry(name, keywords)]
    if kind in ("integer", "number") and "minimum" in keywords:
        return keywords["minimum"]
    if isinstance(kind, str) and kind in simple:
        return simple[kind]
    is_address = keywords.get("format") == "uri" or "url" in name
    return _medium(name) if kind == "string" and is_address else f"<{name}>"


def _entry(name: str, keywords: JsonObject) -> JsonValue:
    if any(kind in name for kind in MEDIA):
        return _medium(name)
    items = keywords.get("items")
    kind = items.get("type", "string") if isinstance(items, dict) else "string"
    return _by_type(f"{name}_item", {"type": kind})


def _medium(name: str) -> str:
    return next((url for kind, url in MEDIA.items() if kind in name), MEDIA["image"])
