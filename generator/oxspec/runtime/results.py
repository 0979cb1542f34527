"""What media endpoints and jobs answer with, and how to keep it.

A generated module returns ``ImageResult.of(client, client.post(ENDPOINT, body))``, its
asynchronous twin the same of ``await client.post(ENDPOINT, body)``; so do ``VideoResult`` and
``AudioResult``. Chat has ``ChatCompletion.of``, of the same shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, Self

from .views import View, integer_of, objects_of, text_of

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from .http import AsyncClient, Client
    from .jsonvalue import JsonObject, JsonValue


class MediaFile(View):
    """An image, a video or a recording: a link to it, or itself."""

    @property
    def url(self) -> str | None:
        """Where it is, for a while; None where it came inline."""
        return text_of(self.raw.get("url"))

    @property
    def b64_json(self) -> str | None:
        """Itself in Base64, where ``response_format`` asked for that."""
        return text_of(self.raw.get("b64_json"))

    @property
    def revised_prompt(self) -> str | None:
        """The prompt that was used in the place of yours, where the hub says so."""
        return text_of(self.raw.get("revised_prompt"))

    @property
    def link(self) -> str | None:
        """The URL, or a ``data:`` URL of what came inline."""
        return self.url or (f"data:;base64,{self.b64_json}" if self.b64_json else None)


#: Where answers have what was made, by the reference; then as OpenAI and older guides have it.
_LISTS: Final = ("images", "videos", "audios", "data")
_LINKS: Final = ("image_url", "video_url", "audio_url", "url")


@dataclass(frozen=True, slots=True, repr=False)
class MediaResult(View):
    """What was made.

    Attributes:
        raw: the whole answer, decoded.
        client: what it came with, and is downloaded with.
    """

    client: Client | AsyncClient = field(compare=False)
    _kind: ClassVar[str] = ""

    @classmethod
    def of(cls, client: Client | AsyncClient, raw: JsonObject) -> Self:
        """Return the view of a decoded answer."""
        return cls(raw, client)

    @property
    def model(self) -> str | None:
        """The model that made it."""
        return text_of(self.raw.get("model"))

    @property
    def created(self) -> int | None:
        """When it was made, in Unix seconds."""
        return integer_of(self.raw.get("created"))

    @property
    def files(self) -> tuple[MediaFile, ...]:
        """All that was made."""
        found = [file for name in _LISTS for file in _files(self.raw.get(name))]
        return tuple(found) or _files([self.raw.get(name) for name in _LINKS])

    @property
    def urls(self) -> tuple[str, ...]:
        """Where it is; the links are temporary, so download what is to be kept."""
        return tuple(file.url for file in self.files if file.url)

    def download(
        self, folder: str | PathLike[str], *, timeout: float | None = None
    ) -> list[Path]:
        """Write what was made into a folder, and return the paths in the answer's order.

        The folder is made where it is not there; no file in it is overwritten. A result of an
        ``AsyncClient`` is fetched through a connection of its own; so is, by ``adownload``, one of
        a ``Client``.

        Args:
            folder: where to.
            timeout: seconds for all of it; half an hour by default.

        Raises:
            ApiError: something could not be fetched; the subclass says why.
            OxspecError: something could not be written.
        """
        from .http import Client

        if isinstance(self.client, Client):
            return self.client.download(
                self._links(), folder, name=self._name, timeout=timeout
            )
        with Client.of(self.client.hub) as client:
            return client.download(
                self._links(), folder, name=self._name, timeout=timeout
            )

    async def adownload(
        self, folder: str | PathLike[str], *, timeout: float | None = None
    ) -> list[Path]:
        """Do what ``download`` does without blocking the event loop."""
        from .http import AsyncClient

        if isinstance(self.client, AsyncClient):
            to = self.client.download(
                self._links(), folder, name=self._name, timeout=timeout
            )
            return await to
        async with AsyncClient.of(self.client.hub) as client:
            return await client.download(
                self._links(), folder, name=self._name, timeout=timeout
            )

    def _links(self) -> tuple[str, ...]:
        return tuple(file.link for file in self.files if file.link)

    @property
    def _name(self) -> str:
        return self.model or self._kind


class ImageResult(MediaResult):
    """Images."""

    _kind: ClassVar[str] = "image"

    @property
    def images(self) -> tuple[MediaFile, ...]:
        """The images."""
        return self.files


class VideoResult(MediaResult):
    """Videos."""

    _kind: ClassVar[str] = "video"

    @property
    def videos(self) -> tuple[MediaFile, ...]:
        """The videos."""
        return self.files


class AudioResult(MediaResult):
    """Recordings."""

    _kind: ClassVar[str] = "audio"

    @property
    def audios(self) -> tuple[MediaFile, ...]:
        """The recordings."""
        return self.files


class JobResult(MediaResult):
    """What a job made; ``raw`` is the job's row in the queue."""

    _kind: ClassVar[str] = "job"

    @property
    def id(self) -> str | None:
        """The job's id."""
        return text_of(self.raw.get("generation_id"))

    @property
    def model(self) -> str | None:
        """The model that made it."""
        return text_of(self.raw.get("model_name"))

    @property
    def media_type(self) -> str | None:
        """``image`` or ``video``."""
        return text_of(self.raw.get("media_type"))

    @property
    def files(self) -> tuple[MediaFile, ...]:
        """What was made, if it is still there."""
        # The request's own parameters are merged into the row: an image_url there is an input.
        return _files([self.raw.get("result_url")])

    @property
    def _name(self) -> str:
        return self.id or self._kind


def _files(found: JsonValue) -> tuple[MediaFile, ...]:
    """Return the files of a list of objects or of links."""
    members = found if isinstance(found, list) else []
    links: list[JsonValue] = [{"url": m} if isinstance(m, str) else m for m in members]
    return tuple(map(MediaFile, objects_of(links)))
