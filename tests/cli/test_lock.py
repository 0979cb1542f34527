"""``oxspec lock``: what a project pins, and what it is judged by from then on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hub import faults
from support.commands import run

if TYPE_CHECKING:
    from hub.server import Hub

OLD = str(Path(__file__).parents[1] / "data" / "facts-2026-07-01.json")
VEO, CHAT, GONE = "google-veo-3-1-fast", "moonshotai-kimi-k2-5", "nano-banana-2-edit"
#: Right by the older catalog alone: the type of duration is another now.
BODY = {"model": VEO, "prompt": "x", "input_image": "https://example.com/a.png", "duration": "8s"}


@pytest.fixture(autouse=True)
def project(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = home / "project"
    (folder / "requests").mkdir(parents=True)
    monkeypatch.chdir(folder)
    Path("requests", "veo.json").write_text(json.dumps(BODY), "utf-8")
    Path("oxspec.toml").write_text('source = "bundled"\n', "utf-8")
    return folder


def pins() -> dict[str, Any]:
    entries = json.loads(Path("oxspec.lock").read_bytes())["models"]
    return {entry["name"]: entry for entry in entries}


def test_named_models_are_pinned_and_stay_so() -> None:
    first = run("lock", CHAT, VEO, "--source", OLD)
    data = Path("oxspec.lock").read_bytes()
    again = run("lock", CHAT, VEO)

    assert (first.status, first.out) == (0, "")
    assert first.err == f"oxspec.lock: pins 2 models: new (2): {VEO}, {CHAT}\n"
    assert (again.status, again.err) == (0, "oxspec.lock: up to date, pins 2 models\n")
    assert Path("oxspec.lock").read_bytes() == data


def test_another_model_is_added_and_what_was_pinned_is_not_touched() -> None:
    run("lock", VEO, "--source", OLD)
    before = pins()[VEO]

    result = run("lock", CHAT)

    assert result.err == f"oxspec.lock: pins 2 models: new (1): {CHAT}\n"
    assert pins()[VEO] == before


def test_models_are_found_in_bodies_and_in_a_client() -> None:
    run("client", CHAT, "-o", "hub_client")

    result = run("lock", "--from", "requests/**/*.json", "--client", "hub_client")

    assert result.status == 0
    assert list(pins()) == [VEO, CHAT]


def test_without_names_those_of_the_configuration_are_pinned_else_all() -> None:
    run("lock")
    everything = pins()
    Path("oxspec.lock").unlink()
    Path("oxspec.toml").write_text(f'source = "bundled"\nmodels = ["{CHAT}"]\n', "utf-8")

    run("lock")

    assert len(everything) == 178
    assert list(pins()) == [CHAT]


def test_the_commands_judge_by_the_lock_beside_the_configuration() -> None:
    hub = run("validate", "requests/veo.json")
    run("lock", VEO, "--source", OLD)

    pinned = run("validate", "requests/veo.json", "--format", "json")
    asked = run("validate", "requests/veo.json", "--source", "bundled")
    run("client", VEO, "-o", "hub_client")

    assert (hub.status, asked.status, pinned.status) == (1, 1, 0)
    assert json.loads(pinned.out)["catalog"]["source"] == "oxspec.lock"
    assert '"8s"' in Path("hub_client", "google_veo_3_1_fast.py").read_text("utf-8")


def test_the_lock_is_found_from_a_folder_below(monkeypatch: pytest.MonkeyPatch) -> None:
    run("lock", VEO, "--source", OLD)
    monkeypatch.chdir("requests")

    assert run("validate", "veo.json").status == 0
    assert run("lock").err == "../oxspec.lock: up to date, pins 1 model\n"


def test_without_configuration_no_lock_is_read() -> None:
    run("lock", VEO, "--source", OLD)

    assert run("validate", "requests/veo.json", "--no-config", "--source", "bundled").status == 1


def test_a_lock_is_a_source_for_every_command() -> None:
    run("lock", VEO, "--source", OLD, "-o", "other.lock")

    result = run("models", "--source", "other.lock")

    assert (result.status, len(result.out.splitlines())) == (0, 1)


def test_a_body_for_a_model_that_is_not_pinned_is_not_judged() -> None:
    run("lock", CHAT)

    result = run("validate", "requests/veo.json")

    assert result.status == 3
    assert f'(oxspec.lock of 2026-08-07) lacks "{VEO}"' in result.out


def test_moving_on_says_what_that_changes() -> None:
    run("lock", VEO, CHAT, "--source", OLD)

    result = run("lock", "--update")

    assert result.status == 0
    assert "breaking    `duration` takes an integer now, not a string" in result.out
    assert result.err == f"oxspec.lock: pins 2 models: moved on (1): {VEO}\n"
    assert run("lock", "--update").err == "oxspec.lock: up to date, pins 2 models\n"


def test_one_model_moves_on_alone() -> None:
    run("lock", VEO, GONE, "nano-banana-2", "--source", OLD)
    before = pins()

    result = run("lock", "--update", VEO)

    assert result.status == 0
    changed = [name for name, entry in pins().items() if entry != before[name]]
    assert changed == [VEO]
    assert "nano-banana-2" not in result.out


def test_a_model_that_left_the_hub_stays_pinned_and_is_told() -> None:
    run("lock", GONE, CHAT, "--source", OLD)
    before = pins()[GONE]

    result = run("lock", "--update")

    assert result.status == 3
    assert "the model is gone" in result.out
    assert f"oxspec: {GONE} left the hub: it stays pinned as it was" in result.err
    assert pins()[GONE] == before


def test_what_is_not_named_is_let_go_when_asked() -> None:
    run("lock", VEO, CHAT)

    result = run("lock", CHAT, "--prune")

    assert result.err == f"oxspec.lock: pins 1 model: let go (1): {VEO}\n"
    assert list(pins()) == [CHAT]


def test_check_writes_nothing_and_exits_1_where_something_would_change() -> None:
    missing = run("lock", VEO, "--check")
    written = Path("oxspec.lock").exists()
    run("lock", VEO)
    current = run("lock", "--from", "requests/*.json", "--check")
    other = run("lock", CHAT, "--check")

    assert (missing.status, written, current.status, other.status) == (1, False, 0, 1)
    assert other.err == f"oxspec.lock: out of date: new (1): {CHAT}\n"


def test_a_lock_comes_from_a_hub_with_the_date_of_its_catalog(hub: Hub) -> None:
    url = hub.url + "/api/evaluations/models"
    name = str(hub.entries[0]["name"])

    assert run("lock", name, "--source", url).status == 0

    assert pins()[name]["date"].startswith("20")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["kimi-k2-6"], "no model"),
        (["--from", "nowhere/*.json"], "names no file"),
        (["--from", "broken.json"], "broken.json"),
        (["--from", "nameless.json"], "names no model"),
        (["--client", "requests"], "no client that oxspec wrote"),
        (["--prune"], "let everything go"),
    ],
)
def test_what_cannot_be_pinned_is_one_line(arguments: list[str], told: str) -> None:
    Path("oxspec.toml").write_text('source = "bundled"\n', "utf-8")
    Path("broken.json").write_text("{", "utf-8")
    Path("nameless.json").write_text("{}", "utf-8")

    result = run("lock", *arguments)

    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err
    assert not Path("oxspec.lock").exists()


CONFLICT = "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"


def edited(text: str, edit: tuple[str, str]) -> str:
    """Return a text with something replaced; "all" is the whole, "half" what follows the middle."""
    old, new = edit
    if old == "half":
        return text[: len(text) // 2]
    return new if old == "all" else text.replace(old, new)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("half", ""), "oxspec.lock, line"),
        (("half", ""), "; restore it from version control, or make it anew with oxspec lock"),
        (('"4k"', '"8k"'), "is not what was pinned"),
        (("/videos/generate", "/images/edit"), "is not what was pinned"),
        (('"lock": 1', '"lock": 2'), "newer oxspec"),
        (('  "models"', '<<<<<<< HEAD\n  "models"'), "line 3: a merge conflict"),
        (("all", CONFLICT), "line 1: a merge conflict"),
        (("all", ""), "oxspec.lock"),
        (("all", '{"models": []}'), "a catalog, not a lock"),
        (("all", "<!doctype html>"), "HTML"),
    ],
)
@pytest.mark.parametrize("command", [["lock", CHAT], ["lock", "--update"]])
def test_a_lock_that_cannot_be_read_is_one_line_and_stays_as_it_is(
    edit: tuple[str, str], told: str, command: list[str]
) -> None:
    run("lock", VEO)
    text = edited(Path("oxspec.lock").read_text("utf-8"), edit)
    Path("oxspec.lock").write_text(text, "utf-8")

    result = run(*command)

    assert (result.status, result.out, result.err.count("\n")) == (3, "", 1)
    assert told in result.err
    assert Path("oxspec.lock").read_text("utf-8") == text


def test_a_hub_without_models_moves_nothing_on() -> None:
    run("lock", VEO)
    data = Path("oxspec.lock").read_bytes()
    Path("empty.json").write_text('{"models": []}', "utf-8")

    result = run("lock", "--update", "--source", "empty.json")

    assert (result.status, result.err.count("\n")) == (3, 1)
    assert "it has no models" in result.err
    assert Path("oxspec.lock").read_bytes() == data


def test_pins_are_not_moved_on_to_the_bundled_catalog_for_want_of_a_hub(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("lock", VEO, "--source", OLD)
    before = Path("oxspec.lock").read_bytes()
    Path("oxspec.toml").write_text("", "utf-8")
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    hub.fail_always(faults.status(503))

    result = run("lock", "--update")

    assert (result.status, result.out, result.err.count("\n")) == (3, "", 1)
    assert "503" in result.err
    assert Path("oxspec.lock").read_bytes() == before
