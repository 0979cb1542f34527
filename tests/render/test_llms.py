"""llms.txt and llms-full.txt: a list of all pages, and all that they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from support.commands import run
from support.models import chat, hostile_models, paint, video

if TYPE_CHECKING:
    from pathlib import Path

    from oxspec.catalog.model import Model

from hypothesis import given

_LINE = re.compile(r"- \[[^\]]*\]\(/inference-api/reference/models/[A-Za-z0-9_-]+\.md\): .+")


def made(*models: Model) -> tuple[str, str]:
    files = plan_docs(models, examples, llms=True).files
    return files["llms.txt"].decode(), files["llms-full.txt"].decode()


def test_the_list_has_a_title_a_summary_and_a_link_for_each_page_by_developer() -> None:
    text, _ = made(paint(), chat(developer="Zeta"), video(developer="acme", summary="Films."))

    lines = text.split("\n")
    assert lines[0] == "# Model references"
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("## ")] == ["## Acme", "## acme", "## Zeta"]
    assert "- [acme-film-1](/inference-api/reference/models/acme-film-1.md): Films." in lines


def test_the_full_text_has_every_page_and_leads_to_the_list() -> None:
    _, text = made(paint(), chat())

    titles = [line for line in text.split("\n") if re.match(r"# (Acme|acme)", line)]
    assert titles == ["# acme-chat-1", "# Acme Paint 1"]
    assert "[All models](llms.txt)" in text
    assert "README" not in text


@given(model=hostile_models())
def test_each_model_is_one_line_whatever_its_texts(model: Model) -> None:
    text, _ = made(model)

    title, _, quote, _, group, _, line, end = text.split("\n")
    assert (title[:2], quote[:2], group[:3], end) == ("# ", "> ", "## ", "")
    assert _LINE.fullmatch(line)


def test_the_command_writes_them_where_asked_and_takes_them_away_again(tmp_path: Path) -> None:
    command = ("docs", "--source", "bundled", "-o", str(tmp_path))

    assert run(*command, "--llms").status == 0
    assert (tmp_path / "llms-full.txt").exists()
    assert run(*command).status == 0
    assert not (tmp_path / "llms.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--llms", "flux-2-pro"), "--llms writes files about all models"),
        (("--llms", "--format", "md"), "--llms is for MDX pages"),
        (("--tabs", "javascript", "--format", "html"), "--tabs is for MDX pages"),
        (("--tabs", "perl"), "'perl' is none of javascript, openai"),
    ],
)
def test_options_of_other_pages_are_refused(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    result = run("docs", "--source", "bundled", "-o", str(tmp_path / "x"), *arguments)

    assert result.status == 2
    assert told in result.err
    assert not (tmp_path / "x").exists()


def test_more_tabs_stand_behind_those_of_the_hub(tmp_path: Path) -> None:
    model = "moonshotai-kimi-k2-5"
    tabs = ("--tabs", "openai,javascript")

    assert run("docs", model, "--source", "bundled", "-o", str(tmp_path), *tabs).status == 0

    page = (tmp_path / f"{model}.mdx").read_text("utf-8")
    titles = re.findall(r"```\w+ ([^\n]+)\n", page)
    assert titles == ["cURL", "Python", "JavaScript", "OpenAI package"] * 3
