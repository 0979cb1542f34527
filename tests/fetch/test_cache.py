"""The cache: what is written is read, what is damaged is a miss, and it is the user's alone."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.clock import NOON
from hub.entries import broken_entry, entry, sample_entries
from oxspec.catalog.decode import digest_of
from oxspec.fetch.cache import (
    CachedModels,
    Failure,
    clear_folders,
    folder_of,
    forget_failure,
    read_entry,
    read_failure,
    write_cache,
    write_failure,
)
from oxspec.fetch.files import CacheBroken, make_folder, read_private, write_private
from oxspec.fetch.index import Index, Miss, read_index, write_index
from oxspec.fetch.payload import Payload, index_of, payload_of

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject, JsonValue

IDS = ["acme-chat-1", "acme-paint-1", "acme-film-1", "acme-voice-1"]


def payload(entries: list[JsonObject]) -> Payload:
    return payload_of({"models": [*entries]}, source="https://hub.example/models")


def written(folder: Path, entries: list[JsonObject] | None = None) -> Index:
    came = payload(sample_entries() if entries is None else entries)
    index = index_of(came, fetched_at=NOON)._replace(etag='"e"', last_modified="Mon")
    write_cache(folder, index, entries=came.entries)
    return index


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    index = written(tmp_path / "c", [*sample_entries(), broken_entry("b")])

    found = read_index(tmp_path / "c")

    assert found == index
    assert list(index.files()) == IDS
    assert [aside.id for aside in index.quarantined()] == ["b"]


def test_a_cached_model_is_the_one_that_came_key_order_included(tmp_path: Path) -> None:
    index = written(tmp_path / "c")

    models = CachedModels(tmp_path / "c", index)

    came = payload(sample_entries()).catalog.models
    assert list(models) == list(came)
    assert len(models) == 4
    assert repr([models[name].request_schema for name in IDS]) == repr(
        [came[name].request_schema for name in IDS]
    )
    assert models["acme-film-1"] is models["acme-film-1"]
    assert "nobody" not in models
    with pytest.raises(KeyError):
        models["nobody"]


def test_a_model_is_read_on_first_use_only(tmp_path: Path) -> None:
    index = written(tmp_path / "c")
    models = CachedModels(tmp_path / "c", index)
    models.verify(["acme-film-1", "nobody"])

    for file in (tmp_path / "c").iterdir():
        file.unlink()

    assert models["acme-film-1"].id == "acme-film-1"
    with pytest.raises(CacheBroken):
        models["acme-chat-1"]


def test_folder_and_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"

    written(folder)
    write_failure(folder, Failure(NOON, "why"))

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_folder_that_others_may_enter_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir(mode=0o755)

    written(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_a_folder_nothing_is_cached(tmp_path: Path) -> None:
    assert read_index(tmp_path / "c") == Miss("nothing is cached")


DAMAGES = {
    "empty": b"",
    "truncated": None,
    "not-json": b"{",
    "binary": b"\x00\xff",
    "list": b"[]",
    "null": b"null",
    "future": b'{"version": 2}',
    "version-true": b'{"version": true}',
    "only-version": b'{"version": 1}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_is_a_miss_that_says_so(tmp_path: Path, name: str) -> None:
    written(tmp_path / "c")
    index = tmp_path / "c" / "index.json"
    damage = DAMAGES[name]
    index.write_bytes(index.read_bytes()[:-40] if damage is None else damage)

    found = read_index(tmp_path / "c")

    assert isinstance(found, Miss)
    assert found.damaged
    assert found.reason.isprintable()


def test_an_index_of_a_later_version_says_so(tmp_path: Path) -> None:
    written(tmp_path / "c")
    (tmp_path / "c" / "index.json").write_text('{"version": 2}')

    found = read_index(tmp_path / "c")

    assert isinstance(found, Miss)
    assert "another version" in found.reason


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("source", None),
        ("fetched_at", "now"),
        ("digest", 1),
        ("entries", {}),
        ("entries", [1]),
        ("entries", [{"id": "a"}]),
        ("entries", [{"id": "a", "sha256": "../../etc/passwd"}]),
        ("entries", [{"id": 1, "sha256": "0" * 64}]),
        ("etag", 1),
    ],
)
def test_an_index_with_a_wrong_type_is_a_miss_even_if_its_check_is_right(
    tmp_path: Path, key: str, value: JsonValue
) -> None:
    written(tmp_path / "c")
    file = tmp_path / "c" / "index.json"
    body: JsonObject = json.loads(file.read_bytes())
    del body["check"]
    body[key] = value
    body["check"] = digest_of(body)
    file.write_text(json.dumps(body))

    found = read_index(tmp_path / "c")

    assert isinstance(found, Miss)
    assert found.damaged


def test_an_edited_index_is_a_miss(tmp_path: Path) -> None:
    written(tmp_path / "c")
    file = tmp_path / "c" / "index.json"
    file.write_bytes(file.read_bytes().replace(b"acme-film-1", b"acme-film-2"))

    found = read_index(tmp_path / "c")

    assert isinstance(found, Miss)
    assert "not what was written" in found.reason


@given(data=st.binary() | st.recursive(st.none() | st.text(), st.lists).map(repr).map(str.encode))
def test_no_index_whatever_its_bytes_is_a_crash(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "index.json").write_bytes(data)
        (Path(folder) / "failure.json").write_bytes(data)

        assert isinstance(read_index(Path(folder)), Miss)
        assert read_failure(Path(folder)) is None


@given(cut=st.integers(min_value=0, max_value=600), put=st.binary(max_size=3))
@settings(max_examples=30)  # each writes a whole cache
def test_no_edit_of_a_model_file_goes_unseen(cut: int, put: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        index = written(folder)
        file = folder / f"{index.files()['acme-film-1']}.json"
        before = file.read_bytes()
        file.write_bytes(edited := before[:cut] + put)

        if edited == before:
            return
        with pytest.raises(CacheBroken):
            CachedModels(folder, index)["acme-film-1"]


@pytest.mark.parametrize("name", ["index.json", "entry"])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_not_a_file_is_not_read(tmp_path: Path, name: str, kind: str) -> None:
    folder = tmp_path / "c"
    index = written(folder)
    sha256 = index.files()["acme-film-1"]
    file = folder / ("index.json" if name == "index.json" else f"{sha256}.json")
    elsewhere = file.replace(tmp_path / "elsewhere")
    if kind == "link":
        file.symlink_to(elsewhere)
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.mkdir()

    if name == "index.json":
        assert isinstance(read_index(folder), Miss)
    else:
        with pytest.raises(CacheBroken):
            read_entry(folder, sha256)


def test_a_folder_that_is_a_link_is_neither_read_nor_written(tmp_path: Path) -> None:
    written(tmp_path / "c")
    (tmp_path / "link").symlink_to(tmp_path / "c")

    found = read_index(tmp_path / "link")

    assert isinstance(found, Miss)
    assert "symbolic link" in found.reason
    with pytest.raises(CacheBroken, match="symbolic link"):
        written(tmp_path / "link")


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    written(folder)
    target = (folder / "index.json").rename(tmp_path / "target")
    before = target.read_bytes()
    (folder / "index.json").symlink_to(target)

    written(folder, sample_entries()[:2])

    assert target.read_bytes() == before
    assert isinstance(read_index(folder), Index)


def test_the_folder_of_another_user_is_neither_read_nor_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "c"
    written(folder)
    _become_another_user(monkeypatch)

    found = read_index(folder)

    assert isinstance(found, Miss)
    assert "another user" in found.reason
    with pytest.raises(CacheBroken, match="another user"):
        written(folder)


def test_the_file_of_another_user_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "c" / "index.json"
    written(index.parent)
    _become_another_user(monkeypatch)

    with pytest.raises(CacheBroken, match="user's own"):
        read_private(index)


def _become_another_user(monkeypatch: pytest.MonkeyPatch) -> None:
    # To give a file away takes root: to be somebody else comes to the same.
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)


@pytest.mark.parametrize("under", ["c", "c/d"])
def test_a_file_where_a_folder_should_be_is_an_error_with_a_name(
    tmp_path: Path, under: str
) -> None:
    (tmp_path / "c").write_text("mine")

    with pytest.raises(CacheBroken, match="c"):
        make_folder(tmp_path / under)
    found = read_index(tmp_path / under)

    assert isinstance(found, Miss)
    assert (tmp_path / "c").read_text() == "mine"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "index.json").mkdir()

    with pytest.raises(CacheBroken):
        write_private(tmp_path / "index.json", b"{}")

    assert files(tmp_path) == {"index.json"}


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as stream:
        stream.truncate((32 << 20) + 1)

    with pytest.raises(CacheBroken, match="32 MiB"):
        read_private(file)


def test_the_files_of_the_index_before_stay_and_older_ones_go(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    first = written(folder, [entry("one")])
    second = written(folder, [entry("two")])
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    (folder / ".tmp-1-left").write_text("")
    os.utime(folder / ".tmp-1-left", (0, 0))
    (folder / "mine.txt").write_text("")
    os.utime(folder / "mine.txt", (0, 0))

    third = written(folder, [entry("three")])

    kept = {f"{sha}.json" for index in (second, third) for sha in index.files().values()}
    assert files(folder) == {"index.json", "mine.txt", *kept}
    assert not set(first.files().values()) & {Path(name).stem for name in files(folder)}


def test_young_files_stay_as_another_process_may_be_writing(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    written(folder)
    young = folder / ("0" * 64 + ".json")
    young.write_text("{}")

    written(folder, sample_entries()[:1])

    assert young.exists()


def test_an_index_alone_can_be_written_anew(tmp_path: Path) -> None:
    index = written(tmp_path / "c")

    write_index(tmp_path / "c", index._replace(fetched_at=NOON + 1))

    assert read_index(tmp_path / "c") == index._replace(fetched_at=NOON + 1)


_WRITER = """
import sys
from pathlib import Path
from hub.entries import entry
from oxspec.fetch.cache import write_cache
from oxspec.fetch.payload import index_of, payload_of

