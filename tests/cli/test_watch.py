"""``oxspec watch``: what it prints, whom it tells, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub import faults
from hub.entries import entry
from oxspec.resources import schemas_dir
from support.commands import run
from support.plain import accepts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hub.server import Hub

KEY = "oxen-secret-key-0123456789"
SECONDS = 30.0


@pytest.fixture(autouse=True)
def folder(home: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXEN_BASE_URL", hub.url)
    monkeypatch.setenv("OXEN_API_KEY", KEY)
    assert run("fetch").status == 0
    hub.requests.clear()
    return home


def recorder(folder: Path, *, status: int = 0) -> str:
    """Return a command that keeps its standard input in ``got.json`` and says something."""
    script = folder / "a script.py"
    text = "import pathlib, sys\n"
    text += "pathlib.Path('got.json').write_bytes(sys.stdin.buffer.read())\n"
    text += f"print('noted', sys.argv[1:], flush=True)\nsys.exit({status})\n"
    script.write_text(text, "utf-8")
    return f"'{sys.executable}' '{script}' '$HOME;`id`'"


def test_nothing_new_prints_nothing() -> None:
    result = run("watch", "--once")

    assert (result.status, result.out, result.err) == (0, "", "")


def test_changes_are_told_in_the_words_of_diff(hub: Hub) -> None:
    hub.entries.append(entry("acme-new-1"))

    result = run("watch", "--once")

    date, *lines = result.out.splitlines()
    assert result.status == 0
    assert time.strptime(date, "%Y-%m-%dT%H:%M:%SZ")
    assert lines == ["new models (1): acme-new-1", "", "1 change in 1 model: 1 compatible", ""]


def test_each_line_of_json_is_a_report_of_diff(hub: Hub) -> None:
    hub.entries[0]["display_name"] = "Line\nbreak \u2028"
    hub.entries.append(entry("acme-new-1"))

    result = run("watch", "--once", "--format", "json")

    (line,) = result.out.split("\n")[:-1]
    schema = json.loads((schemas_dir() / "reports" / "diff.schema.json").read_bytes())
    assert accepts(schema, json.loads(line))
    assert [change["kind"] for change in json.loads(line)["changes"]] == [
        "text-changed",
        "model-added",
    ]


@pytest.mark.parametrize(("fail_on", "status"), [("never", 0), ("breaking", 1), ("any", 1)])
def test_a_change_that_counts_stops_it(hub: Hub, fail_on: str, status: int) -> None:
    del hub.entries[-1]

    polls = ["--once"] if not status else ["--interval", "1h"]
    result = run("watch", "--fail-on", fail_on, *polls)

    assert result.status == status
    assert "1 breaking" in result.out


def test_a_hub_that_does_not_answer_is_told_with_status_3(hub: Hub) -> None:
    hub.fail_always(faults.answer(404))

    result = run("watch", "--once")

    assert (result.status, result.out) == (3, "")
    assert "status 404" in result.err


def test_a_catalog_that_shrank_to_nothing_is_told_with_status_3(hub: Hub) -> None:
    hub.entries = []

    result = run("watch", "--once")

    assert (result.status, result.out) == (3, "")
    assert "only 0 models came" in result.err


def test_a_command_gets_the_changes_and_no_shell_sees_it(
    hub: Hub, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.entries.append(entry("acme-$(touch owned)`touch owned`"))

    result = run("watch", "--once", "--format", "json", "--run", recorder(folder))

    assert result.status == 0
    assert Path("got.json").read_text("utf-8") == result.out
    assert not Path("owned").exists()
    out, err = capfd.readouterr()
    assert (out, err) == ("", "noted ['$HOME;`id`']\n")


def test_a_command_that_fails_is_told_and_stops_nothing(hub: Hub, folder: Path) -> None:
    hub.entries.append(entry("acme-new-1"))

    result = run("watch", "--once", "--run", recorder(folder, status=7))

    assert result.status == 0
    assert "ended with status 7" in result.err


def test_a_webhook_gets_the_changes_and_no_key(hub: Hub) -> None:
    hub.entries.append(entry("acme-new-1"))
    hub.fail(*_catalog_then(hub, faults.answer(503), faults.answer(200)))
    result = run("watch", "--once", "--format", "json", "--webhook", f"{hub.url}/api/ai/x?t=secret")

    posts = [request for request in hub.requests if request.method == "POST"]
    assert (result.status, result.err) == (0, "")
    assert [post.path for post in posts] == ["/api/ai/x?t=secret"] * 2
    assert posts[-1].body.decode() == result.out
    assert posts[-1].headers["content-type"] == "application/json"
    assert KEY not in json.dumps([dict(post.headers) for post in hub.requests])


def _catalog_then(hub: Hub, *others: faults.Fault) -> Iterator[faults.Fault]:
    payload = json.dumps({"models": hub.entries}).encode()
    yield faults.answer(200, payload)
    yield from others


@pytest.mark.parametrize(
    "fault", [faults.answer(404), faults.redirect("https://example.com/")], ids=["404", "302"]
)
def test_a_webhook_that_fails_is_told_without_its_secret_and_stops_nothing(
    hub: Hub, fault: faults.Fault
) -> None:
    hub.entries.append(entry("acme-new-1"))
    hub.fail(*_catalog_then(hub, fault))

    result = run("watch", "--once", "--webhook", f"{hub.url}/hooks/s3cret?token=t0ken")

    assert result.status == 0
    assert "1 change in 1 model" in result.out
    assert "the webhook answered with status" in result.err
    assert "s3cret" not in result.err
    assert "t0ken" not in result.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--interval", "0"], "polls need a pause"),
        (["--interval", "soon"], "not an age"),
        (["--count", "0"], "--count"),
        (["--run", "no-such-command --x"], 'no command "no-such-command"'),
        (["--run", "'x"], "cannot be split"),
        (["--run", ""], "no command"),
        (["--webhook", "ftp://example.com"], "not the address of a webhook"),
        (["--webhook", "https://"], "not the address of a webhook"),
        (["no-such.json"], "no such file"),
        (["--source", "bundled"], "not a URL"),
        (["--offline"], "--offline"),
        (["--only", "acme-cat-1"], "acme-chat-1"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_watched(arguments: list[str], told: str) -> None:
    result = run("watch", *arguments)

    assert result.status == 2
    assert told in result.err


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the command as a process of its own."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "oxspec", "watch", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ},
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
@pytest.mark.parametrize("middle", ["of a wait", "of a request"])
def test_a_signal_ends_it_in_the_middle(
    hub: Hub,
    started: Callable[..., subprocess.Popen[str]],
    number: signal.Signals,
    status: int,
    middle: str,
) -> None:
    if middle == "of a request":
        hub.fail_always(faults.stall())
    hub.arrived.clear()
    process = started("--interval", "1h")
    if middle == "of a request":
        assert hub.arrived.wait(SECONDS)
    else:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("watching the 4 models of")

    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)

    assert process.returncode == status
    assert (out, err.strip()) == ("", "")


def test_a_reader_that_goes_away_ends_it(
    hub: Hub, started: Callable[..., subprocess.Popen[str]]
) -> None:
    process = started("--interval", "1s", "-q")
    assert process.stdout is not None
    process.stdout.close()
    hub.entries.append(entry("acme-new-1"))

    assert process.wait(SECONDS) == 0
