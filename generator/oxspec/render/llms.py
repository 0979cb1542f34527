"""``llms.txt`` and ``llms-full.txt``: all pages for programs that read (https://llmstxt.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .environment import environment
from .pages import summary_of
from .reference import reference_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..catalog.model import Model
    from ..examples import Example
    from .manifest import Entry
    from .pageformats import PageFormat

INDEX: Final = "llms.txt"
FULL: Final = "llms-full.txt"


def llms_files(
    entries: Mapping[str, Entry],
    models: Mapping[str, Model],
    examples: Callable[[Model], Iterable[Example]],
    *,
    page_format: PageFormat,
    base_url: str,
) -> dict[str, bytes]:
    """Return the list of all pages, and one file with all that they say, in plain Markdown.

    Args:
        entries: what became of each model, by id.
        models: by id.
        examples: gives the example bodies of a model.
        page_format: the kind of pages that are listed.
        base_url: where the samples send their requests.
    """
    made = sorted(name for name, entry in entries.items() if entry.outcome == "generated")
    summaries = {entries[name].name: summary_of(models[name]) for name in made}
    page = environment("docs/md").get_template("page.md.jinja")
    pages = (reference_view(models[n], examples(models[n]), base_url=base_url) for n in made)
    full = "\n".join(page.render(view=view, index=INDEX) for view in pages)
    listed = page_format.llms_text(entries, summaries)
    return {INDEX: listed.encode("utf-8"), FULL: full.encode("utf-8")}
