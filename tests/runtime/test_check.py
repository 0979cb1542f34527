"""What a check says of each kind of mistake, and that it says it once, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oxspec.runtime.check import check
from oxspec.runtime.errors import InvalidRequest, TooComplex

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

SCHEMA: JsonObject = {
    "type": "object",
    "required": ["model", "prompt"],
    "additionalProperties": False,
    "properties": {
        "model": {"type": "string", "const": "m"},
        "prompt": {"type": "string", "minLength": 1},
        "ratio": {"type": "string", "enum": ["16:9", "9:16"]},
        "steps": {"type": "integer", "minimum": 1, "maximum": 50},
        "strength": {"type": "number", "exclusiveMinimum": 0},
        "fps": {"enum": [23.976, 24]},
        "images": {"type": "array", "items": {"type": "string", "format": "uri"}, "maxItems": 2},
        "price": {"type": "number", "multipleOf": 0.01},
        "name": {"type": "string", "pattern": "^[a-z]+$"},
        "seed": {"type": ["integer", "null"]},
        "loud": {"type": "boolean"},
        "late": {"x-undocumented": True},
        "shot": {
            "type": "object",
            "required": ["length"],
            "additionalProperties": False,
            "properties": {"length": {"type": "integer"}, "text": {"type": "string"}},
        },
        "size": {"anyOf": [{"type": "number"}, {"type": "string", "enum": ["auto", "1k"]}]},
        "either": {
            "anyOf": [
                {"type": "string", "enum": ["auto"]},
                {
                    "type": "object",
                    "required": ["w", "h"],
                    "properties": {"w": {"type": "integer"}},
                },
            ]
        },
    },
}
RIGHT: JsonObject = {"model": "m", "prompt": "an ox"}


def findings_of(**parameters: JsonValue) -> list[tuple[str, str, str | None]]:
    found = check({**RIGHT, **parameters}, SCHEMA)
    return [(finding.code, finding.pointer, finding.hint) for finding in found]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"steps": 51}, ("out-of-range", "/steps", None)),
        ({"steps": "5"}, ("wrong-type", "/steps", "write 5 without quotes")),
        ({"steps": 5.5}, ("wrong-type", "/steps", "write a number, from 1 to 50")),
        ({"steps": True}, ("wrong-type", "/steps", "write a number, from 1 to 50")),
        ({"steps": None}, ("wrong-type", "/steps", "leave it out: null is not allowed")),
        ({"strength": 0}, ("out-of-range", "/strength", None)),
        ({"strength": float("nan")}, ("wrong-type", "/strength", None)),
        ({"prompt": 5}, ("wrong-type", "/prompt", 'write "5"')),
        ({"prompt": None}, ("wrong-type", "/prompt", "give it a value: it is required")),
        ({"prompt": ""}, ("bad-length", "/prompt", None)),
        ({"prompt": "\ud800"}, ("wrong-type", "/prompt", None)),
        ({"ratio": "16:09"}, ("not-in-enum", "/ratio", 'did you mean "16:9"?')),
        ({"fps": 25}, ("not-in-enum", "/fps", "the nearest is 24")),
        ({"fps": "24"}, ("not-in-enum", "/fps", "write 24")),
        ({"size": "auot"}, ("not-in-enum", "/size", 'did you mean "auto"?')),
        ({"size": "large"}, ("not-in-enum", "/size", None)),
        ({"size": True}, ("wrong-type", "/size", None)),
        ({"loud": "true"}, ("wrong-type", "/loud", "write true without quotes")),
        ({"loud": 1}, ("wrong-type", "/loud", "write true")),
        (
            {"images": "https://a.b/c"},
            ("wrong-type", "/images", 'write it as a list: ["https://a.b/c"]'),
        ),
        ({"images": ["https://a.b/c"] * 3}, ("bad-length", "/images", None)),
        (
            {"images": ["a.b/c.png"]},
            ("bad-format", "/images/0", 'did you mean "https://a.b/c.png"?'),
        ),
        (
            {"images": ["img/ox.png"]},
            (
                "bad-format",
                "/images/0",
                "the hub cannot read a file of this machine: upload it, or send it as a data: URI",
            ),
        ),
        ({"price": 19.995}, ("schema", "/price", None)),
        ({"name": "ox\n"}, ("bad-pattern", "/name", None)),
        ({"promt": "x"}, ("unknown-parameter", "/promt", 'did you mean "prompt"?')),
        (
            {"shot": {"txt": "x", "length": 1}},
            ("unknown-parameter", "/shot/txt", 'did you mean "text"?'),
        ),
        ({"shot": {}}, ("missing-parameter", "/shot", None)),
        ({"shot": 5}, ("wrong-type", "/shot", None)),
        ({"either": "atuo"}, ("not-in-enum", "/either", 'did you mean "auto"?')),
        ({"either": {"w": 1}}, ("missing-parameter", "/either", None)),
        ({"model": "n"}, ("conflict", "/model", 'write "m", or judge it as its own model')),
        ({"late": 1}, ("undocumented-parameter", "/late", None)),
    ],
)
def test_a_mistake_is_one_finding_with_code_pointer_and_advice(
    parameters: JsonObject, expected: tuple[str, str, str | None]
) -> None:
    assert findings_of(**parameters) == [expected]


@pytest.mark.parametrize(
    "parameters",
    [
        {"steps": 5.0},
        {"steps": 50},
        {"seed": None},
        {"price": 19.99},
        {"fps": 24.0},
        {"images": []},
        {"images": ["data:image/png;base64,AAAA", "http://a.b"]},
        {"either": {"w": 1, "h": "any"}},
    ],
)
def test_a_right_value_has_no_finding(parameters: JsonObject) -> None:
    assert findings_of(**parameters) == []


def test_a_tuple_is_an_array() -> None:
    body = {**RIGHT, "images": ("https://a.b/c",)}

    assert check(body, SCHEMA) == []  # type: ignore[arg-type]  # programs do pass tuples


def test_all_findings_come_at_once_in_the_order_of_the_body() -> None:
    body: JsonObject = {"steps": 0, "zzz": 1, "ratio": "1:1", "model": "m", "shot": {"length": "x"}}

    pointers = [finding.pointer for finding in check(body, SCHEMA)]

    assert pointers == ["", "/steps", "/zzz", "/ratio", "/shot/length"]


def test_a_missing_parameter_points_at_its_object() -> None:
    (missing, _) = check({"model": "m", "the_prompt": "x"}, SCHEMA)

    assert (missing.code, missing.pointer) == ("missing-parameter", "")


def test_a_misspelt_required_parameter_is_one_mistake() -> None:
    (finding,) = check({"model": "m", "promt": "x"}, SCHEMA)

    assert (finding.code, finding.pointer) == ("unknown-parameter", "/promt")
    assert finding.fix == {"op": "move", "from": "/promt", "path": "/prompt"}


def test_unknown_parameters_can_be_softened() -> None:
    body: JsonObject = {**RIGHT, "zzz": 1}

    assert [f.severity for f in check(body, SCHEMA)] == ["error"]
    assert [f.severity for f in check(body, SCHEMA, unknown="warn")] == ["warning"]
    assert check(body, SCHEMA, unknown="allow") == []


def test_an_undocumented_parameter_only_warns() -> None:
    (finding,) = check({**RIGHT, "late": 1}, SCHEMA)

    assert finding.severity == "warning"


def test_a_reference_that_leads_out_of_the_schema_fetches_nothing() -> None:
    schema: JsonObject = {"$ref": "http://127.0.0.1:9/x"}

    with pytest.raises(Exception, match="127"):
        check({}, schema)


def test_values_that_look_like_keys_and_files_are_cut_and_masked() -> None:
    body: JsonObject = {
        "model": "m",
        "prompt": ["sk-abcdefghijklmnop"],
        "loud": "data:a/b;base64,AAAA" * 99,
    }

    told = " ".join(
        f"{finding.message} {finding.hint} {finding.value}" for finding in check(body, SCHEMA)
    )

    assert "abcdefghijklmnop" not in told
    assert "AAAA" not in told


def test_a_schema_that_branches_with_every_level_is_given_up_not_waited_for() -> None:
    branch: JsonObject = {"type": "object", "properties": {"a": {"$ref": "#"}}}
    schema: JsonObject = {"anyOf": [{**branch, "required": ["b"]}, branch, {"type": "string"}]}
    body: JsonObject = {"a": 1}
    for _ in range(60):
        body = {"a": body}

    with pytest.raises(TooComplex, match="too often"):
        check(body, schema)


def test_many_distinct_entries_are_compared_in_linear_time() -> None:
    schema: JsonObject = {"type": "array", "uniqueItems": True}
    entries: list[JsonValue] = [{"n": number, "x": [number]} for number in range(20_000)]

    assert check(entries, schema) == []
    (finding,) = check([*entries, {"x": [5.0], "n": 5}], schema)
    assert finding.pointer == "/20000"


@pytest.mark.parametrize(("one", "two"), [(1, True), (0, False), ("1", 1), (None, 0), ([], {})])
def test_different_values_are_unique(one: JsonValue, two: JsonValue) -> None:
    assert check([one, two], {"uniqueItems": True}) == []


def test_the_findings_of_one_body_are_bounded_and_it_is_said() -> None:
    findings = check({**RIGHT, **{f"x{n}": n for n in range(5_000)}}, SCHEMA)

    assert len(findings) == 1_001
    assert "more than 1000 mistakes" in findings[0].message


def test_the_message_of_an_invalid_request_is_one_bounded_line_without_secrets() -> None:
    names = ["sk-abcdefghijklmnopqrstuvwx", "a\nb\x1b[2J", *(f"x{n}" * 50 for n in range(100))]
    error = InvalidRequest(check({**RIGHT, **dict.fromkeys(names)}, SCHEMA))

    assert str(error).isprintable()
    assert "abcdefghijklmnop" not in str(error)
    assert len(str(error)) < 4_000
    assert len(error.findings) == 102


def test_a_wrong_type_is_told_once_by_the_schema_that_allows_least() -> None:
    schema: JsonObject = {
        "properties": {"content": {"type": ["string", "array", "null"]}},
        "allOf": [{"properties": {"content": {"type": ["string", "array"]}}}],
    }

    (finding,) = check({"content": 5}, schema)

    assert (finding.code, finding.pointer) == ("wrong-type", "/content")
    assert finding.allowed == ["string", "array"]


def test_what_is_no_object_is_not_told_which_members_it_lacks_or_has_too_many_of() -> None:
    file: JsonObject = {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}

    found = check({"file": 0.5}, {"properties": {"file": file}})

    assert [(f.code, f.pointer) for f in found] == [("wrong-type", "/file")]


def _variant(kind: str, **properties: JsonValue) -> JsonObject:
    return {
        "type": "object",
        "required": ["type", *properties],
        "properties": {"type": {"const": kind}, **properties},
    }


REFERENCES: JsonObject = {
    "properties": {
        "ref": {
            "anyOf": [
                _variant("url", url={"type": "string", "format": "uri"}),
                _variant("id", id={"type": "integer"}),
            ]
        },
        "size": {
            "oneOf": [
                {"type": "string", "enum": ["1k", "2k"]},
                {"type": "object", "properties": {"width": {"type": "integer"}}},
                {"type": ["null", "string"], "maxLength": 1},
            ]
        },
    }
}


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ({"type": "id", "id": "5"}, "wrong-type", "/ref/id"),
        ({"type": "url", "url": 5}, "wrong-type", "/ref/url"),
        ({"type": "url", "url": "file:x"}, "bad-format", "/ref/url"),
        ({"type": "ulr", "url": "https://ox.example"}, "not-in-enum", "/ref/type"),
    ],
)
def test_of_alternatives_the_one_that_a_member_names_is_the_closest(
    value: JsonObject, code: str, pointer: str
) -> None:
    found = check({"ref": value}, REFERENCES)

    assert [(finding.code, finding.pointer) for finding in found] == [(code, pointer)]


def test_what_is_of_no_type_of_any_alternative_is_told_all_of_them() -> None:
    (finding,) = check({"size": 5}, REFERENCES)

    assert finding.message == "size must be a string or an object or null, not 5"
    assert finding.allowed == ["string", "object", "null"]


def test_a_misspelt_name_in_an_alternative_is_one_finding_with_its_repair() -> None:
    size: JsonObject = {
        "oneOf": [
            {"type": "string"},
            {
                "type": "object",
                "required": ["width"],
                "properties": {"width": {"type": "integer"}, "height": {"type": "integer"}},
            },
        ],
        "unevaluatedProperties": False,
    }

    (finding,) = check({"size": {"widht": 5}}, {"properties": {"size": size}})

    assert (finding.code, finding.pointer) == ("unknown-parameter", "/size/widht")
    assert finding.fix == {"op": "move", "from": "/size/widht", "path": "/size/width"}
