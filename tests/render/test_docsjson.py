"""Mintlify's docs.json: our groups are kept up, and all else is left as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.errors import UsageProblem
from oxspec.render.docsjson import with_groups
from oxspec.render.navigation import Place
from oxspec.render.pageviews import GroupView, LinkView
from support.commands import run
from support.models import texts

if TYPE_CHECKING:
    from pathlib import Path

    from oxspec.jsontypes import JsonValue

PLACE = Place("api/models", "model-references.mdx", ".mdx")
INDEX = "api/models/model-references"
GROUPS = [
    GroupView("Acme", (LinkView("Paint", "acme-paint-1"), LinkView("Film", "acme-film-1"))),
    GroupView("Über", (LinkView("U", "u"),)),
]
ACME = ["api/models/acme-paint-1", "api/models/acme-film-1"]
OURS = [
    INDEX,
    {"group": "Acme", "pages": ACME},
    {"group": "Über", "pages": ["api/models/u"]},
]
#: Our list stands between what must stay as it is written: odd blanks, escapes, numbers.
BEFORE = """\
{
    "name": "\\u00dc",   "odd": [1.0, 1e3 ],
    "navigation": { "tabs": [
        {
            "tab": "API",
            "pages": """
AFTER = """
        },
        {"tab": "Else", "pages": ["x"]}
    ] },
    "footer": {}
}
"""
LISTED = f"""{BEFORE}["first", "/{INDEX}",
    "api/models/overview", {{"group": "Gone", "pages": ["api/models/gone"]}},
    {{"group": "Mixed",  "pages": ["api/models/gone", "else"]}}]{AFTER}"""


def updated(text: str, groups: list[GroupView] | None = None) -> str:
    return with_groups(text, GROUPS if groups is None else groups, place=PLACE, where="docs.json")


def test_the_list_that_holds_the_index_is_ours_and_keeps_what_leads_elsewhere() -> None:
    text = updated(LISTED)

    assert text.startswith(BEFORE)
    assert text.endswith(AFTER)
    pages = json.loads(text)["navigation"]["tabs"][0]["pages"]
    mixed = {"group": "Mixed", "pages": ["api/models/gone", "else"]}
    assert pages == ["first", *OURS, "api/models/overview", mixed]
    assert '{"group": "Mixed",  "pages": ["api/models/gone", "else"]}' in text
    assert '\n                "first",\n' in text


def test_a_group_keeps_what_else_it_was_given() -> None:
    group = {"group": "Acme", "icon": "tree", "pages": ["api/models/gone"], "expanded": True}
    text = json.dumps({"navigation": {"pages": [INDEX, group]}})

    pages = json.loads(updated(text))["navigation"]["pages"]

    assert pages == [INDEX, {**group, "pages": ACME}, OURS[2]]


def test_only_the_navigation_lists_pages() -> None:
    text = json.dumps({"errors": [INDEX], "navigation": {"pages": [INDEX]}})

    assert json.loads(updated(text)) == {"errors": [INDEX], "navigation": {"pages": OURS}}


@pytest.mark.parametrize("member", ["groups", "pages"])
def test_a_group_is_put_last_where_no_list_holds_the_index(member: str) -> None:
    text = f'{{"navigation": {{"{member}": [{{"group": "A", "pages": ["a"]}}]}}}}'

    navigation = json.loads(updated(text))["navigation"]

    ours = {"group": "Model references", "pages": OURS}
    assert navigation == {member: [{"group": "A", "pages": ["a"]}, ours]}


@pytest.mark.parametrize(
    "text", [LISTED, LISTED.replace("\n", "\r\n"), LISTED.replace("    ", "\t"), f'["{INDEX}"]']
)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = updated(text)

    assert updated(once) == once
    assert once.count("\r\n") in (0, once.count("\n"))
    assert json.loads(once)


@given(labels=st.lists(texts, min_size=1, max_size=3))
def test_a_label_is_text_whatever_it_holds(labels: list[str]) -> None:
    groups = [GroupView(label, (LinkView("", "a"),)) for label in labels]

    entries: list[JsonValue] = json.loads(updated(f'{{"a": "é", "pages": ["{INDEX}"]}}', groups))[
        "pages"
    ]

    assert [entry["group"] for entry in entries if isinstance(entry, dict)] == labels


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("{bad", "^docs.json: not JSON: a name"),
        ('{"a": 1, "a": 2}', "not JSON"),
        ("[" * 5000, "not JSON"),
        ("{}", "no list of its navigation holds the index"),
        ('{"navigation": {"tabs": []}}', "no list of its navigation holds the index"),
    ],
)
def test_what_cannot_be_updated_is_refused_with_a_reason(text: str, told: str) -> None:
    with pytest.raises(UsageProblem, match=told):
        updated(text)


def test_the_command_writes_checks_and_refuses(tmp_path: Path) -> None:
    config, pages = tmp_path / "docs.json", tmp_path / "api" / "models"
    config.write_text('{"navigation": {"groups": []}}\n', "utf-8")
    command = ["docs", "flux-2-pro", "--source", "bundled", "-o", str(pages)]

    before = run(*command, "--navigation", str(config), "--check")
    wrote = run(*command, "--navigation", str(config))
    after = run(*command, "--navigation", str(config), "--check")

    assert (before.status, wrote.status, after.status) == (1, 0, 0)
    assert "api/models/flux-2-pro" in config.read_text("utf-8")
    config.write_text('{"navigation": {}}', "utf-8")
    refused = run(*command, "--navigation", str(config))
    assert refused.status == 2
    assert f'put "{INDEX}" into the pages' in refused.err
