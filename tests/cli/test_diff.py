"""``oxspec diff``: sources, what is asked about, how it ends, and what bad input gets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hub import faults
from oxspec.resources import schemas_dir
from support.commands import run
from support.plain import accepts

if TYPE_CHECKING:
    from hub.server import Hub

OLD = str(Path(__file__).parents[1] / "data" / "facts-2026-07-01.json")
VEO, SEEDREAM = "google-veo-3-1-fast", "bytedance-seedream-5-lite"
KLING = "kling-video-o1-video-to-video-edit"


@pytest.fixture(autouse=True)
def project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


def report(*arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("diff", *arguments, "--format", "json").out)
    return document


def catalog(name: str, **parameters: object) -> str:
    """Write a catalog of one model, and return its file's name."""
    schema = {"type": "object", "properties": parameters}
    entry = {"name": "acme", "endpoint": "/images/generate", "json_request_schema": schema}
    Path(name).write_text(json.dumps({"models": [entry]}), "utf-8")
    return name


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments], check=True)


def test_a_catalog_is_compared_with_the_source() -> None:
    result = run("diff", OLD)

    assert (result.status, result.err) == (1, "")
    assert f"\n{VEO}\n  breaking    `generate_audio` is gone\n" in result.out
    assert result.out.endswith(" compatible\n")
    assert all(len(line) <= 80 for line in result.out.splitlines())
    assert "\x1b" not in result.out


def test_without_names_the_lock_is_compared_with_the_source() -> None:
    run("lock", SEEDREAM, "--source", OLD)

    result = run("diff")

    assert result.status == 1
    assert result.out == (
        f"{SEEDREAM}\n  breaking    `input_images` is called `input_image` now\n"
        "  compatible  texts or order of the model\n\n"
        "2 changes in 1 model: 1 breaking, 1 compatible\n"
    )


def test_what_a_lock_does_not_pin_did_not_come_or_go() -> None:
    run("lock", SEEDREAM, "-o", "some.lock")

    assert run("diff", "some.lock", "bundled").out == "nothing changed in 1 model\n"
    assert run("diff", "bundled", "some.lock").out == "nothing changed in 1 model\n"


def test_a_revision_in_git_is_a_source() -> None:
    git("init", "-q")
    run("lock", SEEDREAM, "--source", OLD)
    git("add", "oxspec.lock")
    git("commit", "-q", "-m", "pin")
    run("lock", "--update")

    result = run("diff", "git:HEAD:oxspec.lock", "oxspec.lock")

    assert result.status == 1
    assert "`input_images` is called `input_image` now" in result.out
    assert run("diff", "git:HEAD:./oxspec.lock", "oxspec.lock").out == result.out


def test_a_hub_is_a_source_on_either_side(hub: Hub) -> None:
    url = hub.url + "/api/evaluations/models"
    there = report("bundled", url)
    back = report(url, "bundled")

    added = [c["model"] for c in there["changes"] if c["kind"] == "model-added"]
    assert added
    assert [c["model"] for c in back["changes"] if c["kind"] == "model-removed"] == added


@pytest.mark.parametrize(
    ("new", "fail_on", "status"),
    [
        ({"a": {"type": "string"}, "b": {}}, "breaking", 0),
        ({"a": {"type": "string"}, "b": {}}, "any", 1),
        ({"b": {}}, "breaking", 1),
        ({"b": {}}, "never", 0),
        ({"a": {"type": "string"}}, "any", 0),
        ({"a": {"type": "string", "default": "x"}}, "breaking", 0),
    ],
)
def test_which_changes_fail_is_the_users_choice(
    new: dict[str, object], fail_on: str, status: int
) -> None:
    files = catalog("old.json", a={"type": "string"}), catalog("new.json", **new)

    assert run("diff", *files, "--fail-on", fail_on).status == status


def test_only_some_models_are_looked_at() -> None:
    told = report(OLD, "--only", "google-veo-*", "--only", SEEDREAM)

    assert {c["model"] for c in told["changes"]} == {
        "google-veo-3-1",
        "google-veo-3-1-fast",
        "google-veo-3-1-lite",
        SEEDREAM,
    }


def test_a_witness_and_the_fingerprint_are_shown_when_asked() -> None:
    files = catalog("old.json", a={"enum": ["x", "y"]}), catalog("new.json", a={"enum": ["x"]})

    shown = run("diff", *files, "--witness").out

    (change,) = report(*files)["changes"]
    assert f" [{change['fingerprint']}]\n" in shown
    assert '              {"model": "acme", "a": "y"}\n' in shown
    assert change["witness"] == {"model": "acme", "a": "y"}


def test_the_json_report_is_as_its_schema_says() -> None:
    schema = json.loads((schemas_dir() / "reports" / "diff.schema.json").read_bytes())

    assert accepts(schema, report(OLD))


