"""The fast path accepts nothing that the authority would say a word about."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oxspec.errors import SchemaDefect
from oxspec.runtime.check import check
from oxspec.schema.accept import acceptor, is_plain
from oxspec.testing import bodies, broken_bodies, json_values, models
from support.catalogs import all_models

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
REAL = [model for name, model in all_models() if name == "bundled"]
_EDGES: list[object] = [
    *(0, -0.0, 1.0, 5.0, 5.5, 2**53, 2**53 + 1, float(2**53), 10**30, 1e30, 10**400),
    *(
        float("nan"),
        float("inf"),
        True,
        False,
        None,
        "",
        "5",
        "1.0",
        "é",
        "e\u0301",
        "\U0001f402",
    ),
    *(
        "\ud800",
        "٣",
        "a\n",
        (1, 2),
        (),
        [],
        [[]],
        [[1], [1.0]],
        {},
        {"a": None},
        Decimal("1.5"),
    ),
    *(b"x", {1: 2}, {1, 2}, 19.99, 0.1 + 0.2),
]
EDGES = st.sampled_from(_EDGES)
LEAVES: JsonObject = {
    "type": {"type": ["integer", "array", "null"]},
    "const": {"const": 1},
    "enum": {"enum": [1, "1", None, [1], {"a": 1.0}, True]},
    "range": {"type": "number", "minimum": -1.5, "exclusiveMaximum": 2**53},
    "big": {"type": "integer", "maximum": 10**30},
    "length": {"type": "string", "minLength": 1, "maxLength": 2},
    "uri": {"type": "string", "format": "uri"},
    "items": {"items": {"items": {"type": "integer"}}, "maxItems": 2},
    "multiple": {"multipleOf": 19.99},
    "pattern": {"pattern": r"^\D\W$"},
    "unique": {"uniqueItems": True},
    "either": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]},
    "not": {"not": {"type": "number"}},
}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(LEAVES)), st.one_of(EDGES, json_values(max_leaves=6)))
@example("range", float("nan"))
@example("big", 10**30)
@example("big", 1e30)
@example("items", ((1,),))
def test_no_keyword_accepts_a_value_that_the_authority_refuses(keyword: str, value: object) -> None:
    schema = cast("JsonObject", LEAVES[keyword])
    instance = cast("JsonValue", value)

    if acceptor(schema)(instance):
        assert check(instance, schema) == []


@settings(max_examples=50, suppress_health_check=SLOW, deadline=None)
@given(model=models(), data=st.data())
def test_no_schema_of_the_dialect_accepts_a_body_that_the_authority_refuses(
    model: Model, data: st.DataObject
) -> None:
    try:
        strict = model.strict
    except SchemaDefect:
        return
    if strict is None:
        return
    try:
        fitting = data.draw(bodies(model))
        broken = data.draw(broken_bodies(model)).body
    except ValueError:
        return
    name = data.draw(st.sampled_from([*fitting, "x"]))
    extra: dict[str, object] = {**fitting, name: data.draw(EDGES)}

    for body in (fitting, broken, cast("JsonObject", extra)):
        if model.accepts(body):
            assert check(body, strict) == []


@pytest.mark.parametrize("model", REAL, ids=lambda model: model.id)
@settings(max_examples=3, suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_every_real_model_takes_the_fast_path_for_plain_right_bodies(
    model: Model, data: st.DataObject
) -> None:
    body = data.draw(bodies(model))

    assert model.accepts(body) == (is_plain(body) and check(body, model.strict or {}) == [])
