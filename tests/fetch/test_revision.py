"""Files of git revisions: read as they are kept, without running anything of the repository's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from oxspec.errors import UsageProblem
from oxspec.fetch.revision import revision_bytes


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments], check=True)


@pytest.fixture(autouse=True)
def repository(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = home / "repository"
    (folder / "below").mkdir(parents=True)
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    for number in (1, 2):
        Path("below", "a b.json").write_text(f"[{number}]\r\n", "utf-8", newline="")
        git("add", ".")
        git("commit", "-q", "-m", str(number))
    return folder


def test_a_file_is_read_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    assert revision_bytes("git:HEAD:below/a b.json") == b"[2]\r\n"
    assert revision_bytes("git:HEAD~1:below/a b.json") == b"[1]\r\n"

    monkeypatch.chdir("below")
    assert revision_bytes("git:main:./a b.json") == b"[2]\r\n"


def test_no_program_of_the_configuration_is_run() -> None:
    Path(".gitattributes").write_text("*.json diff=evil filter=evil\n", "utf-8")
    for key in ("diff.evil.textconv", "filter.evil.smudge", "core.pager"):
        git("config", key, "sh -c 'touch hacked; cat'")

    assert revision_bytes("git:HEAD:below/a b.json") == b"[2]\r\n"
    assert not Path("hacked").exists()


@pytest.mark.parametrize(
    "source",
    [
        "git:HEAD:nothing",
        "git:HEAD:below",
        "git:nowhere:x",
        "git:HEAD",
        "git::x",
        "git:HEAD:",
        "git:--batch:x",
        "git:HEAD\0:x",
        "git:HEAD:../x",
    ],
)
def test_what_is_not_there_is_a_mistake_of_usage(source: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        revision_bytes(source)

    assert str(caught.value).isprintable()


def test_without_git_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(UsageProblem, match="install git"):
        revision_bytes("git:HEAD:x")
