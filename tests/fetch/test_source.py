"""The order of sources, with a real hub behind a real cache."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from hub import faults
from hub.clock import NOON, FakeClock
from hub.entries import broken_entry, entry, sample_entries
from hub.server import CATALOG, Hub
from oxspec.catalog.bundled import bundled_catalog
from oxspec.errors import SourceError, UsageProblem
from oxspec.fetch.cache import folder_of
from oxspec.fetch.source import load_catalog
from oxspec.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from oxspec.catalog.model import Catalog

DAY_S = 86_400.0
IDS = ["acme-chat-1", "acme-paint-1", "acme-film-1", "acme-voice-1"]


class Run:
    """A hub, a cache, and the lines that were said."""

    def __init__(self, hub: Hub, cache_dir: Path) -> None:
        """Take the hub as the default one."""
        self.hub = hub
        self.said: list[str] = []
        self.settings = Settings(cache_asked=cache_dir, base_url=hub.url)

    def load(self, *, after_s: float = 0.0, needs: Collection[str] | None = None) -> Catalog:
        """Load the catalog at some time, with nothing said yet."""
        self.said.clear()
        return load_catalog(
            self.settings,
            say=self.said.append,
            now=NOON + after_s,
            needs=needs,
            clock=FakeClock().clock(),
        )

    def lose(self, model: str) -> None:
        """Remove the file of a cached model."""
        index = self.folder / "index.json"
        files = [file for file in self.folder.iterdir() if file != index]
        next(file for file in files if model.encode() in file.read_bytes()).unlink()

    @property
    def folder(self) -> Path:
        """Where the hub's catalog is cached."""
        return folder_of(self.settings.cache_dir, self.hub.catalog_url)


@pytest.fixture
def run(hub: Hub, tmp_path: Path) -> Run:
    return Run(hub, tmp_path / "cache")


def test_the_first_load_fetches_and_is_authoritative(run: Run) -> None:
    catalog = run.load()

    assert list(catalog.models) == IDS
    assert catalog.authoritative
    assert not catalog.stale
    assert catalog.date == "2026-09-21T14:13:20Z"
    assert catalog.source == run.hub.catalog_url
    assert run.said == []


def test_a_young_cached_catalog_is_used_without_a_request(run: Run) -> None:
    fetched = run.load()

    cached = run.load(after_s=DAY_S - 1)

    assert {name: model.request for name, model in cached.models.items()} == {
        name: model.request for name, model in fetched.models.items()
    }
    assert (cached.digest, cached.date) == (fetched.digest, fetched.date)
    assert not cached.authoritative
    assert not cached.stale
    assert run.hub.paths == [CATALOG]


def test_an_old_cached_catalog_is_asked_for_again_with_its_etag(run: Run) -> None:
    run.load()

    catalog = run.load(after_s=DAY_S)
    again = run.load(after_s=DAY_S + 5)

    assert catalog.authoritative
    assert "if-none-match" in run.hub.requests[1].headers
    assert again.date == "2026-09-22T14:13:20Z"
    assert len(run.hub.requests) == 2


def test_what_was_cached_in_the_future_is_asked_for_again(run: Run) -> None:
    run.load(after_s=DAY_S)

    run.load()

    assert len(run.hub.requests) == 2


def test_a_hub_that_fails_leaves_the_stale_cache_and_one_line(run: Run) -> None:
    run.load()
    run.hub.fail_always(faults.status(503))

    catalog = run.load(after_s=2 * DAY_S)

    assert list(catalog.models) == IDS
    assert catalog.stale
    assert not catalog.authoritative
    assert len(run.said) == 1
    assert "503" in run.said[0]
    assert "using the cached catalog of 2 days ago" in run.said[0]


def test_a_default_hub_that_fails_without_a_cache_leaves_the_bundled_catalog(run: Run) -> None:
    run.hub.fail_always(faults.status(404))

    catalog = run.load()

    assert catalog.source == "bundled"
    assert catalog.stale
    assert not catalog.authoritative
    assert len(run.said) == 1
    assert f"using the bundled catalog of {catalog.date}" in run.said[0]


def test_another_hub_that_fails_without_a_cache_is_an_error(run: Run) -> None:
    run.settings = run.settings._replace(source=run.hub.catalog_url)
    run.hub.fail_always(faults.status(404))

    with pytest.raises(SourceError, match="status 404"):
        run.load()


def test_a_refresh_nobody_asked_for_gets_three_seconds(run: Run) -> None:
    run.load()
    run.hub.fail_always(faults.stall())
    started = time.monotonic()

    catalog = load_catalog(run.settings, say=run.said.append, now=NOON + DAY_S)

    assert catalog.stale
    assert "timed out after 3 s" in run.said[0]
    assert 2.5 < time.monotonic() - started < 30


