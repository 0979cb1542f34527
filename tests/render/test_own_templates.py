"""Templates of a user's own: they go on from ours, stay closed, and are told of by their lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oxspec.errors import TemplateProblem, UsageProblem
from oxspec.examples import Example
from oxspec.render.environment import FILTERS
from oxspec.render.owntemplates import OwnTemplates, builtin_names, read_templates
from oxspec.render.pageformats import FORMATS
from oxspec.render.viewversion import VIEW_VERSION
from support.models import hostile_models, paint

if TYPE_CHECKING:
    from oxspec.catalog.model import Model

FOLDER = Path("ours")


def templates(**files: str) -> OwnTemplates:
    """Return templates of Markdown, by their names up to the first dot."""
    named = {f"md/{name}.md.jinja": text.encode() for name, text in files.items()}
    return OwnTemplates(FOLDER, named)


def page(model: Model, own: OwnTemplates | None = None, *, name: str = "md") -> str:
    page_format = FORMATS[name].with_templates(own) if own else FORMATS[name]
    return page_format.page(model, [Example("minimal", {"a": 1}, ())], "https://hub.example")


def rendered(**files: str) -> str:
    return page(paint(), templates(**files))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=hostile_models())
def test_a_template_that_only_goes_on_from_ours_changes_nothing(model: Model) -> None:
    for name in FORMATS:
        file = f"{name}/page.{name}.jinja"
        text = f'{{% extends "builtin/{file}" %}}\n'.encode()

        assert page(model, OwnTemplates(FOLDER, {file: text}), name=name) == page(model, name=name)


def test_each_block_of_each_page_can_be_replaced_and_printed() -> None:
    plain = {name: page(paint(), name=name) for name in FORMATS}
    for name in FORMATS:
        file = f"{name}/page.{name}.jinja"
        for block in ("opening", "description", "parameters", "examples", "details"):
            start = f'{{% extends "builtin/{file}" %}}{{% block {block} %}}'
            for text, expected in (("", ""), ("{{ super() }}", None)):
                own = OwnTemplates(FOLDER, {file: f"{start}{text}{{% endblock %}}".encode()})
                made = page(paint(), own, name=name)
                assert made == plain[name] if expected is None else len(made) < len(plain[name])


def test_a_part_takes_the_place_of_the_built_in_one_wherever_it_is_used() -> None:
    text = rendered(row="* {{ parameter.path | md_code_cell }}\n")

    assert "\n* `size`\n* `steps`\n* `rate`\n" in text
    assert "\n## Model details\n" in text


def test_parts_macros_and_the_version_are_there() -> None:
    macro = "{% macro bold(x) %}**{{ x | mdx_text }}**{% endmacro %}"
    own = {
        "page": '{% include "_a.md.jinja" %}',
        "_a": f"{macro}{{{{ bold(view.title) }}}} {{{{ view_version | md_number }}}}",
    }

    assert rendered(**own) == f"**Acme Paint 1** {VIEW_VERSION}"


MISTAKES = {
    "{{ view.titel | mdx_text }}": 'ReferenceView has no "titel" (did you mean title?)',
    "{{ view.titel }}": 'ReferenceView has no "titel" (did you mean title?)',
    "{{ view.titel | json_text }}": 'ReferenceView has no "titel" (did you mean title?)',
    "{% if view.titel %}{% endif %}": 'ReferenceView has no "titel" (did you mean title?)',
    "{{ vew.title | mdx_text }}": "'vew' is undefined",
    "{{ view.since.label | mdx_text }}": "'None' has no attribute 'label'",
    "{{ view.title | mdx_txt }}": "no filter named 'mdx_txt'; did you mean mdx_text",
    "{{ view.title | upper }}": "no filter named 'upper'; there are",
    "{{ view.title }}": "a template printed str without a filter; end the expression in a filter",
    "{{ view.title ~ '!' }}": "a template printed str without a filter",
    "{{ view.groups | mdx_text }}": "'tuple' object has no attribute 'split'",
    "{{ 1 // 0 }}": "integer division or modulo by zero",
    "{% if view.title }": "unexpected '}'",
    "{% for x in view.groups %}": "unexpected end of template",
    '{% include "rov.md.jinja" %}': 'no template "rov.md.jinja"; did you mean row.md.jinja',
    '{% include "../row.md.jinja" %}': 'there is no template "../row.md.jinja"; did you mean',
    '{% extends "page.md.jinja" %}': "it includes or extends itself; to extend ours, put builtin/",
    '{% include "page.md.jinja" %}': "it includes or extends itself",
    '{% extends "builtin/md/page.md.jinja" %}{% block detials %}{% endblock %}': (
        'what it extends has no block "detials"; did you mean details?'
    ),
    "{{ view.title | md_number }}": "'str' object cannot be interpreted as an integer",
    "{{ view.title | html_number }}": "'str' object cannot be interpreted as an integer",
    "{{ view.__class__ | mdx_text }}": "access to attribute '__class__' of 'ReferenceView' object",
    "{% set _ = view.form.clear() %}": "access to attribute 'clear' of 'dict' object is unsafe",
    "{% for _ in range(10000000) %}{% endfor %}": "Range too big",
}


@pytest.mark.parametrize(("text", "told"), MISTAKES.items())
def test_a_mistake_names_the_file_the_line_and_what_was_wrong(text: str, told: str) -> None:
    with pytest.raises(TemplateProblem) as problem:
        rendered(page=f"first\n\n{text}\n")

    assert str(problem.value).startswith("ours/md/page.md.jinja:")
    assert told in str(problem.value)
    assert problem.value.exit_status == 2
    if "for x in" not in text:
        assert str(problem.value).startswith("ours/md/page.md.jinja:3: ")


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_meant_is_told_whatever_the_format(name: str) -> None:
    own = OwnTemplates(FOLDER, {f"{name}/page.{name}.jinja": b"{{ view.titel | mdx_text }}"})

    with pytest.raises(TemplateProblem, match=r'View has no "titel" \(did you mean title\?\)'):
        page(paint(), own, name=name)


def test_a_mistake_in_a_part_is_told_there_though_ours_includes_it() -> None:
    with pytest.raises(TemplateProblem, match=r"^ours/md/row\.md\.jinja:2: "):
        rendered(row="a\n{{ parameter.nme | mdx_text }}")


def test_what_is_not_used_is_compiled_all_the_same() -> None:
    with pytest.raises(TemplateProblem, match=r"^ours/md/_unused\.md\.jinja:1: "):
        rendered(_unused="{{ a b }}")


_FRAGMENTS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        (
            *("{{", "}}", "{%", "%}", "{#", "#}", "{{ ", " }}", "{% ", " %}", "|", ".", "\n", "["),
            *("view", "title", "groups", "call", "self", "loop", "super()", "if ", "for ", " in "),
            *(
                "endif",
                "endfor",
                "include ",
                "extends ",
                "block a",
                "endblock",
                "macro a(b)",
                "set",
            ),
            *('"row.md.jinja"', '"builtin/md/page.md.jinja"', "endmacro", "caller()", "_", "()"),
            *FILTERS,
        )
    ),
)


@settings(deadline=None, max_examples=300)
@given(text=st.lists(_FRAGMENTS, max_size=12).map("".join))
@example(text="{{ self.a() }}{% block a %}{% endblock %}")
@example(text="{{ view.title | fence }}")
@example(text="{% include view %}")
@example(text="{% extends none %}")
def test_any_text_makes_a_page_or_a_mistake_that_is_told(text: str) -> None:
    told = outcome(text)

    assert told is None or re.match(r"ours/md/page\.md\.jinja:[0-9]+: .+\Z", told)


def outcome(text: str) -> str | None:
    """Return what is told of a template, None where it makes a page."""
    try:
        rendered(page=text)
    except TemplateProblem as problem:
        return str(problem)
    return None


def test_every_built_in_template_may_be_replaced(tmp_path: Path) -> None:
    for name in builtin_names():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("x", "utf-8")
    (tmp_path / "html" / "assets" / "fonts").mkdir(parents=True)
    (tmp_path / "html" / "assets" / "fonts" / "a.woff2").write_bytes(b"\xff")

    own = read_templates(tmp_path)

    assert own.files.keys() == {*builtin_names(), "html/assets/fonts/a.woff2"}
    assert FORMATS["html"].with_templates(own).assets()["assets/fonts/a.woff2"] == b"\xff"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("md/pge.md.jinja", b"", "did you mean md/page.md.jinja?"),
        ("md/page.md", b"", "did you mean md/page.md.jinja?"),
        ("page.mdx.jinja", b"", "did you mean mdx/page.mdx.jinja?"),
        ("md/_notice.md", b"", "no built-in template has this name"),
        ("_notice.md.jinja", b"", "no built-in template has this name"),
        ("q1/q2", b"", "there are html/builder.html.jinja, "),
        ("md/page.md.jinja", b"a\n\xff", "page.md.jinja:2: not text in UTF-8"),
    ],
)
def test_a_file_of_another_name_is_told_with_the_nearest(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UsageProblem) as problem:
        read_templates(tmp_path)

    assert str(tmp_path / name) in str(problem.value)
    assert told in str(problem.value)


def test_a_folder_that_is_none_or_empty_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageProblem, match=r"template"):
            read_templates(folder)
