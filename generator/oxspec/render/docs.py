"""From models to reference pages and their index."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..catalog.decode import digest_of
from ..errors import OxspecError
from ..naming import file_stems
from .environment import environment
from .manifest import Entry, Manifest, recorded
from .pages import page_view
from .plan import Output
from .samples import HUB_INFERENCE_URL
from .views import GroupView, LinkView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Template

    from ..catalog.model import Model, Quarantined
    from ..examples import Example
    from .views import PageView

INDEX = "model-references.mdx"
_SUFFIX = ".mdx"


def plan_docs(  # noqa: PLR0913  # each is one thing to decide
    models: Iterable[Model],
    examples: Callable[[Model], Iterable[Example]],
    *,
    base_url: str = HUB_INFERENCE_URL,
    quarantined: Iterable[Quarantined] = (),
    catalog: str = "",
    known: Manifest | None = None,
    partial: bool = False,
) -> Output:
    """Return a page for each model, and the index.

    A model whose page cannot be made is set aside with its reason in the manifest.

    Args:
        models: in any order.
        examples: gives the example bodies of a model.
        base_url: where the samples send their requests.
        quarantined: models that were set aside before.
        catalog: digest of the catalog.
        known: the folder's manifest: pages keep the names that they have in it.
        partial: whether only some models were named, so that the others stay as they are.
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
    files: dict[str, bytes] = {}
    for name, model in by_id.items():
        entries[name], text = _rendered(model, stems[name], examples, base_url)
        if text is not None:
            files[stems[name] + _SUFFIX] = text.encode("utf-8")
    files[INDEX] = _index(entries).encode("utf-8")
    manifest = Manifest("docs", catalog, entries, recorded(files, known if partial else None))
    return Output(files, manifest, partial=partial)


def render_page(view: PageView) -> str:
    """Return a page's text."""
    return _template("page.mdx.jinja").render(view=view)


def _rendered(
    model: Model, stem: str, examples: Callable[[Model], Iterable[Example]], base_url: str
) -> tuple[Entry, str | None]:
    try:
        text = render_page(page_view(model, examples(model), base_url=base_url))
    except OxspecError as error:
        return Entry(stem, "quarantined", title=model.display_name, reason=str(error)), None
    group = model.developer or model.provider
    digest = digest_of(model.request_schema)
    return Entry(stem, title=model.display_name, group=group, digest=digest), text


def _index(entries: Mapping[str, Entry]) -> str:
    labels: dict[str, list[LinkView]] = {}
    for _, entry in sorted(entries.items()):
        if entry.outcome == "generated":
            link = LinkView(entry.title, entry.name)
            labels.setdefault(entry.group or "Other", []).append(link)
    order = sorted(labels, key=lambda label: (label.casefold(), label))
    groups = [GroupView(label, tuple(labels[label])) for label in order]
    return _template("index.mdx.jinja").render(groups=groups)


@cache
def _template(name: str) -> Template:
    return environment("docs/mdx").get_template(name)
