"""``oxspec lint``: sources, what is asked about, its reports, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category

import pytest

from hub.entries import broken_entry, entry
from oxspec.lint.defects import CODES
from oxspec.lint.patch import patched
from oxspec.resources import schemas_dir
from support.commands import run
from support.plain import accepts
from support.sarif import is_sarif

if TYPE_CHECKING:
    from hub.server import Hub

KEY: Final = "sk-abcdefghijklmnopqrstuvwx"
HOSTILE: Final = "\n::error::x\x1b[2J\u202e##[error]y"


@pytest.fixture(autouse=True)
def project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def catalog(*entries: object, name: str = "catalog.json") -> str:
    """Write a catalog, and return its file's name."""
    Path(name).write_text(json.dumps({"models": entries}, indent=1), "utf-8")
    return name


def report(*arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("lint", *arguments, "--format", "json").out)
    return document


BAD: Final = entry("acme-1", properties={"n": {"type": "int", "description": "How many."}})
DOUBTFUL: Final = entry(
    "acme-2", properties={"images": {"type": "array", "description": "Up to 3 images."}}
)
GOOD: Final = entry("acme-3") | {"summary": "Paints."}


def test_a_catalog_is_read_in_columns_errors_first() -> None:
    file = catalog(DOUBTFUL | {"summary": "x"}, BAD | {"summary": "x"}, GOOD)

    result = run("lint", "--source", file)

    assert (result.status, result.err) == (1, "")
    assert result.out == (
        "error    `n` has the type `int`, which is none of JSON's [unknown-type]\n"
        '         hint: write `"integer"`\n'
        "         at /json_request_schema/properties/n/type\n"
        "         in acme-1\n"
        "\n"
        "warning  the text of `images` says `Up to 3 images`, and the schema has no\n"
        "         `maxItems` [text-limit]\n"
        "         hint: add `maxItems` `3`\n"
        "         at /json_request_schema/properties/images\n"
        "         in acme-2\n"
        "\n"
        "2 defects in 2 of 3 models: 1 error, 1 warning\n"
    )


def test_the_same_defect_of_several_models_is_told_once() -> None:
    entries = [BAD | {"name": f"acme-{number}", "summary": "x"} for number in range(10)]

    out = run("lint", "--source", catalog(*entries)).out

    assert out.count("unknown-type") == 1
    told = "in 10 models: acme-0, acme-1, acme-2, acme-3, acme-4, acme-5, acme-6,"
    assert f"         {told}\n         acme-7 and 2 more\n" in out


@pytest.mark.parametrize(
    ("entries", "arguments", "status"),
    [
        ([GOOD], [], 0),
        ([GOOD], ["--fail-on", "warning"], 0),
        ([DOUBTFUL], [], 0),
        ([DOUBTFUL], ["--fail-on", "warning"], 1),
        ([BAD], [], 1),
        ([BAD], ["--fail-on", "never"], 0),
        ([BAD, GOOD], ["--only", "acme-3"], 0),
        ([BAD, GOOD], ["--only", "acme-[13]"], 1),
    ],
)
def test_the_exit_status_says_whether_a_defect_counts(
    entries: list[object], arguments: list[str], status: int
) -> None:
    assert run("lint", "--source", catalog(*entries), *arguments).status == status


def test_a_model_that_is_set_aside_is_told_by_its_defects_and_not_left_out() -> None:
    broken = broken_entry("acme-9") | {"summary": "x"}
    twice = [GOOD, GOOD | {"display_name": "Other"}]

    result = run("lint", "--source", catalog(broken, {"name": 5}, *twice))

    assert (result.status, result.err) == (1, "")
    for code in ("unknown-type", "malformed-entry", "duplicate-model"):
        assert f"[{code}]" in result.out
    assert "in entry 1\n" in result.out


def test_a_hubs_catalog_is_looked_at_also_from_the_cache(hub: Hub) -> None:
    hub.entries.append(broken_entry("acme-9"))
    source = ["--source", hub.catalog_url]

    fetched = report(*source)
    cached = report(*source, "--offline")

    assert [(d["code"], d["model"]) for d in fetched["defects"] if d["severity"] == "error"] == [
        ("unknown-type", "acme-9")
    ]
    assert cached["defects"] == fetched["defects"]
    assert fetched["summary"]["models"] == len(hub.entries)


def test_a_lock_and_a_bundled_catalog_can_be_looked_at() -> None:
    run("lock", "minimax-h3", "--source", "bundled")

    assert report("--source", "oxspec.lock")["defects"][0]["code"] == "look-alike-name"
    assert report("--source", "bundled")["summary"]["models"] == 178
    assert run("lint", "--source", "bundled").out.endswith(
        "; the catalog has no texts to look at\n"
    )