def test_reports_go_to_files_besides() -> None:
    names = ("text", "json", "github", "markdown", "sarif")

    result = run("diff", OLD, *(f"--report={name}:report.{name}" for name in names))

    assert result.out == Path("report.text").read_text("utf-8")
    for name in names:
        assert "generate_audio" in Path(f"report.{name}").read_text("utf-8")
    assert run("diff", OLD, "--report", "junit:x").status == 2


def test_an_annotation_is_at_the_line_of_the_lock() -> None:
    run("lock", SEEDREAM, "--source", OLD)

    (line,) = run("diff", "--format", "github").out.splitlines()

    number = int(line.split("line=")[1].split(",")[0])
    assert line.startswith("::error file=oxspec.lock,")
    assert '"input_images": {' in Path("oxspec.lock").read_text("utf-8").splitlines()[number - 1]


def write_bodies() -> None:
    Path("requests").mkdir()
    veo = (
        '{\n  "model": "google-veo-3-1-fast",\n  "prompt": "x",\n'
        '  "input_image": "https://example.com/a.png",\n  "duration": "8s"\n}\n'
    )
    fine = {"model": "google-veo-3-1-lite", "prompt": "x", "input_image": "https://example.com/a"}
    kling = {"model": KLING, "prompt": "x", "input_video": "https://example.com/a.mp4"}
    image = {"model": SEEDREAM, "prompt": "x", "input_images": ["https://example.com/a.png"]}
    texts = {"veo": veo, "fine": json.dumps(fine), "kling": json.dumps(kling)}
    for name, text in {**texts, "image": json.dumps(image)}.items():
        Path("requests", f"{name}.json").write_text(text, "utf-8")


def test_for_bodies_only_what_affects_them_is_told_by_file_and_line() -> None:
    write_bodies()

    result = run("diff", OLD, "--for", "requests/**/*.json")

    assert result.status == 1
    assert result.out == (
        f"requests/image.json ({SEEDREAM})\n"
        "  breaking    1:55: `input_images` is called `input_image` now; --fix mends it\n"
        "\n"
        f"requests/kling.json ({KLING})\n"
        "  behaviour   1:1: `input_image` has no default now; it was `[]`\n"
        "  behaviour   1:1: `keep_audio` is `true` now where it is left out; it was\n"
        "              `false`\n"
        "\n"
        "requests/veo.json (google-veo-3-1-fast)\n"
        "  breaking    5:15: `duration` takes an integer now, not a string: one of `4`,\n"
        "              `6`, `8`\n"
        "\n"
        "4 changes in 3 bodies: 2 breaking, 2 behaviour\n"
    )


def test_what_is_said_to_be_mended_is_mended() -> None:
    write_bodies()
    told = report(OLD, "--for", "requests/*.json")["bodies"]

    run("validate", "requests/image.json", "requests/veo.json", "--fix")

    mendable = {body["source"] for body in told if body["mendable"]}
    assert mendable == {"requests/image.json"}
    assert run("validate", "requests/image.json").status == 0
    assert run("validate", "requests/veo.json").status == 1


def test_a_body_that_cannot_be_looked_at_is_told_and_exits_3() -> None:
    write_bodies()
    Path("requests", "broken.json").write_text("{", "utf-8")
    Path("requests", "other.json").write_text('{"model": "x-1"}', "utf-8")

    result = run("diff", OLD, "--for", "requests/*.json", "--fail-on", "never")

    assert result.status == 3
    assert "requests/broken.json: not looked at: not JSON" in result.err
    assert "requests/other.json: not looked at: " in result.err
    assert result.err.count("\n") == 2


def accept(*entries: tuple[str, str]) -> None:
    text = "".join(
        f'[[accept]]\nfingerprint = "{name}"\nreason = "fine"\nuntil = {until}\n'
        for name, until in entries
    )
    Path("accept.toml").write_text(text, "utf-8")


def test_what_was_decided_to_be_kept_passes_until_its_day() -> None:
    files = catalog("old.json", a={}), catalog("new.json")
    name = report(*files)["changes"][0]["fingerprint"]

    accept((name, "2999-01-31"))
    kept = run("diff", *files, "--accept", "accept.toml")
    accept((name, "2020-01-31"))
    expired = run("diff", *files, "--accept", "accept.toml")
    accept(("0" * 16, "2999-01-31"))
    other = run("diff", *files, "--accept", "accept.toml")

    assert (kept.status, kept.err) == (0, "")
    assert "accepted    `a` is gone (until 2999-01-31: fine)" in kept.out
    assert (expired.status, other.status) == (1, 1)
    assert f"past its day: {name}, until 2020-01-31 (fine)" in expired.err
    for form in ("json", "markdown"):
        accept((name, "2020-01-31"))
        told = run("diff", *files, "--accept", "accept.toml", "--format", form).out
        assert "past its day" in told
    assert f"matches no change: {'0' * 16}" in other.err


@pytest.mark.parametrize("asked", [("--only", SEEDREAM), ("--for", "body.json")])
def test_a_decision_about_what_was_not_asked_about_is_not_called_idle(
    asked: tuple[str, str],
) -> None:
    Path("body.json").write_text(json.dumps({"model": SEEDREAM}), "utf-8")
    name = report(OLD, "--only", VEO)["changes"][0]["fingerprint"]
    accept((name, "2999-01-31"), ("0" * 16, "2999-01-31"))

    result = run("diff", OLD, "--accept", "accept.toml", *asked)

    assert result.err.count("matches no change") == 1
    assert f"matches no change: {'0' * 16}" in result.err


