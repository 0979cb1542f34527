"""The calls that send a body: cURL, Python and JavaScript, ready to be pasted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..errors import ExampleUnavailable
from .environment import environment
from .filters import json_text

if TYPE_CHECKING:
    from jinja2 import Template

    from ..catalog.model import Model
    from ..jsontypes import JsonObject

Library: TypeAlias = Literal["requests", "httpx"]

HUB_INFERENCE_URL: Final = "https://hub.oxen.ai/api/ai"


def curl_sample(model: Model, body: JsonObject, *, base_url: str = HUB_INFERENCE_URL) -> str:
    """Return the cURL command that sends a body, without a line end.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    url = endpoint_url(model, base_url=base_url)
    # Inside single quotes a shell leaves everything alone but the quote itself.
    text = json_text(body, 2)
    return _template("curl").render(url=url, body=text)


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
    url = endpoint_url(model, base_url=base_url)
    return _template("python").render(url=url, body=body, library=library)


def javascript_sample(model: Model, body: JsonObject, *, base_url: str = HUB_INFERENCE_URL) -> str:
    """Return the JavaScript module that sends a body with ``fetch``, without a line end.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    url = endpoint_url(model, base_url=base_url)
    return _template("javascript").render(url=url, body=body)


@cache
def call_frames(url: str) -> dict[str, tuple[str, str]]:
    """Return what stands before and after the body in the call that sends it, by language.

    A script that puts a body between them escapes it for the place: within single quotes of a
    shell, as an expression of Python at column 4, as one of JavaScript at column 2.
    """
    calls = {
        "curl": _template("curl").render(url=url, body=json_text({})),
        "python": _template("python").render(url=url, body={}, library="requests"),
        "javascript": _template("javascript").render(url=url, body={}),
    }
    # The body is the last pair of braces in each.
    parts = {language: call.rpartition("{}") for language, call in calls.items()}
    return {language: (before, after) for language, (before, _, after) in parts.items()}


def endpoint_url(model: Model, *, base_url: str) -> str:
    """Return where a model's requests go.

    Raises:
        ExampleUnavailable: no endpoint is known for the model.
    """
    if model.endpoint is None:
        what = "no endpoint is known for it"
        raise ExampleUnavailable(what, where=model.id)
    return f"{base_url.rstrip('/')}/{model.endpoint}"


@cache
def _template(language: str) -> Template:
    return environment("samples").get_template(f"{language}.jinja")
