"""What a fetch brings into the cache, and what it says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub import faults
from hub.clock import NOON, FakeClock
from hub.entries import broken_entry, entry
from hub.server import CATALOG, LISTING, Hub
from oxspec.errors import FetchError, SourceError, UsageProblem
from oxspec.fetch.source import load_catalog
from oxspec.fetch.update import (
    FetchOutcome,
    cache_path,
    clear_cache,
    fetch_catalog,
    fetch_models,
)
from oxspec.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

KEY = "oxen-secret-key-0123456789"
IDS = ("acme-chat-1", "acme-paint-1", "acme-film-1", "acme-voice-1")


class Run:
    """A hub, a cache, and the lines that were said."""

    def __init__(self, hub: Hub, cache_dir: Path) -> None:
        """Take the hub as the default one."""
        self.hub = hub
        self.said: list[str] = []
        self.settings = Settings(cache_asked=cache_dir, base_url=hub.url)

    def fetch(self, *, force: bool = False, after_s: float = 0.0) -> FetchOutcome:
        """Fetch the catalog."""
        return fetch_catalog(
            self.settings,
            say=self.said.append,
            now=NOON + after_s,
            force=force,
            clock=FakeClock().clock(),
        )

    def fetch_models(self, *ids: str, after_s: float = 0.0) -> FetchOutcome:
        """Fetch single models."""
        return fetch_models(
            self.settings,
            ids,
            say=self.said.append,
            now=NOON + after_s,
            clock=FakeClock().clock(),
        )


@pytest.fixture
def run(hub: Hub, tmp_path: Path) -> Run:
    return Run(hub, tmp_path / "cache")


def test_the_first_fetch_says_what_came(run: Run) -> None:
    run.hub.entries.append(broken_entry("acme-broken-1"))

    outcome = run.fetch()

    assert outcome.new == IDS
    assert (outcome.previous, outcome.gone, outcome.changed) == ((), (), ())
    assert [aside.id for aside in outcome.quarantined] == ["acme-broken-1"]
    assert outcome.with_schema == 3
    assert outcome.catalog.authoritative
    assert run.said == []


def test_a_second_fetch_says_what_changed(run: Run) -> None:
    run.fetch()
    run.hub.entries[1]["summary"] = "New words"
    run.hub.entries[0] = entry("acme-new-1")

    outcome = run.fetch()

    assert outcome.previous == IDS
    assert (outcome.new, outcome.gone, outcome.changed) == (
        ("acme-new-1",),
        ("acme-chat-1",),
        ("acme-paint-1",),
    )


def test_an_unchanged_catalog_is_not_sent_again(run: Run) -> None:
    run.fetch()

    outcome = run.fetch(after_s=60)

    assert outcome.not_modified
    assert (outcome.new, outcome.gone, outcome.changed) == ((), (), ())
    assert outcome.with_schema == 3
    assert outcome.catalog.date == "2026-09-21T14:14:20Z"


def test_a_fetch_ignores_the_age_and_the_memory_of_a_failure(run: Run) -> None:
    run.hub.fail(faults.status(404))
    load_catalog(run.settings, say=run.said.append, now=NOON)

    assert run.fetch(after_s=1).new == IDS
    assert run.fetch(after_s=2).not_modified


def test_a_failed_fetch_is_an_error_and_keeps_the_cache(run: Run) -> None:
    run.fetch()
    run.hub.fail(faults.status(404))

    with pytest.raises(FetchError, match="status 404"):
        run.fetch()

    assert run.fetch().not_modified


def test_losing_most_models_needs_force(run: Run) -> None:
    run.fetch()
    run.hub.entries[1:] = []

    with pytest.raises(SourceError, match="--force"):
        run.fetch()

    assert run.fetch(force=True).gone == IDS[1:]


@pytest.mark.parametrize("source", ["bundled", "models.json"])
def test_there_is_nothing_to_fetch_from_a_file(run: Run, source: str) -> None:
    run.settings = run.settings._replace(source=source)

    with pytest.raises(UsageProblem, match="nothing to fetch"):
        run.fetch()
    with pytest.raises(UsageProblem, match="nothing to fetch"):
        run.fetch_models("a")


def test_offline_nothing_is_fetched(run: Run) -> None:
    run.settings = run.settings._replace(offline=True)

    with pytest.raises(UsageProblem, match="offline"):
        run.fetch()

    assert run.hub.requests == []


def test_a_single_model_replaces_its_entry_and_keeps_the_others(run: Run) -> None:
    run.fetch()
    run.hub.entries[2]["display_name"] = "New Film"

    outcome = run.fetch_models("acme-film-1", after_s=60)
    catalog = load_catalog(run.settings, say=run.said.append, now=NOON + 61)

    assert outcome.changed == ("acme-film-1",)
    assert (outcome.new, outcome.gone) == ((), ())
    assert catalog.models["acme-film-1"].display_name == "New Film"
    assert catalog.models["acme-film-1"].provider == "acme"
    assert tuple(catalog.models) == IDS
    assert catalog.date == "2026-09-21T14:13:20Z"
    assert run.hub.paths == [CATALOG, f"{LISTING}/acme-film-1"]


def test_a_model_that_the_listing_lacks_is_added(run: Run) -> None:
    run.fetch()
    run.hub.entries.append(entry("acme/odd model"))

    outcome = run.fetch_models("acme/odd model")

    assert outcome.new == ("acme/odd model",)
    assert run.hub.paths[-1] == f"{LISTING}/acme%2Fodd%20model"


def test_after_a_merge_the_whole_catalog_is_not_taken_for_unchanged(run: Run) -> None:
    run.fetch()
    run.fetch_models("acme-film-1")

    assert not run.fetch().not_modified


def test_without_a_cache_the_whole_catalog_is_fetched_first(run: Run) -> None:
    outcome = run.fetch_models("acme-film-1")

    assert tuple(outcome.catalog.models) == IDS
    assert run.hub.paths[0] == CATALOG


def test_without_a_catalog_single_models_stand_alone_and_say_nothing_of_others(run: Run) -> None:
    run.hub.fail(faults.status(404))
    outcome = run.fetch_models("acme-film-1")
    run.hub.fail_always(faults.status(404))
    one = load_catalog(run.settings, say=run.said.append, now=NOON, needs=["acme-film-1"])
    all_of_them = load_catalog(run.settings, say=run.said.append, now=NOON)

    assert list(outcome.catalog.models) == ["acme-film-1"]
    assert not outcome.catalog.authoritative
    assert list(one.models) == ["acme-film-1"]
    assert not one.authoritative
    assert all_of_them.source == "bundled"


def test_a_model_that_does_not_come_leaves_the_others_to_come(run: Run) -> None:
    run.fetch()

    outcome = run.fetch_models("nobody", "acme-film-1")

    assert outcome.changed == ("acme-film-1",)
    assert [model for model, _ in outcome.failed] == ["nobody"]
    with pytest.raises(FetchError, match="has no model"):
        run.fetch_models("nobody")


def test_an_answer_that_is_another_model_is_refused(run: Run) -> None:
    run.fetch()
    run.hub.fail(faults.answer(200, b'{"id": "acme-chat-1"}'))

    with pytest.raises(FetchError, match="not the model"):
        run.fetch_models("acme-film-1")


def test_the_key_goes_to_the_models_endpoint_of_the_hub_only(run: Run) -> None:
    run.settings = run.settings._replace(api_key=KEY)
    run.hub.required_key = KEY

    run.fetch_models("acme-film-1")

    sent = [request.headers.get("authorization") for request in run.hub.requests]
    assert sent == [None, f"Bearer {KEY}"]


def test_single_models_do_not_come_from_another_server(run: Run) -> None:
    with Hub() as other:
        run.settings = run.settings._replace(api_key=KEY, source=other.catalog_url)

        with pytest.raises(UsageProblem, match="another server"):
            run.fetch_models("acme-film-1")

        assert other.requests == []


def test_a_payload_that_repeats_the_key_is_not_kept(run: Run) -> None:
    run.settings = run.settings._replace(api_key=KEY)
    run.fetch()
    run.hub.fail(faults.echo_key(code=200))

    with pytest.raises(FetchError, match="repeats the API key"):
        run.fetch_models("acme-film-1")

    kept = b"".join(file.read_bytes() for file in cache_path(run.settings).rglob("*.json"))
    assert KEY.encode() not in kept


def test_clearing_the_cache_removes_ours_only(run: Run) -> None:
    run.fetch()
    folder = next(cache_path(run.settings).iterdir())
    (folder / "mine.txt").write_text("a note")
    (cache_path(run.settings) / "other").mkdir()

    removed = clear_cache(run.settings)

    assert removed == 5
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]
    assert clear_cache(run.settings) == 0


def test_clearing_a_cache_that_is_not_there_removes_nothing(run: Run) -> None:
    assert clear_cache(run.settings) == 0
