"""The nav of a MkDocs configuration: our section is kept up, and all else is left as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from oxspec.errors import UsageProblem
from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from oxspec.render.indexes import index_view
from oxspec.render.navigation import Place, docs_dir_of, with_navigation
from oxspec.render.pageformats import MARKDOWN
from support.commands import run
from support.models import chat, paint, texts, video

if TYPE_CHECKING:
    from pathlib import Path

    from oxspec.catalog.model import Model

PLACE = Place("models", "README.md", ".md")
FRESH = """\
site_name: x  # a comment
markdown_extensions:
  - emoji: {index: !!python/name:os.system ''}
nav:
  # first
  - Home: index.md   # keep

  - "Über": about.md
# last
theme: {name: material}
"""
LISTED = """\
nav:
    - Home: index.md
    - API:
        - 'My title':
            - models/README.md
            - old.md
            - Gone: models/gone.md
            - More:
                - Else: other/else.md
        # below
    - About: about.md
extra: {a: 1}
"""
BY_HAND = """\
nav:
  - Models:
    # what to read first
    - models/overview.md
    - All models: models/README.md  # the index
    - Gone: models/gone.md
    # ours and somebody else's
    - Mixed:
      - models/x.md
      - keep.md

    - models/sub/deep.md
"""
OURS = [
    "models/README.md",
    {"Chat": [{"acme-chat-1": "models/acme-chat-1.md"}]},
    {"Image generation": [{"Acme Paint 1": "models/acme-paint-1.md"}]},
]


def updated(text: str, *models: Model) -> str:
    planned = plan_docs(models or (paint(), chat()), examples, page_format=MARKDOWN)
    view = index_view(planned.manifest.models)
    return with_navigation(text, view, place=PLACE, where="mkdocs.yml")


def nav_of(text: str) -> list[object]:
    nav: list[object] = yaml.safe_load("nav:" + text.partition("nav:")[2])["nav"]
    return nav


def test_a_section_is_put_last_where_there_is_none() -> None:
    text = updated(FRESH)

    assert nav_of(text)[:2] == [{"Home": "index.md"}, {"Über": "about.md"}]
    assert nav_of(text)[2:] == [{"Model reference": OURS}]
    start, end = text.index('  - "Model reference"'), text.index("# last")
    assert text[:start] + text[end:] == FRESH


def test_a_section_keeps_its_title_its_place_and_what_leads_elsewhere() -> None:
    text = updated(LISTED)

    kept: list[object] = ["old.md", {"More": [{"Else": "other/else.md"}]}]
    home, api, about = nav_of(text)
    assert (home, about) == ({"Home": "index.md"}, {"About": "about.md"})
    assert api == {"API": [{"My title": [*OURS, *kept]}]}
    start, end = LISTED.index("            - models/README.md"), LISTED.index("        # below")
    assert text.startswith(LISTED[:start])
    assert text.endswith(LISTED[end:])


def test_what_is_written_by_hand_stays_with_its_comments() -> None:
    text = updated(BY_HAND)

    (section,) = nav_of(text)
    kept: list[object] = [{"Mixed": ["models/x.md", "keep.md"]}, "models/sub/deep.md"]
    index: list[object] = ["models/overview.md", {"All models": "models/README.md"}]
    assert section == {"Models": [*index, *OURS[1:], *kept]}
    assert [line for line in BY_HAND.splitlines(keepends=True) if line not in text] == [
        "    - Gone: models/gone.md\n"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nav: &pages\n  - a.md\n",
        "shared: &pages\n  - a.md\nnav: *pages\n",
        "nav: !!seq\n- a.md\n",
        "nav:\n  -\n    A: a.md\n",
        "nav:\n  - gone.md\nnav:\n  - a.md\n",
    ],
)
def test_a_section_is_put_into_the_nav_however_that_is_written(text: str) -> None:
    written = updated(text)

    first, ours = yaml.safe_load(written)["nav"]
    assert first in ("a.md", {"A": "a.md"})
    assert ours == {"Model reference": OURS}
    assert updated(written) == written


@pytest.mark.parametrize(
    "text", [FRESH, LISTED, BY_HAND, FRESH.replace("\n", "\r\n"), "nav:\n- a.md"]
)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = updated(text)

    assert updated(once) == once
    assert ("\r\n" in once) == ("\r\n" in text)
    assert once.count("\n") - once.count("\r\n") in (0, once.count("\n"))


@given(names=st.lists(texts, min_size=1, max_size=4))
def test_a_title_is_text_whatever_it_holds(names: list[str]) -> None:
    models = [video(name=f"m-{at}", display_name=name) for at, name in enumerate(names)]

    told = pages_of(updated(FRESH, *models), "Video generation")

    assert [page for _, page in told] == [f"models/m-{at}.md" for at in range(len(names))]
    for (title, _), name in zip(told, names, strict=True):
        assert title.split() == name.split() or not name.strip()


def pages_of(text: str, kind: str) -> list[tuple[str, str]]:
    nav: list[dict[str, list[dict[str, list[dict[str, str]]]]]] = yaml.safe_load(
        "nav:" + text.partition("nav:")[2]
    )["nav"]
    (pages,) = [entry[kind] for entry in nav[2]["Model reference"][1:] if kind in entry]
    return [pair for page in pages for pair in page.items()]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "not YAML"),
        ("- a", "no mapping"),
        ("", "no mapping"),
        ("site_name: x", "no nav to update"),
        ("nav: [a.md]", "no list with a line for each entry"),
        ("nav: {a: b.md}", "no list with a line for each entry"),
        ("nav:\n - a: [models/README.md]", "shares a line"),
        ("nav:\n - - models/README.md", "shares a line"),
        ("a: &a [*a]", "not YAML that can be read"),
        ("#" * 2_000_000, "longer than"),
    ],
)
def test_what_cannot_be_updated_is_refused_with_a_reason(text: str, told: str) -> None:
    with pytest.raises(UsageProblem, match=told):
        updated(text)


def test_the_folder_of_the_pages_is_what_the_configuration_says() -> None:
    assert docs_dir_of("nav:\n - a.md", where="") == "docs"
    assert docs_dir_of("docs_dir: 'pages'", where="") == "pages"


def test_the_command_writes_checks_and_refuses(tmp_path: Path) -> None:
    config, pages = tmp_path / "mkdocs.yml", tmp_path / "docs" / "models"
    config.write_text("nav:\n  - Home: index.md\n", "utf-8")
    command = ["docs", "flux-2-pro", "--source", "bundled", "--format", "md", "-o", str(pages)]

    before = run(*command, "--navigation", str(config), "--check")
    wrote = run(*command, "--navigation", str(config))
    after = run(*command, "--navigation", str(config), "--check")

    assert (before.status, wrote.status, after.status) == (1, 0, 0)
    assert f"{config}: out of date" in before.out
    assert "models/flux-2-pro.md" in config.read_text("utf-8")
    assert f"{config}: lists every page" in after.out
    elsewhere = run(*command[:-1], str(tmp_path / "else"), "--navigation", str(config))
    other = run(*command[:-3], "html", "-o", str(pages), "--navigation", str(config))
    missing = run(*command, "--navigation", str(tmp_path / "no.yml"))
    assert (elsewhere.status, other.status, missing.status) == (2, 2, 2)
    assert "is not a folder below" in elsewhere.err
    assert "pages in HTML have no navigation" in other.err
    assert "cannot be read" in missing.err
    assert not (tmp_path / "else").exists()
