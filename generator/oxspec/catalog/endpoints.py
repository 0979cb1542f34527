"""The five inference endpoints, and which of them a model answers on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Collection

Endpoint: TypeAlias = Literal[
    "chat/completions", "images/generate", "images/edit", "videos/generate", "audio/generate"
]
ENDPOINTS: Final[tuple[Endpoint, ...]] = get_args(Endpoint)
CHAT: Final = "chat/completions"
#: Those whose models the queue takes too: what makes images and videos.
QUEUED: Final[tuple[Endpoint, ...]] = ("images/generate", "images/edit", "videos/generate")
API_PREFIX: Final = "/api/ai/"

_MEDIA: Final[dict[Endpoint, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "chat/completions": (("text",), ("text",)),
    "images/generate": (("text",), ("image",)),
    "images/edit": (("text", "image"), ("image",)),
    "videos/generate": (("text",), ("video",)),
    "audio/generate": (("text",), ("audio",)),
}


def named_endpoint(text: str | None) -> Endpoint | None:
    """Return the endpoint that an entry names: bare, with ``/``, ``/api/ai/``, or as a whole URL.

    Only the path is read; text that is none of the five is None, never a URL to send to.
    """
    if text is None:
        return None
    path = re.sub(r"^https?://[^/]*", "", text).strip("/").removeprefix(API_PREFIX.strip("/") + "/")
    return next((endpoint for endpoint in ENDPOINTS if endpoint == path), None)


def endpoint_for(inputs: Collection[str], outputs: Collection[str]) -> Endpoint | None:
    """Return the endpoint that follows from capabilities, None where none does (embeddings)."""
    if "video" in outputs:
        return "videos/generate"
    if "image" in outputs:
        return "images/edit" if "image" in inputs else "images/generate"
    if "audio" in outputs:
        return "audio/generate"
    return "chat/completions" if "text" in outputs or not outputs else None


def media_of(endpoint: Endpoint) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the inputs and outputs that an endpoint has at least."""
    return _MEDIA[endpoint]
