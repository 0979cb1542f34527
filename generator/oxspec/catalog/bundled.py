"""The catalog that comes with oxspec: facts of one date, without descriptive text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..errors import ResourceMissingError
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
    path = schemas_dir() / "catalog.json"
    try:
        payload: JsonObject = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        what = f"the bundled catalog cannot be read: {error}"
        raise ResourceMissingError(what, where=str(path), fix="reinstall oxspec") from error
    date = payload.get("date")
    catalog = decode_catalog(payload, source=BUNDLED, date=date if isinstance(date, str) else None)
    models = {name: replace(model, checked=True) for name, model in catalog.models.items()}
    return replace(catalog, models=models, authoritative=False)
