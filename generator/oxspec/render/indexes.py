"""The views of indexes, made from what a manifest says of each model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .reference import KINDS, anchor_of
from .referenceviews import CapabilityView, IndexRow, IndexView, SectionView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .manifest import Entry

_MEDIA: Final = ("text", "image", "video", "audio")


def index_view(entries: Mapping[str, Entry], *, changelog: str = "") -> IndexView:
    """Return the models that have a page, by endpoint and capability, and what to filter by.

    Args:
        entries: what became of each model, by id.
        changelog: the page of changes, without a suffix; "" for none.
    """
    rows = [row for model, entry in sorted(entries.items()) for row in _rows(model, entry)]
    sections = [_section(endpoint, title, rows) for endpoint, title in KINDS.items()]
    sections = [section for section in sections if section.count]
    developers = {row.developer for row in rows if row.developer}
    return IndexView(
        count=len(rows),
        sections=tuple(sections),
        endpoints=tuple((section.endpoint, section.title) for section in sections),
        inputs=_media(kind for row in rows for kind in row.listing.inputs),
        outputs=_media(kind for row in rows for kind in row.listing.outputs),
        developers=tuple(sorted(developers, key=lambda name: (name.casefold(), name))),
        changelog=changelog,
    )


def _rows(model: str, entry: Entry) -> Iterable[IndexRow]:
    if entry.outcome == "generated" and entry.listing is not None:
        yield IndexRow(
            title=entry.title if entry.title.strip() else model,
            model=model,
            file=entry.name,
            developer=entry.group or "",
            listing=entry.listing,
            kind=KINDS.get(entry.listing.endpoint, entry.listing.endpoint),
        )


def _section(endpoint: str, title: str, rows: Sequence[IndexRow]) -> SectionView:
    mine = [row for row in rows if row.listing.endpoint == endpoint]
    capabilities: dict[str, list[IndexRow]] = {}
    for row in sorted(mine, key=lambda row: (_places(row.listing.inputs), row.model)):
        capabilities.setdefault(capability(row.listing.inputs, row.listing.outputs), []).append(row)
    return SectionView(
        title=title,
        anchor=anchor_of(endpoint),
        slug=title.lower().replace(" ", "-"),
        endpoint=endpoint,
        count=len(mine),
        capabilities=tuple(
            CapabilityView(name, tuple(found)) for name, found in capabilities.items()
        ),
    )


def capability(inputs: Sequence[str], outputs: Sequence[str]) -> str:
    """Return what a model makes of what: ``text, image → video``."""
    return f"{', '.join(inputs) or 'anything'} → {', '.join(outputs) or 'anything'}"


def _places(kinds: Iterable[str]) -> list[int]:
    """Return where kinds stand among those that are known, so that text comes before audio."""
    return [_MEDIA.index(kind) if kind in _MEDIA else len(_MEDIA) for kind in kinds]


def _media(kinds: Iterable[str]) -> tuple[str, ...]:
    found = set(kinds)
    others = sorted(found - set(_MEDIA))
    return (*(kind for kind in _MEDIA if kind in found), *others)
