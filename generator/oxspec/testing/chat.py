"""Chat messages: what the envelope of chat models combines schemas for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from .texts import texts, uris

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..jsontypes import JsonValue


@st.composite
def messages(draw: DrawFn) -> JsonValue:
    """Return a chat message: a text, or a list of text, media and file parts."""
    message: dict[str, JsonValue] = {"role": draw(st.sampled_from(("system", "user", "assistant")))}
    if draw(st.booleans()):
        message["content"] = draw(texts())
    else:
        message["content"] = draw(st.lists(parts(), min_size=1, max_size=3))
    if draw(st.booleans()):
        message["name"] = draw(texts())
    return message


@st.composite
def parts(draw: DrawFn) -> JsonValue:
    """Return one part of a message."""
    kind = draw(st.sampled_from(("text", "image_url", "video_url", "audio_url", "file")))
    if kind == "text":
        return {"type": kind, kind: draw(texts())}
    name = "file_url" if kind == "file" else "url"
    return {"type": kind, kind: {name: draw(uris())}}


#: By the name of the definition in the envelope.
CHAT: Final[dict[JsonValue, Callable[[], SearchStrategy[JsonValue]]]] = {
    "message": messages,
    "part": parts,
}
