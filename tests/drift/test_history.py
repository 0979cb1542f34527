"""Histories: what a comparison of two catalogs says, folded over more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hypothesis import given

from oxspec.drift.compare import compare, renames_between
from oxspec.drift.history import Dated, history_of
from support.catalogs import catalogs
from support.pairs import catalog_of, model_pairs, patiently

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog, Model


def dated(*found: Catalog) -> list[Dated]:
    return [
        Dated(f"2026-01-{day:02}", f"{day}.json", partial(_same, catalog))
        for day, catalog in enumerate(found, 1)
    ]


def _same(catalog: Catalog) -> Catalog:
    return catalog


@patiently
@given(pair=model_pairs())
def test_of_two_catalogs_a_history_is_their_comparison(pair: tuple[Model, Model]) -> None:
    old, new = map(catalog_of, pair)

    told = history_of(dated(old, new), pair[0].id)

    assert told.changes == compare(old, new).changes


@patiently
@given(pair=model_pairs())
def test_there_and_back_is_both_comparisons(pair: tuple[Model, Model]) -> None:
    old, new = map(catalog_of, pair)

    told = history_of(dated(old, new, new, old), pair[0].id)

    forth, back = compare(old, new).changes, compare(new, old).changes
    assert [step.changes for step in told.steps] == [(), forth, (), back]


def test_of_the_real_catalogs_every_change_is_in_the_history_of_its_model() -> None:
    old, new = catalogs()["facts-2026-07-01"], catalogs()["bundled"]
    changes = compare(old, new).changes
    renamed = renames_between(old, new)
    some = sorted({change.model for change in changes})[::7]

    for model in some:
        told = history_of(dated(old, new), model)

        assert told.changes == tuple(change for change in changes if change.model == model)
        assert told.ids[-1] == renamed.get(model, model)
