"""From models to reference pages and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog.decode import digest_of
from ..errors import OutputError, OxspecError, TemplateProblem
from ..naming import file_stems
from .manifest import Entry, Manifest, recorded
from .pageformats import MDX
from .plan import Output
from .samples import HUB_INFERENCE_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ..catalog.model import Model, Quarantined
    from ..examples import Example
    from .history import History
    from .pageformats import PageFormat


def plan_docs(  # noqa: PLR0913  # each is one thing to decide
    models: Iterable[Model],
    examples: Callable[[Model], Iterable[Example]],
    *,
    page_format: PageFormat = MDX,
    base_url: str = HUB_INFERENCE_URL,
    quarantined: Iterable[Quarantined] = (),
    catalog: str = "",
    known: Manifest | None = None,
    partial: bool = False,
    history: History | None = None,
    llms: bool = False,
) -> Output:
    """Return a page for each model, the index, what the pages share and, if asked, a changelog.

    A model whose page cannot be made is set aside with its reason in the manifest.

    Args:
        models: in any order.
        examples: gives the example bodies of a model.
        page_format: the kind of pages.
        base_url: where the samples send their requests.
        quarantined: models that were set aside before.
        catalog: digest of the catalog.
        known: the folder's manifest: pages keep the names that they have in it.
        partial: whether only some models were named, so that the others stay as they are.
        llms: whether files about all pages are made for programs that read; not if partial.
        history: what changed since an earlier catalog, None where that is not asked.

    Raises:
        TemplateProblem: a template of the user's own went wrong.
    """
    by_id = {model.id: model for model in models}
    asides = {q.id: q.reason for q in quarantined if q.id is not None}
    kept = dict(known.models) if known and partial else {}
    named = {name: entry.name for name, entry in known.models.items()} if known else {}
    stems = file_stems([*by_id, *asides, *kept], known=named)
    entries = kept | {
        name: Entry(stems[name], "quarantined", title=name, reason=reason)
        for name, reason in asides.items()
    }
    history = history.beside(stems.values()) if history else None
    files = page_format.assets()

    def text_of(model: Model) -> str:
        return page_format.page(model, examples(model), base_url, history=history)

    for name, model in by_id.items():
        entries[name], made = _page(model, stems[name], page_format, text_of)
        files |= made
    told = history.changelog if history else known.changelog if known and partial else ""
    files |= _lists(page_format, entries, told, history)
    if llms:
        files |= _for_programs(entries, by_id, examples, page_format, base_url)
    digests = recorded(files, known if partial else None)
    manifest = Manifest("docs", catalog, entries, digests, changelog=told)
    return Output(files, manifest, partial=partial)


def _page(
    model: Model, stem: str, page_format: PageFormat, text_of: Callable[[Model], str]
) -> tuple[Entry, dict[str, bytes]]:
    try:
        text = text_of(model)
    except TemplateProblem:
        raise
    except OxspecError as error:
        title = model.display_name
        return Entry(stem, "quarantined", title=title, reason=str(error)), {}
    return _entry(model, stem, page_format), {stem + page_format.suffix: text.encode("utf-8")}


def _for_programs(
    entries: Mapping[str, Entry],
    models: Mapping[str, Model],
    examples: Callable[[Model], Iterable[Example]],
    page_format: PageFormat,
    base_url: str,
) -> dict[str, bytes]:
    from .llms import llms_files

    return llms_files(entries, models, examples, page_format=page_format, base_url=base_url)


def _lists(
    page_format: PageFormat, entries: Mapping[str, Entry], changelog: str, history: History | None
) -> dict[str, bytes]:
    """Return the index and, where it is asked for, the page of changes."""
    texts = {page_format.index: page_format.index_text(entries, changelog=changelog)}
    if history is not None:
        texts[changelog + page_format.suffix] = page_format.changelog_text(history, entries)
    return {path: text.encode("utf-8") for path, text in texts.items()}


def refuse_other_format(known: Manifest | None, page_format: PageFormat, *, folder: Path) -> None:
    """Return for a folder that is new, or holds pages of this format.

    Raises:
        OutputError: its manifest is of another format's pages, which would all go.
    """
    if known and known.files and page_format.index not in known.files:
        what = f"holds pages of another format than {page_format.name}"
        raise OutputError(what, where=str(folder), fix="choose another folder, or remove it")


def _entry(model: Model, stem: str, page_format: PageFormat) -> Entry:
    listing = None
    if page_format.lists:
        from .reference import listing_of

        listing = listing_of(model)
    return Entry(
        stem,
        title=model.display_name,
        group=model.developer or model.provider,
        digest=digest_of(model.request_schema),
        listing=listing,
    )
