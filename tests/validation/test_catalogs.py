"""Over whole catalogs: right bodies pass, and one misspelt parameter is found by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oxspec.catalog.model import Catalog
from oxspec.examples import examples
from oxspec.validation.judge import judge
from support.catalogs import all_models

if TYPE_CHECKING:
    from oxspec.catalog.model import Model

MODELS = [pytest.param(model, id=f"{name}:{model.id}") for name, model in all_models()]


def misspelt(name: str) -> str:
    """Return a name as a hurried person writes it: two neighbours swapped, else one dropped."""
    for at in range(1, len(name) - 1):
        if name[at] != name[at + 1]:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name + name[-1]


@pytest.mark.parametrize("model", MODELS)
def test_every_example_is_valid_and_without_a_warning(model: Model) -> None:
    catalog = Catalog({model.id: model})

    for made in examples(model):
        verdict = judge(made.body, catalog)

        assert (verdict.outcome, verdict.findings) == ("valid", ())


@pytest.mark.parametrize("model", MODELS)
def test_each_misspelt_parameter_is_found_with_the_right_name_as_hint(model: Model) -> None:
    catalog = Catalog({model.id: model})

    for made in examples(model):
        for name in made.body.keys() - {"model"}:
            wrong = misspelt(name)
            body = {wrong if key == name else key: value for key, value in made.body.items()}
            found = {f.pointer: f for f in judge(body, catalog).findings}

            assert found[f"/{wrong}"].code == "unknown-parameter"
            assert found[f"/{wrong}"].hint == f'did you mean "{name}"?'
            assert found.keys() <= {"", f"/{wrong}"}
