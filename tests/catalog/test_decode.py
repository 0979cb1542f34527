"""From a payload to a catalog."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oxspec.catalog.decode import decode_catalog, decode_entry, digest_of, entries_of, entry_id
from oxspec.catalog.model import Model, Quarantined
from oxspec.errors import SourceError
from oxspec.testing import entries, json_values
from support.catalogs import each_catalog

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog
    from oxspec.jsontypes import JsonObject, JsonValue

SCHEMA: JsonObject = {"type": "object", "properties": {"prompt": {"type": "string"}}}
ENTRY: JsonObject = {
    "name": "acme-paint-1",
    "display_name": "Acme Paint 1",
    "summary": "Small painter",
    "model_type": "base",
    "can_run_inference": True,
    "deprecated": False,
    "endpoint": "/images/generate",
    "capabilities": {"input": ["text"], "output": ["image"]},
    "developer": {"name": "acme", "display_name": "Acme"},
    "provider": {"name": "acme-cloud"},
    "json_request_schema": SCHEMA,
}
KEYS = [*ENTRY, "id", "request_schema", "description"]


def as_listing(entry: JsonObject) -> JsonObject:
    """Return an entry as the OpenAI-shaped list has it."""
    renamed = {"name": "id", "json_request_schema": "request_schema"}
    listed = {renamed.get(key, key): value for key, value in entry.items()}
    return {**listed, "object": "model", "created": 1, "owned_by": "oxen", "pricing": None}


def only(entry: JsonValue) -> Model:
    model = decode_entry(entry)
    assert isinstance(model, Model)
    return model


def refused(entry: JsonValue) -> Quarantined:
    model = decode_entry(entry)
    assert isinstance(model, Quarantined)
    return model


@given(entry=entries())
def test_all_shapes_of_a_payload_give_equal_models(entry: JsonObject) -> None:
    listed = as_listing(entry)
    payloads: list[JsonValue] = [
        [entry],
        {"models": [entry]},
        {"object": "list", "data": [listed]},
        [listed],
        entry,
        listed,
    ]

    models = [decode_catalog(payload, source="s").models for payload in payloads]

    assert models == [models[0]] * len(payloads)
    assert list(models[0]) == [entry["name"]]


@given(payload=json_values())
def test_decoding_any_value_gives_a_catalog_or_a_source_error(payload: JsonValue) -> None:
    try:
        catalog = decode_catalog(payload, source="s")
    except SourceError:
        assert not isinstance(payload, list)
    else:
        assert len(catalog.models) + len(catalog.quarantined) == len(
            entries_of(payload, source="s")
        )


@given(
    entry=entries(),
    changes=st.dictionaries(st.sampled_from(KEYS), json_values(max_leaves=4), max_size=3),
    removed=st.sets(st.sampled_from(KEYS), max_size=3),
)
def test_a_changed_entry_is_a_model_or_is_quarantined_and_the_others_go_on(
    entry: JsonObject, changes: JsonObject, removed: set[str]
) -> None:
    changed = {k: v for k, v in {**entry, **changes}.items() if k not in removed}
    assume(entry_id(changed) != "acme-paint-1")

    catalog = decode_catalog([ENTRY, changed], source="s")

    assert catalog.models["acme-paint-1"] == only(ENTRY)
    assert len(catalog.models) + len(catalog.quarantined) == 2
    assert all(q.pointer.startswith("/1") and q.reason for q in catalog.quarantined)


@pytest.mark.parametrize(
    ("key", "value", "pointer"),
    [
        ("name", 5, "/name"),
        ("name", " ", "/name"),
        ("name", "a\nb", "/name"),
        ("name", "a\x00", "/name"),
        ("name", "a\x1b[31m", "/name"),
        ("name", "a\u202eb", "/name"),
        ("name", "\ud800", "/name"),
        ("name", None, ""),
        ("display_name", 5, "/display_name"),
        ("summary", [], "/summary"),
        ("description", {}, "/description"),
        ("model_type", True, "/model_type"),
        ("can_run_inference", "true", "/can_run_inference"),
        ("deprecated", 0, "/deprecated"),
        ("endpoint", 1, "/endpoint"),
        ("capabilities", ["text"], "/capabilities"),
        ("capabilities", {"input": "text"}, "/capabilities/input"),
        ("capabilities", {"output": ["image", 1]}, "/capabilities/output"),
        ("developer", 1, "/developer"),
        ("provider", {"name": 1}, "/name"),
        ("json_request_schema", [], "/json_request_schema"),
        ("json_request_schema", False, "/json_request_schema"),
        ("json_request_schema", "{}", "/json_request_schema"),
        ("request_schema", {"type": "object"}, "/request_schema"),
    ],
)
def test_a_wrong_value_quarantines_its_model_alone_with_the_pointer(
    key: str, value: JsonValue, pointer: str
) -> None:
    other = {**ENTRY, "name": "other"}

    catalog = decode_catalog({"models": [other, {**ENTRY, key: value}]}, source="s")

    assert list(catalog.models) == ["other"]
    assert [q.pointer for q in catalog.quarantined] == ["/models/1" + pointer]


def test_a_wrong_id_of_the_listing_is_pointed_at_as_it_is_spelled_there() -> None:
    assert refused({"id": 5}).pointer == "/id"


@pytest.mark.parametrize("entry", [None, 1, "acme", [], [ENTRY]])
def test_an_entry_that_is_no_object_is_quarantined_by_position(entry: JsonValue) -> None:
    catalog = decode_catalog([ENTRY, entry], source="s")

    assert [(q.id, q.pointer) for q in catalog.quarantined] == [(None, "/1")]


def test_all_entries_with_the_same_id_are_quarantined_each_with_its_position() -> None:
    twin = as_listing({**ENTRY, "summary": "another"})

    catalog = decode_catalog([ENTRY, {**ENTRY, "name": "other"}, twin], source="s")

    assert list(catalog.models) == ["other"]
    assert [(q.id, q.pointer) for q in catalog.quarantined] == [
        ("acme-paint-1", "/0"),
        ("acme-paint-1", "/2"),
    ]


def test_an_id_that_a_broken_entry_claims_too_is_not_trusted() -> None:
    catalog = decode_catalog([ENTRY, {**ENTRY, "deprecated": "no"}], source="s")

    assert not catalog.models
    assert [q.pointer for q in catalog.quarantined] == ["/0", "/1/deprecated"]


@pytest.mark.parametrize(
    "payload",
    [
        None,
        True,
        1,
        "models",
        {},
        {"models": None},
        {"models": {}},
        {"data": "x"},
        {"error": {"message": "gone"}},
        {"error": {"title": "no"}, "id": "request-1"},
        {"status": "error"},
    ],
)
def test_a_payload_that_is_no_catalog_is_refused_in_one_line(payload: JsonValue) -> None:
    with pytest.raises(SourceError) as caught:
        decode_catalog(payload, source="hub")

    assert "not a catalog" in str(caught.value)
    assert str(caught.value).isprintable()


def test_what_an_entry_leaves_out_has_its_documented_default() -> None:
    model = only({"id": "x"})

    assert model.model_type == "base"
    assert model.can_run_inference
    assert not model.deprecated
    assert model.display_name == "x"
    assert model.endpoint == "chat/completions"
    assert (model.request_schema, model.developer, model.description) == (None, None, None)
    assert model.is_published


def test_where_an_entry_has_both_names_the_one_that_goes_into_requests_is_the_id() -> None:
    assert only({"id": "0b7f8c1e-uuid", "name": "acme"}).id == "acme"
    assert only({"id": "acme", "name": None}).id == "acme"


def test_equal_schemas_under_both_keys_are_one_schema() -> None:
    assert only({**ENTRY, "request_schema": copy.deepcopy(SCHEMA)}).request_schema == SCHEMA


def test_a_developer_is_named_for_people_and_a_provider_as_the_hub_names_it() -> None:
    party: JsonObject = {"name": "acme", "display_name": "Acme"}

    model = only({**ENTRY, "developer": party, "provider": party})

    assert (model.developer, model.provider) == ("Acme", "acme")
    assert only({**ENTRY, "developer": "Acme Inc."}).developer == "Acme Inc."


def test_keys_that_nothing_reads_are_ignored_whatever_they_hold() -> None:
    assert only({**ENTRY, "pricing": [], "deployments": "x", "__class__": 1}) == only(ENTRY)


def test_values_nested_without_end_are_set_aside_without_a_crash() -> None:
    deep: JsonValue = 1
    for _ in range(50_000):
        deep = [deep]
    entry: JsonObject = {
        **ENTRY,
        "request_schema": {"default": deep},
        "json_request_schema": {"default": [deep]},
    }

    catalog = decode_catalog([entry, {**ENTRY, "name": "other"}], source="s")

    assert list(catalog.models) == ["other"]


@given(entry=entries(), data=st.data())
def test_a_digest_does_not_depend_on_the_order_of_keys(
    entry: JsonObject, data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(entry.items()))))

    assert digest_of(shuffled) == digest_of(entry)
    assert digest_of(shuffled).startswith("sha256:")
    assert (
        decode_catalog([entry], source="a").digest == decode_catalog([shuffled], source="b").digest
    )


@given(first=json_values(), second=json_values())
def test_different_values_have_different_digests(first: JsonValue, second: JsonValue) -> None:
    same = json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)

    assert (digest_of(first) == digest_of(second)) == same


@each_catalog
def test_no_model_of_a_real_catalog_is_quarantined(catalog: Catalog) -> None:
    assert catalog.models
    assert catalog.quarantined == ()
