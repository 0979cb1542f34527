"""The samples of an MDX page: every example body, in every language, in every way to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..catalog.endpoints import CHAT, QUEUED
from .pageviews import CodeView, SampleView, WayView
from .samples import escaped, sample, urls_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..catalog.model import Model
    from ..examples import Example
    from .samples import Language, Urls, Way

#: The languages of the hub's own pages.
PUBLISHED: Final[tuple[Language, ...]] = ("curl", "python")
#: Those that a page may have beside.
EXTRA: Final[tuple[Language, ...]] = ("javascript", "openai", "client")
_FENCES: Final[Mapping[Language, str]] = {
    "curl": "bash cURL",
    "python": "python Python",
    "javascript": "javascript JavaScript",
    "openai": "python OpenAI package",
    "client": "python Generated client",
}
_TITLES: Final[Mapping[Way, str]] = {
    "direct": "Sync",
    "queue": "Async",
    "events": "Async with SSE",
}
#: By endpoint: what its reference is about, and the page below ``/inference-api/reference/``.
_REFERENCES: Final[Mapping[str, tuple[str, str]]] = {
    "images/generate": ("image generation", "image_generation"),
    "images/edit": ("image editing", "image_editing"),
    "videos/generate": ("video generation", "video_generation"),
}
_QUEUE: Final = ("asynchronous queue", "async_queue")


def ways_of(
    model: Model,
    examples: Iterable[Example],
    *,
    base_url: str,
    languages: Sequence[Language] = PUBLISHED,
) -> tuple[WayView, ...]:
    """Return the ways to send a model's bodies: the direct one, and those of the queue if any.

    Args:
        model: with an endpoint.
        examples: its example bodies, each with the title of its tab.
        base_url: where the samples send their requests.
        languages: in the order of their tabs.

    Raises:
        ExampleUnavailable: no endpoint is known for it.
    """
    urls = urls_of(model, base_url=base_url)
    # Every way sends the same bodies: each is written once for each language.
    bodies = [(example.title, [*_texts(model, example, languages, urls)]) for example in examples]
    ways: tuple[Way, ...] = tuple(_TITLES) if model.endpoint in QUEUED else ("direct",)
    return tuple(_way(way, str(model.endpoint), bodies) for way in ways)


class _Text(NamedTuple):
    """A body as a language has it, and where its calls go."""

    language: Language
    body: str
    urls: Urls


def _texts(
    model: Model, example: Example, languages: Sequence[Language], urls: Urls
) -> Iterator[_Text]:
    for language in languages:
        if language == "client":
            if model.is_judged:
                yield _of_client(model, example, urls)
        elif language != "openai" or _is_openai(model):
            yield _Text(language, escaped(language, example.body), urls)


def _of_client(model: Model, example: Example, urls: Urls) -> _Text:
    from ..naming import module_name
    from .clientcalls import client_arguments

    module = module_name(model.id)
    return _Text("client", client_arguments(model, example.body), urls._replace(module=module))


def _is_openai(model: Model) -> bool:
    """Return whether the openai package has every parameter: it has none of a model's own."""
    return model.endpoint == CHAT and model.request_schema is None


def _way(way: Way, endpoint: str, bodies: Sequence[tuple[str, Sequence[_Text]]]) -> WayView:
    about, page = _REFERENCES.get(endpoint, ("", "")) if way == "direct" else _QUEUE
    return WayView(
        title=_TITLES[way],
        way=way,
        reference=about,
        link=f"/inference-api/reference/{page}",
        is_slow=way == "direct" and endpoint == "videos/generate",
        is_tabbed=len(bodies) > 1,
        samples=tuple(
            SampleView(
                title,
                tuple(
                    CodeView(_FENCES[text.language], sample(*text, way=way))
                    for text in texts
                    # A generated client does not read the hub's events: it asks again.
                    if (text.language, way) != ("client", "events")
                ),
            )
            for title, texts in bodies
        ),
    )
