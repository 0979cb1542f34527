"""``oxspec validate``: several reports at once, and where each goes."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from oxspec.report.formats import FORMATS
from support.commands import run

pytestmark = pytest.mark.usefixtures("home")

CHAT = {"model": "moonshotai-kimi-k2-5", "messages": [{"role": "user", "content": "hi"}]}


@pytest.fixture(autouse=True)
def bodies(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")
    Path("right.json").write_text(json.dumps(CHAT), "utf-8")
    Path("wrong.json").write_text(json.dumps({**CHAT, "temperature": 3}), "utf-8")


def test_several_reports_are_written_beside_the_one_on_standard_output() -> None:
    reports = [f"{name}:report.{name}" for name in FORMATS]

    result = run("validate", "wrong.json", *(f"--report={report}" for report in reports))

    assert (result.status, result.err) == (1, "")
    assert result.out == Path("report.text").read_text("utf-8")
    for name in FORMATS:
        assert "temperature must be from 0 to 2" in Path(f"report.{name}").read_text("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_in_a_file_is_the_one_of_standard_output(name: str) -> None:
    result = run("validate", "wrong.json", "--format", name, "--report", f"{name}:report")

    assert result.out == Path("report").read_text("utf-8")


def test_quiet_leaves_out_valid_bodies_and_the_summary() -> None:
    loud = run("validate", "right.json", "wrong.json")
    quiet = run("validate", "right.json", "wrong.json", "--quiet")

    assert ("right.json" in loud.out, loud.err) == (True, "2 bodies: 1 valid, 1 invalid\n")
    assert ("right.json" in quiet.out, quiet.err) == (False, "")
    assert quiet.out.startswith("wrong.json: 1 error")


@pytest.mark.parametrize("report", ["xml:report.xml", "report.xml", "", ":report.xml", "xml"])
def test_a_report_of_no_known_format_is_a_usage_error_that_lists_them(report: str) -> None:
    result = run("validate", "right.json", "--report", report)

    assert (result.status, result.out) == (2, "")
    assert "text, json, github, gitlab, sarif, junit" in result.err


@pytest.mark.parametrize(
    ("report", "advice"), [("json:", "json:FILE"), ("json:-", "--format json")]
)
def test_a_report_without_a_file_is_a_usage_error_that_says_what_to_write(
    report: str, advice: str
) -> None:
    result = run("validate", "right.json", "--report", report)

    assert result.status == 2
    assert advice in result.err


@pytest.mark.parametrize("file", ["none/report.json", ".", "x\0y", "x" * 300])
def test_a_file_that_cannot_be_written_is_named_and_exits_3(file: str) -> None:
    result = run("validate", "right.json", "--report", f"json:{file}", "--report=junit:last.xml")

    assert result.status == 3
    assert result.err.startswith(f"oxspec: {file[:6].replace(chr(0), chr(92) + 'x00')}")
    assert "cannot be written" in result.err
    assert Path("last.xml").is_file()


def test_a_finding_is_never_hidden_by_a_file_that_cannot_be_written() -> None:
    result = run("validate", "wrong.json", "--report", "json:none/report.json")

    assert result.status == 1
    assert "none/report.json: cannot be written" in result.err


def test_a_report_that_cannot_be_put_in_place_leaves_no_file_behind() -> None:
    Path("report").mkdir()
    before = sorted(path.name for path in Path().iterdir())

    result = run("validate", "right.json", "--report", "json:report")

    assert result.status == 3
    assert sorted(path.name for path in Path().iterdir()) == before


def test_a_report_takes_the_place_of_an_older_one_and_a_link_stays_a_link() -> None:
    Path("old.json").write_text("old", "utf-8")
    Path("link.json").symlink_to("old.json")

    result = run("validate", "right.json", "--report", "json:link.json")

    assert result.status == 0
    assert Path("link.json").is_symlink()
    assert json.loads(Path("old.json").read_bytes())["summary"]["valid"] == 1


def test_a_pipe_is_written_to_and_stays_a_pipe() -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)

    result = run("validate", "right.json", "--report", "github:pipe", "--report", "json:pipe")

    try:
        assert result.status == 0
        assert json.loads(os.read(reader, 1 << 16))["summary"]["checked"] == 1
        assert stat.S_ISFIFO(Path("pipe").stat().st_mode)
    finally:
        os.close(reader)


def test_the_configuration_may_name_the_format_and_the_option_goes_first() -> None:
    Path("oxspec.toml").write_text('format = "github"\n', "utf-8")

    configured = run("validate", "wrong.json")
    given = run("validate", "wrong.json", "--format", "text")

    assert configured.out.startswith("::error file=wrong.json,line=")
    assert given.out.startswith("wrong.json: 1 error")


def test_a_format_of_the_configuration_that_there_is_not_is_a_usage_error() -> None:
    Path("oxspec.toml").write_text('format = "xml"\n', "utf-8")

    result = run("validate", "right.json")

    assert result.status == 2
    assert "text, json, github" in result.err


def test_a_name_that_is_not_unicode_reaches_every_report() -> None:
    name = os.fsdecode(b"\xff.json")  # no file: some file systems take no such name

    result = run("validate", name, *(f"--report={n}:report.{n}" for n in FORMATS))

    assert result.status == 2
    assert "%FF.json" in Path("report.sarif").read_text("utf-8")
    assert json.loads(Path("report.json").read_bytes())["items"][0]["source"] == name


@pytest.mark.parametrize("other", ["report", "./report", "link"])
def test_two_reports_in_one_file_are_refused_as_the_first_would_be_lost(other: str) -> None:
    Path("link").symlink_to("report")

    result = run("validate", "wrong.json", "--report=json:report", f"--report=junit:{other}")

    assert result.status == 2
    assert "is the file of two reports: name one for each" in result.err
    assert not Path("report").exists()


def test_two_reports_may_go_to_one_device() -> None:
    reports = ["--report=json:/dev/null", "--report=junit:/dev/null"]

    assert run("validate", "right.json", *reports).status == 0


@pytest.mark.parametrize("file", ["wrong.json", "./wrong.json", "link.json"])
def test_a_report_is_never_written_over_a_body(file: str) -> None:
    Path("link.json").symlink_to("wrong.json")
    before = Path("wrong.json").read_bytes()

    result = run("validate", "right.json", "wrong.json", "--report", f"json:{file}")

    assert result.status == 2
    assert "would be written over a body" in result.err
    assert Path("wrong.json").read_bytes() == before
