"""Each fact is one change, by its name; done again they give the new schema; told twice nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given

from oxspec.drift.applying import applied
from oxspec.drift.changes import KINDS
from oxspec.drift.compare import compare
from oxspec.drift.equality import same
from oxspec.drift.places import sibling
from oxspec.drift.schemas import schema_changes
from support.pairs import catalog_of, model_pairs, model_with, patiently

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.drift.changes import Change
    from oxspec.jsontypes import JsonObject, JsonValue

    Pair = tuple[Model, Model]

PAIRS: Final = model_pairs() | model_pairs(hard=True) | model_pairs(hostile=True)
#: What a change is called when it is looked at from the other side, where that is another name.
MIRROR: Final = {
    "parameter-added": {"parameter-removed"},
    "required-parameter-added": {"parameter-removed"},
    "parameter-removed": {"parameter-added", "required-parameter-added"},
    "became-required": {"became-optional"},
    "became-optional": {"became-required"},
    "enum-narrowed": {"enum-widened", "enum-narrowed"},
    "enum-widened": {"enum-narrowed"},
    "range-narrowed": {"range-widened", "range-narrowed"},
    "range-widened": {"range-narrowed"},
}


def changes_of(old: Model, new: Model) -> tuple[Change, ...]:
    return compare(catalog_of(old), catalog_of(new)).changes


@patiently
@given(PAIRS)
def test_a_catalog_compared_with_itself_has_no_change(pair: Pair) -> None:
    old, _ = pair

    assert changes_of(old, old) == ()


@patiently
@given(PAIRS)
def test_two_catalogs_mirror_each_other(pair: Pair) -> None:
    there, back = changes_of(*pair), [*changes_of(*reversed(pair))]
    names = [(c.pointer or "", str(c.new)) for c in there if c.kind == "parameter-renamed"]
    told = {sibling(pointer, new): pointer for pointer, new in names}

    for change in there:
        kinds = MIRROR.get(change.kind, {change.kind})
        seen = [
            other
            for other in back
            if other.kind in kinds
            and same(other.old, change.new)
            and same(other.new, change.old)
            and _seen_back(change, told) == other.pointer
        ]
        assert seen, change
        back.remove(seen[0])
    assert back == []


def _seen_back(change: Change, told: dict[str, str]) -> str | None:
    """Return where a change is when it is looked at from the other side, where names are others."""
    pointer = change.pointer or ""
    if change.kind == "parameter-renamed":
        return sibling(pointer, str(change.new))
    for new, old in told.items():
        if f"{pointer}/".startswith(f"{new}/"):
            return old + pointer.removeprefix(new)
    return change.pointer


@patiently
@given(PAIRS)
def test_changes_done_again_give_the_new_schema(pair: Pair) -> None:
    old, new = (model.request_schema or {} for model in pair)

    made = applied(old, schema_changes("m", old, new))

    assert same(_without_order(made), _without_order(new))


def _without_order(schema: JsonValue) -> JsonValue:
    """Return a schema whose ``required`` are sorted, and left out where they are empty."""
    if not isinstance(schema, dict):
        return schema
    plain = {keyword: _without_order(value) for keyword, value in schema.items()}
    required = plain.pop("required", [])
    if isinstance(required, list):
        names = sorted(name for name in required if isinstance(name, str))
        return {**plain, "required": [*names]} if names else plain
    return {**plain, "required": required}


@patiently
@given(PAIRS)
def test_no_two_changes_have_one_fingerprint(pair: Pair) -> None:
    changes = changes_of(*pair)

    assert len({change.fingerprint for change in changes}) == len(changes)


def x(**keywords: JsonValue) -> JsonObject:
    return {"type": "object", "properties": {"x": {**keywords}}}


CASES: Final[tuple[tuple[JsonObject, JsonObject, str, str], ...]] = (
    (x(), {"type": "object", "properties": {}}, "parameter-removed", "`x` is gone"),
    ({"type": "object"}, x(type="string"), "parameter-added", "`x` is new: a string"),
    (
        {"type": "object"},
        {**x(), "required": ["x"]},
        "required-parameter-added",
        "`x` is new and required",
    ),
    (x(), {**x(), "required": ["x"]}, "became-required", "`x` is required now"),
    ({**x(), "required": ["x"]}, x(), "became-optional", "`x` is optional now"),
    (
        x(type="string"),
        x(type="integer"),
        "type-changed",
        "`x` takes an integer now, not a string",
    ),
    (
        x(type="string", enum=["4s"], default="4s"),
        x(type="integer", enum=[4, 6], default=4),
        "type-changed",
        "`x` takes an integer now, not a string: one of `4`, `6`",
    ),
    (
        x(type="string"),
        x(type="string", nullable=True),
        "type-changed",
        "`x` takes null too",
    ),
    (
        x(enum=["a", "b", "c"]),
        x(enum=["a", "c", "d"]),
        "enum-narrowed",
        "`x` no longer takes `b`; 2 values left: `a`, `c`; new: `d`",
    ),
    (x(), x(enum=["a"]), "enum-narrowed", "`x` takes only 1 value now: `a`"),
    (
        x(enum=["a"]),
        x(enum=["b"]),
        "enum-narrowed",
        "`x` no longer takes `a`; no value is left; new: `b`",
    ),
    (x(enum=["a"]), x(enum=["a", 1]), "enum-widened", "`x` takes `1` too"),
    (
        x(enum=[1]),
        x(enum=[True]),
        "enum-narrowed",
        "`x` no longer takes `1`; no value is left; new: `true`",
    ),
    (x(enum=["a"]), x(), "enum-widened", "`x` takes other values than `a` too"),
    (
        x(enum=["a", "b"]),
        x(enum=["b", "a"]),
        "schema-changed",
        "the values of `x` are listed in another way",
    ),
    (
        x(minimum=1, maximum=9),
        x(minimum=1, maximum=8),
        "range-narrowed",
        "`x` is limited now: at most 8; it was at most 9",
    ),
    (
        x(minimum=1),
        x(exclusiveMinimum=1),
        "range-narrowed",
        "`x` is limited now: more than 1; it was at least 1",
    ),
    (x(minimum=1), x(), "range-widened", "`x` has no such limit any more: at least 1"),
    (x(), x(maxItems=1), "range-narrowed", "`x` is limited now: at most 1 entry"),
    (
        x(maxLength=2),
        x(maxLength=1),
        "range-narrowed",
        "`x` is limited now: at most 1 character; it was at most 2 characters",
    ),
    (x(), x(format="uri"), "format-changed", "`x` must be in the format `uri` now"),
    (x(format="uri"), x(), "format-changed", "`x` need not be in the format `uri` any more"),
    (
        x(default=1),
        x(default=2),
        "default-changed",
        "`x` is `2` now where it is left out; it was `1`",
    ),
    (
        x(),
        x(default=None),
        "default-changed",
        "`x` is `null` now where it is left out; it had no default",
    ),
    (x(default=1), x(), "default-changed", "`x` has no default now; it was `1`"),
    (
        x(title="a"),
        x(title="b", description="c"),
        "text-changed",
        "the description and title of `x` changed",
    ),
    (x(pattern="a"), x(pattern="b"), "schema-changed", "`x` is judged in another way: `pattern`"),
    (x(), x(**{"x-order": 1}), "schema-changed", "`x` is shown in another way: `x-order`"),
    (
        {**x(), "basic": []},
        {**x(), "basic": ["x"]},
        "schema-changed",
        "the request is shown in another way: `basic`",
    ),
)


@pytest.mark.parametrize(("old", "new", "kind", "message"), CASES)
def test_one_fact_is_one_change_in_words(
    old: JsonObject, new: JsonObject, kind: str, message: str
) -> None:
    found = [(c.kind, c.message) for c in changes_of(model_with(old), model_with(new))]

    assert found == [(kind, message)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (x(minimum=1), x(minimum=1.0)),
        ({**x(), "required": []}, x()),
        ({"type": "object"}, {"type": "object", "properties": {}}),
    ],
)
def test_what_means_the_same_in_json_is_no_change(old: JsonObject, new: JsonObject) -> None:
    assert changes_of(model_with(old), model_with(new)) == ()


def test_a_parameter_inside_another_is_told_by_its_place() -> None:
    def refs(**keywords: JsonValue) -> JsonObject:
        return x(type="array", items={"type": "object", "properties": {"a/b": {**keywords}}})

    (change,) = changes_of(model_with(refs(enum=[1, 2])), model_with(refs(enum=[1])))

    assert (change.kind, change.parameter) == ("enum-narrowed", "x[].a/b")
    assert change.pointer == "/properties/x/items/properties/a~1b"
    assert change.witness == {"model": "acme-paint-1", "x": [{"a/b": 2}]}


def test_a_name_with_a_backtick_does_not_end_the_code() -> None:
    (change,) = changes_of(
        model_with({"type": "object", "properties": {"a`b": {}}}), model_with({"type": "object"})
    )

    assert change.message == "`a\\u0060b` is gone"


def test_every_kind_has_a_name_that_programs_may_rely_on() -> None:
    named = {kind for _, _, kind, _ in CASES} | {"parameter-renamed"}
    of_models = {kind for kind in KINDS if kind.startswith(("model-", "endpoint-"))}

    assert named | of_models == set(KINDS)
