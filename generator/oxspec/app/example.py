"""An example body, as JSON or as the call that sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..examples import example
from ..report.document import as_text

if TYPE_CHECKING:
    from ..catalog.model import Model
    from ..examples import Variant


def example_text(
    model: Model, variant: Variant, *, form: str, base_url: str
) -> tuple[str, tuple[str, ...]]:
    """Return the text of an example, and the parameters that it leaves out.

    Args:
        model: what it is for.
        variant: how much of it.
        form: ``json``, ``curl`` or ``python``.
        base_url: the hub.

    Raises:
        ExampleUnavailable: no description is published, or no fitting value could be made.
        SchemaDefect: the request schema is not well-formed.
    """
    made = example(model, variant)
    if form == "json":
        return as_text(made.body), made.omitted
    from ..render.samples import curl_sample, python_sample

    if form == "curl":
        return curl_sample(model, made.body, base_url=base_url) + "\n", made.omitted
    text = python_sample(model, made.body, base_url=base_url, library="httpx")
    return text + "\n", made.omitted
