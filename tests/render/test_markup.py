"""Filters for HTML: text is text, and a description is the Markdown that it may use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.render import markup
from oxspec.render.escaped import shown
from oxspec.render.richtext import rendered
from oxspec.testing import json_values
from support.models import texts
from support.pages import parsed

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonValue

MARKDOWN = (
    "- a\n  - b\n\n1. c",
    "| a | b |\n|:--|--:|\n| `x` | **y** |",
    "```py\n</code></pre><script>\n```",
    '[a](https://example.com/?a=1&b=2 "t") [b](mailto:a@example.com)',
    "[a](javascript:alert(1)) [b](data:text/html,x) [c](//x.y) [d](/x)",
    "<https://example.com> <script>x</script> <img src=x onerror=y>",
    "![a](https://example.com/a.png) [![a](b)](https://c.d)",
    "# a\n\na\n===\n\n> b\n\n---\n\n[x]: https://example.com\n\n[x]",
    "*a **b** c* _d_ `e` \\*f\\* &lt; &#x202e;",
    "[a](https://example.com/&#x202e;)",
)
ELEMENTS = {
    *("root", "p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
descriptions = st.lists(st.sampled_from(MARKDOWN) | texts, max_size=5).map("\n\n".join)


@given(text=texts)
def test_text_is_one_line_of_text(text: str) -> None:
    html = markup.html_text(text)

    root = parsed(f'<p title="{html}">{html}</p>')
    (paragraph,) = root.all("p")
    assert paragraph.text == paragraph.attributes["title"] == shown(" ".join(text.split()))
    assert root.skeleton() == ["root", "p title"]


@given(text=texts)
def test_code_keeps_its_lines(text: str) -> None:
    assert parsed(f"<pre>{markup.html_code(text)}</pre>").text == shown(text)


@given(value=json_values())
def test_data_for_a_script_ends_no_element_and_decodes_to_itself(value: JsonValue) -> None:
    text = markup.json_script(value)

    assert text.isascii()
    assert not set("<>&") & set(text)
    assert json.loads(text) == value


@given(value=json_values())
def test_data_in_an_attribute_decodes_to_itself(value: JsonValue) -> None:
    root = parsed(f'<p data-x="{markup.html_json(value)}"></p>')

    assert json.loads(root.all("p")[0].attributes["data-x"]) == value


@given(text=descriptions)
def test_only_the_markdown_that_is_allowed_becomes_elements(text: str) -> None:
    root = parsed(markup.html_description(text))

    for element in root.walk():
        assert element.tag in ELEMENTS
        names = {"a": {"href", "title", "rel"}, "ol": {"start"}}
        assert element.attributes.keys() <= names.get(element.tag, {"class"})
        if element.tag == "a":
            assert element.attributes["href"].startswith(("https://", "http://", "mailto:"))
            assert element.attributes["rel"] == "noreferrer"


@given(text=descriptions)
def test_nothing_in_a_description_is_hidden_or_turns_text_around(text: str) -> None:
    html = markup.html_description(text)

    assert html == shown(html)
    assert shown(parsed(html).text) == parsed(html).text


@given(text=st.text("ab ,.'\"\n", max_size=30))
def test_plain_text_is_the_same_with_the_parser_and_without(text: str) -> None:
    assert parsed(markup.html_description(text)).text == parsed(rendered(text)).text


@pytest.mark.parametrize("text", ["![a](https://example.com/a.png)", "# a", "> a", "<b>a</b>"])
def test_what_is_not_allowed_shows_as_it_is_written(text: str) -> None:
    assert parsed(markup.html_description(text)).text.strip() == text


def test_a_long_description_says_that_it_is_cut() -> None:
    html = markup.html_description("x" * 30_000)

    assert markup.CUT_NOTE in html
    assert len(html) < 21_000
