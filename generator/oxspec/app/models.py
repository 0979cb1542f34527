"""Models: searched, and one looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog.parameters import inputs_of

if TYPE_CHECKING:
    from ..catalog.model import Catalog, Model


def search(  # one argument a filter
    catalog: Catalog,
    query: str | None = None,
    *,
    endpoint: str | None = None,
    takes: str | None = None,
    makes: str | None = None,
) -> list[Model]:
    """Return the models that fit all filters, in the catalog's order.

    Args:
        catalog: what there is.
        query: words, each in the id, name, developer or summary, in any case.
        endpoint: ``videos/generate``, or a part of it (``video``).
        takes: a kind of input: text, image, video or audio.
        makes: a kind of output.
    """
    words = (query or "").lower().split()
    return [
        model
        for model in catalog.models.values()
        if all(word in _text(model) for word in words)
        and (
            endpoint is None
            or endpoint.strip("/").removeprefix("api/ai/") in (model.endpoint or "")
        )
        and (takes is None or takes in inputs_of(model))
        and (makes is None or makes in model.outputs)
    ]


def _text(model: Model) -> str:
    parts = (model.id, model.display_name, model.developer, model.provider, model.summary)
    return " ".join(part for part in parts if part).lower()
