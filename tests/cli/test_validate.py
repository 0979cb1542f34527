"""``oxspec validate``: verdicts, exit statuses, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oxspec.resources import schemas_dir
from support.commands import run
from support.plain import accepts

pytestmark = pytest.mark.usefixtures("home")

CHAT = {"model": "moonshotai-kimi-k2-5", "messages": [{"role": "user", "content": "hi"}]}


@pytest.fixture(autouse=True)
def bundled(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


def write(name: str, body: object) -> str:
    Path(name).write_text(json.dumps(body), "utf-8")
    return name


def test_a_right_body_is_valid_and_exits_0() -> None:
    result = run("validate", write("body.json", CHAT))

    assert (result.status, result.out) == (0, "body.json: valid (moonshotai-kimi-k2-5)\n")


def test_a_wrong_body_names_pointer_and_range_and_exits_1() -> None:
    result = run("validate", write("body.json", {**CHAT, "temperature": 3}))

    assert result.status == 1
    assert (
        "/temperature: error: temperature must be from 0 to 2, not 3 [out-of-range]" in result.out
    )


def test_standard_input_is_read_for_a_dash() -> None:
    body = json.dumps({"prompt": "an ox"}).encode()

    result = run("validate", "-", "--model", "flux-2-pro", stdin=body)

    assert (result.status, result.out) == (0, "-: valid (flux-2-pro)\n")


def test_the_editor_hint_at_the_top_is_allowed_and_only_there() -> None:
    right = write("right.json", {"$schema": "./x.json", **CHAT})
    message = {"role": "user", "content": "hi", "$schema": "x"}
    wrong = write("wrong.json", {**CHAT, "messages": [message]})

    assert run("validate", right).status == 0
    assert run("validate", wrong).status == 1


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (b'{"model": "m",}', (1, 14), "comma"),
        (b'{"model": "m"} x', (1, 16), "more text"),
        (b'{\n  "a": NaN}', (2, 8), "NaN"),
        (b'{\n  "a": Infinity}', (2, 8), "Infinity"),
        (b'{"a": "\xff"}', (1, 8), "UTF-8"),
        (b"", (1, 1), "empty"),
        (b"\x00\x01\x02", (1, 1), "expected a value"),
        (b"{'a': 1}", (1, 2), "double quotes"),
        (b"[" * 2000, (1, 129), "nested"),
        (b'{"a": ' + b"1" * 5000 + b"}", (1, 7), "digits"),
        (b"<html></html>", (1, 1), "expected a value"),
    ],
)
def test_what_is_not_strict_json_is_a_finding_with_its_place(
    text: bytes, place: tuple[int, int], reason: str
) -> None:
    Path("body.json").write_bytes(text)

    result = run("validate", "body.json", "--format", "json")

    (item,) = json.loads(result.out)["items"]
    (finding,) = item["findings"]
    assert (result.status, finding["code"], finding["pointer"]) == (1, "not-json", "")
    assert (finding["line"], finding["column"]) == place
    assert reason in finding["message"]


def test_a_duplicate_key_is_a_finding_at_the_second_one() -> None:
    Path("body.json").write_bytes(b'{"model": "m",\n "\\u006dodel": "n"}')

    result = run("validate", "body.json", "--format", "json")

    (finding,) = json.loads(result.out)["items"][0]["findings"]
    assert (finding["code"], finding["line"], finding["column"]) == ("duplicate-key", 2, 2)


def test_a_byte_order_mark_is_skipped() -> None:
    Path("body.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(CHAT).encode())

    assert run("validate", "body.json").status == 0


def test_a_missing_file_does_not_hide_the_others() -> None:
    wrong = write("wrong.json", {**CHAT, "temperature": 3})

    result = run("validate", "none.json", ".", wrong)

    assert result.status == 2
    assert "none.json: not read: No such file" in result.out
    assert ".: not read: Is a directory" in result.out
    assert "wrong.json: 1 error" in result.out


def test_a_body_of_100_megabytes_is_refused_unread() -> None:
    with Path("big.json").open("wb") as file:
        file.truncate(100 << 20)

    result = run("validate", "big.json")

    assert result.status == 3
    assert "larger than 64 MiB" in result.out


def test_an_unknown_model_offers_the_nearest_and_is_unjudged_by_an_old_catalog() -> None:
    result = run("validate", write("body.json", {**CHAT, "model": "moonshotai-kimi-k25"}))

    assert result.status == 3
    assert 'did you mean "moonshotai-kimi-k2-5"?' in result.out


def test_null_passes_where_the_schema_allows_it_and_is_explained_elsewhere() -> None:
    parameters = {"seed": {"type": "integer", "nullable": True}, "steps": {"type": "integer"}}
    schema = {"type": "object", "properties": parameters}
    entry = {"name": "m", "endpoint": "images/generate", "json_request_schema": schema}
    source = write("catalog.json", {"models": [entry]})

    right = run("validate", write("a.json", {"model": "m", "seed": None}), "--source", source)
    wrong = run("validate", write("b.json", {"model": "m", "steps": None}), "--source", source)

    assert right.status == 0
    assert wrong.status == 1
    assert "leave it out" in wrong.out


@pytest.mark.parametrize(("unknown", "status"), [("error", 1), ("warn", 0), ("allow", 0)])
def test_unknown_parameters_are_what_is_asked_for(unknown: str, status: int) -> None:
    result = run("validate", write("body.json", {**CHAT, "zzz": 1}), "--unknown", unknown)

    assert result.status == status
    assert ("warning" in result.out) == (unknown == "warn")


def test_the_json_report_is_as_its_schema_says() -> None:
    schema = json.loads((schemas_dir() / "reports" / "validate.schema.json").read_bytes())
    Path("broken.json").write_bytes(b"{")
    bodies = [
        write("a.json", CHAT),
        write("b.json", {**CHAT, "tempratur": 1, "top_p": 2, "seed": 1}),
        write("c.json", {"model": "nowhere"}),
        write("d.json", []),
    ]

    result = run("validate", *bodies, "broken.json", "none.json", "--format", "json")

    report = json.loads(result.out)
    assert accepts(schema, report)
    assert report["summary"] == {"checked": 6, "valid": 1, "invalid": 3, "unjudged": 2}


def test_hostile_text_never_reaches_a_terminal_as_an_instruction() -> None:
    name = write("a\x1b[2J.json", {**CHAT, "\x1b]0;x\x07\u202e": "\x1b[31m"})

    result = run("validate", name)

    assert all(line.isprintable() for line in result.out.splitlines())