def test_the_json_report_is_as_its_schema_says_and_its_patches_apply() -> None:
    file = catalog(BAD, DOUBTFUL, broken_entry("b"), {"id": 5}, 7, {"name": HOSTILE}, GOOD)
    schema = json.loads((schemas_dir() / "reports" / "lint.schema.json").read_bytes())

    document = report("--source", file)

    assert accepts(schema, document)
    assert set(schema["$defs"]["defect"]["properties"]["code"]["enum"]) == set(CODES)
    entries = json.loads(Path(file).read_bytes())["models"]
    mended = [d for d in document["defects"] if d["patch"]]
    assert {d["code"] for d in mended} >= {"unknown-type", "text-limit"}
    for defect in mended:
        other = patched(entries[defect["index"]], defect["patch"])
        again = report("--source", catalog(other, name="mended.json"))["defects"]
        assert defect["message"] not in [d["message"] for d in again]


def test_defects_have_the_line_of_the_value_in_a_file() -> None:
    file = catalog(BAD)

    (defect,) = [d for d in report("--source", file)["defects"] if d["code"] == "unknown-type"]

    number, column = int(defect["line"]), int(defect["column"])
    line = Path(file).read_text("utf-8").splitlines()[number - 1]
    assert line[column - 1 :].startswith('"type": "int"')


def test_github_and_sarif_point_at_the_line() -> None:
    file = catalog(GOOD, BAD | {"summary": "x"})
    defect: dict[str, Any] = report("--source", file)["defects"][0]
    line: int = defect["line"]

    (command,) = run("lint", "--source", file, "--format", "github").out.splitlines()
    sarif = json.loads(run("lint", "--source", file, "--format", "sarif").out)

    assert command.startswith(f"::error file=catalog.json,line={line},col=")
    assert is_sarif(sarif)
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == line
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "unknown-type"


def test_several_reports_are_written_at_once() -> None:
    file = catalog(BAD)

    result = run("lint", "--source", file, "--report", "json:a.json", "--report", "sarif:a.sarif")

    assert "[unknown-type]" in result.out
    assert json.loads(Path("a.json").read_bytes())["version"] == 1
    assert is_sarif(json.loads(Path("a.sarif").read_bytes()))


def hostile_entries() -> list[object]:
    parameters = {
        HOSTILE: {"type": HOSTILE, "description": HOSTILE, "default": 5},
        "::error::x": {"type": "string", "enum": ["##[error]x", "##[ERROR]x"]},
        KEY: {"type": "string", "default": 5, "description": f"Default: '{KEY}'"},
        "\u2028": {"type": "integer", "default": KEY, "x-next-to": KEY},
    }
    schema = {"type": "object", "properties": parameters, "required": [KEY + "x", HOSTILE + "x"]}
    return [
        {"name": name, "endpoint": HOSTILE, "json_request_schema": schema}
        for name in ("acme", HOSTILE, f"::error::{KEY}", KEY)
    ]


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_a_text_of_a_catalog_neither_instructs_nor_tells_a_secret(form: str) -> None:
    out = run("lint", "--source", catalog(*hostile_entries()), "--format", form).out

    assert out.count("\n") > 5
    assert KEY not in out
    # Programs that read JSON get the texts as they are, control characters as escapes.
    shown = (char == "\n" or category(char) != "Cc" for char in out)
    assert all(shown if form == "json" else (c.isprintable() or c == "\n" for c in out))
    if form == "text":
        assert "##[" not in out
        assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    if form == "github":
        assert all(line.startswith(("::error ", "::warning ")) for line in out.splitlines())


def test_the_text_fits_its_columns_but_for_pointers() -> None:
    out = run("lint", "--source", catalog(BAD, DOUBTFUL, broken_entry("b"))).out

    lines = [line for line in out.splitlines() if not line.lstrip().startswith("at ")]
    assert all(len(line) <= 80 for line in lines)
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--source", "nothing.json"], 2, "nothing.json"),
        (["--source", "empty.json"], 3, "empty.json: it has no models"),
        (["--source", "cut.json"], 3, "cut.json, line 1"),
        (["--source", "shape.json"], 3, "not a catalog"),
        (["--source", "bundled", "--only", "flux-2-prp"], 2, "did you mean flux-2-pro"),
        (["--source", "bundled", "--report", "json:no/a.json", "-q"], 3, "no/a.json"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], status: int, told: str) -> None:
    Path("empty.json").write_text('{"models": []}', "utf-8")
    Path("shape.json").write_text('{"models": {"a": 1}}', "utf-8")
    Path("cut.json").write_text('{"models": [{"name": "a"', "utf-8")

    result = run("lint", *arguments)

    assert (result.status, result.err.count("\n")) == (status, 1)
    assert told in result.err
