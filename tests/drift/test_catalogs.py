"""On real catalogs every difference is found, and none is made up."""

from __future__ import annotations

import json
import os
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

from oxspec.catalog.endpoints import ENDPOINTS
from oxspec.catalog.ruled import ruled
from oxspec.drift.compare import compare
from oxspec.drift.places import tokens_of
from oxspec.fetch.payload import payload_of
from oxspec.resources import schemas_dir
from support.catalogs import DATA

if TYPE_CHECKING:
    from oxspec.drift.changes import Change

    Fact = tuple[str, ...]
    #: An object of JSON as json.loads gives it: looked at with nothing of ours.
    Raw = dict[str, Any]

_NOWHERE: Final = object()


def _payloads() -> dict[str, Raw]:
    folders = [DATA, *map(Path, filter(None, [os.environ.get("OXSPEC_TEST_CATALOGS")]))]
    files = [
        schemas_dir() / "catalog.json",
        *(f for d in folders for f in sorted(d.glob("*.json"))),
    ]
    return {file.stem: json.loads(file.read_bytes()) for file in files}


PAYLOADS: Final = _payloads()
each_pair = pytest.mark.parametrize(("old", "new"), list(permutations(PAYLOADS, 2)))


@each_pair
def test_every_difference_is_found_and_none_is_made_up(old: str, new: str) -> None:
    catalogs = [payload_of(PAYLOADS[name], source=name).catalog for name in (old, new)]

    found = compare(catalogs[0], catalogs[1])

    assert found.left_out == ()
    told = {fact for change in found.changes for fact in _facts_of(change)}
    told -= _of_renamed(found.changes) | _derived(told, PAYLOADS[old], PAYLOADS[new])
    assert told == _differences(PAYLOADS[old], PAYLOADS[new])


@each_pair
def test_every_change_that_breaks_is_proven_or_breaks_by_definition(old: str, new: str) -> None:
    # Without rules: one that already forbids what the schema forbids now leaves no witness.
    before, after = (
        ruled(payload_of(PAYLOADS[name], source=name).catalog, ()) for name in (old, new)
    )

    changes = compare(before, after).changes

    unproven = {c.kind for c in changes if c.impact == "breaking" and not c.proven}
    assert unproven <= {"endpoint-changed"}


def test_both_dates_differ_as_is_known() -> None:
    old = payload_of(PAYLOADS["facts-2026-07-01"], source="old").catalog
    new = payload_of(PAYLOADS["catalog"], source="new").catalog

    changes = compare(old, new).changes

    counts = {kind: [c.kind for c in changes].count(kind) for kind in {c.kind for c in changes}}
    assert counts["model-removed"] == 7
    assert counts["model-added"] == 28
    assert counts["parameter-removed"] + counts["parameter-renamed"] == 20
    renamed = {(c.parameter, c.new) for c in changes if c.kind == "parameter-renamed"}
    assert renamed == {("input_images", "input_image")}
    assert counts["parameter-renamed"] == 3


def _facts_of(change: Change) -> set[Fact]:
    """Return what a change says, as raw facts."""
    if change.kind == "model-renamed":
        return {("model", change.model), ("model", str(change.new))}
    if change.kind in ("model-added", "model-removed"):
        return {("model", change.model)}
    keywords = {*_keys(change.old), *_keys(change.new)}
    if change.pointer is None:
        named = {"model-deprecated": ["deprecated"], "endpoint-changed": ["endpoint"]}
        keys = named.get(change.kind, keywords)
        both = {"inputs": "capabilities", "outputs": "capabilities"}
        return {("entry", change.model, both.get(key, key)) for key in keys}
    return _schema_facts(change, keywords)


