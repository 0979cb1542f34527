"""Markdown pages: GitHub's dialect and MkDocs' own read them alike, and text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings

from oxspec.examples import examples
from oxspec.render.description import md_description
from oxspec.render.docs import plan_docs
from oxspec.render.pageformats import MARKDOWN
from support.catalogs import each_catalog
from support.dialects import github, mkdocs, outline
from support.goldens import golden
from support.models import chat, hostile_models, paint, video

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog, Model
    from oxspec.jsontypes import JsonObject


def page(model: Model) -> str:
    files = plan_docs([model], examples, page_format=MARKDOWN).files
    (name,) = [name for name in files if name != MARKDOWN.index]
    return files[name].decode()


def test_a_page_equals_its_golden() -> None:
    text = page(paint())

    assert text == golden("docs/acme-paint-1.md", text)


def test_what_is_allowed_is_told_of_entries_constants_and_shapes_too() -> None:
    properties: JsonObject = {
        "styles": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        "weights": {"type": "array", "maxItems": 2, "items": {"type": "number", "maximum": 1}},
        "width": {"type": "integer", "minimum": 64, "multipleOf": 8},
        "code": {"type": "string", "pattern": "^a"},
        "only": {"const": "x"},
        "mixed": {"enum": [1, "1"]},
    }

    text = page(paint(json_request_schema={"type": "object", "properties": properties}))

    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    told = {name: allowed for name, _, _, allowed, *_ in (row for row in rows if len(row) > 3)}
    assert told["`styles`"] == "`a`, `b`"
    assert told["`weights`"] == "at most 2 entries, each at most 1"
    assert told["`width`"] == "at least 64, a multiple of 8"
    assert told["`code`"] == 'matches "^a"'
    assert told["`only`"] == "`x`"
    assert told["`mixed`"] == '`1`, `"1"`'


@pytest.mark.parametrize("model", [paint(), chat(), video()], ids=["paint", "chat", "video"])
def test_both_dialects_see_the_same_structure(model: Model) -> None:
    assert outline(github(page(model))) == outline(mkdocs(page(model)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=hostile_models())
def test_no_text_changes_the_structure_in_either_dialect(model: Model) -> None:
    plain = replace(model, description=None, developer="x")
    harmless = replace(plain, id="x", display_name="x", summary="x")

    for read in (github, mkdocs):
        assert outline(read(page(plain))) == outline(read(page(harmless)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=hostile_models())
def test_every_row_of_every_table_has_all_its_cells(model: Model) -> None:
    for read in (github, mkdocs):
        for table in read(page(replace(model, description=None))).all("table"):
            width = len(table.all("th"))
            assert all(len(row.all("th") + row.all("td")) == width for row in table.all("tr"))


@pytest.mark.parametrize("value", ["a|b", "a\\|b", "`", "a`b|c", "\\", "<b>", "{x}", "*a*", " a"])
def test_a_value_shows_as_it_is_in_both(value: str) -> None:
    enum: JsonObject = {"type": "string", "enum": [value, "z"]}
    text = page(paint(json_request_schema={"type": "object", "properties": {"p": enum}}))

    for read in (github, mkdocs):
        codes = [code.text for code in read(text).all("code")]
        assert value.strip() in codes


def test_lists_are_lists_in_both() -> None:
    text = md_description(
        "These:\n- a\n  - b\n    - c\n- d\n\nThen:\n\n1. e\n2. f\n\n```\n- g\n  - h\n```"
    )

    assert outline(github(text)) == outline(mkdocs(text))
    assert outline(github(text)).count("li") == 6
    assert mkdocs(text).all("pre")[0].text.strip() == "- g\n  - h"


@each_catalog
def test_no_link_between_pages_is_broken(catalog: Catalog) -> None:
    published = [model for model in catalog.models.values() if model.is_published]
    files = plan_docs(published, examples, page_format=MARKDOWN).files

    index = mkdocs(files[MARKDOWN.index].decode())
    ids = {e.attributes["id"] for e in index.walk() if "id" in e.attributes}
    targets = [unquote(e.attributes["href"]) for e in index.all("a")]
    assert len(targets) >= len(published)
    assert all(t[1:] in ids if t.startswith("#") else t in files for t in targets)
    for name, content in files.items():
        links = re.findall(r"\]\(([^)]*)\)", content.decode().partition("\n## ")[0])
        own = [link for link in links if "://" not in link]
        assert name == MARKDOWN.index or "README.md" in own


def test_the_index_goes_by_endpoint_and_capability() -> None:
    files = plan_docs([paint(), chat(), video()], examples, page_format=MARKDOWN).files

    heads = re.findall(r"(?m)^#+ .*", files[MARKDOWN.index].decode())

    assert heads == [
        *("# Model reference", "## Chat", "### text → text"),
        *("## Image generation", "### text → image"),
        *("## Video generation", "### text → video"),
    ]
