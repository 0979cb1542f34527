"""The view of one reference page in Markdown or HTML: parameters, rules, and calls that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ..catalog.parameters import inputs_of, shared_parameters
from ..errors import ExampleUnavailable
from .filters import json_text
from .history import since_view
from .manifest import Listing
from .pages import details_command, summary_of, workbench_url
from .parameterviews import parameter_groups, rule_views
from .referenceviews import CallView, ReferenceView
from .samples import (
    HUB_INFERENCE_URL,
    call_frames,
    curl_sample,
    endpoint_url,
    javascript_sample,
    python_sample,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..catalog.model import Model
    from ..examples import Example
    from ..jsontypes import JsonObject
    from .history import History

#: Endpoints for people, in the order of the index.
KINDS: Final = {
    "chat/completions": "Chat",
    "images/generate": "Image generation",
    "images/edit": "Image editing",
    "videos/generate": "Video generation",
    "audio/generate": "Audio generation",
}


def reference_view(
    model: Model,
    examples: Iterable[Example],
    *,
    base_url: str = HUB_INFERENCE_URL,
    history: History | None = None,
) -> ReferenceView:
    """Return the view of a model's page.

    Args:
        model: with an endpoint.
        examples: its example bodies, each with the title of its variant.
        base_url: where the calls send their requests.
        history: what changed since an earlier catalog, None where that is not asked.

    Raises:
        SchemaDefect: its request schema is not well-formed.
        ExampleUnavailable: there is nothing to judge its bodies by.
    """
    bodies = tuple(examples)
    if model.strict is None:
        what = "no request schema is published for it"
        raise ExampleUnavailable(what, where=model.id)
    listing = listing_of(model)
    return ReferenceView(
        title=model.display_name if model.display_name.strip() else model.id,
        model=model.id,
        developer=model.developer or model.provider or "",
        listing=listing,
        kind=KINDS[listing.endpoint],
        anchor=anchor_of(listing.endpoint),
        path=urlsplit(endpoint_url(model, base_url=base_url)).path,
        description=(model.description or "").strip(),
        workbench=workbench_url(model),
        details=details_command(model, base_url),
        groups=parameter_groups(model, history.of(model.id) if history else None),
        rules=rule_views(model.strict),
        calls=tuple(_call(model, example, base_url) for example in bodies),
        schema=model.strict,
        form=_form(model, bodies, base_url),
        since=since_view(history, model.id),
    )


def listing_of(model: Model) -> Listing:
    """Return what an index says of a model that has an endpoint."""
    endpoint = model.endpoint or "chat/completions"
    return Listing(summary_of(model), endpoint, inputs_of(model), model.outputs)


def anchor_of(endpoint: str) -> str:
    """Return the id of an endpoint's section in the index."""
    return endpoint.replace("/", "-")


def _call(model: Model, example: Example, base_url: str) -> CallView:
    body = example.body
    return CallView(
        title=example.title,
        variant=example.variant,
        json=json_text(body, 2),
        curl=curl_sample(model, body, base_url=base_url),
        python=python_sample(model, body, base_url=base_url),
        javascript=javascript_sample(model, body, base_url=base_url),
    )


def _form(model: Model, bodies: Sequence[Example], base_url: str) -> JsonObject:
    """Return which parameters a form shows first, where its calls go, and what it begins with."""
    own = model.request.shown_first() if model.request else ()
    shared = shared_parameters(model)
    first = [p.name for p in (*own, *shared) if p.required or p.basic]
    more = [p.name for p in own if p.name not in first]
    beside = [p.name for p in shared if p.name not in first]
    is_queued = any(p.keywords.get("x-queue-only") is True for p in shared)
    queue = f"{base_url.rstrip('/')}/queue"
    calls: JsonObject = {
        "direct": _frames(endpoint_url(model, base_url=base_url)),
        "queued": _frames(queue) if is_queued else None,
    }
    return {
        "model": model.id,
        "calls": calls,
        "first": [*first],
        "own": [*(more if own else beside)],
        "shared": [*(beside if own else ())],
        "start": bodies[0].body if bodies else {},
    }


def _frames(url: str) -> JsonObject:
    return {language: [*frame] for language, frame in call_frames(url).items()}
