"""The site in a real browser, from disk: it works, asks nobody for anything, and is accessible."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final, Literal

import pytest
from playwright.sync_api import expect

import oxspec
from hub.server import Hub
from oxspec.app.since import Earlier, history_since
from oxspec.catalog.bundled import bundled_catalog
from oxspec.catalog.model import Catalog
from oxspec.errors import JsonTextError
from oxspec.examples import examples
from oxspec.jsontext import decode
from oxspec.render.docs import plan_docs
from oxspec.render.pageformats import HTML
from oxspec.runtime.check import check
from oxspec.testing import models as any_models
from support.browser import chromium
from support.catalogs import catalogs
from support.corpus import generated
from support.models import paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from oxspec.jsontypes import JsonObject

pytestmark = pytest.mark.tools

AXE: Final = Path(__file__).parent / "site" / "node_modules" / "axe-core" / "axe.min.js"
OLD: Final = "facts-2026-07-01"
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
            self.catalog.models.values(),
            examples,
            page_format=HTML,
            base_url=base_url,
            history=history_since(Earlier(catalogs()[OLD], "2026-07-01"), self.catalog),
        )
        for path, content in output.files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)

    def page(
        self,
        name: str = "index",
        *,
        theme: Literal["light", "dark"] = "light",
        width: int = 1280,
        host: str | None = None,
    ) -> Watched:
        """Open a page in a browser that was never here before, from disk or from a host."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        watched = Watched(context.new_page(), host or "file://")
        watched.page.goto(f"{host or self.folder.as_uri()}/{name}.html")
        return watched


class Watched:
    """A page, and all that it complained of or asked for."""

    def __init__(self, page: Page, host: str) -> None:
        """Watch from the start.

        Args:
            page: what is watched.
            host: what alone may be asked.
        """
        self.page = page
        self.host = host
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(f"{self.host}/"):
            self.complaints.append(f"asked for {url}")

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


def field(page: Page, name: str) -> Locator:
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


FILL: Final = dict(
    zip(KINDS, (fill_chat, fill_paint, fill_edit, fill_video, fill_audio), strict=True)
)


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


def test_what_is_typed_is_told_at_once_in_our_words_and_mended_on_request(site: Site) -> None:
    with site.page("acme-paint-1") as page:
        page.get_by_text("All parameters", exact=True).first.click()
        steps = field(page, "steps")
        steps.locator("input").fill("60")

        assert steps.locator(".problem").inner_text() == "steps must be from 1 to 50, not 60"
        assert steps.locator("input").get_attribute("aria-invalid") == "true"
        assert found(page) == {("out-of-range", "/steps")}
        page.get_by_role("button", name="Mend").click()
        assert verdict(page) == "This request is right"
        assert body_of(page)["steps"] == 50

        field(page, "prompt").locator("textarea").fill("")
        told = field(page, "prompt").locator(".problem").inner_text()
        assert told == 'the body lacks the required parameter "prompt"'


def test_a_pasted_body_is_read_judged_and_kept_whole(site: Site) -> None:
    body: JsonObject = {
        "model": "acme-paint-1",
        "prompt": "x",
        "steps": "28",
        "zzz": {"a": [1]},
        "__proto__": {"__proto__": 1},
        "constructor": 2,
        "refs": [{"url": "https://a.b/c", "q": 1}, {"url": 3}],
        "seed": None,
        "extra": {"x": [True]},
        "class": 4,
    }
    with site.page("acme-paint-1") as page:
        page.locator("[data-body]").fill(json.dumps(body))

        assert found(page) == judged(site, body)
        page.locator("[data-body]").blur()
        assert body_of(page) == body
        page.locator("[data-body]").fill('{"$schema": "acme.json", "prompt": "x"}')
        assert found(page) == set()
        page.locator("[data-body]").blur()
        assert body_of(page) == {"model": "acme-paint-1", "prompt": "x"}
        page.locator("[data-body]").fill('{"model": ')
        assert [code for code, _ in found(page)] == ["not-json"]
        assert verdict(page) == "1 error"


@pytest.mark.parametrize(
    "text",
    [
        '{"prompt": "x", "prompt": "y"}',
        '{\n  "a": [1, {"b": {}}, {"é\\"": [{}], "\\u00e9\\"": 2}]\n}',
        '{"a": ["a", "a"], "b": {"a": "a"}, "a": ""}',
    ],
)
def test_a_name_that_stands_twice_is_told_as_the_command_does(site: Site, text: str) -> None:
    with pytest.raises(JsonTextError) as refused:
        decode(text.encode())

    with site.page("acme-paint-1") as page:
        page.locator("[data-body]").fill(text)

        assert found(page) == {("duplicate-key", refused.value.pointer)}
        assert refused.value.what in page.locator("[data-findings]").inner_text()
        assert verdict(page) == "1 error"


