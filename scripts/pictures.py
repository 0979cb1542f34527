"""Make the pictures of pages that the documents show: docs/pictures/*.png.

    python scripts/pictures.py

The site of the bundled catalog, in a headless Chromium. Fonts are the machine's (Inter and
JetBrains Mono look best, where they are installed), so pictures differ between machines, and no
test looks at them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from oxspec.catalog.bundled import bundled_catalog
from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from oxspec.render.pageformats import HTML
from support.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

PICTURES: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MODEL: Final = "google-veo-3-1-fast"


def index(page: Page) -> None:
    """Show the index after a search."""
    page.get_by_label("Search").fill("flux")


def builder(page: Page) -> None:
    """Show a request that breaks a rule."""
    page.get_by_text("All parameters", exact=True).first.click()
    page.get_by_label("prompt").fill("An ox in the rain, filmed from a slow train")
    page.get_by_label("resolution").select_option("2")
    page.get_by_label("duration").select_option("0")
    page.evaluate("scrollTo(0, document.querySelector('#build').offsetTop - 76)")


def top(page: Page) -> None:
    """Show what a page begins with."""
    page.evaluate("scrollTo(0, 0)")


#: Picture → page, theme, height, and what is done on it first.
SHOTS: Final[dict[str, tuple[str, str, int, Callable[[Page], None]]]] = {
    "index": ("index", "light", 680, index),
    "page": (MODEL, "light", 800, top),
    "builder": (MODEL, "light", 760, builder),
    "builder-dark": (MODEL, "dark", 760, builder),
}


def main() -> None:
    """Write the pictures."""
    models = [model for model in bundled_catalog().models.values() if model.is_published]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        for path, content in plan_docs(models, examples, page_format=HTML).files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)
        for picture in SHOTS:
            shoot(browser, folder, picture)


def shoot(browser: Browser, folder: Path, picture: str) -> None:
    """Take one picture."""
    name, theme, height, prepare = SHOTS[picture]
    page = browser.new_page(
        viewport={"width": 1180, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto((folder / f"{name}.html").as_uri())
    prepare(page)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=PICTURES / f"{picture}.png", animations="disabled", caret="hide")
    page.close()
    print(f"wrote docs/pictures/{picture}.png")


if __name__ == "__main__":
    main()
