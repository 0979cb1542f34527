"""The catalog that comes with oxspec: facts of one date, without descriptive text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ..resources import schemas_dir
from .decode import decode_catalog

if TYPE_CHECKING:
    from ..jsontypes import JsonObject
    from .model import Catalog

BUNDLED: Final = "bundled"


def bundled_catalog() -> Catalog:
    """Return the bundled catalog; its ``date`` says of when it is.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    from dataclasses import replace

    payload: JsonObject = json.loads((schemas_dir() / "catalog.json").read_bytes())
    date = payload.get("date")
    catalog = decode_catalog(payload, source=BUNDLED, date=date if isinstance(date, str) else None)
    models = {name: replace(model, checked=True) for name, model in catalog.models.items()}
    return replace(catalog, models=models, authoritative=False)