def test_a_failed_refresh_is_remembered_for_five_minutes(run: Run) -> None:
    run.load()
    run.hub.fail_always(faults.status(404))
    run.load(after_s=DAY_S)
    asked = len(run.hub.requests)

    run.load(after_s=DAY_S + 299)
    said = list(run.said)

    assert len(run.hub.requests) == asked
    assert len(said) == 1
    assert "it failed 4 minutes ago: status 404" in said[0]
    run.load(after_s=DAY_S + 300)
    assert len(run.hub.requests) == asked + 1


def test_a_failure_is_forgotten_once_a_refresh_succeeds(run: Run) -> None:
    run.hub.fail(faults.status(404))
    run.load()

    run.load(after_s=301)

    assert not (run.folder / "failure.json").exists()


def test_offline_opens_no_socket_and_uses_any_cached_catalog(run: Run) -> None:
    run.load()
    run.settings = run.settings._replace(offline=True)

    young = run.load(needs=["nobody"])
    young_said = list(run.said)
    old = run.load(after_s=9 * DAY_S)

    assert (young.stale, old.stale) == (False, True)
    assert young_said == []
    assert len(run.said) == 1
    assert "9 days ago" in run.said[0]
    assert len(run.hub.requests) == 1


def test_offline_without_a_cache_uses_the_bundled_catalog(run: Run) -> None:
    run.settings = run.settings._replace(offline=True)

    catalog = run.load()

    assert catalog.source == "bundled"
    assert len(run.said) == 1
    assert run.hub.requests == []


def test_offline_without_a_cache_another_hub_is_an_error(run: Run) -> None:
    run.settings = run.settings._replace(offline=True, source=run.hub.catalog_url)

    with pytest.raises(SourceError, match="offline"):
        run.load()

    assert run.hub.requests == []


def test_an_id_that_a_cached_catalog_lacks_triggers_one_refresh(run: Run) -> None:
    run.load()
    run.hub.entries.append(entry("acme-new-1"))

    catalog = run.load(after_s=5, needs=["acme-new-1"])

    assert "acme-new-1" in catalog.models
    assert catalog.authoritative
    assert len(run.hub.requests) == 2


def test_an_id_that_the_hub_lacks_too_is_asked_for_once_per_load(run: Run) -> None:
    run.load()

    catalog = run.load(after_s=5, needs=["nobody"])

    assert "nobody" not in catalog.models
    assert catalog.authoritative
    assert len(run.hub.requests) == 2


def test_an_id_that_cannot_be_asked_for_leaves_the_young_cache(run: Run) -> None:
    run.load()
    run.hub.fail_always(faults.status(404))

    catalog = run.load(after_s=7200, needs=["nobody"])
    again = run.load(after_s=7201, needs=["nobody"])

    assert not catalog.authoritative
    assert not catalog.stale
    assert list(again.models) == IDS
    assert len(run.said) == 1
    assert len(run.hub.requests) == 2


def test_a_quarantined_id_triggers_no_refresh(run: Run) -> None:
    run.hub.entries.append(broken_entry("acme-broken-1"))
    run.load()

    catalog = run.load(after_s=5, needs=["acme-broken-1"])

    aside = catalog.quarantine_of("acme-broken-1")
    assert aside is not None
    assert aside.pointer == "/properties/size/type"
    assert "acme-broken-1" not in catalog.models
    assert len(run.hub.requests) == 1


def test_a_fetched_and_a_cached_catalog_set_the_same_entries_aside(run: Run) -> None:
    twins = [entry("twin"), {"name": "twin", "capabilities": 1}]
    run.hub.body = json.dumps(
        [1, broken_entry("b"), *twins, {"name": "a\nb"}, *sample_entries()]
    ).encode()

    fetched = run.load()
    cached = run.load(after_s=5)

    assert len(fetched.quarantined) == 5
    assert sorted(map(repr, cached.quarantined)) == sorted(map(repr, fetched.quarantined))
    assert list(cached.models) == list(fetched.models) == IDS


@pytest.mark.parametrize("left", [0, 1])
def test_a_catalog_that_lost_most_of_its_models_does_not_replace_the_cache(
    run: Run, left: int
) -> None:
    run.load()
    run.hub.entries[left:] = []

    catalog = run.load(after_s=DAY_S)

    assert list(catalog.models) == IDS
    assert catalog.stale
    assert len(run.said) == 1
    assert f"only {left} models came, where 4 are cached" in run.said[0]


def test_a_catalog_that_lost_half_of_its_models_replaces_the_cache(run: Run) -> None:
    run.load()
    run.hub.entries[2:] = []

    assert list(run.load(after_s=DAY_S).models) == IDS[:2]


