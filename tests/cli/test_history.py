"""``oxspec history``: dated catalogs from folders and git, followed through renames."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from oxspec.app.history import date_in
from oxspec.resources import schemas_dir
from support.commands import run
from support.plain import accepts

if TYPE_CHECKING:
    from collections.abc import Mapping

STRING = {"type": "string"}


@pytest.fixture(autouse=True)
def project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def entry(name: str, **parameters: object) -> dict[str, object]:
    schema = {"type": "object", "properties": parameters}
    return {"name": name, "endpoint": "/images/generate", "json_request_schema": schema}


OTHER = entry("other", prompt=STRING)


def write(name: str, *entries: Mapping[str, object]) -> None:
    file = Path("catalogs", name)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"models": [*entries]}), "utf-8")


def three_dates() -> None:
    """Write three states: a parameter and the model are renamed, one narrows and one goes."""
    size = {"type": "string", "enum": ["1k", "2k"]}
    write("2026-03-01.json", OTHER, entry("acme-paint", input_images=STRING, size=size, old=STRING))
    narrow = {"type": "string", "enum": ["2k"]}
    write("2026-01-01.json", OTHER)
    write("c-2026-04-01.json", OTHER, entry("acme-paint", input_image=STRING, size=size))
    write("2026-05.json", OTHER, entry("acme-paints", input_image=STRING, size=size))
    write("2026-06-01T0830.json", OTHER, entry("acme-paints", input_image=STRING, size=narrow))
    write("undated.json", OTHER)


def report(*arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("history", *arguments, "--format", "json").out)
    return document


def test_a_life_is_told_oldest_first_through_renames() -> None:
    three_dates()

    result = run("history", "acme-paint", "--catalogs", "catalogs")

    assert (result.status, result.err) == (0, "")
    assert result.out == (
        "acme-paint, then acme-paints\n"
        "2026-01-01  not there\n"
        "2026-03-01\n"
        "  compatible  the model is new\n"
        "2026-04-01\n"
        "  breaking    `input_images` is called `input_image` now\n"
        "  breaking    `old` is gone\n"
        "2026-05\n"
        "  breaking    the model is called `acme-paints` now\n"
        "2026-06-01T08:30:00Z\n"
        "  breaking    `size` no longer takes `1k`; 1 value left: `2k`\n"
        "\n"
        "5 changes in 5 catalogs, 2026-01-01 to 2026-06-01T08:30:00Z: 4 breaking, 1\n"
        "compatible\n"
    )


def test_any_of_its_names_tells_the_same_life() -> None:
    three_dates()

    old, new = (report(name, "--catalogs", "catalogs") for name in ("acme-paint", "acme-paints"))

    assert old["ids"] == ["acme-paint", "acme-paints"]
    assert {**old, "model": None} == {**new, "model": None}


@pytest.mark.parametrize("name", ["input_image", "input_images"])
def test_a_parameter_is_followed_through_its_names(name: str) -> None:
    three_dates()

    told = report("acme-paint", "--catalogs", "catalogs", "--parameter", name)

    assert told["parameters"] == ["input_images", "input_image"]
    kinds = [change["kind"] for step in told["steps"] for change in step["changes"]]
    assert kinds == ["model-added", "parameter-renamed"]
    text = run("history", "acme-paint", "--catalogs", "catalogs", "--parameter", name).out
    assert text.startswith("input_images, then input_image of acme-paints\n")


def test_the_json_report_is_as_its_schema_says() -> None:
    three_dates()
    Path("catalogs", "2026-07-01.json").write_text("{", "utf-8")
    schema = json.loads((schemas_dir() / "reports" / "history.schema.json").read_bytes())

    for arguments in ([], ["--parameter", "size"]):
        assert accepts(schema, report("acme-paint", "--catalogs", "catalogs", *arguments))


def test_a_model_that_went_and_came_back_is_told() -> None:
    write("2026-01-01.json", OTHER, entry("acme", a=STRING))
    write("2026-02-01.json", OTHER)
    write("2026-03-01.json", OTHER, entry("acme", a=STRING))

    kinds = [
        [change["kind"] for change in step["changes"]]
        for step in report("acme", "--catalogs", "catalogs")["steps"]
    ]

    assert kinds == [[], ["model-removed"], ["model-added"]]


def test_what_is_set_aside_or_not_listed_did_not_go() -> None:
    good, bad = entry("acme", a=STRING), entry("acme", a={"type": 5})
    write("2026-01-01.json", OTHER, good)
    write("2026-02-01.json", OTHER, bad)
    page = {"object": "list", "data": [OTHER], "next_page": "/2"}
    Path("catalogs", "2026-03-01.json").write_text(json.dumps(page), "utf-8")
    write("2026-04-01.json", OTHER, entry("acme", a=STRING, b=STRING))

    result = run("history", "acme", "--catalogs", "catalogs")

    states = [step["state"] for step in report("acme", "--catalogs", "catalogs")["steps"]]
    assert states == ["present", "set-aside", "unknown", "present"]
    assert result.status == 0
    assert "2026-02-01  set aside: " in result.out
    assert "`b` is new" in result.out
    assert "gone" not in result.out


def test_a_catalog_that_cannot_be_read_is_named_and_the_others_are_told() -> None:
    three_dates()
    Path("catalogs", "2026-02-01.json").write_text("{", "utf-8")
    Path("catalogs", "2026-03-15.json").write_text('{"models": []}', "utf-8")

    result = run("history", "acme-paint", "--catalogs", "catalogs")

    assert result.status == 3
    assert "oxspec: left out catalogs/2026-02-01.json, line 1" in result.err
    assert "oxspec: left out catalogs/2026-03-15.json: it has no models\n" in result.err
    assert result.err.count("\n") == 2
    assert "5 changes in 5 catalogs" in result.out


def git(*arguments: str, date: str = "2026-01-01T00:00:00Z") -> None:
    environment = {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date, "PATH": "/usr/bin:/bin"}
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments]
    subprocess.run(command, check=True, env=environment)


def test_all_revisions_of_a_file_are_dated_catalogs(monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "-q", "-b", "main")
    Path("below").mkdir()
    states = [
        ("2026-01-05T10:00:00Z", [OTHER, entry("acme", a=STRING)]),
        ("2026-02-05T10:00:00Z", [OTHER, entry("acme", a=STRING, b=STRING)]),
        ("2026-03-05T10:00:00+02:00", [OTHER]),
    ]
    for date, entries in states:
        Path("below", "hub.json").write_text(json.dumps({"models": entries}), "utf-8")
        git("add", ".")
        git("commit", "-q", "-m", "x", date=date)
    git("rm", "-q", "below/hub.json")
    git("commit", "-q", "-m", "gone", date="2026-04-05T10:00:00Z")

    told = report("acme", "--catalogs", "git:below/hub.json")

    dates = [(step["date"], [c["kind"] for c in step["changes"]]) for step in told["steps"]]
    assert dates == [
        ("2026-01-05T10:00:00Z", []),
        ("2026-02-05T10:00:00Z", ["parameter-added"]),
        ("2026-03-05T08:00:00Z", ["model-removed"]),
    ]
    Path("below").mkdir(exist_ok=True)
    monkeypatch.chdir("below")
    assert report("acme", "--catalogs", "git:./hub.json")["steps"][0]["changes"] == []


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2026-07-01.json", "2026-07-01"),
        ("a/models-2026-07-01.json", "2026-07-01"),
        ("live-2026-10.json", "2026-10"),
        ("2026-07-01T08:30:05Z.json", "2026-07-01T08:30:05Z"),
        ("2026-07-01_0830.json", "2026-07-01T08:30:00Z"),
        ("2026-13-01.json", None),
        ("12026-07-01.json", None),
        ("catalog.json", None),
    ],
)
def test_dates_are_read_from_names(name: str, date: str | None) -> None:
    assert date_in(name) == date


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["acme-paint", "--catalogs", "nowhere"], "no such folder"),
        (["acme-paint", "--catalogs", "catalogs/undated.json"], "not a folder"),
        (["acme-paint", "--catalogs", "catalogs/un*.json"], "no file there has a date"),
        (["acme-paint", "--catalogs", "nowhere/*.json"], "no file there has a date"),
        (["acme-pait", "--catalogs", "catalogs"], "did you mean acme-paint"),
        (["acme-paint", "--catalogs", "catalogs", "--parameter", "siz"], "did you mean size"),
        (["acme-paint", "--catalogs", "git:"], "write git:PATH"),
        (["acme-paint", "--catalogs", "git:HEAD:x.json"], "write git:PATH"),
        (["acme-paint", "--catalogs", "git:nothing.json"], "write git:PATH"),
        (["acme-paint", "--catalogs", "twice"], "two catalogs are of 2026-01-01"),
        (["acme-paint", "--catalogs", "broken"], "left out broken/2026-01-01.json"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], told: str) -> None:
    three_dates()
    Path("twice").mkdir()
    Path("broken").mkdir()
    for file in ("twice/a-2026-01-01.json", "twice/b-2026-01-01.json", "broken/2026-01-01.json"):
        Path(file).write_text("{", "utf-8")

    result = run("history", *arguments)

    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err


def test_a_text_of_a_catalog_cannot_instruct_a_runner_or_a_terminal() -> None:
    name = "::error::x\x1b[2J\u202e"
    write("2026-01-01.json", OTHER, entry("::error::a", **{name: {"enum": ["##[error]x"]}}))
    write("2026-02-01.json", OTHER, entry("::error::a"))

    out = run("history", "::error::a", "--catalogs", "catalogs").out

    assert all(char.isprintable() or char == "\n" for char in out)
    assert "##[" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
