"""The bundled catalog."""

from __future__ import annotations

import re
from dataclasses import replace

from oxspec.catalog.bundled import bundled_catalog
from oxspec.catalog.decode import decode_catalog
from oxspec.jsontext import CATALOG_DEPTH, decode
from oxspec.resources import schemas_dir
from oxspec.schema.dialect import check_request_schema, subschemas


def test_the_bundled_catalog_says_of_when_it_is_and_is_no_authority_on_what_exists() -> None:
    catalog = bundled_catalog()

    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", catalog.date or "")
    assert not catalog.authoritative
    assert catalog.source == "bundled"


def test_the_bundled_catalog_is_what_the_strict_decoder_reads() -> None:
    payload = decode((schemas_dir() / "catalog.json").read_bytes(), depth=CATALOG_DEPTH)
    bundled = bundled_catalog()

    decoded = decode_catalog(payload, source="bundled")

    assert {name: replace(model, checked=False) for name, model in bundled.models.items()} == dict(
        decoded.models
    )
    assert bundled.digest == decoded.digest


def test_the_schemas_that_the_bundle_calls_checked_are_well_formed() -> None:
    for model in bundled_catalog().models.values():
        assert model.checked
        if model.request_schema is not None:
            check_request_schema(model.request_schema)


def test_the_bundled_catalog_has_no_descriptive_text() -> None:
    for model in bundled_catalog().models.values():
        assert (model.summary, model.description) == (None, None)
        for _, subschema in subschemas(model.request_schema or {}):
            assert isinstance(subschema, dict)
            assert not {"title", "description", "examples"} & subschema.keys()