def test_any_static_host_serves_it(site: Site) -> None:
    handler = partial(_Quiet, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        host = f"http://127.0.0.1:{server.server_address[1]}"
        with site.page(host=host) as page:
            page.goto(f"{host}/index.html")
            page.get_by_role("link", name="Acme Paint 1").click()
            page.get_by_label("prompt").fill("An ox")
            assert body_of(page) == {"model": "acme-paint-1", "prompt": "An ox"}
            assert "#body=" in page.url
            page.reload()
            assert body_of(page) == {"model": "acme-paint-1", "prompt": "An ox"}
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
        """Keep stderr for the tests' own words."""


def test_a_link_carries_the_request_to_another_browser(site: Site) -> None:
    with site.page("google-veo-3-1-fast") as page:
        assert "#" not in page.url
        fill_video(page)
        page.get_by_label("Queue it").check()
        body = body_of(page)
        link = copied(page, page.locator("[data-link]"))

    with site.page() as other:
        other.goto(link)
        assert body_of(other) == body
        assert other.get_by_label("Queue it").is_checked()
        other.get_by_role("button", name="Start over").click()
        assert "#" not in other.url
        assert body_of(other)["prompt"] == "<prompt>"


@pytest.mark.parametrize("state", ["#body=", "#body=[]", "#body=%7B%22a%22", "#body=" + "[" * 9999])
def test_a_link_that_carries_no_request_is_told_and_left_out(site: Site, state: str) -> None:
    with site.page() as page:
        page.goto((site.folder / "acme-paint-1.html").as_uri() + state)

        told = page.locator("[data-findings]").inner_text()
        assert "the link carries no request" in told
        assert verdict(page) == "This request is right"


def test_only_what_differs_from_the_default_is_in_the_body_unless_all_is_asked_for(
    site: Site,
) -> None:
    with site.page("acme-paint-1") as page:
        page.get_by_text("All parameters", exact=True).first.click()
        assert body_of(page) == {"model": "acme-paint-1", "prompt": "<prompt>"}
        field(page, "steps").locator("input").fill("29")
        assert body_of(page)["steps"] == 29
        field(page, "steps").locator("input").fill("28")
        assert "steps" not in body_of(page)

        page.get_by_label("Only what differs").uncheck()

        everything = body_of(page)
        assert everything["steps"] == 28
        assert everything["size"] == "1k"
        assert everything["hd"] is False
        assert judged(site, everything) == set()


FILL_AT_RANDOM: Final = """
([seed, texts]) => {
  const random = (count) => { seed = (seed * 48271) % 2147483647; return seed % count }
  const all = (selector) => document.querySelectorAll(`.builder ${selector}`)
  const tell = (element) => ['input', 'change'].forEach((kind) => (
    element.dispatchEvent(new Event(kind, {bubbles: true}))
  ))
  all('details').forEach((each) => { each.open = true })
  all('form button').forEach((each) => { if (random(3) === 0) each.click() })
  for (const each of all('form :is(input, select, textarea)')) {
    const numbers = [1, 5, 28, 0.5, -1, each.min, each.max, '']
    if (random(2) === 0) continue
    if (each.type === 'checkbox' || each.type === 'radio') { each.click(); continue }
    if (each.tagName === 'SELECT') each.selectedIndex = random(each.options.length)
    else if (each.type === 'number') each.value = numbers[random(8)]
    else each.value = texts[random(texts.length)]
    tell(each)
  }
}
"""


@pytest.mark.parametrize("share", range(2))
def test_what_a_form_says_without_an_error_is_accepted(site: Site, share: int) -> None:
    texts = ["x", "", "https://a.b/c", "28", "\u00e9\n'\"", '{"a": 1}', "[]", "null", "tru"]
    models = sorted(site.catalog.models)[share::16]
    silent = 0
    with site.page() as page:
        for model in models:
            page.goto((site.folder / f"{model}.html").as_uri())
            for seed in range(1, 7):
                page.evaluate(FILL_AT_RANDOM, [seed * 7919 + share, texts])
                body = body_of(page)
                told = {line for line in found(page) if line[0] != "not"}
                unread = page.get_by_text("cannot be read yet").count()
                if not unread:
                    assert told == judged(site, body), (model, body)
                silent += verdict(page) == "This request is right"
                page.get_by_role("button", name="Start over").click()
    assert silent > len(models)


def test_the_theme_is_the_systems_until_it_is_switched_and_stays(site: Site) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    with site.page(theme="light") as light, site.page(theme="dark") as dark:
        day, night = light.evaluate(paper), dark.evaluate(paper)
        assert day != night

        switch = light.get_by_role("button", name="Dark theme")
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        assert light.evaluate(paper) == night
        light.goto((site.folder / "acme-paint-1.html").as_uri())
        assert light.evaluate(paper) == night
        light.get_by_role("button", name="Dark theme").click()
        assert light.evaluate(paper) == day


def test_the_index_is_searched_and_filtered_and_says_how_much_it_found(site: Site) -> None:
    with site.page() as page:
        shown = page.locator("[data-model]:visible")
        total = len(site.catalog.models)
        assert page.locator("[data-found]").inner_text() == f"{total} of {total} models"

        page.get_by_label("Search").fill("VEO google")
        page.get_by_label("Endpoint").select_option(label="Video generation")
        page.get_by_label("Takes").select_option("image")
        page.get_by_label("Makes").select_option("video")
        page.get_by_label("Developer").select_option("Google")

        names = shown.locator("code").all_inner_texts()
        assert "google-veo-3-1-fast" in names
        assert all("veo" in name for name in names)
        assert page.locator("[data-found]").inner_text() == f"{len(names)} of {total} models"
        assert page.locator("[data-section]:visible").count() == 1
        page.reload()
        assert shown.locator("code").all_inner_texts() == names
        page.get_by_label("Search").fill("no such model")
        assert page.get_by_text("No model fits").is_visible()
        page.get_by_role("button", name="Clear").click()
        expect(shown).to_have_count(total)


def test_all_is_reached_by_the_keyboard(site: Site) -> None:
    with site.page("acme-paint-1") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        tabs = page.locator(".call").get_by_role("tab")
        tabs.first.focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("[data-call=curl]").is_visible()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert page.locator("[data-call=javascript]").is_visible()
        # A choice of language counts for the examples below, and on the next page.
        page.goto((site.folder / "google-veo-3-1-fast.html").as_uri())
        assert page.locator("[data-call=javascript]").is_visible()
        assert page.locator("#examples").get_by_text("await fetch").first.is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "changelog", *KINDS.values()])
