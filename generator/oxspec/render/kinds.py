"""What a client module offers, by the endpoint of its model."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..catalog.endpoints import CHAT


class Kind(NamedTuple):
    """What the modules of an endpoint have in common.

    Attributes:
        stem: what their shared types are named after.
        result: the type of an answer.
        source: the runtime's module that has it.
        create: what ``create`` does.
        streams: whether an answer can be had as it comes.
        queues: whether the queue takes their bodies (API reference of the hub: images and videos).
    """

    stem: str
    result: str
    source: str
    create: str
    streams: bool = False
    queues: bool = False

    @property
    def shared(self) -> tuple[str, ...]:
        """The types that a module takes from its endpoint's."""
        return (f"{self.stem}Call", *([f"{self.stem}Submission"] if self.queues else []))


_IMAGES: Final = "Make images, wait for them, and return where they are."
_EDITS: Final = "Edit images, wait for the result, and return where it is."
_VIDEOS: Final = (
    "Make a video, wait for minutes, and return where it is; ``submit`` can be resumed."
)
_AUDIO: Final = "Make a recording, wait for it, and return where it is."
_CHAT: Final = "Ask the model, wait for the whole answer, and return it."

KINDS: Final[dict[str, Kind]] = {
    CHAT: Kind("Chat", "ChatCompletion", "chat", _CHAT, streams=True),
    "images/generate": Kind("Image", "ImageResult", "results", _IMAGES, queues=True),
    "images/edit": Kind("ImageEdit", "ImageResult", "results", _EDITS, queues=True),
    "videos/generate": Kind("Video", "VideoResult", "results", _VIDEOS, queues=True),
    "audio/generate": Kind("Audio", "AudioResult", "results", _AUDIO),
}
