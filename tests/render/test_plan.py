"""Plans: what is written, what is refused, what is left alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.errors import OutputError
from oxspec.render.manifest import Entry, Manifest, digest_of_bytes, read_manifest
from oxspec.render.plan import HEADER, Output, compare, write

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = ".oxspec-manifest.json"


def output(partial: bool = False, **files: str) -> Output:  # noqa: FBT001, FBT002  # files are keywords
    contents = {f"{name}.mdx": text.encode() for name, text in files.items()}
    digests = {path: digest_of_bytes(content) for path, content in contents.items()}
    return Output(contents, Manifest("docs", "sha256:c", {}, digests), partial=partial)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_first_run_writes_all_and_a_second_changes_no_byte(tmp_path: Path) -> None:
    first = write(output(a="1", b="2"), tmp_path / "out")
    before = snapshot(tmp_path)
    times = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}

    second = write(output(a="1", b="2"), tmp_path / "out")

    assert first.written == ("a.mdx", "b.mdx", MANIFEST)
    assert (second.written, second.same) == ((), 3)
    assert snapshot(tmp_path) == before
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == times


def test_a_comparison_finds_drift_and_says_it_in_words(tmp_path: Path) -> None:
    write(output(a="1", b="2", c="3"), tmp_path)
    (tmp_path / "b.mdx").write_text("mine")

    comparison = compare(output(a="changed", b="2", d="4"), tmp_path)

    assert not comparison.is_current
    assert comparison.words() == (
        "d.mdx: missing",
        f"{MANIFEST}: out of date",
        "a.mdx: out of date",
        "c.mdx: no longer made",
        "b.mdx: edited by hand",
    )


def test_a_foreign_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text("theirs")

    for force in (False, True):
        with pytest.raises(OutputError, match="did not write"):
            write(output(a="1", b="2"), tmp_path, force=force)

    assert snapshot(tmp_path) == {"a.mdx": b"theirs"}


def test_a_file_with_our_header_is_ours(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_bytes(b"# " + HEADER + b"\nold")

    write(output(a="new"), tmp_path)

    assert (tmp_path / "a.mdx").read_text() == "new"


def test_an_edited_file_stops_the_run_unless_forced(tmp_path: Path) -> None:
    write(output(a="1"), tmp_path)
    (tmp_path / "a.mdx").write_text("mine")

    with pytest.raises(OutputError, match="edited"):
        write(output(a="2"), tmp_path)
    assert (tmp_path / "a.mdx").read_text() == "mine"

    write(output(a="2"), tmp_path, force=True)
    assert (tmp_path / "a.mdx").read_text() == "2"


def test_line_ends_that_version_control_changed_are_no_edit(tmp_path: Path) -> None:
    write(output(a="1\n2\n", b="1\n", c="1\n"), tmp_path)
    for file in tmp_path.glob("*.mdx"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    comparison = compare(output(a="1\n2\n", b="2\n"), tmp_path)

    assert (comparison.same, comparison.changed) == (("a.mdx",), (MANIFEST, "b.mdx"))
    assert (comparison.stale, comparison.edited) == (("c.mdx",), ())


def test_stale_files_go_but_edited_ones_stay(tmp_path: Path) -> None:
    write(output(a="1", b="2", c="3", d="4", e="5"), tmp_path)
    (tmp_path / "b.mdx").write_text("mine")

    written = write(output(c="3", d="4", e="5"), tmp_path)

    assert (written.removed, written.kept) == (("a.mdx",), ("b.mdx",))
    assert not (tmp_path / "a.mdx").exists()
    assert (tmp_path / "b.mdx").read_text() == "mine"


def test_what_stayed_for_its_edits_is_not_overwritten_when_it_is_planned_again(
    tmp_path: Path,
) -> None:
    ours = HEADER.decode()
    write(output(a=ours, b="2", c="3"), tmp_path)
    (tmp_path / "a.mdx").write_text(f"{ours} mine")
    assert write(output(b="2", c="3"), tmp_path).kept == ("a.mdx",)

    with pytest.raises(OutputError, match="edited"):
        write(output(a=ours, b="2", c="3"), tmp_path)
    assert (tmp_path / "a.mdx").read_text() == f"{ours} mine"

    write(output(a=ours, b="2", c="3"), tmp_path, force=True)
    assert (tmp_path / "a.mdx").read_text() == ours


def test_nothing_is_pruned_where_models_are_named(tmp_path: Path) -> None:
    write(output(a="1", b="2"), tmp_path)

    written = write(output(partial=True, b="3"), tmp_path)

    assert written.removed == ()
    assert (tmp_path / "a.mdx").read_text() == "1"


def test_losing_more_than_half_has_to_be_allowed(tmp_path: Path) -> None:
    write(output(a="1", b="2", c="3"), tmp_path)

    with pytest.raises(OutputError, match="2 of 3 files would go"):
        write(output(a="1"), tmp_path)
    assert (tmp_path / "b.mdx").exists()

    assert write(output(a="1"), tmp_path, allow_shrink=True).removed == ("b.mdx", "c.mdx")


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", "", ".", "a\\b", "./a"])
def test_a_path_outside_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    plan = Output({path: b"x"}, Manifest("docs"))

    with pytest.raises(OutputError, match="inside"):
        write(plan, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.mdx").write_text("theirs")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "sub").symlink_to(outside)
    (folder / "b.mdx").symlink_to(outside / "a.mdx")

    for name in ("sub/a.mdx", "b.mdx"):
        with pytest.raises(OutputError, match="link"):
            write(Output({name: b"x"}, Manifest("docs")), folder, force=True)

    assert snapshot(outside) == {"a.mdx": b"theirs"}


def test_a_file_where_a_folder_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")

    with pytest.raises(OutputError):
        write(output(a="1"), tmp_path / "out")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": 1, "kind": "client", "models": {}, "files": {}}',
        '{"format": 1, "kind": "docs", "models": [], "files": {}}',
        '{"format": 1, "kind": "docs", "models": {}, "files": {"a": 1}}',
        '{"format": 1, "kind": "docs", "models": {"a": {"outcome": "no"}}, "files": {}}',
    ],
)
def test_a_broken_manifest_is_named_with_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)

    with pytest.raises(OutputError, match="generate it again"):
        compare(output(a="1"), tmp_path)


def test_a_newer_manifest_asks_for_a_newer_oxspec(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"format": 99}))

    with pytest.raises(OutputError, match="update oxspec"):
        compare(output(a="1"), tmp_path)


_WORDS = st.text(max_size=8)
_ENTRIES = st.builds(
    Entry,
    _WORDS,
    st.sampled_from(["generated", "quarantined"]),
    title=_WORDS,
    group=st.none() | _WORDS,
    digest=st.none() | _WORDS,
    reason=st.none() | _WORDS,
)


@given(models=st.dictionaries(_WORDS, _ENTRIES), files=st.dictionaries(_WORDS, _WORDS))
def test_a_manifest_reads_back_and_is_sorted_ascii(
    tmp_path_factory: pytest.TempPathFactory, models: dict[str, Entry], files: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    manifest = Manifest("client", "sha256:c", models, files)
    content = manifest.encoded()

    (folder / "manifest.json").write_bytes(content)

    assert read_manifest(folder, "client") == manifest
    assert content.isascii()
    assert (
        Manifest("client", "sha256:c", dict(reversed(models.items())), files).encoded() == content
    )
