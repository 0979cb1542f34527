"""Polls of a hub: what changed since the last, how long to the next, and what is no change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hub import faults
from hub.clock import NOON, FakeClock
from hub.entries import broken_entry, entry
from oxspec.app.session import Session
from oxspec.app.watch import LONGEST_WAIT_S, Poll, Watched, watch
from oxspec.errors import UsageProblem
from oxspec.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hub.server import Hub
    from oxspec.jsontypes import JsonObject

IDS = ("acme-chat-1", "acme-paint-1", "acme-film-1", "acme-voice-1")
INTERVAL_S = 900.0


class Watch:
    """A hub that is watched, a cache, and a clock that waits by itself."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        """Take the hub as the default one."""
        self.hub = hub
        self.folder = folder
        self.clock = FakeClock()
        self.said: list[str] = []

    def polls(
        self, old: str | None = None, *, only: tuple[str, ...] = (), polls: int | None = None
    ) -> Iterator[Poll]:
        """Watch it."""
        settings = Settings(cache_asked=self.folder / "cache", base_url=self.hub.url)
        session = Session(settings, self.said.append, now=NOON)
        watched = Watched(interval_s=INTERVAL_S, only=only, polls=polls)
        return watch(session, old, watched, clock=self.clock.clock())


@pytest.fixture
def watched(hub: Hub, tmp_path: Path) -> Watch:
    return Watch(hub, tmp_path)


def told(poll: Poll) -> list[tuple[str, str]]:
    assert poll.problem is None, poll.problem
    assert poll.drift is not None
    return [(change.kind, change.model) for change in poll.drift.changes]


def test_the_first_answer_is_no_change_and_each_later_one_is_told_once(watched: Watch) -> None:
    polls = watched.polls()

    first = told(next(polls))
    watched.hub.entries.append(entry("acme-new-1"))
    second = told(next(polls))
    third = told(next(polls))
    del watched.hub.entries[-1]
    fourth = told(next(polls))

    assert first == third == []
    assert second == [("model-added", "acme-new-1")]
    assert fourth == [("model-removed", "acme-new-1")]


def test_what_did_not_change_is_not_sent_again(watched: Watch) -> None:
    polls = watched.polls(polls=2)

    assert [told(poll) for poll in polls] == [[], []]
    assert "if-none-match" not in watched.hub.requests[0].headers
    assert "if-none-match" in watched.hub.requests[1].headers


def test_the_first_answer_is_compared_with_what_is_cached(watched: Watch) -> None:
    assert [told(poll) for poll in watched.polls(polls=1)] == [[]]
    watched.hub.entries.append(entry("acme-new-1"))

    again = [told(poll) for poll in watched.polls(polls=1)]

    assert again == [[("model-added", "acme-new-1")]]


def test_the_first_answer_is_compared_with_what_is_named(watched: Watch) -> None:
    file = watched.folder / "old.json"
    file.write_text(json.dumps({"models": watched.hub.entries[:-1]}), "utf-8")

    polls = watched.polls(str(file), polls=1)

    assert [told(poll) for poll in polls] == [[("model-added", IDS[-1])]]


def test_of_a_lock_only_its_models_are_watched(watched: Watch) -> None:
    from oxspec.app.lock import Wanted, lock

    file = watched.folder / "oxspec.lock"
    catalog = watched.folder / "old.json"
    catalog.write_text(json.dumps({"models": watched.hub.entries}), "utf-8")
    settings = Settings(cache_asked=watched.folder / "cache", source=str(catalog))
    lock(Session(settings), Wanted(models=(IDS[0],)), file=file)
    polls = watched.polls(str(file))

    first = told(next(polls))
    watched.hub.entries.append(entry("acme-new-1"))
    second = told(next(polls))
    watched.hub.entries = watched.hub.entries[1:]
    third = told(next(polls))

    assert first == second == []
    assert third == [("model-removed", IDS[0])]


def test_patterns_choose_models_and_one_that_matches_none_is_wrong_usage(watched: Watch) -> None:
    polls = watched.polls(only=("acme-new-*",), polls=1)
    with pytest.raises(UsageProblem, match="acme-new"):
        next(polls)

    polls = watched.polls(only=("acme-chat-*",))
    next(polls)
    watched.hub.entries = [entry("acme-new-1"), *watched.hub.entries[1:]]

    assert told(next(polls)) == [("model-removed", "acme-chat-1")]


def test_a_failure_is_told_and_what_changed_meanwhile_is_told_after_it(watched: Watch) -> None:
    polls = watched.polls()
    next(polls)

    watched.hub.fail_always(faults.status(500))
    failed = next(polls)
    watched.hub.fail_always(None)
    watched.hub.entries.append(entry("acme-new-1"))
    after = next(polls)

    assert failed.drift is None
    assert "status 500" in str(failed.problem)
    assert told(after) == [("model-added", "acme-new-1")]


@pytest.mark.parametrize("after", [entry("acme-paint-1"), None])
def test_what_changed_while_a_model_was_set_aside_is_told_after_it(
    watched: Watch, after: JsonObject | None
) -> None:
    polls = watched.polls()
    next(polls)
    first, _, *others = watched.hub.entries

    watched.hub.entries = [first, broken_entry("acme-paint-1"), *others]
    aside = [next(polls), next(polls)]
    watched.hub.entries = [first, *([] if after is None else [after]), *others]
    again = next(polls)
    last = next(polls)

    assert [told(poll) for poll in aside] == [[], []]
    assert all(poll.drift is not None and poll.drift.left_out for poll in aside)
    kind = "model-removed" if after is None else "parameter-removed"
    assert told(again) == [(kind, "acme-paint-1")]
    assert told(last) == []


@pytest.mark.parametrize("left", [0, 1])
def test_a_catalog_that_shrank_is_a_problem_and_nothing_was_removed(
    watched: Watch, left: int
) -> None:
    polls = watched.polls()
    next(polls)
    all_of_them = watched.hub.entries

    watched.hub.entries = all_of_them[:left]
    shrunk = next(polls)
    watched.hub.entries = all_of_them
    after = next(polls)

    assert f"only {left} models came" in str(shrunk.problem)
    assert shrunk.drift is None
    assert told(after) == []


def test_a_hub_without_models_is_a_problem_from_the_start(watched: Watch) -> None:
    watched.hub.entries = []

    poll = next(watched.polls())

    assert "it has no models" in str(poll.problem)


def test_waits_double_after_failures_up_to_an_hour_and_are_as_before_after_success(
    watched: Watch,
) -> None:
    polls = watched.polls()
    watched.hub.fail_always(faults.answer(404))

    waits = [next(polls).wait_s for _ in range(5)]
    watched.hub.fail_always(None)
    after = next(polls).wait_s

    assert waits == [1800.0, *[LONGEST_WAIT_S] * 4]
    assert after == INTERVAL_S


@pytest.mark.parametrize("dice", [0.0, 0.25, 0.999])
def test_waits_differ_by_up_to_a_tenth(watched: Watch, dice: float) -> None:
    watched.clock.dice = dice

    wait_s = next(watched.polls()).wait_s

    assert wait_s == pytest.approx(INTERVAL_S * (0.9 + 0.2 * dice))


def test_the_last_poll_has_no_wait(watched: Watch) -> None:
    polls = list(watched.polls(polls=3))

    assert [poll.wait_s for poll in polls] == [INTERVAL_S, INTERVAL_S, None]
    assert watched.clock.waits == [INTERVAL_S, INTERVAL_S]
