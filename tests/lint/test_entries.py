"""Defects of an entry: each found where it was planted, none made up, and mended for certain."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.fetch.payload import payload_of
from oxspec.lint.catalogs import catalog_defects
from oxspec.lint.defects import CODES
from oxspec.lint.entries import entry_defects
from oxspec.lint.patch import patched
from oxspec.testing.schemas import entries
from support.catalogs import catalogs
from support.defects import Spot, spots, texts_of_limits

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

Planted: TypeAlias = tuple[str, tuple[str | int, ...], dict[str, Any], bool]

#: Code, where in the parameter, the parameter, and whether the repair is certain.
PLANTED: Final[list[Planted]] = [
    ("unknown-type", ("type",), {"type": "str"}, True),
    ("unknown-type", ("type",), {"type": "Integer"}, True),
    ("unknown-type", ("type",), {"type": "file"}, False),
    ("unknown-type", ("type", 1), {"type": ["string", "int"]}, True),
    ("unknown-keyword", ("maxitems",), {"type": "array", "maxitems": 3}, True),
    ("unknown-keyword", ("defualt",), {"type": "string", "defualt": "a"}, True),
    ("unknown-format", ("format",), {"type": "string", "format": "url"}, True),
    ("idle-keyword", ("minimum",), {"type": "string", "minimum": 1}, False),
    ("idle-keyword", ("maxLength",), {"type": "integer", "maxLength": 1}, False),
    ("empty-enum", ("enum",), {"type": "string", "enum": []}, False),
    ("empty-range", ("minimum",), {"type": "integer", "minimum": 9, "maximum": 3}, False),
    ("empty-range", ("minimum",), {"type": "integer", "minimum": 0.2, "maximum": 0.8}, False),
    ("empty-range", ("minLength",), {"type": "string", "minLength": 9, "maxLength": 3}, False),
    ("empty-range", ("minItems",), {"type": "array", "minItems": 9, "maxItems": 3}, False),
    ("empty-range", ("minimum",), {"type": "number", "minimum": 1, "exclusiveMaximum": 1}, False),
    ("duplicate-value", ("enum", 2), {"type": "string", "enum": ["a", "b", "a"]}, True),
    ("duplicate-value", ("enum", 1), {"type": "number", "enum": [1, 1.0]}, True),
    ("look-alike-value", ("enum", 1), {"type": "string", "enum": ["1080p", "1080P"]}, False),
    ("invalid-default", ("default",), {"type": "integer", "default": "4"}, True),
    ("invalid-default", ("default",), {"type": "integer", "default": None}, True),
    ("invalid-default", ("default",), {"type": "integer", "default": True}, False),
    ("invalid-default", ("default",), {"type": "integer", "maximum": 3, "default": 4}, False),
    ("invalid-default", ("default",), {"type": "string", "enum": ["a"], "default": "z"}, False),
    ("invalid-default", ("default",), {"type": "string", "enum": ["a"], "default": ""}, False),
    ("invalid-default", ("default",), {"type": "string", "maxLength": 1, "default": "ab"}, False),
    ("invalid-default", ("default",), {"type": "array", "maxItems": 1, "default": [1, 2]}, False),
    ("invalid-enum", ("enum", 1), {"type": "string", "enum": ["a", 5]}, False),
    ("invalid-enum", ("enum", 0), {"type": "integer", "minimum": 1, "enum": [0, 1]}, False),
    ("invalid-enum", ("enum",), {"type": "integer", "enum": ["4", "8"]}, False),
    ("invalid-example", ("examples", 1), {"type": "string", "examples": ["a", 5]}, True),
    ("invalid-example", ("example",), {"type": "boolean", "example": "maybe"}, False),
    ("malformed-schema", ("minLength",), {"type": "string", "minLength": -1}, False),
    ("malformed-schema", ("pattern",), {"type": "string", "pattern": "("}, False),
    ("malformed-schema", ("nullable",), {"type": "string", "nullable": "yes"}, False),
    ("malformed-schema", ("minimum",), {"type": "integer", "minimum": "0"}, False),
    ("malformed-schema", ("$ref",), {"$ref": "https://example.com/x"}, False),
    ("unknown-reference", ("x-next-to",), {"type": "string", "x-next-to": "nowhere"}, False),
    ("missing-description", (), {"type": "string", "description": " "}, False),
]


def found(entry: JsonValue) -> set[tuple[str, str]]:
    return {(defect.code, defect.pointer) for defect in entry_defects(entry)}


def entry_of(**parameters: object) -> JsonObject:
    return with_schema({"type": "object", "properties": parameters})


def with_schema(schema: Any) -> JsonObject:  # noqa: ANN401  # any JSON
    return {
        "name": "acme",
        "description": "Paints.",
        "endpoint": "/images/generate",
        "json_request_schema": schema,
    }


@given(spot=spots())
def test_a_clean_entry_has_no_defect(spot: Spot) -> None:
    assert entry_defects(spot.entry) == []


@given(spot=spots(), planted=st.sampled_from(PLANTED))
def test_a_planted_defect_is_found_where_it_is_and_alone(spot: Spot, planted: Planted) -> None:
    check_planted(spot, planted)


@pytest.mark.parametrize("planted", PLANTED)
def test_each_class_is_found_in_the_plainest_entry(planted: Planted) -> None:
    check_planted(Spot(entry_of(), ("json_request_schema",)), planted)


def check_planted(spot: Spot, planted: Planted) -> None:
    code, tokens, parameter, certain = planted
    entry = spot.planted({"description": "What it is for.", **parameter})

    defects = entry_defects(entry)

    assert [(d.code, d.pointer) for d in defects] == [(code, spot.pointer(*tokens))]
    assert bool(defects[0].patch) == certain
    assert defects[0].hint
    if certain:
        assert entry_defects(patched(entry, defects[0].patch)) == []


@given(spot=spots(), told=texts_of_limits())
def test_a_limit_in_words_alone_is_found_and_added(spot: Spot, told: tuple[str, str, int]) -> None:
    text, keyword, limit = told
    kinds = {"maxLength": "string", "maxItems": "array"}
    parameter: JsonObject = {"type": kinds.get(keyword, "integer"), "description": text}
    entry = spot.planted(parameter)

    (defect,) = entry_defects(entry)

    assert (defect.code, defect.pointer) == ("text-limit", spot.pointer())
    assert patched(entry, defect.patch) == spot.planted({**parameter, keyword: limit})
    assert entry_defects(patched(entry, defect.patch)) == []
    (other,) = entry_defects(spot.planted({**parameter, keyword: limit + 1}))
    assert (other.code, other.pointer) == ("text-limit", spot.pointer(keyword))


@pytest.mark.parametrize(
    ("kind", "text", "keyword", "limit"),
    [
        ("integer", "How many. Maximum 4,096.", "maximum", 4096),
        ("number", "How fast, up to 1,234,567.5", "maximum", 1234567.5),
        ("string", "What to paint (max 2,000 characters).", "maxLength", 2000),
        ("string", "What to paint, 12,500 characters max.", "maxLength", 12500),
        ("array", "Up to 1,000 images.", "maxItems", 1000),
    ],
)
def test_a_number_in_groups_of_three_is_read_as_a_whole(
    kind: str, text: str, keyword: str, limit: float
) -> None:
    parameter: JsonObject = {"type": kind, "description": text}

    (defect,) = entry_defects(entry_of(a=parameter))

    assert patched(entry_of(a=parameter), defect.patch) == entry_of(a={**parameter, keyword: limit})


@pytest.mark.parametrize(
    ("code", "pointer", "parameter"),
    [
        ("text-default", "/default", {"type": "integer", "default": 1, "t": "Defaults to 1,000."}),
        ("text-default", "/default", {"type": "integer", "default": 6, "t": "Default value: 4"}),
        ("text-default", "", {"type": "string", "t": 'How. Defaults to "mp3".'}),
        ("text-value", "/enum", {"type": "string", "enum": ["adaptive"], "t": "16:9, or auto."}),
        ("text-value", "/enum", {"type": "integer", "enum": [-1, 4], "t": "Auto is up to it."}),
        ("text-value", "/enum", {"type": "string", "enum": ["a"], "t": "Use 'b' for none."}),
        ("text-value", "/enum", {"type": "string", "enum": ["2K"], "t": "2K or explicit WxH."}),
        ("text-required", "", {"type": "string", "t": "Required. What to paint."}),
        ("text-name", "/description", {"type": "string", "t": "Not beside input_imege."}),
        ("text-limit", "", {"type": "integer", "t": "A seed. Range: 0-2147483647"}),
        ("text-limit", "/minimum", {"type": "number", "minimum": 0, "t": "From 1 to 5."}),
    ],
)
def test_what_a_text_says_is_held_against_the_schema(
    code: str, pointer: str, parameter: dict[str, Any]
) -> None:
    text = parameter["t"]
    schema = {k: v for k, v in parameter.items() if k != "t"} | {"description": text}
    other = {"type": "string", "description": "An image."}

    at = f"/json_request_schema/properties/a{pointer}"
    told = [d for d in entry_defects(entry_of(a=schema, input_image=other)) if d.pointer == at]

    assert [defect.code for defect in told] == [code]


@pytest.mark.parametrize(
    "parameter",
    [
        {"type": "integer", "default": 4, "t": "Default: 4.0"},
        {"type": "integer", "default": 2000, "t": "Default: 2,000"},
        {"type": "number", "t": "How much, up to 1,5"},
        {"type": "string", "enum": ["auto"], "t": "'auto' or Auto; auto-generated."},
        {"type": "integer", "minimum": 3, "maximum": 15, "t": "In seconds (3 to 15)."},
        {"type": "integer", "exclusiveMinimum": 0, "t": "Must be at least 1."},
        {"type": "number", "t": "Speed (typical range 0.5-2.0)."},
        {"type": "number", "t": "Recommended range is 28-50, and lower is faster."},
        {"type": "array", "t": "Maximum 4 total (elements + images) when using video."},
        {"type": "array", "t": "Max 7 images and elements total, max 4 when using a video."},
        {"type": "array", "t": "Each up to 10 MB, 2-30 seconds long."},
        {"type": "array", "t": "Counts toward the shared limit of 7."},
        {"type": "string", "t": "Required if no image is given."},
        {"type": "string", "t": "Optional prompt. Limits clips to 450 frames when set."},
        {"type": "integer", "t": "Frames (`a - 1` should be divisible by 4)."},
        {"type": "integer", "t": "Defaults to maximize the context within the 505 frame limit."},
    ],
)
def test_a_text_that_promises_nothing_more_is_left_alone(parameter: dict[str, Any]) -> None:
    schema = {k: v for k, v in parameter.items() if k != "t"} | {"description": parameter["t"]}

    assert entry_defects(entry_of(a=schema)) == []


@pytest.mark.parametrize(
    ("code", "pointer", "more"),
    [
        ("unknown-required", "/required/0", {"required": ["promt"]}),
        ("unknown-required", "/required/0", {"required": ["elsewhere"]}),
        ("duplicate-required", "/required/1", {"required": ["prompt", "prompt"]}),
        ("unknown-basic", "/basic/0", {"basic": ["elsewhere"]}),
        ("duplicate-value", "/basic/1", {"basic": ["prompt", "prompt"]}),
        ("required-default", "/properties/mode/default", {"required": ["mode"]}),
    ],
)
def test_a_name_that_is_wrong_is_found_and_mended_where_that_is_certain(
    code: str, pointer: str, more: dict[str, Any]
) -> None:
    parameters = {
        "prompt": {"type": "string", "description": "What to paint."},
        "mode": {"type": "string", "default": "a", "description": "How."},
    }
    entry = with_schema({"type": "object", "properties": parameters, **more})

    (defect,) = entry_defects(entry)

    assert (defect.code, defect.pointer) == (code, f"/json_request_schema{pointer}")
    assert bool(defect.patch) == (
        code != "required-default" and more != {"required": ["elsewhere"]}
    )
    if defect.patch:
        assert entry_defects(patched(entry, defect.patch)) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("input_image", "input_images"),
        ("inputImage", "input_image"),
        ("seed", "SEED"),
        ("seed", "s\u0435ed"),
        ("seed", "seed\u200b"),
        ("url", "\uff55rl"),
    ],
)
def test_names_that_look_alike_are_told_apart_in_ascii(one: str, two: str) -> None:
    text = {"type": "string", "description": "What it is for."}

    (defect,) = entry_defects(entry_of(**{one: text, two: text}))

    assert defect.code == "look-alike-name"
    assert defect.message.isascii()


@pytest.mark.parametrize(
    ("code", "pointer", "more"),
    [
        ("same-order", "/a/x-order", {"x-order": 1}),
        (
            "unknown-reference",
            "/a/x-bounding-boxes/imageField",
            {"x-bounding-boxes": {"imageField": "c"}},
        ),
        (
            "unknown-reference",
            "/a/x-media-references/groups/0/field",
            {"x-media-references": {"groups": [{"field": "imagse", "pattern": "image {n}"}]}},
        ),
    ],
)
def test_what_a_vendor_keyword_says_of_others_is_held_against_them(
    code: str, pointer: str, more: JsonObject
) -> None:
    text: JsonObject = {"type": "string", "description": "What it is for."}
    parameters = {"images": text | {"x-order": 1}, "a": text | more}

    (defect,) = entry_defects(entry_of(**parameters))

    assert (defect.code, defect.pointer) == (code, f"/json_request_schema/properties{pointer}")


@pytest.mark.parametrize("name", ["model", "messages", "stream"])
def test_what_is_the_clients_own_is_no_parameter(name: str) -> None:
    text: JsonObject = {"type": "string", "description": "What it is for."}

    assert found(entry_of(**{name: text})) == {
        ("reserved-name", f"/json_request_schema/properties/{name}")
    }


def test_a_required_name_may_be_the_business_of_a_part() -> None:
    name: JsonObject = {"type": "string", "description": "A name."}
    parts: JsonObject = {"properties": {"a": name}, "not": {"required": ["b", "a"]}}

    assert entry_defects(with_schema({"type": "object", **parts})) == []
    assert entry_defects(with_schema({"type": "object", "oneOf": [{"required": ["b"]}]})) == []


@pytest.mark.parametrize(
    ("code", "pointer", "change"),
    [
        ("malformed-entry", "/capabilities", {"capabilities": 5}),
        ("malformed-entry", "/name", {"name": "a\n"}),
        ("malformed-entry", "/json_request_schema", {"json_request_schema": False}),
        ("malformed-entry", "/request_schema", {"request_schema": {"type": "object"}}),
        ("malformed-entry", "/deprecated", {"deprecated": "no"}),
        ("unknown-endpoint", "/endpoint", {"endpoint": "/image/generate"}),
        ("endpoint-mismatch", "/endpoint", {"capabilities": {"output": ["video"]}}),
        ("no-schema", "", {"json_request_schema": None}),
        ("missing-description", "", {"description": None}),
    ],
)
def test_what_is_wrong_beside_the_schema_is_found(
    code: str, pointer: str, change: JsonObject
) -> None:
    entry = with_schema({"type": "object", "properties": {}}) | change

    assert found(entry) == {(code, pointer)}


@pytest.mark.parametrize("entry", [None, 7, "x", [], {}, {"name": 5}, {"id": ""}])
def test_what_is_no_entry_is_a_defect(entry: JsonValue) -> None:
    (defect,) = entry_defects(entry)

    assert (defect.code, defect.severity, defect.model) == ("malformed-entry", "error", None)


@given(entry=entries())
def test_whatever_is_in_an_entry_nothing_is_raised_and_the_entry_stays(entry: JsonObject) -> None:
    before = copy.deepcopy(entry)

    defects = entry_defects(entry)

    assert entry == before
    assert {defect.code for defect in defects} <= set(CODES)
    assert all("\n" not in d.message and d.message.isprintable() for d in defects)
    for defect in defects:
        if defect.patch:
            left = entry_defects(patched(entry, defect.patch))
            assert len(left) < len(defects)


@pytest.mark.parametrize("planted", PLANTED)
def test_what_sets_a_model_aside_is_an_error(planted: Planted) -> None:
    entry = entry_of(a={"description": "What it is for.", **planted[2]})
    catalog = payload_of([entry], source="test").catalog

    if catalog.quarantined:
        assert any(defect.severity == "error" for defect in entry_defects(entry))


def test_ids_that_are_there_twice_or_look_alike_are_found() -> None:
    named: list[JsonValue] = [{"name": n, "description": "x"} for n in ("a", "b-1", "a", "B_1")]

    told = [(d.code, d.index, d.pointer, d.model) for d in catalog_defects(named)]

    assert told == [
        ("duplicate-model", 0, "/name", "a"),
        ("duplicate-model", 2, "/name", "a"),
        ("look-alike-model", 3, "/name", "B_1"),
    ]


def test_where_no_entry_has_a_text_none_is_missed() -> None:
    bare: JsonObject = {"name": "a", "json_request_schema": {"properties": {"b": {"type": "null"}}}}

    assert catalog_defects([bare]) == []
    assert len(catalog_defects([bare, {"name": "c", "summary": "Paints."}])) == 2


@pytest.mark.parametrize("name", list(catalogs()))
def test_of_a_real_catalog_what_is_set_aside_is_an_error_and_repairs_hold(name: str) -> None:
    catalog = catalogs()[name]

    defects = catalog_defects(list(catalog.entries))

    aside = {quarantined.id for quarantined in catalog.quarantined}
    assert aside <= {defect.model for defect in defects if defect.severity == "error"}
    for defect in defects:
        if defect.patch:
            entry = catalog.entries[defect.index]
            left = entry_defects(patched(entry, defect.patch))
            assert len(left) < len(entry_defects(entry))


def test_the_bundled_catalog_has_these_defects() -> None:
    told = {(d.code, d.model) for d in catalog_defects(list(catalogs()["bundled"].entries))}

    assert told == {
        ("unknown-basic", "bytedance-seed-audio-1-0"),
        ("required-default", "kling-video-v3-pro-motion-control"),
        ("required-default", "topazlabs-astra-2-video"),
        ("look-alike-name", "minimax-h3"),
    }
