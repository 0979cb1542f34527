"""HTML pages and their index."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxspec.catalog.bundled import bundled_catalog
from oxspec.catalog.model import Quarantined
from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from oxspec.render.escaped import shown
from oxspec.render.pageformats import HTML
from oxspec.testing import models as any_models
from support.catalogs import each_catalog
from support.commands import run
from support.goldens import golden
from support.models import chat, hostile_models, paint, texts, video
from support.pages import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from oxspec.catalog.model import Catalog, Model
    from oxspec.render.plan import Output
    from support.pages import Element

#: What may point out of the site, and the attributes that may point at all.
OUTSIDE = ("https://www.oxen.ai/ai/workbench?model=",)
POINTERS = ("href", "src", "action", "poster", "data", "srcset")


def planned(*models: Model, **options: object) -> Output:
    return plan_docs(models, examples, page_format=HTML, **options)  # type: ignore[arg-type]  # as they are


def page(model: Model) -> Element:
    files = planned(model).files
    (name,) = [name for name in files if name.endswith(".html") and name != HTML.index]
    return parsed(files[name].decode())


def data(root: Element, identifier: str) -> object:
    return json.loads(root.by_id(identifier).text)


def test_a_page_equals_its_golden() -> None:
    text = planned(paint()).files["acme-paint-1.html"].decode()

    assert text == golden("docs/acme-paint-1.html", text)


def test_the_page_carries_the_document_that_the_command_prints() -> None:
    name = "google-veo-3-1-fast"
    printed = run("schema", name, "--source", "bundled")

    assert data(page(bundled_catalog().models[name]), "schema") == json.loads(printed.out)


def test_every_parameter_is_on_the_page_once_with_what_bounds_it() -> None:
    root = page(paint())
    parameters = [e for e in root.walk() if e.attributes.get("class") == "parameter"]
    told = {e.all("code")[0].text: re.sub(r"\s+", " ", e.text) for e in parameters}

    assert {p.name for p in paint().request.parameters} <= told.keys()  # type: ignore[union-attr]  # it has one
    assert "What to paint." in told["prompt"]
    assert "1 to 50 Default 28" in told["steps"]
    assert "list of objects" in told["refs"]
    assert "at most 4 entries" in told["refs"]
    assert "integer or null" in told["seed"]
    assert "queue only" in told["num_generations"]


@settings(deadline=None)
@given(model=hostile_models())
def test_no_text_changes_the_structure_of_a_page(model: Model) -> None:
    plain = replace(model, description=None, developer="x")
    harmless = replace(plain, id="x", display_name="x", summary="x")

    assert page(plain).skeleton() == page(harmless).skeleton()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(model=any_models())
def test_a_hostile_page_has_our_scripts_and_no_handler(model: Model) -> None:
    root = page(model)

    scripts = [e.attributes.get("src", e.attributes.get("type")) for e in root.all("script")]
    assert scripts == [
        *("assets/site.js", "assets/check.js", "assets/builder.js"),
        *("application/json", "application/json"),
    ]
    for element in root.walk():
        assert element.tag not in {"iframe", "object", "embed", "img", "style", "base", "comment"}
        names = element.attributes
        assert not any(name.startswith("on") or name == "style" for name in names)
        assert names.get("href", "https:").startswith(("https:", "http:", "mailto:", "#", "a", "i"))


@given(name=texts)
def test_a_title_is_shown_as_it_is_in_the_index(name: str) -> None:
    index = parsed(planned(paint(display_name=name)).files[HTML.index].decode())

    (link,) = [e for e in index.all("a") if e.attributes["href"] == "acme-paint-1.html"]
    assert link.text.split() == [w for w in _shown(name).split() if w]


def _shown(text: str) -> str:
    return shown(" ".join((text if text.strip() else "acme-paint-1").split()))


@each_catalog
def test_no_link_inside_a_site_is_broken(catalog: Catalog) -> None:
    published = [model for model in catalog.models.values() if model.is_published]
    output = planned(*published)

    roots = {n: parsed(c.decode()) for n, c in output.files.items() if n.endswith(".html")}
    assert len(roots) == len(published) + 1
    ids = {
        name: [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
        for name, root in roots.items()
    }
    assert all(len(found) == len(set(found)) for found in ids.values())
    for name, root in roots.items():
        for target in _targets(root):
            assert _is_there(target, name, ids, output.files), (name, target)


def _targets(root: Element) -> Iterable[str]:
    prose = {id(e) for p in root.walk() if p.attributes.get("class") == "prose" for e in p.walk()}
    for element in root.walk():
        if id(element) not in prose:
            yield from (element.attributes[n] for n in POINTERS if n in element.attributes)


def _is_there(
    target: str, page_name: str, ids: Mapping[str, list[str]], files: Mapping[str, bytes]
) -> bool:
    if target.startswith(OUTSIDE):
        return True
    parts = urlsplit(target)
    path = unquote(parts.path) or page_name
    inside = not parts.scheme and not parts.netloc and ".." not in PurePosixPath(path).parts
    return inside and path in files and (not parts.fragment or parts.fragment in ids[path])


def test_the_index_lists_by_endpoint_and_says_what_to_filter_by() -> None:
    models = [paint(), chat(developer="Zeta"), video(developer="acme")]

    index = parsed(planned(*models).files[HTML.index].decode())

    heads = [e.text.split() for e in index.all("h2")]
    assert heads == [["Chat", "1"], ["Image", "generation", "1"], ["Video", "generation", "1"]]
    rows = [e.attributes for e in index.all("li") if "data-model" in e.attributes]
    assert [r["data-endpoint"] for r in rows] == [
        "chat/completions",
        "images/generate",
        "videos/generate",
    ]
    assert [json.loads(r["data-outputs"]) for r in rows] == [["text"], ["image"], ["video"]]
    options = {e.attributes["id"]: [o.text for o in e.all("option")] for e in index.all("select")}
    assert options["developer"] == ["Any", "Acme", "acme", "Zeta"]


def test_the_index_knows_models_that_were_not_named() -> None:
    whole = planned(paint(), chat(), catalog="sha256:1")

    part = planned(chat(), known=whole.manifest, partial=True)

    assert part.files[HTML.index] == whole.files[HTML.index]
    assert part.manifest.files == whole.manifest.files


def test_a_page_that_cannot_be_made_is_set_aside_and_the_others_go_on() -> None:
    bad = paint(name="bad", json_request_schema={"type": "nothing"})
    silent = paint(name="silent", json_request_schema=None)

    alone = planned(chat())
    all_of_them = planned(chat(), bad, silent, quarantined=[Quarantined("worse", "/2", "no")])

    assert alone.files == all_of_them.files
    outcomes = {name: e.outcome for name, e in all_of_them.manifest.models.items()}
    assert outcomes.pop("acme-chat-1") == "generated"
    assert set(outcomes.values()) == {"quarantined"}
    assert outcomes.keys() == {"bad", "silent", "worse"}


def test_a_folder_of_another_format_is_left_alone(tmp_path: Path) -> None:
    command = ("docs", "flux-2-pro", "--source", "bundled", "-o", str(tmp_path))
    assert run(*command).status == 0
    before = sorted(tmp_path.iterdir())

    told = run(*command, "--format", "html")

    assert told.status == 3
    assert f"{tmp_path}: holds pages of another format than html" in told.err
    assert sorted(tmp_path.iterdir()) == before


@given(base=st.sampled_from(["http://127.0.0.1:1/api/ai", "https://hub.example/api/ai/"]))
def test_calls_go_to_the_base_url(base: str) -> None:
    text = planned(paint(), base_url=base).files["acme-paint-1.html"].decode()

    assert "hub.oxen.ai/api/ai" not in text
    assert f"{base.rstrip('/')}/images/generate" in text
