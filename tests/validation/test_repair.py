"""Repairs: each makes a body better, all of them end, and the rest of the text stays as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxspec.catalog.model import Catalog, Model
from oxspec.testing import bodies, broken_bodies, models
from oxspec.validation.judge import judge
from oxspec.validation.mend import mended
from oxspec.validation.repair import repaired
from support.catalogs import all_models

if TYPE_CHECKING:
    from collections.abc import Callable

    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.runtime.findings import Finding

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
REAL = [model for name, model in all_models() if name == "bundled" and model.request_schema]


def judge_of(model: Model) -> Callable[[JsonValue], tuple[Finding, ...]]:
    catalog = Catalog({model.id: model})
    return lambda body: judge(body, catalog).findings


def slipped(draw: st.DrawFn, body: JsonObject) -> JsonObject:
    """Make mistakes in a body that a repair can see: quotes, case, null, a slip in a name."""
    made: JsonObject = {}
    for name, value in body.items():
        kind = draw(st.sampled_from(["right", "right", "quoted", "upper", "null", "slip", "far"]))
        if name == "model" or kind == "right":
            made[name] = value
        elif kind == "quoted":
            made[name] = json.dumps(value) if isinstance(value, int | float) else [value]
        elif kind == "upper":
            made[name] = value.upper() if isinstance(value, str) else value
        elif kind == "null":
            made[name] = None
        elif kind == "slip":
            made[name[:-1] or "x"] = value
        else:
            made[name] = 10**9
    return made


@st.composite
def mistaken(draw: st.DrawFn) -> tuple[Model, JsonObject]:
    """Draw a real model and a body for it with any number of mistakes."""
    model = draw(st.sampled_from(REAL))
    return model, slipped(draw, draw(bodies(model)))


@settings(suppress_health_check=SLOW, deadline=None)
@given(mistaken(), st.booleans())
def test_a_repaired_body_has_fewer_findings_and_repairing_again_changes_nothing(
    drawn: tuple[Model, JsonObject],
    unsafe: bool,  # noqa: FBT001  # drawn, not called
) -> None:
    model, body = drawn
    findings_of = judge_of(model)

    after, operations = repaired(body, findings_of, unsafe=unsafe)

    assert len(findings_of(after)) < len(findings_of(body)) or not operations
    assert repaired(after, findings_of, unsafe=unsafe) == (after, [])


@settings(suppress_health_check=SLOW, deadline=None)
@given(mistaken(), st.sampled_from([None, 1, 2, "\t"]), st.booleans())
def test_a_mended_text_says_what_the_repaired_body_is(
    drawn: tuple[Model, JsonObject],
    indent: int | str | None,
    ascii_only: bool,  # noqa: FBT001  # drawn, not called
) -> None:
    model, body = drawn
    text = json.dumps(body, indent=indent, ensure_ascii=ascii_only)
    after, operations = repaired(body, judge_of(model))

    result = mended(text, operations)

    assert json.loads(result) == after
    assert list(json.loads(result)) == list(after if isinstance(after, dict) else {})


@settings(suppress_health_check=SLOW, deadline=None)
@given(model=models(), data=st.data())
def test_nothing_is_repaired_that_the_finding_does_not_offer(
    model: Model, data: st.DataObject
) -> None:
    if model.request_schema is None or model.strict is None:
        return
    try:
        body = data.draw(broken_bodies(model)).body
    except ValueError:
        return
    findings = judge_of(model)(body)

    _, operations = repaired(body, judge_of(model))

    assert all(operation in [f.fix for f in findings] for operation in operations[:1])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": 1, "b": null}', '{"a": 1}'),
        ('{"b": null, "a": 1}', '{"a": 1}'),
        ('{"b": null}', "{}"),
        ('{\n  "a": 1,\n  "b": null\n}\n', '{\n  "a": 1\n}\n'),
        ('{\n  "b": null,\n  "a": 1\n}\n', '{\n  "a": 1\n}\n'),
        ('{ "b" : null , "a":1}', '{ "a":1}'),
    ],
)
def test_a_member_goes_with_its_comma_and_its_blanks(before: str, after: str) -> None:
    assert mended(before, [{"op": "remove", "path": "/b"}]) == after


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ('"2.50"', 2.5, "2.50"),
        ('" 7"', 7, "7"),
        ('"true"', True, "true"),
        ('"a"', ["a"], '["a"]'),
        ('"JPG"', "jpg", '"jpg"'),
        ("5", "5", '"5"'),
    ],
)
def test_a_value_is_written_with_what_it_was_made_of(old: str, value: JsonValue, new: str) -> None:
    text = f'{{ "x" :  {old}  }}'

    assert mended(text, [{"op": "replace", "path": "/x", "value": value}]) == (
        f'{{ "x" :  {new}  }}'
    )


PAINT = {model.id: model for model in REAL}["black-forest-labs-flux-2-klein-4b"]
RIGHT: JsonObject = {"model": PAINT.id, "prompt": "An ox"}


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ({"model": PAINT.id, "promt": 5}, {"model": PAINT.id, "prompt": "5"}),
        ({**RIGHT, "num_inference_step": "28"}, {**RIGHT, "num_inference_steps": 28}),
        ({**RIGHT, "aspect_raito": " 16:9 "}, {**RIGHT, "aspect_ratio": "16:9"}),
        ({**RIGHT, "sead": None}, RIGHT),
        ({"modle": PAINT.id, "promt": "An ox", "seed": "5"}, {**RIGHT, "seed": 5}),
        ({"modle": PAINT.id, "promt": 5}, {"model": PAINT.id, "prompt": "5"}),
        ({**RIGHT, "sead": "soon"}, None),
        ({"modle": PAINT.id, "prompt": [], "zzz": 1}, None),
    ],
)
def test_a_slip_in_a_name_is_mended_with_what_it_hid(
    body: JsonObject, mended: JsonObject | None
) -> None:
    after, _ = repaired(body, judge_of(PAINT))

    assert after == (body if mended is None else mended)


CHAT = next(m for _, m in all_models() if m.endpoint == "chat/completions")


@pytest.mark.parametrize("name", ["model", "modle"])
def test_a_long_chat_is_not_judged_as_often_as_it_has_mistakes(name: str) -> None:
    judged = 0

    def findings_of(body: JsonValue) -> tuple[Finding, ...]:
        nonlocal judged
        judged += 1
        return judge_of(CHAT)(body)

    messages: list[JsonValue] = [{"rol": "User", "contnt": 5} for _ in range(100)]
    after, operations = repaired({name: CHAT.id, "messages": messages}, findings_of)

    assert after == {"model": CHAT.id, "messages": [{"role": "user", "content": "5"}] * 100}
    assert len(operations) >= 400
    assert judged < 20
