"""The library: verdicts without a network, and what wrong arguments get."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest

import oxspec
from oxspec.catalog.decode import decode_catalog
from oxspec.errors import UsageProblem

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonValue
    from oxspec.runtime.findings import Unknown

CATALOG = oxspec.load_catalog("bundled")
RIGHT: dict[str, object] = {"model": "flux-2-pro", "prompt": "An ox"}


def test_findings_are_returned_and_check_raises_them() -> None:
    wrong = {**RIGHT, "aspect_ratio": "7:3"}

    (finding,) = oxspec.validate(wrong, catalog=CATALOG)
    with pytest.raises(oxspec.InvalidRequest) as raised:
        oxspec.check(wrong, catalog=CATALOG)

    assert finding.pointer == "/aspect_ratio"
    assert raised.value.findings == (finding,)
    assert oxspec.validate(RIGHT, catalog=CATALOG) == []


def test_repair_returns_a_mended_copy_and_what_is_left() -> None:
    wrong = {"model": "flux-2-pro", "promt": "An ox", "aspect_ratio": "7:3", "seed": None}

    mended, left = oxspec.repair(wrong, catalog=CATALOG)

    assert mended == {"model": "flux-2-pro", "prompt": "An ox", "aspect_ratio": "7:3"}
    assert [finding.code for finding in left] == ["not-in-enum"]
    assert "promt" in wrong


def test_a_body_that_nothing_judges_raises() -> None:
    with pytest.raises(oxspec.UnjudgedError, match="nowhere"):
        oxspec.validate({"model": "nowhere"}, catalog=CATALOG)


def test_a_mode_that_is_none_of_the_three_does_not_turn_the_check_off() -> None:
    with pytest.raises(UsageProblem, match="eror"):
        oxspec.validate(RIGHT, catalog=CATALOG, unknown=cast("Unknown", "eror"))


def test_a_value_that_holds_itself_ends_in_a_finding() -> None:
    loop: list[JsonValue] = []
    loop.extend([loop, loop])
    deep: JsonValue = []
    for _ in range(5_000):
        deep = [deep]

    for value in (loop, deep):
        (finding,) = oxspec.validate({**RIGHT, "prompt": value}, catalog=CATALOG)
        assert "nested deeper" in finding.message


def test_a_lone_surrogate_does_not_hide_the_other_findings() -> None:
    body = {**RIGHT, "prompt": "\ud800", "aspect_ratio": "q", "zz\ud800": 1}

    pointers = {finding.pointer for finding in oxspec.validate(body, catalog=CATALOG)}

    assert {"/prompt", "/aspect_ratio"} <= pointers
    assert "" in pointers


def test_a_name_that_is_there_already_is_not_offered() -> None:
    body = {"model": "lightricks-ltx-2-retake", "modes": "x"}

    found = {f.pointer: f.hint for f in oxspec.validate(body, catalog=CATALOG)}

    assert found["/modes"] == 'did you mean "mode"?'


def test_ages_may_be_seconds() -> None:
    assert len(oxspec.load_catalog("bundled", max_age=3).models) == len(CATALOG.models)


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys, json; before = set(sys.modules); import oxspec\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert json.loads(done.stdout) == ["__future__", "oxspec"]


def test_an_integer_beyond_the_limit_is_a_finding() -> None:
    (finding,) = oxspec.validate({**RIGHT, "seed": 10**5_000}, catalog=CATALOG)

    assert (finding.pointer, finding.code) == ("/seed", "wrong-type")


def test_a_parameter_that_nothing_fits_is_pointed_at() -> None:
    schema: JsonValue = {"type": "object", "properties": {"p": False}}
    entry: JsonValue = {"name": "m", "endpoint": "images/generate", "json_request_schema": schema}
    catalog = decode_catalog([entry], source="test")

    (finding,) = oxspec.validate({"model": "m", "p": 1}, catalog=catalog)

    assert (finding.code, finding.pointer, finding.hint) == ("schema", "/p", "leave it out")


def test_the_message_of_a_wrong_body_says_what_to_write_instead() -> None:
    with pytest.raises(oxspec.InvalidRequest) as caught:
        oxspec.check({"model": "google-veo-3-1-fast", "promt": "An ox"}, catalog=CATALOG)

    assert str(caught.value) == '/promt: unknown parameter "promt" (did you mean "prompt"?)'
