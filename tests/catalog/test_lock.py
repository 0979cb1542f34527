"""A lock holds models as they were, and says what it cannot vouch for."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.lock import encoded_lock, is_lock, locked_entries, locked_entry
from oxspec.errors import SourceError
from oxspec.fetch.payload import read_payload
from oxspec.resources import schemas_dir
from oxspec.testing import models
from support.catalogs import each_catalog
from support.models import chat, paint
from support.pairs import patiently
from support.plain import accepts

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog, Model
    from oxspec.jsontypes import JsonObject

DATE = "2026-08-07"


def lock_of(*pinned: Model) -> JsonObject:
    document: JsonObject = json.loads(encoded_lock(locked_entry(m, date=DATE) for m in pinned))
    return document


@patiently
@given(model=models())
def test_a_pinned_model_is_the_model_again(model: Model) -> None:
    document = lock_of(model)

    (entry,) = locked_entries(document, source="x").values()
    assert replace(model, checked=False) == decode_entry(entry)


@patiently
@given(model=models())
def test_a_lock_is_as_its_schema_says(model: Model) -> None:
    schema = json.loads((schemas_dir() / "lock.schema.json").read_bytes())

    assert accepts(schema, lock_of(model))


@each_catalog
def test_a_whole_catalog_can_be_pinned_and_judged_by(catalog: Catalog) -> None:
    data = encoded_lock(locked_entry(m, date=DATE) for m in catalog.models.values())

    pinned = read_payload(data, source="oxspec.lock").catalog

    assert {m.id: m.strict for m in pinned.models.values()} == {
        m.id: m.strict for m in catalog.models.values()
    }
    assert (pinned.partial, pinned.authoritative, pinned.date) == (True, False, DATE)


def test_a_lock_is_sorted_by_name_and_has_the_same_bytes_again() -> None:
    entries = [locked_entry(m, date=None) for m in (paint(), chat())]

    data = encoded_lock(entries)

    assert data == encoded_lock(reversed(entries))
    assert [entry["name"] for entry in json.loads(data)["models"]] == [
        "acme-chat-1",
        "acme-paint-1",
    ]


def test_a_catalog_is_no_lock() -> None:
    assert not is_lock({"models": []})
    assert not is_lock([])


def test_the_date_is_not_what_a_digest_is_of() -> None:
    one, two = (locked_entry(paint(), date=date) for date in (None, DATE))

    assert one["digest"] == two["digest"]


def test_an_entry_that_was_edited_is_refused_with_its_name() -> None:
    document = copy.deepcopy(lock_of(paint()))
    text = json.dumps(document).replace('"2k"', '"3k"')

    with pytest.raises(SourceError) as caught:
        locked_entries(json.loads(text), source="oxspec.lock")

    assert str(caught.value).startswith(
        'oxspec.lock, /models/0: the entry of "acme-paint-1" is not'
    )


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"lock": 2, "models": []}, "newer oxspec (format 2, known is 1)"),
        ({"lock": "1", "models": []}, "not a lock"),
        ({"lock": True, "models": []}, "not a lock"),
        ({"lock": 0, "models": []}, "not a lock"),
        ({"lock": 1}, "not a lock"),
        ({"lock": 1, "models": {}}, "not a lock"),
        ({"lock": 1, "models": [5]}, "an object with a name"),
        ({"lock": 1, "models": [{"digest": "x"}]}, "an object with a name"),
    ],
)
def test_what_is_no_lock_of_ours_is_refused(document: JsonObject, told: str) -> None:
    with pytest.raises(SourceError, match=r"oxspec\.lock") as caught:
        locked_entries(document, source="oxspec.lock")

    assert told in str(caught.value)


def test_a_model_that_is_pinned_twice_is_refused() -> None:
    entry = locked_entry(paint(), date=None)

    with pytest.raises(SourceError, match="pinned twice"):
        locked_entries({"lock": 1, "models": [entry, entry]}, source="x")
