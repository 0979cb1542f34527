"""The catalogs that tests run over: the bundled one, the fixtures, and those of a folder."""

from __future__ import annotations

import json
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
    from oxspec.jsontypes import JsonValue

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


@cache
def distinct_models() -> list[tuple[str, Model]]:
    """Return the models that are judged, of those whose bodies are judged alike the first.

    Schemas are alike when they differ in the id that bodies must carry, and in what is only shown.
    """
    found: dict[str, tuple[str, Model]] = {}
    for name, model in all_models():
        if model.strict is not None:
            judged = json.dumps(_judging(model.strict), sort_keys=True)
            found.setdefault(judged.replace(json.dumps(model.id), "null"), (name, model))
    return list(found.values())


def _judging(schema: JsonValue) -> JsonValue:
    """Return a schema without its texts; a parameter called ``title`` stays."""
    if isinstance(schema, list):
        return [_judging(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _judging(member)
        for name, member in schema.items()
        if name not in _SHOWN or not isinstance(member, str | int)
    }


_SHOWN: Final = ("title", "description", "x-order")


def model_ids() -> list[str]:
    """Return ``catalog:model`` for each of ``all_models``, as test ids."""
    return [f"{name}:{model.id}" for name, model in all_models()]


#: Runs a test once per model, as ``model``, with a readable id.
each_model = pytest.mark.parametrize("model", [model for _, model in all_models()], ids=model_ids())

#: Runs a test once per catalog, as ``catalog``.
each_catalog = pytest.mark.parametrize("catalog", list(catalogs().values()), ids=list(catalogs()))

#: Runs a test once per model whose bodies are judged in its own way, as ``model``.
each_distinct_model = pytest.mark.parametrize(
    "model",
    [model for _, model in distinct_models()],
    ids=[f"{name}:{model.id}" for name, model in distinct_models()],
)
