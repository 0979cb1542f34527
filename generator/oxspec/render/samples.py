"""The calls that send a body: cURL, Python and JavaScript, ready to be pasted.

A call is a frame, which the templates make once per address, and a body escaped for its place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ..errors import ExampleUnavailable
from .environment import environment
from .filters import javascript_value, json_text, python_value, shell_quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..catalog.model import Model
    from ..jsontypes import JsonObject

Library: TypeAlias = Literal["requests", "httpx"]
Language: TypeAlias = Literal["curl", "python", "javascript", "openai", "client"]
#: Straight to the endpoint; to the queue, which is then looked at; or told by an event.
Way: TypeAlias = Literal["direct", "queue", "events"]

HUB_INFERENCE_URL: Final = "https://hub.oxen.ai/api/ai"
#: A body that every language writes alike, to be found in a call.
_BODY: Final = "<body>"
_ESCAPES: Final[Mapping[Language, Callable[[JsonObject], str]]] = {
    "curl": lambda body: shell_quoted(json_text(body, 2)),
    "python": lambda body: python_value(body, 4),
    "javascript": lambda body: javascript_value(body, 2),
    "openai": lambda body: python_value(body, 4),
}


class Urls(NamedTuple):
    """Where the calls of a sample go.

    Attributes:
        base: where the inference endpoints are.
        direct: the model's endpoint.
        queue: where jobs are enqueued.
        jobs: what an id is put behind to look at the job.
        events: the hub's stream of events.
        module: of a generated client, where the call is one of its.
    """

    base: str
    direct: str
    queue: str
    jobs: str
    events: str
    module: str = ""


def curl_sample(model: Model, body: JsonObject, *, base_url: str = HUB_INFERENCE_URL) -> str:
    """Return the cURL command that sends a body, without a line end.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    return sample("curl", escaped("curl", body), urls_of(model, base_url=base_url))


def python_sample(
    model: Model,
    body: JsonObject,
    *,
    base_url: str = HUB_INFERENCE_URL,
    library: Library = "requests",
) -> str:
    """Return the Python program that sends a body, without a line end.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    urls = urls_of(model, base_url=base_url)
    before, after = _frame("python", "direct", urls, library)
    return before + escaped("python", body) + after


def javascript_sample(model: Model, body: JsonObject, *, base_url: str = HUB_INFERENCE_URL) -> str:
    """Return the JavaScript module that sends a body with ``fetch``, without a line end.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    return sample("javascript", escaped("javascript", body), urls_of(model, base_url=base_url))


def escaped(language: Language, body: JsonObject) -> str:
    """Return a body as it stands in the calls of a language."""
    return _ESCAPES[language](body)


def sample(language: Language, body: str, urls: Urls, *, way: Way = "direct") -> str:
    """Return a call without a line end.

    Args:
        language: what it is written in.
        body: escaped for the language.
        urls: where it goes.
        way: how.
    """
    before, after = _frame(language, way, urls)
    return before + body + after


def call_frames(url: str) -> dict[str, tuple[str, str]]:
    """Return what stands before and after the body in the call that sends it, by language.

    A script that puts a body between them escapes it for the place: within single quotes of a
    shell, as an expression of Python at column 4, as one of JavaScript at column 2.
    """
    languages: tuple[Language, ...] = ("curl", "python", "javascript")
    urls = Urls(base="", direct=url, queue="", jobs="", events="")
    return {language: _frame(language, "direct", urls) for language in languages}


def urls_of(model: Model, *, base_url: str) -> Urls:
    """Return where a model's requests go.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    base = base_url.rstrip("/")
    return Urls(
        base=base,
        direct=endpoint_url(model, base_url=base_url),
        queue=f"{base}/queue",
        jobs=f"{base}/queue/",
        events=f"{base.removesuffix('/ai')}/events",
    )


def endpoint_url(model: Model, *, base_url: str) -> str:
    """Return where a model's requests go when nothing is queued.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    if model.endpoint is None:
        what = "no endpoint is known for it"
        raise ExampleUnavailable(what, where=model.id)
    return f"{base_url.rstrip('/')}/{model.endpoint}"


@cache
def _frame(
    language: Language, way: Way, urls: Urls, library: Library = "requests"
) -> tuple[str, str]:
    template = environment("samples").get_template(f"{language}.{way}.jinja")
    body = json_text(_BODY) if language == "curl" else _BODY
    before, _, after = template.render(urls=urls, body=body, library=library).partition(
        json_text(_BODY)
    )
    return before, after
