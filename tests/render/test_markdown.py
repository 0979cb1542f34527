"""Markdown and MDX: any text shows as itself and does nothing."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oxspec.render.description import CUT_NOTE, mdx_description
from oxspec.render.markdown import code_cell, code_span, fence, mdx_attribute, mdx_cell, mdx_text
from support.models import NASTY, texts

_FENCES = re.compile(r"(?m)^ *(`{3,})[^`\n]*\n(?:.*\n)*? *\1`*$")
_SPANS = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")


@given(text=texts)
def test_plain_text_means_nothing_to_markdown_and_shows_as_it_was(text: str) -> None:
    line = mdx_text(text)

    assert not set(line) & set("<>{}`|[]*~\\\n\r")
    assert not re.match(r"#|[-+=:>]|(?:import|export)\b|\d+[.)]", line)
    assert html.unescape(line).replace("\ufffd", "").split() == _visible(text)


def _visible(text: str) -> list[str]:
    shown = mdx_text("x" + text)
    return html.unescape(shown)[1:].replace("\ufffd", "").split()


@given(text=texts)
def test_a_cell_has_no_bar_that_parts_it(text: str) -> None:
    for cell in (mdx_cell(text), code_cell(text)):
        assert len(re.split(r"(?<!\\)(?:\\\\)*\|", f"|{cell}|")) == 3
        assert len(cell.splitlines()) == 1


@given(text=texts)
def test_a_span_is_closed_by_its_own_delimiters(text: str) -> None:
    span = code_span(text)

    assert _SPANS.fullmatch(span)


@given(text=texts, indent=st.sampled_from([0, 4]))
def test_a_fence_is_longer_than_what_is_inside(text: str, indent: int) -> None:
    lines = fence(text, "bash", indent).split("\n")

    ticks = lines[0].strip().removesuffix("bash")
    assert lines[-1].strip() == ticks
    assert all(ticks not in line for line in lines[1:-1])
    assert all(line.startswith(" " * indent) for line in lines if line)


@given(text=texts)
def test_an_attribute_stays_inside_its_quotes(text: str) -> None:
    assert not set(mdx_attribute(text)) & set('"<>{}`\n')


@given(text=st.lists(st.sampled_from(NASTY) | texts, max_size=6).map("\n".join))
@example(text="\n\n".join(NASTY))
@example(text="| a |\n|---|\n| `x|{y}` |")
@example(text="text\n- `\nmore`")
def test_a_description_leaves_nothing_to_mdx(text: str) -> None:
    # A letter in place of a span: what follows one does not begin a line.
    rest = _SPANS.sub("x", _FENCES.sub("", mdx_description(text)))

    assert not set(rest) & set("<{}`")
    for line in rest.split("\n"):
        assert not re.match(r" *(?:#|>|(?:import|export)\b|(?:[-*_=] ?){3,}$)", line), line


def test_a_description_keeps_its_markdown() -> None:
    text = (
        "Some *emphasis*, **more**, `code {x}` and a [link](https://example.com/a).\n\n"
        "- one\n- two\n  - inner\n1. three\n\n| a | b |\n|:-:|---|\n| 1 | `x` |"
        "\n\n```js\nf({})\n```"
    )

    assert mdx_description(text) == text.replace("|:-:|---|", "| :---: | --- |")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Heading", "&#35; Heading"),
        ("<b>x</b>", "&lt;b>x&lt;/b>"),
        ("{x}", "&#123;x&#125;"),
        ("import x from 'y'", "&#105;mport x from 'y'"),
        ("[x](http://example.com)", "&#91;x&#93;(http&#58;//example.com)"),
        ("![x](https://example.com)", "!&#91;x&#93;(https://example.com)"),
        ("a\n---", "a\n&#45;&#45;&#45;"),
        ("R&D &lt;", "R&amp;D &amp;lt;"),
    ],
)
def test_anything_else_in_a_description_becomes_text(text: str, shown: str) -> None:
    assert mdx_description(text).replace("&#33;", "!") == shown


def test_a_long_description_is_cut_with_a_note() -> None:
    written = mdx_description("word " * 10_000)

    assert len(written) < 21_000
    assert written.endswith(CUT_NOTE)