def test_axe_finds_no_serious_violation(
    site: Site, name: str, theme: Literal["light", "dark"]
) -> None:
    assert AXE.is_file(), "this needs axe-core: make test-all"
    with site.page(name, theme=theme) as page:
        if name in KINDS.values():
            page.locator("[data-body]").fill('{"prompt": 3, "seed": "x", "steps": 99, "zz": 1}')
            page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
        page.evaluate(AXE.read_text("utf-8"))

        violations = page.evaluate("axe.run({preload: false}).then((result) => result.violations)")

    told = [(v["id"], v["impact"], [n["html"] for n in v["nodes"]][:3]) for v in violations]
    assert told == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("name", ["index", "changelog", *KINDS.values()])
def test_no_page_is_wider_than_the_screen(site: Site, name: str, width: int) -> None:
    with site.page(name, width=width) as page:
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")

        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_id_without_end_is_no_wider_than_the_screen(site: Site, tmp_path: Path) -> None:
    name = "x" * 300
    output = plan_docs([replace(paint(), id=name, display_name=name)], examples, page_format=HTML)
    for path, content in output.files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (file,) = tmp_path.glob("xxx*.html")
    page = site.browser.new_page(viewport={"width": 390, "height": 900})

    page.goto(file.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_without_a_script_a_page_shows_all_but_the_form(site: Site) -> None:
    context = site.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site.folder / "acme-paint-1.html").as_uri())

    assert page.locator("#examples pre").count() == page.locator("#examples pre:visible").count()
    assert page.get_by_text("The form needs JavaScript").is_visible()
    assert not page.locator("[data-builder]").is_visible()
    page.goto((site.folder / "index.html").as_uri())
    assert page.locator("[data-model]:visible").count() == len(site.catalog.models)
    context.close()


def test_hostile_models_have_pages_that_work_and_do_nothing_else(
    site: Site, tmp_path: Path
) -> None:
    models = {model.id: model for model in generated(any_models(), count=25)}
    output = plan_docs(models.values(), examples, page_format=HTML)
    for path, content in output.files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)

    with site.page() as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for name, model in models.items():
            entry = output.manifest.models[name]
            page.goto((tmp_path / f"{entry.name}.html").as_uri())
            body = body_of(page)
            assert body["model"] == name
            assert found(page) == {(f.code, f.pointer) for f in check(body, model.strict or {})}
            page.evaluate(FILL_AT_RANDOM, [len(name) + 1, ["<b>", "'", "\u2028", "https://a.b"]])
            assert page.locator("main script:not([type]), iframe, img, b").count() == 0
