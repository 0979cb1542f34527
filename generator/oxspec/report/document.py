"""What the JSON reports share: their text, and the catalog that they speak of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalog.model import Catalog


def as_text(document: Mapping[str, object]) -> str:
    """Return a document as indented JSON with a newline at its end."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n"


def as_line(document: Mapping[str, object]) -> str:
    """Return a document as JSON on one line, its newline included."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False, default=str) + "\n"


def catalog_facts(catalog: Catalog | None) -> dict[str, object] | None:
    """Return where a catalog is from and of when, None where there is none."""
    if catalog is None:
        return None
    return {
        "source": catalog.source,
        "date": catalog.date,
        "digest": catalog.digest,
        "stale": catalog.stale,
    }
