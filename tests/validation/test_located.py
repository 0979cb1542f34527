"""For every model: a mistake of each code is found where it was made, and nothing else is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxspec.catalog.model import Catalog
from oxspec.testing import broken_bodies
from oxspec.validation.judge import judge
from oxspec.validation.text import located, read
from support.catalogs import all_models

if TYPE_CHECKING:
    from oxspec.catalog.model import Model

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
MODELS = [
    pytest.param(model, id=f"{name}:{model.id}")
    for name, model in all_models()
    if model.request_schema is not None
]


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=4, suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_one_mistake_is_one_finding_at_its_line_and_column(
    model: Model, data: st.DataObject
) -> None:
    body, code, pointer = data.draw(broken_bodies(model))
    indent = data.draw(st.sampled_from([None, 0, 2, "\t"]))
    text = json.dumps(body, indent=indent, ensure_ascii=data.draw(st.booleans()))
    value = read(text.encode()).body

    verdict = judge(value, Catalog({model.id: model}))
    (finding,) = located(verdict.findings, text)

    assert (finding.code, finding.pointer) == (code, pointer)
    rest = text.split("\n")[(finding.line or 0) - 1][(finding.column or 0) - 1 :]
    place: object = body
    for step in pointer.split("/")[1:]:
        token = step.replace("~1", "/").replace("~0", "~")
        place = place[int(token)] if isinstance(place, list) else place[token]  # type: ignore[index]  # read off the body
    if code == "unknown-parameter":
        name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        assert json.JSONDecoder().raw_decode(rest)[0] == name
    elif not isinstance(place, dict | list):
        assert json.JSONDecoder().raw_decode(rest)[0] == place
    else:
        assert rest[0] in "{["