@pytest.mark.parametrize(
    "body",
    [
        b'{"models": [}',
        b'{"models": null}',
        b'{"error": {"message": "no"}}',
        b"[" * 300 + b"]" * 300,
        b'{"a": 1, "a": 2}',
        b'{"models": [NaN]}',
        b'["\xff"]',
        b"[] []",
    ],
)
def test_a_payload_that_is_no_catalog_leaves_the_cache_untouched(run: Run, body: bytes) -> None:
    run.load()
    index = (run.folder / "index.json").read_bytes()
    run.hub.body = body

    catalog = run.load(after_s=DAY_S)

    assert list(catalog.models) == IDS
    assert (run.folder / "index.json").read_bytes() == index
    assert len(run.said) == 1
    assert run.said[0].isprintable()


def test_a_payload_that_says_there_is_more_is_not_authoritative(run: Run) -> None:
    run.hub.body = json.dumps({"models": sample_entries(), "next": "/more"}).encode()

    assert not run.load().authoritative


def test_a_cache_that_cannot_be_written_is_one_warning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    catalog = run.load()

    assert list(catalog.models) == IDS
    assert catalog.authoritative
    assert [line for line in run.said if "not cached" in line]


def test_a_damaged_model_file_is_fetched_again(run: Run) -> None:
    run.load()
    for file in run.folder.glob("[0-9a-f]*.json"):
        if file.name != "index.json":
            file.write_bytes(b"{}")

    catalog = run.load(after_s=5)

    assert list(catalog.models) == IDS
    assert len(run.said) == 1
    assert "not what was written" in run.said[0]
    assert catalog.models["acme-film-1"].id == "acme-film-1"
    assert len(run.hub.requests) == 2
    assert run.load(after_s=10).models["acme-film-1"].id == "acme-film-1"


def test_a_304_for_a_damaged_cache_is_asked_for_again_without_conditions(run: Run) -> None:
    run.load()
    run.lose("acme-voice-1")

    catalog = run.load(after_s=DAY_S, needs=["acme-film-1"])

    assert catalog.models["acme-voice-1"].id == "acme-voice-1"
    assert ["if-none-match" in r.headers for r in run.hub.requests] == [False, True, False]


def test_a_needed_model_is_verified_and_the_others_are_left_alone(run: Run) -> None:
    run.load()
    run.lose("acme-voice-1")

    catalog = run.load(after_s=5, needs=["acme-film-1"])

    assert catalog.models["acme-film-1"].id == "acme-film-1"
    assert len(run.hub.requests) == 1


def test_the_key_does_not_go_to_the_public_catalog(run: Run) -> None:
    run.settings = run.settings._replace(api_key="oxen-secret-key")

    run.load()

    assert "oxen-secret-key" not in repr(run.hub.requests)


def test_sources_do_not_share_a_cache(run: Run, tmp_path: Path) -> None:
    run.load()
    with Hub() as other:
        other.entries[1:] = []
        second = Run(other, tmp_path / "cache")

        assert list(second.load().models) == IDS[:1]


def test_the_bundled_catalog_can_be_asked_for(run: Run) -> None:
    run.settings = run.settings._replace(source="bundled")

    catalog = run.load()

    assert list(catalog.models) == list(bundled_catalog().models)
    assert not catalog.stale
    assert run.said == []


def test_a_file_is_authoritative_and_has_no_date(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "models.json"
    file.write_text(json.dumps([*sample_entries(), broken_entry("acme-broken-1")]))
    run.settings = run.settings._replace(source=str(file))

    catalog = run.load()

    assert list(catalog.models) == IDS
    assert catalog.quarantine_of("acme-broken-1") is not None
    assert (catalog.authoritative, catalog.date, catalog.source) == (True, None, str(file))
    assert run.hub.requests == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02", "line 1, column 1"),
        (b"\xff\xfe[\x00", "not UTF-8"),
        (b"<!doctype html>", "HTML"),
        (b'{"models": [\n1,]}', "line 2, column 2"),
        (b"{'models': []}", "not JSON"),
        (b'{"a": 1}', "not a catalog"),
        (b"1", "not a catalog"),
        (b" " * ((32 << 20) + 1), "larger than 32 MiB"),
    ],
    ids=["empty", "nul", "utf-16", "html", "comma", "quotes", "object", "number", "large"],
)
def test_a_file_that_is_no_catalog_is_named(
    run: Run, tmp_path: Path, data: bytes, said: str
) -> None:
    file = tmp_path / "models.json"
    file.write_bytes(data)
    run.settings = run.settings._replace(source=str(file))

    with pytest.raises(SourceError) as caught:
        run.load()

    assert str(file) in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.fix


@pytest.mark.parametrize(
    "source", ["nowhere.json", "ftp://h/x", "hub.oxen.ai/models", "a\x00b", "-"]
)
def test_a_source_that_is_neither_url_nor_file_is_a_usage_problem(run: Run, source: str) -> None:
    run.settings = run.settings._replace(source=source)

    with pytest.raises(UsageProblem, match="a URL"):
        run.load()


def test_a_folder_is_no_source(run: Run, tmp_path: Path) -> None:
    run.settings = run.settings._replace(source=str(tmp_path))

    with pytest.raises(SourceError, match="a folder"):
        run.load()
