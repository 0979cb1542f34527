"""``scripts/bundled.py``, which makes the bundled catalog and the fixtures."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.catalog.decode import decode_catalog
from oxspec.errors import OxspecError
from oxspec.resources import schemas_dir
from oxspec.schema.subschemas import subschemas
from oxspec.testing import entries
from support.catalogs import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oxspec.jsontypes import JsonObject, JsonValue

SCRIPT: Final = Path(__file__).resolve().parents[2] / "scripts" / "bundled.py"
PROSE: Final = "Words that someone wrote about it."


class Script(Protocol):
    """What the tests use of the script."""

    def facts(self, data: bytes, *, name: str, date: str | None = None) -> str:
        """Return the facts of a catalog as JSON text."""
        ...


def load() -> Script:
    spec = spec_from_file_location("bundled_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Script", module)


script = load()


def facts_of(entries_: Iterable[JsonValue]) -> str:
    return script.facts(json.dumps(list(entries_)).encode(), name="c-2026-01-02.json")


def with_prose(entry: JsonObject) -> JsonObject:
    """Return an entry in which every place for descriptive text says something."""
    schema = entry["json_request_schema"]
    for _, subschema in subschemas(schema if isinstance(schema, dict) else {}):
        if isinstance(subschema, dict):
            subschema.update(title=PROSE, description=PROSE, examples=[PROSE])
            subschema["x-workbench-default"] = PROSE
    return {
        **entry,
        "summary": PROSE,
        "description": PROSE,
        "showcase": {"text": PROSE},
        "x": PROSE,
    }


@given(
    made=st.lists(
        entries(hostile=False), min_size=1, max_size=2, unique_by=lambda e: str(e["name"])
    )
)
def test_descriptive_text_is_dropped_and_the_facts_stay(made: list[JsonObject]) -> None:
    bare = facts_of(made)
    told = facts_of(with_prose(json.loads(json.dumps(entry))) for entry in made)

    assert PROSE not in told
    kept = decode_catalog(json.loads(told), source="s").models
    for entry in made:
        strict = kept[str(entry["name"])].strict
        assert strict is not None
    assert bare == told


@given(
    made=st.lists(
        entries(hostile=False), min_size=1, max_size=2, unique_by=lambda e: str(e["name"])
    )
)
def test_the_output_as_input_gives_the_same_text(made: list[JsonObject]) -> None:
    text = facts_of(made)

    assert script.facts(text.encode(), name="out.json") == text


@pytest.mark.parametrize(
    "path",
    [schemas_dir() / "catalog.json", *sorted(DATA.glob("facts-*.json"))],
    ids=lambda p: p.name,
)
def test_the_files_of_the_project_are_what_the_script_makes_of_them(path: Path) -> None:
    data = path.read_bytes()

    assert script.facts(data, name=path.name).encode() == data
    assert len(data.splitlines()) == len(json.loads(data)["models"]) + 2


@pytest.mark.parametrize("place", ["enum", "default", "x-next-to"])
def test_prose_where_facts_belong_stops_the_run_and_is_named(place: str) -> None:
    long = "An explanation that goes on and on, " * 4
    value: JsonValue = [long] if place == "enum" else long
    schema: JsonObject = {"properties": {"style": {"type": "string", place: value}}}

    with pytest.raises(OxspecError, match=f"acme: prose: .*properties/style/{place}"):
        facts_of([{"name": "acme", "request_schema": schema}])


def test_an_entry_that_cannot_be_used_stops_the_run() -> None:
    with pytest.raises(OxspecError):
        facts_of([{"name": "acme", "deprecated": "no"}])
    with pytest.raises(OxspecError):
        facts_of([{"name": "acme", "request_schema": {"properties": {"n": {"type": "whole"}}}}])


def test_a_catalog_without_a_date_asks_for_one() -> None:
    with pytest.raises(OxspecError, match="--date"):
        script.facts(b"[]", name="catalog.json")
    assert '"date":"2026-03-04"' in script.facts(b"[]", name="catalog.json", date="2026-03-04")


def test_the_script_runs_from_a_shell(tmp_path: Path) -> None:
    source, out = schemas_dir() / "catalog.json", tmp_path / "out.json"

    done = subprocess.run(  # our own script
        [sys.executable, str(SCRIPT), str(source), str(out)],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_bytes() == source.read_bytes()
