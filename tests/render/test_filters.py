"""Filters: each makes any text safe in its grammar."""

from __future__ import annotations

import ast
import json
import shlex
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.render import filters
from oxspec.render.environment import UnescapedError, environment
from support.models import texts

if TYPE_CHECKING:
    from pathlib import Path

    from oxspec.jsontypes import JsonValue

_JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(text=texts)
def test_a_literal_is_one_line_that_evaluates_to_its_text(text: str) -> None:
    literal = filters.python_literal(text)

    assert ast.literal_eval(literal) == text
    assert len(literal.splitlines()) == 1
    assert not any("\u202a" <= char <= "\u202e" for char in literal)


@given(text=texts, indent=st.sampled_from([0, 4]))
def test_a_docstring_is_one_expression_at_any_column(text: str, indent: int) -> None:
    margin = " " * indent
    block = f"class C:\n    x = 1\n{margin}{filters.python_docstring(text, indent)}\n"

    tree = ast.parse(block)

    found = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    assert len(found) == 1
    assert isinstance(found[0].value, ast.Constant)
    assert str(found[0].value.value).split() == text.split()


@given(value=_JSON, indent=st.sampled_from([0, 4]))
def test_a_python_value_evaluates_to_its_json(value: JsonValue, indent: int) -> None:
    text = filters.python_value(value, indent)

    assert text.isascii()
    assert ast.literal_eval(text) == value


@given(value=_JSON)
def test_json_is_ascii_and_decodes_to_its_value(value: JsonValue) -> None:
    text = filters.json_text(value, 2)

    assert text.isascii()
    assert json.loads(text) == value


@given(text=texts.filter(lambda text: "\0" not in text))
def test_a_shell_word_is_one_word(text: str) -> None:
    assert shlex.split(filters.shell(text)) == [text]


def test_no_shell_word_holds_nul() -> None:
    with pytest.raises(ValueError, match="NUL"):
        filters.shell("a\0b")


@given(text=texts)
def test_a_yaml_string_is_one_quoted_line(text: str) -> None:
    quoted = filters.yaml_string(text)

    assert quoted[0] == quoted[-1] == '"'
    assert len(quoted.splitlines()) == 1
    assert min(quoted) >= " "
    assert '"' not in quoted[1:-1].replace("\\\\", "").replace('\\"', "")


@given(text=texts)
def test_a_segment_has_no_separator_and_decodes_to_its_text(text: str) -> None:
    segment = filters.url_segment(text)

    assert not set(segment) & set("/?#&\\ \"'")
    assert segment not in (".", "..")
    assert unquote(segment) == text


@pytest.mark.parametrize("name", ["a b", "class", "", "é", "a\n", "1a"])
def test_what_is_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        filters.python_identifier(name)


@pytest.mark.parametrize("annotation", ["a()", 'Literal["x"]', "a; b", "a\nb", "lambda: 0", "a.b"])
def test_what_is_no_type_expression_is_refused(annotation: str) -> None:
    with pytest.raises(ValueError, match="type expression"):
        filters.python_annotation(annotation)


@pytest.mark.parametrize(
    "annotation", ["int | None", "Required[Sequence[Mapping[str, JsonValue]] | None]"]
)
def test_type_expressions_pass(annotation: str) -> None:
    assert filters.python_annotation(annotation) == annotation


def test_a_template_cannot_print_what_no_filter_made(tmp_path: Path) -> None:
    (tmp_path / "kind").mkdir()
    (tmp_path / "kind" / "bad.jinja").write_text("{{ text }}")
    (tmp_path / "kind" / "good.jinja").write_text("{{ text | mdx_text }}")
    env = environment("kind", templates=tmp_path)

    assert env.get_template("good.jinja").render(text="{x}") == "&#123;x&#125;"
    with pytest.raises(UnescapedError):
        env.get_template("bad.jinja").render(text="{x}")
