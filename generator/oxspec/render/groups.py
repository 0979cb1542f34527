"""The models of an index by developer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pageviews import GroupView, LinkView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .manifest import Entry


def index_groups(entries: Mapping[str, Entry]) -> list[GroupView]:
    """Return the models that have a page, by developer."""
    labels: dict[str, list[LinkView]] = {}
    for _, entry in sorted(entries.items()):
        if entry.outcome == "generated":
            link = LinkView(entry.title, entry.name)
            labels.setdefault(entry.group or "Other", []).append(link)
    order = sorted(labels, key=lambda label: (label.casefold(), label))
    return [GroupView(label, tuple(labels[label])) for label in order]