@pytest.mark.parametrize(
    "text",
    [
        "[[accept",
        "accept = 5",
        "[accept]\n",
        "other = 1",
        '[[accept]]\nfingerprint = "x"\n',
        '[[accept]]\nfingerprint = "x"\nreason = "y"\nuntil = "2027-01-31"\n',
        '[[accept]]\nfingerprint = "x"\nreason = "y"\nuntil = 2027-01-31T00:00:00\n',
        '[[accept]]\nfingerprint = "x"\nreason = ""\nuntil = 2027-01-31\n',
        '[[accept]]\nfingerprint = "x"\nreason = "y"\nuntil = 2027-01-31\nmore = 1\n',
    ],
)
def test_decisions_that_cannot_be_read_are_one_line(text: str) -> None:
    Path("accept.toml").write_text(text, "utf-8")

    result = run("diff", OLD, "--accept", "accept.toml")

    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith("oxspec: accept.toml: ")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "there is no oxspec.lock to compare with"),
        (["nothing.json"], 2, "nothing.json"),
        (["bundled", "nothing.json"], 2, "nothing.json"),
        (["bundled", "empty.json"], 3, "it has no models, where bundled has 178"),
        (["bundled", "shape.json"], 3, "not a catalog"),
        (["bundled", "cut.json"], 3, "cut.json, line 1"),
        (["git:HEAD:nothing.json"], 2, "git cannot find it"),
        (["git:nowhere:empty.json"], 2, "git cannot find it"),
        (["git:HEAD"], 2, "write git:REV:PATH"),
        (["git:--help:x"], 2, "write git:REV:PATH"),
        (["git::x"], 2, "write git:REV:PATH"),
        (["bundled", "--only", "flux-2-prp"], 2, "did you mean"),
        (["bundled", "--for", "nowhere/*.json"], 2, "names no file"),
        (["bundled", "--accept", "nothing.toml"], 2, "nothing.toml"),
        (["bundled", "--source", "ftp://x.y/z"], 2, "ftp"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], status: int, told: str) -> None:
    git("init", "-q")
    Path("empty.json").write_text('{"models": []}', "utf-8")
    Path("shape.json").write_text('{"models": {"a": 1}}', "utf-8")
    Path("cut.json").write_text('{"models": [{"name": "a"', "utf-8")

    result = run("diff", *arguments)

    assert (result.status, result.out, result.err.count("\n")) == (status, "", 1)
    assert told in result.err


def test_outside_of_a_repository_a_revision_is_one_line() -> None:
    result = run("diff", "git:HEAD:oxspec.lock")

    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "not a git repository" in result.err


def test_a_hub_that_gives_no_catalog_is_not_taken_for_the_bundled_one(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = catalog("today.json", a={})
    run("lock", "acme", "--source", pinned)
    monkeypatch.delenv("OXSPEC_SOURCE")
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    hub.fail_always(faults.status(503))

    result = run("diff")

    assert (result.status, result.out, result.err.count("\n")) == (3, "", 1)
    assert "503" in result.err


def test_a_model_that_is_set_aside_is_named_and_not_said_to_be_gone() -> None:
    good = catalog("old.json", a={})
    bad = {"name": "acme", "json_request_schema": {"type": 5}, "endpoint": "images/generate"}
    other = {"name": "other", "json_request_schema": None, "endpoint": "images/generate"}
    Path("new.json").write_text(json.dumps([bad, other]), "utf-8")

    result = run("diff", good, "new.json", "--fail-on", "never")

    assert result.status == 3
    assert "left out acme" in result.err
    assert "gone" not in result.out


def test_a_part_of_a_listing_takes_nothing_away() -> None:
    good = catalog("old.json", a={})
    entry = {"name": "other", "endpoint": "/images/generate", "json_request_schema": None}
    page = {"object": "list", "data": [entry], "next_page": "/2"}
    Path("page.json").write_text(json.dumps(page), "utf-8")

    assert run("diff", good, "page.json").status == 0


def test_a_text_of_a_catalog_cannot_instruct_a_runner_or_a_terminal() -> None:
    name = "a\n::error::x\x1b[2J"
    files = catalog("old.json", **{name: {"enum": ["##[error]x"]}}), catalog("new.json")

    for form in ("text", "github", "markdown"):
        out = run("diff", *files, "--format", form).out
        assert "\x1b" not in out
        assert not any(line.startswith("::error::x") for line in out.splitlines())


def test_a_lock_that_is_a_catalog_is_refused() -> None:
    Path("oxspec.toml").write_text("", "utf-8")
    Path("oxspec.lock").write_text("[]", "utf-8")

    result = run("diff")

    assert result.status == 3
    assert "a catalog, not a lock" in result.err
