"""From models to reference pages and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog.decode import digest_of
from ..errors import OutputError, OxspecError
from ..naming import file_stems
from .manifest import Entry, Manifest, recorded
from .pageformats import MDX
from .plan import Output
from .samples import HUB_INFERENCE_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ..catalog.model import Model, Quarantined
    from ..examples import Example
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
    llms: bool = False,
) -> Output:
    """Return a page for each model, the index, and what the pages share.

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
    files = page_format.assets()
    for name, model in by_id.items():
        stem = stems[name]
        try:
            text = page_format.page(model, examples(model), base_url)
        except OxspecError as error:
            title = model.display_name
            entries[name] = Entry(stem, "quarantined", title=title, reason=str(error))
            continue
        entries[name] = _entry(model, stem, page_format)
        files[stem + page_format.suffix] = text.encode("utf-8")
    files[page_format.index] = page_format.index_text(entries).encode("utf-8")
    if llms:
        from .llms import llms_files

        files |= llms_files(entries, by_id, examples, base_url=base_url)
    manifest = Manifest("docs", catalog, entries, recorded(files, known if partial else None))
    return Output(files, manifest, partial=partial)


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
