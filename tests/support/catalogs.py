"""The catalogs that tests run over: the bundled one, the fixtures, and those of a folder."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from oxspec.catalog.bundled import BUNDLED, bundled_catalog
from oxspec.catalog.decode import decode_catalog
from oxspec.jsontext import CATALOG_DEPTH, decode

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog, Model

DATA: Final = Path(__file__).resolve().parents[1] / "data"


@cache
def catalogs() -> dict[str, Catalog]:
    """Return the catalogs by name; ``OXSPEC_TEST_CATALOGS`` names a folder of more."""
    found = {BUNDLED: bundled_catalog()}
    folders = [DATA, *map(Path, filter(None, [os.environ.get("OXSPEC_TEST_CATALOGS")]))]
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            payload = decode(path.read_bytes(), depth=CATALOG_DEPTH)
            found[path.stem] = decode_catalog(payload, source=path.name)
    return found


@cache
def all_models() -> list[tuple[str, Model]]:
    """Return every model of every catalog, each with the catalog's name."""
    return [
        (name, model) for name, catalog in catalogs().items() for model in catalog.models.values()
    ]


def model_ids() -> list[str]:
    """Return ``catalog:model`` for each of ``all_models``, as test ids."""
    return [f"{name}:{model.id}" for name, model in all_models()]


#: Runs a test once per model, as ``model``, with a readable id.
each_model = pytest.mark.parametrize("model", [model for _, model in all_models()], ids=model_ids())

#: Runs a test once per catalog, as ``catalog``.
each_catalog = pytest.mark.parametrize("catalog", list(catalogs().values()), ids=list(catalogs()))
