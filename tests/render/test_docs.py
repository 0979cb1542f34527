"""Reference pages and their index."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from oxspec.catalog.model import Quarantined
from oxspec.examples import Example, examples
from oxspec.render.docs import plan_docs
from oxspec.render.pageformats import MDX, render_page
from oxspec.render.pages import page_view, summary_of
from support.goldens import golden
from support.models import chat, hostile_models, paint, video

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject

INDEX = MDX.index
_CELLS = re.compile(r"(?<!\\)(?:\\\\)*\|")


def bodies(model: Model) -> tuple[Example, ...]:
    return (
        Example("minimal", {"model": model.id, "prompt": "<prompt>"}, ()),
        Example("all", {"model": model.id, "prompt": "<prompt>", "hd": False}, ()),
    )


def page(model: Model) -> str:
    return render_page(page_view(model, bodies(model)))


def skeleton(text: str) -> list[str]:
    """Return a page's lines without the texts in them."""
    kinds = (
        (r"^ *`+(bash|python|$)", "fence"),
        (r"^title: .*|^description: .*", "front matter"),
        (r"^  <Card title=\".*\" icon=\"flask\" href=\".*\">$", "card"),
        (r"^\*\*Model ID:\*\* .*", "id"),
        (r"^\| .* \|$", "row"),
        (r"^  The \[Workbench\].*", "tip"),
        (r"^ *.*(curl|\"model\"|\"prompt\"|\"hd\"|url).*", "sample"),
    )
    lines = text.split("\n")
    return [next((kind for pattern, kind in kinds if re.match(pattern, x)), x) for x in lines]


def test_a_page_equals_its_golden() -> None:
    text = render_page(page_view(paint(), examples(paint())))

    assert text == golden("docs/acme-paint-1.mdx", text)


@given(model=hostile_models())
def test_no_text_but_the_description_changes_the_structure_of_a_page(model: Model) -> None:
    plain = replace(model, description=None)
    harmless = replace(plain, id="x", display_name="x", summary="x")

    assert skeleton(page(plain)) == skeleton(page(harmless))


@given(model=hostile_models())
def test_every_row_of_every_table_has_four_cells(model: Model) -> None:
    table = page(replace(model, description=None)).partition("## Request parameters")[2]
    rows = [line for line in table.split("\n") if line.startswith("|")]

    parameters = model.request.parameters if model.request else ()
    tables = len({p.required for p in parameters})
    assert len(rows) == len(parameters) + 2 * tables
    for row in rows:
        assert len(_CELLS.findall(row)) == 5


def test_a_chat_model_is_pointed_at_the_chat_reference() -> None:
    text = page(chat())

    assert "(/inference-api/reference/chat_completions)" in text
    assert "### " not in text


def test_a_single_body_needs_no_tabs() -> None:
    view = page_view(chat(), bodies(chat())[:1])

    assert "<Tab" not in render_page(view)
    assert "<CodeGroup>\n\n```bash cURL\n" in render_page(view)


def test_an_enum_is_listed_up_to_fifty_values() -> None:
    members = [f"v{number}" for number in range(60)]
    schema: JsonObject = {"type": "object", "properties": {"p": {"enum": [*members]}}}

    text = page(paint(json_request_schema=schema))

    assert "v49 and 10 more." in text
    assert "v50" not in text


def test_a_summary_is_the_first_sentence_cut_at_a_blank() -> None:
    assert summary_of(paint(summary=None, description="One. Two.")) == "One."
    assert summary_of(paint(summary="word, " * 60)).endswith("word…")
    assert len(summary_of(paint(summary="x" * 400))) == 160
    assert summary_of(chat())


def test_samples_go_to_the_base_url() -> None:
    view = page_view(paint(), bodies(paint()), base_url="http://127.0.0.1:1/api/ai")

    assert "hub.oxen.ai" not in render_page(view)


def test_the_index_groups_by_developer_and_sorts_by_id() -> None:
    models = [paint(), chat(developer="Zeta"), video(developer="acme", display_name="A [film]")]

    index = plan_docs(models, bodies).files[INDEX].decode()

    heads = [line for line in index.split("\n") if line.startswith("## ")]
    assert heads == ["## Acme", "## acme", "## Zeta"]
    assert "- [A &#91;film&#93;](/inference-api/reference/models/acme-film-1)" in index


def test_a_page_that_cannot_be_made_is_set_aside_and_the_others_go_on() -> None:
    bad = paint(name="bad", json_request_schema={"type": "nothing"})

    alone = plan_docs([chat()], bodies)
    both = plan_docs([chat(), bad], bodies, quarantined=[Quarantined("worse", "/2", "no")])

    assert alone.files["acme-chat-1.mdx"] == both.files["acme-chat-1.mdx"]
    assert both.files.keys() == {"acme-chat-1.mdx", INDEX}
    assert both.manifest.models["bad"].outcome == "quarantined"
    assert both.manifest.models["worse"].reason == "no"


def test_the_others_stay_where_models_are_named() -> None:
    whole = plan_docs([paint(), chat()], bodies, catalog="sha256:1")

    part = plan_docs([chat(summary="New")], bodies, known=whole.manifest, partial=True)

    assert part.partial
    assert part.files.keys() == {"acme-chat-1.mdx", INDEX}
    assert part.files[INDEX] == whole.files[INDEX]
    assert part.manifest.files.keys() == whole.manifest.files.keys()
