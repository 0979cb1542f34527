"""Every sample of every page runs as it stands, and sends the body that the page shows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

import oxspec
from oxspec.catalog.endpoints import QUEUED
from oxspec.examples import examples
from oxspec.render.client import plan_client
from oxspec.render.pageformats import format_of
from oxspec.render.plan import write
from oxspec.render.samples import HUB_INFERENCE_URL
from oxspec.render.ways import EXTRA
from support.catalogs import catalogs
from support.samples import run_samples, samples_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hub.server import Hub
    from oxspec.catalog.model import Catalog, Model
    from oxspec.jsontypes import JsonObject

pytestmark = pytest.mark.tools

FORMAT: Final = format_of("mdx", extra=EXTRA)
KEY: Final = "k3y"


def published() -> Iterator[tuple[Catalog, Model]]:
    for catalog in catalogs().values():
        yield from ((catalog, model) for model in catalog.models.values() if model.is_published)


def shown(
    tab: str, *, base_url: str, models: Iterable[Model] | None = None
) -> dict[str, JsonObject]:
    """Return the samples of a tab on pages, each with the body that its page shows."""
    found: dict[str, JsonObject] = {}
    for model in models or [model for _, model in published()]:
        bodies = [example.body for example in examples(model)]
        page = FORMAT.page(model, examples(model), base_url)
        mine = [sample.text for sample in samples_in(page) if sample.tab == tab]
        # Each way to send them has all bodies.
        assert len(mine) % len(bodies) == 0
        found |= {text: bodies[number % len(bodies)] for number, text in enumerate(mine)}
    return found


@pytest.mark.parametrize("tab", ["cURL", "Python", "JavaScript", "OpenAI package"])
def test_every_sample_sends_the_body_that_its_page_shows(
    tab: str, hub: Hub, tmp_path: Path
) -> None:
    hub.required_key = KEY
    hub.queue.usual = ("succeeded",)
    samples = shown(tab, base_url=f"{hub.url}/api/ai")

    failures = run_samples(
        samples, tab, folder=tmp_path, environ={**os.environ, "OXEN_API_KEY": KEY}
    )

    assert failures == {}
    sent = [request.json for request in hub.requests if request.method == "POST"]
    assert sent == [*samples.values()]


def test_every_call_of_a_generated_client_sends_the_body_that_its_page_shows(
    hub: Hub, tmp_path: Path
) -> None:
    hub.queue.usual = ("succeeded",)
    models = {model.id: model for _, model in published() if model.is_judged}
    write(plan_client(models.values(), package="hub_client"), tmp_path / "hub_client")
    samples = shown("Generated client", base_url=HUB_INFERENCE_URL, models=models.values())
    environ = {**os.environ, "OXEN_BASE_URL": hub.url, "PYTHONPATH": str(tmp_path)}
    (tmp_path / "samples").mkdir()

    failures = run_samples(
        samples, "Generated client", folder=tmp_path / "samples", environ=environ
    )

    assert failures == {}
    sent = [request.json for request in hub.requests if request.method == "POST"]
    # Whether the answer is a stream is the function's to say.
    assert sent == [{n: v for n, v in b.items() if n != "stream"} for b in samples.values()]


def test_every_body_that_a_page_shows_is_valid() -> None:
    for catalog, model in published():
        for example in examples(model):
            assert oxspec.validate(example.body, catalog=catalog) == []


def test_every_tab_of_every_way_is_there() -> None:
    for _, model in published():
        page = FORMAT.page(model, examples(model), HUB_INFERENCE_URL)
        tabs = [sample.tab for sample in samples_in(page)]
        ways = 3 if model.endpoint in QUEUED else 1
        assert [tabs.count(tab) for tab in ("cURL", "Python", "JavaScript")] == [
            ways * len(examples(model))
        ] * 3
