"""What changed since an earlier catalog is on the pages, all of it, and its texts stay texts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from oxspec.app.since import Earlier, history_since
from oxspec.catalog.bundled import bundled_catalog
from oxspec.catalog.model import Catalog
from oxspec.drift.compare import compare
from oxspec.examples import Example, examples
from oxspec.render.docs import plan_docs
from oxspec.render.history import History, ModelHistory, Told, changelog_view, since_view
from oxspec.render.manifest import Entry
from oxspec.render.pageformats import FORMATS, HTML, MARKDOWN, MDX
from oxspec.render.reference import reference_view
from support.catalogs import catalogs
from support.dialects import github, mkdocs, outline
from support.models import chat, hostile_models, paint, texts, video
from support.pages import parsed
from support.pairs import catalog_of, model_pairs, patiently

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject
    from oxspec.render.history import Fate
    from oxspec.render.pageformats import PageFormat
    from oxspec.render.referenceviews import ParameterView

JULY = "facts-2026-07-01"
FATES: Final[dict[str, Fate]] = {"came": "added", "went": "removed", "reworded": "changed"}


def history_of(old: Model, new: Model, *, label: str = "x") -> History:
    return history_since(Earlier(catalog_of(old), label), catalog_of(new))


def page(model: Model, history: History | None, page_format: PageFormat) -> str:
    body = Example("minimal", {"model": model.id}, ())
    return page_format.page(model, [body], "https://hub.example", history=history)


def rows(views: tuple[ParameterView, ...]) -> dict[str, ParameterView]:
    found: dict[str, ParameterView] = {}
    for view in views:
        found |= {view.path: view, **rows(view.members)}
    return found


@patiently
@given(pair=model_pairs(hostile=True) | model_pairs(hard=True))
def test_all_that_changed_is_told_on_the_page_and_in_the_changelog(
    pair: tuple[Model, Model],
) -> None:
    old, new = pair
    changes = compare(catalog_of(old), catalog_of(new)).changes
    told = [(c.impact, c.message) for c in changes if not c.is_for_show]

    history = history_of(old, new)
    view = since_view(history, new.id)
    changelog = changelog_view(history, {})

    assert [(c.impact, c.sentence) for c in (view.changes if view else ())] == told
    listed = [c for impact in changelog.impacts for m in impact.models for c in m.changes]
    assert [(c.impact, c.sentence) for c in listed] == told
    assert bool(changelog.reworded) == (bool(changes) and not told)


@patiently
@given(pair=model_pairs(hostile=True))
def test_a_row_is_marked_exactly_where_its_parameter_changed(pair: tuple[Model, Model]) -> None:
    old, new = pair
    found = [c for c in compare(catalog_of(old), catalog_of(new)).changes if not c.is_for_show]
    came = {c.parameter for c in found if c.kind.endswith("parameter-added")}

    view = reference_view(new, (), history=history_of(old, new))

    named = {group.anchor: rows(group.parameters) for group in view.groups}
    for path, row in (named.get("optional", {}) | named.get("required", {})).items():
        if row.mark is None:
            assert path not in {c.parameter for c in found if c.kind != "parameter-removed"}
        else:
            assert (row.mark.word == "new") == (path in came)


@given(model=hostile_models())
def test_without_a_change_a_page_is_as_it_was(model: Model) -> None:
    history = history_of(model, model)

    for page_format in FORMATS.values():
        assert page(model, history, page_format) == page(model, None, page_format)


def harmless(history: History) -> History:
    """Return the same with a letter for each text of a catalog."""

    def plain(change: Told) -> Told:
        mark = change.mark and replace(change.mark, was=change.mark.was and "x")
        sentence = re.sub("`[^`]+`", "`x`", change.sentence)
        return replace(change, sentence=sentence, mark=mark)

    models = {
        name: replace(found, title="x", changes=tuple(map(plain, found.changes)))
        for name, found in history.models.items()
    }
    left_out = tuple(("x", "x") for _ in history.left_out)
    return History("x", models, left_out)


@st.composite
def hostile_histories(draw: st.DrawFn) -> tuple[Model, History]:
    old, new = draw(model_pairs(hostile=True) | model_pairs(hard=True))
    history = history_of(old, new, label=draw(texts))
    others = {name: ModelHistory(name, draw(texts), fate) for name, fate in FATES.items()}
    models = {n: replace(found, title=draw(texts)) for n, found in history.models.items()}
    return new, History(history.label, {**models, **others}, ((draw(texts), draw(texts)),))


@patiently
@given(drawn=hostile_histories())
def test_no_text_of_either_catalog_changes_the_structure(drawn: tuple[Model, History]) -> None:
    model, history = drawn
    plain = replace(model, description=None)
    entries = {model.id: Entry("page"), "came": Entry("came")}
    pages = [
        [
            (page(plain, told, page_format), page_format.changelog_text(told, entries))
            for told in (history, harmless(history))
        ]
        for page_format in (HTML, MARKDOWN)
    ]

    for one, other in zip(*pages[0], strict=True):
        assert parsed(one).skeleton() == parsed(other).skeleton()
    for one, other in zip(*pages[1], strict=True):
        for read in (github, mkdocs):
            assert outline(read(one)) == outline(read(other))


def test_a_new_name_is_said_beside_the_row_and_what_went_in_the_list() -> None:
    schema = paint().request_schema
    assert schema is not None
    properties = schema["properties"]
    assert isinstance(properties, dict)
    before: JsonObject = {
        ("step" if name == "steps" else name): s for name, s in properties.items()
    }
    old = paint(json_request_schema={**schema, "properties": {**before, "gone": {"type": "null"}}})

    history = history_of(old, paint(), label="2026-07-01")

    mdx, md, html = (page(paint(), history, f) for f in (MDX, MARKDOWN, HTML))
    assert '| `steps` <Badge color="blue">renamed</Badge>, was `step` | `integer` |' in mdx
    assert "\n## Changes since 2026-07-01\n" in mdx
    assert '- <Badge color="red">breaking</Badge> `step` is called `steps` now\n' in mdx
    assert "| `steps` **renamed**, was `step` | integer |" in md
    assert "- **breaking**: `gone` is gone\n" in md
    assert '<span class="was">was <code>step</code></span>' in html


def test_what_changed_inside_is_said_where_its_own_row_is_not_shown() -> None:
    inside: JsonObject = {"type": "string", "format": "uri", "minLength": 1}
    schema = paint().request_schema or {}
    properties = {**schema["properties"]}  # type: ignore[dict-item]  # an object
    items: JsonObject = {
        "type": "object",
        "required": ["url"],
        "properties": {"url": inside, "a b": {}},
    }
    properties["refs"] = {"type": "array", "maxItems": 4, "items": items}
    new = paint(json_request_schema={**schema, "properties": properties})

    history = history_of(paint(), new)

    assert '| `refs` <Badge color="blue">changed</Badge> |' in page(new, history, MDX)
    markdown = page(new, history, MARKDOWN)
    assert "| `refs` | list of objects |" in markdown
    assert "| `refs[].url` **changed** | URL, required |" in markdown


def test_the_changelog_lists_what_breaks_first() -> None:
    old = {m.id: m for m in (paint(), video())}
    new = {m.id: m for m in (chat(), paint(endpoint="/images/edit"))}

    history = history_since(Earlier(Catalog(old), "July"), Catalog(new))
    entries = {"acme-chat-1": Entry("acme-chat-1"), "acme-paint-1": Entry("paint")}
    text = MARKDOWN.changelog_text(history, entries)

    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads == [
        *("# Changelog", "## Breaking", "### Models removed"),
        *("### [Acme Paint 1](paint.md)", "## New and compatible", "### Models added"),
    ]
    assert "1 change in 1 model (1 breaking), 1 model added, 1 model removed." in text
    assert "\n- acme-film-1 (`acme-film-1`)\n" in text
    assert "\n- [acme-chat-1](acme-chat-1.md) (`acme-chat-1`)\n" in text


def test_a_model_called_like_the_changelog_keeps_its_page() -> None:
    models = [chat(name="changelog"), chat(name="Changelog-2")]
    history = History("July", {"changelog": ModelHistory("changelog", "x", "added")})

    files = plan_docs(models, examples, page_format=HTML, history=history).files

    names = {name for name in files if name.endswith(".html")}
    assert names == {"changelog.html", "Changelog-2.html", "changelog-3.html", "index.html"}
    assert b'href="changelog-3.html">What changed<' in files["index.html"]


def test_on_two_dates_no_link_is_broken_and_only_pages_of_what_changed_differ() -> None:
    new = bundled_catalog()
    models = [model for model in new.models.values() if model.is_published]
    history = history_since(Earlier(catalogs()[JULY], "2026-07-01"), new)
    changed = {name for name, found in history.models.items() if found.changes}
    came = {name for name, found in history.models.items() if found.fate == "added"}
    assert changed
    assert came

    for page_format in FORMATS.values():
        plain = plan_docs(models, examples, page_format=page_format).files
        told = plan_docs(models, examples, page_format=page_format, history=history)
        changelog = f"changelog{page_format.suffix}"
        differing = {name for name, content in told.files.items() if plain.get(name) != content}
        named = {told.manifest.models[name].name + page_format.suffix for name in changed | came}
        assert differing == named | {changelog, page_format.index}
        for link in re.findall(r'(?:href="|\]\()([^")#:]+)', told.files[changelog].decode()):
            path = link.rpartition("/")[2] if page_format is MDX else link
            assert path in told.files or path + page_format.suffix in told.files, link
