"""The site in a real browser, from disk: it works, asks nobody for anything, and is accessible."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

import oxspec
from hub.server import Hub
from oxspec.catalog.bundled import bundled_catalog
from oxspec.catalog.model import Catalog, Model
from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from oxspec.render.pageformats import HTML
from support.browser import chromium
from support.models import paint
from support.catalogs import all_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from oxspec.jsontypes import JsonObject

pytestmark = pytest.mark.tools

AXE: Final = Path(__file__).parent / "site" / "node_modules" / "axe-core" / "axe.min.js"
#: One model of each endpoint, and one of each kind of parameter.
KINDS: Final = {
    "chat/completions": "moonshotai-kimi-k2-5",
    "images/generate": "acme-paint-1",
    "images/edit": "black-forest-labs-flux-2-klein-4b",
    "videos/generate": "google-veo-3-1-fast",
    "audio/generate": "bytedance-seed-audio-1-0",
}
RUNNERS: Final = {
    "cURL": ["sh"],
    "Python": [sys.executable, "-"],
    "JavaScript": ["node", "--input-type=module", "-"],
}


class Site:
    """A site on disk, and a browser that looks at it.

    Attributes:
        folder: where it is.
        browser: what looks.
        hub: where its calls go.
        catalog: its models.
    """

    def __init__(self, folder: Path, browser: Browser, hub: Hub) -> None:
        """Write the site of the bundled catalog and a model of our own."""
        self.folder, self.browser, self.hub = folder, browser, hub
        models = [m for m in bundled_catalog().models.values() if m.is_published]
        self.catalog = Catalog({model.id: model for model in [*models, paint()]})
        base_url = f"{hub.url}/api/ai"
        output = plan_docs(
            self.catalog.models.values(), examples, page_format=HTML, base_url=base_url
        )
        for path, content in output.files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)

    def page(self, name: str = "index", *, theme: Any = "light", width: int = 1280) -> Watched:  # noqa: ANN401  # one of two words
        """Open a page in a browser that was never here before."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        watched = Watched(context.new_page())
        watched.open(self.folder / f"{name}.html")
        return watched


class Watched:
    """A page, and all that it complained of or asked for."""

    def __init__(self, page: Page) -> None:
        """Watch from the start."""
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith("file:///"):
            self.complaints.append(f"asked for {url}")

    def open(self, path: Path, fragment: str = "") -> None:
        """Go to a page on disk."""
        self.page.goto(path.as_uri() + fragment)

    def __enter__(self) -> Page:
        """Return the page."""
        return self.page

    def __exit__(self, *_: object) -> None:
        """Nothing was complained of, and nobody was asked."""
        self.page.context.close()
        assert self.complaints == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Hub() as hub, chromium() as browser:
        yield Site(tmp_path_factory.mktemp("site"), browser, hub)


def body_of(page: Page) -> JsonObject:
    body: JsonObject = json.loads(page.locator("[data-body]").input_value())
    return body


def found(page: Page) -> set[tuple[str, str]]:
    told = page.locator("[data-findings] > li > code").all_inner_texts()
    return {(line.split(" ", 1)[0], line.partition(" ")[2]) for line in told}


def verdict(page: Page) -> str:
    return page.locator("[data-verdict]").inner_text()


def field(page: Page, name: str) -> Any:  # noqa: ANN401  # a locator
    fields = page.locator("[data-fields] > .control")
    return fields.filter(has=page.locator(f"code:text-is('{name}')")).first


def judged(site: Site, body: JsonObject) -> set[tuple[str, str]]:
    return {(f.code, f.pointer) for f in oxspec.validate(body, catalog=site.catalog)}


# Each: how a form of the endpoint is filled in, how it is broken, and what is then told where.
def fill_chat(page: Page) -> None:
    message = field(page, "messages")
    message.locator("textarea").first.fill("Say \"ox\" in 'French' $HOME")
    message.get_by_role("button", name="Add to messages").click()
    message.locator("select").nth(1).select_option(label="user")
    message.locator(".entry").nth(1).locator("textarea").first.fill("second")


def fill_paint(page: Page) -> None:
    field(page, "prompt").locator("textarea").fill("An ox; 'quoted' \\ \u00e9 \U0001f600\nnext")
    page.get_by_text("All parameters", exact=True).first.click()
    field(page, "hd").locator("input").click()
    field(page, "refs").get_by_role("button", name="Add to refs").click()
    field(page, "refs").locator("input[type=url]").fill("https://example.com/a.png")
    field(page, "rate").locator("select").select_option(label="23.976")


def fill_edit(page: Page) -> None:
    field(page, "prompt").locator("textarea").fill("An ox in the rain")
    pictures = field(page, "input_image")
    pictures.get_by_role("button", name="Add to input_image").click()
    pictures.locator("input, textarea").last.fill("https://example.com/a.png")


def fill_video(page: Page) -> None:
    field(page, "prompt").locator("textarea").fill("An ox in the rain")
    page.get_by_text("All parameters", exact=True).first.click()
    field(page, "duration").locator("select").select_option(label="8")
    field(page, "resolution").locator("select").select_option(label="4k")
    page.get_by_label("Queue it").check()


def fill_audio(page: Page) -> None:
    field(page, "prompt").locator("textarea").fill("A calm voice")


FILL: Final = dict(zip(KINDS, (fill_chat, fill_paint, fill_edit, fill_video, fill_audio), strict=True))


@pytest.mark.parametrize("endpoint", list(KINDS))
def test_a_request_is_filled_in_broken_mended_copied_and_sent(site: Site, endpoint: str) -> None:
    with site.page(KINDS[endpoint]) as page:
        FILL[endpoint](page)
        assert verdict(page) == "This request is right"
        right = body_of(page)
        assert judged(site, right) == set()

        broken = {**right, "promt": 1, "response_format": "png"}
        page.locator("[data-body]").fill(json.dumps(broken))
        assert found(page) == judged(site, broken) != set()
        assert verdict(page) == f"{len(judged(site, broken))} errors"

        page.locator("[data-body]").fill(json.dumps(right))
        assert verdict(page) == "This request is right"
        assert body_of(page) == right
        for language, command in RUNNERS.items():
            page.locator(".call").get_by_role("tab", name=language).click()
            call = copied(page, page.locator(".call .tabs > section:visible .copy"))
            sent = run(command, call, site.hub)
            queued = page.get_by_label("Queue it").is_checked()
            assert sent == ("/api/ai/queue" if queued else f"/api/ai/{endpoint}", right)


def copied(page: Page, button: Locator) -> str:
    """Press a button that copies, and return what it copied."""
    button.click()
    expect(button).to_have_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def run(command: list[str], program: str, hub: Hub) -> tuple[str, object]:
    """Run a copied call, and return what the hub then got."""
    environment = {**os.environ, "OXEN_API_KEY": "k", "NO_PROXY": "127.0.0.1"}
    before = len(hub.requests)
    done = subprocess.run(
        command, input=program.encode(), env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    (request,) = hub.requests[before:]
    assert request.headers["authorization"] == "Bearer k"
    return request.path, request.json