folder, mark = Path(sys.argv[1]), sys.argv[2]
for round in range(8):
    names = [f"{mark}-{round}-{number}" for number in range(12)] + ["both"]
    came = payload_of({"models": [entry(name) for name in names]}, source="s")
    write_cache(folder, index_of(came, fetched_at=1.0), entries=came.entries)
"""


def test_two_processes_that_write_at_once_leave_a_whole_catalog(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    path = os.pathsep.join(filter(None, sys.path))
    commands = [[sys.executable, "-c", _WRITER, str(folder), mark] for mark in "ab"]

    writers = [
        subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})  # ours
        for command in commands
    ]
    statuses = [writer.wait(timeout=120) for writer in writers]
    index = read_index(folder)

    assert statuses == [0, 0]
    assert isinstance(index, Index)
    models = CachedModels(folder, index)
    models.verify(None)
    assert len(models) == 13


def test_a_failure_is_remembered_and_forgotten(tmp_path: Path) -> None:
    failure = Failure(NOON, "timed out")
    write_failure(tmp_path / "c", failure)

    remembered = read_failure(tmp_path / "c")
    forget_failure(tmp_path / "c")

    assert remembered == failure
    assert read_failure(tmp_path / "c") is None
    forget_failure(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "text", ["{}", '{"at": "x", "reason": "y"}', '{"at": true, "reason": "y"}', '{"at": 1}']
)
def test_a_failure_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "failure.json").write_text(text)

    assert read_failure(tmp_path) is None


def test_a_remembered_reason_is_one_printable_line(tmp_path: Path) -> None:
    (tmp_path / "failure.json").write_text(json.dumps({"at": 1, "reason": "a\n\x1b[31m" * 99}))

    failure = read_failure(tmp_path)

    assert failure is not None
    assert failure.reason.isprintable()
    assert len(failure.reason) <= 200


def test_clearing_follows_no_link_and_leaves_foreign_folders(tmp_path: Path) -> None:
    written(tmp_path / "elsewhere")
    cache = tmp_path / "cache"
    written(folder_of(cache, "https://hub.example/models"))
    folder_of(cache, "https://other.example").symlink_to(tmp_path / "elsewhere")
    written(cache / "Foreign")

    removed = clear_folders(cache)

    assert removed == 5
    assert len(files(tmp_path / "elsewhere")) == 5
    assert len(files(cache / "Foreign")) == 5
    assert clear_folders(tmp_path / "nowhere") == 0


@given(one=st.text(), two=st.text())
def test_sources_have_folders_of_their_own_inside_the_cache(one: str, two: str) -> None:
    first, second = folder_of(Path("/cache"), one), folder_of(Path("/cache"), two)

    assert (first == second) == (one == two)
    assert first.parent == Path("/cache")
    assert first.name.isascii()
    assert len(first.name) < 60
