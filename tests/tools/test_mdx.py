"""Pages under the real MDX compiler: they compile, and hold no element or expression but ours."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxspec.app.since import Earlier, history_since
from oxspec.catalog.model import Catalog
from oxspec.examples import examples
from oxspec.render.docs import plan_docs
from oxspec.testing import models as any_models
from support.catalogs import catalogs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oxspec.catalog.model import Model
    from oxspec.render.history import History

pytestmark = pytest.mark.tools

MDX = Path(__file__).parent / "mdx"
ELEMENTS = {
    "Tab title",
    "Tabs",
    "CodeGroup",
    "CardGroup cols",
    "Card title icon href",
    "Tip",
}
#: How many columns cards have: one on a page, two on the index.
EXPRESSIONS: tuple[list[str], ...] = ([], ["1"], ["2"])
OLD = "facts-2026-07-01"


def compiled(
    models: Iterable[Model], folder: Path, *, history: History | None = None
) -> dict[str, dict[str, object]]:
    """Return what the compiler says of each page of some models."""
    for path, content in plan_docs(models, examples, history=history).files.items():
        (folder / path).write_bytes(content)
    done = subprocess.run(
        ["node", "check.js", str(folder)], cwd=MDX, capture_output=True, check=True
    )
    report: dict[str, dict[str, object]] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("name", list(catalogs()))
def test_every_page_compiles_to_our_elements_alone(name: str, tmp_path: Path) -> None:
    models = [model for model in catalogs()[name].models.values() if model.is_published]

    report = compiled(models, tmp_path)

    assert len(report) == len(models) + 1
    for page, found in report.items():
        assert found.keys() == {"elements", "expressions", "esm"}, page
        assert set(found["elements"]) <= ELEMENTS  # type: ignore[call-overload]  # a list of texts
        assert found["expressions"] in EXPRESSIONS
        assert found["esm"] == []


def test_what_changed_compiles_to_badges_beside(tmp_path: Path) -> None:
    new = catalogs()["bundled"]
    history = history_since(Earlier(catalogs()[OLD], "2026-07-01"), new)
    models = [model for model in new.models.values() if model.is_published]

    report = compiled(models, tmp_path, history=history)

    assert "changelog.mdx" in report
    for page, found in report.items():
        assert set(found["elements"]) <= ELEMENTS | {"Badge color"}, page  # type: ignore[call-overload]  # a list of texts
        assert found["expressions"] in EXPRESSIONS
        assert found["esm"] == []


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(hostile=st.lists(any_models(), min_size=8, max_size=8, unique_by=lambda model: model.id))
def test_hostile_text_stays_text(
    hostile: list[Model], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # What each was before is another of them.
    before = [replace(m, id=n.id) for m, n in pairwise(hostile)]
    earlier = Earlier(Catalog({model.id: model for model in before}), hostile[0].display_name)
    history = history_since(earlier, Catalog({model.id: model for model in hostile}))
    folder = tmp_path_factory.mktemp("pages")
    for page, found in compiled(hostile, folder, history=history).items():
        assert found.keys() == {"elements", "expressions", "esm"}, (page, found)
        # A name with a bar and a backslash is a bare code element, as a table parts a code span.
        assert set(found["elements"]) <= ELEMENTS | {"Badge color", "code"}  # type: ignore[call-overload]  # a list of texts
        assert found["expressions"] in EXPRESSIONS
        assert found["esm"] == []