def _schema_facts(change: Change, keywords: set[str]) -> set[Fact]:
    tokens = tokens_of(change.pointer or "")
    if not tokens:
        if change.old is None or change.new is None:
            return {("schema", change.model)}
        return {("root", change.model, keyword) for keyword in keywords}
    name, inside = tokens[1], tokens[2:]
    if inside or not change.kind.startswith(("parameter", "required", "became")):
        return {("keyword", change.model, name, key) for key in inside[:1] or keywords}
    if change.kind == "parameter-renamed":
        return {("parameter", change.model, name), ("parameter", change.model, str(change.new))}
    if change.kind.startswith("became"):
        return {("required", change.model, name)}
    return {("parameter", change.model, name)}


def _of_renamed(changes: tuple[Change, ...]) -> set[Fact]:
    """Return what is told of a parameter beyond that it is another name for the old one."""
    names = {(c.model, str(c.new)) for c in changes if c.kind == "parameter-renamed"}
    facts = {fact for change in changes for fact in _facts_of(change)}
    return {f for f in facts if f[0] in ("keyword", "required") and (f[1], f[2]) in names}


def _derived(facts: set[Fact], old: Raw, new: Raw) -> set[Fact]:
    """Return the facts on what only one of two payloads says itself: the other's is derived."""
    before, after = _entries(old), _entries(new)
    return {
        fact
        for fact in facts
        if fact[0] == "entry" and fact[2] not in before[fact[1]].keys() & after[fact[1]].keys()
    }


def _keys(value: object) -> list[str]:
    return list(cast("Raw", value)) if isinstance(value, dict) else []


def _differences(old: Raw, new: Raw) -> set[Fact]:
    """Return what differs between two payloads: sets of names, and values held side by side."""
    before, after = (_entries(payload) for payload in (old, new))
    facts: set[Fact] = {("model", name) for name in before.keys() ^ after.keys()}
    for name in before.keys() & after.keys():
        one, two = before[name], after[name]
        shared = (one.keys() & two.keys()) - {"schema"}
        facts |= {("entry", name, key) for key in shared if one[key] != two[key]}
        if (one["schema"] is None) != (two["schema"] is None):
            facts.add(("schema", name))
        elif one["schema"] is not None:
            facts |= _schema_differences(name, one["schema"], two["schema"])
    return facts


def _schema_differences(model: str, old: Raw, new: Raw) -> set[Fact]:
    before, after = old.get("properties", {}), new.get("properties", {})
    facts: set[Fact] = {("parameter", model, name) for name in before.keys() ^ after.keys()}
    both = before.keys() & after.keys()
    required = {*old.get("required", [])} ^ {*new.get("required", [])}
    facts |= {("required", model, name) for name in required & both}
    for name in both:
        one, two = before[name], after[name]
        facts |= {("keyword", model, name, key) for key in _unequal(one, two)}
    root = _unequal(old, new) - {"properties", "required"}
    return facts | {("root", model, keyword) for keyword in root}


def _unequal(old: Raw, new: Raw) -> set[str]:
    keys = old.keys() | new.keys()
    return {key for key in keys if old.get(key, _NOWHERE) != new.get(key, _NOWHERE)}


def _entries(payload: Raw) -> dict[str, Raw]:
    entries = payload["models"] if "models" in payload else payload["data"]
    return {entry.get("name") or entry["id"]: _entry(entry) for entry in entries}


def _entry(entry: Raw) -> Raw:
    """Return of an entry what callers see, texts that are not there as what stands for them."""
    told: Raw = {key: entry.get(key) or None for key in ("summary", "description")}
    told["display_name"] = entry.get("display_name") or entry.get("name") or entry["id"]
    told["deprecated"] = entry.get("deprecated", False)
    told["can_run_inference"] = entry.get("can_run_inference", True)
    endpoint = entry.get("endpoint", "").removeprefix("/api/ai").strip("/")
    if endpoint in ENDPOINTS:
        told["endpoint"] = endpoint
    if "capabilities" in entry:
        told["capabilities"] = entry["capabilities"]
    return {**told, "schema": entry.get("json_request_schema", entry.get("request_schema"))}
