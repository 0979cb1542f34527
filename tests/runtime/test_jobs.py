"""Jobs of the queue, blocking and awaited: nothing that is paid for is lost."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Final, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import faults
from hub.inference import FILES
from hub.queue import GENERATION, generation_id
from oxspec.runtime.client_errors import (
    ApiError,
    BadRequest,
    ConnectionFailed,
    JobFailed,
    JobTimeout,
    NotFound,
    ServerError,
)
from oxspec.runtime.errors import OxspecError
from oxspec.runtime.http import AsyncClient, Client
from oxspec.runtime.hub import Hub as Target
from oxspec.runtime.jobs import AsyncJob, Job
from oxspec.runtime.queue import Generation, Waiting, waited
from oxspec.runtime.steps import Answer, Request, run
from oxspec.testing import json_values
from support.twins import KEY, Play, Player, Script, attached, both, done, got

if TYPE_CHECKING:
    from pathlib import Path

    from hub.server import Hub
    from oxspec.jsontypes import JsonObject
    from oxspec.runtime.jobs import Jobs, WaitOptions
    from oxspec.runtime.results import JobResult

BODY: Final[JsonObject] = {"model": "acme-film-1", "prompt": "a fish"}
SOON: Final = 0.001


def submitting(body: JsonObject = BODY) -> Script[Jobs]:
    """Return the script that enqueues a body."""

    def script(client: Client) -> Play[Jobs]:
        return (yield from got(client.submit(body)))

    return script


def cancelling(client: Client) -> Play[None]:
    yield from done(attached(client, GENERATION).cancel)


def waiting(
    seen: list[Generation] | None = None, *, timeout: float | None = 10, count: int = 1
) -> Script[tuple[JobResult, ...]]:
    """Return the script that enqueues a body and waits for its jobs."""
    body: JsonObject = {**BODY, "num_generations": count}

    def script(client: Client) -> Play[tuple[JobResult, ...]]:
        jobs = yield from got(client.submit(body))
        progress = None if seen is None else seen.append
        return (yield from got(jobs.wait(timeout=timeout, poll=SOON, on_progress=progress)))

    return script


@both
def test_a_job_is_enqueued_waited_for_and_downloaded(
    player: Player, hub: Hub, tmp_path: Path
) -> None:
    hub.queue.scripts.append(("queued", "processing", "succeeded"))
    seen: list[Generation] = []

    def script(client: Client) -> Play[list[str]]:
        (job,) = yield from got(client.submit(BODY))
        assert (job.id, job.generation.status) == (GENERATION, "queued")
        result = yield from got(job.wait(poll=SOON, on_progress=seen.append))
        assert (result.id, result.model, result.media_type) == (GENERATION, "acme-film-1", "video")
        paths = yield from got(client.download(result.urls, tmp_path))
        return [path.name for path in paths]

    assert player(script, hub.url) == ["video.mp4"]
    assert (tmp_path / "video.mp4").read_bytes() == FILES["video.mp4"][1]
    assert [row.status for row in seen] == ["queued", "processing", "succeeded"]
    assert [request.path for request in hub.requests[:2]] == [
        "/api/ai/queue",
        f"/api/ai/queue/{GENERATION}",
    ]
    assert [verdict.outcome for verdict in hub.verdicts] == ["valid"]


def test_what_a_job_made_is_downloaded_under_its_own_name(hub: Hub, tmp_path: Path) -> None:
    hub.files["a%20"] = FILES["video.mp4"]
    with Client(base_url=hub.url) as client:
        result = client.submit(BODY).job.wait(poll=SOON)
        row = {**result.raw, "result_url": hub.url + "/files/a%20", "image_url": "https://in.put"}
        (path,) = type(result).of(client, row).download(tmp_path)

    assert path.name == "a.mp4"


@both
def test_the_inputs_that_a_row_repeats_are_no_results(player: Player, hub: Hub) -> None:
    body: JsonObject = {**BODY, "image_url": "https://in.put/a.png", "images": ["https://in.put/b"]}

    def script(client: Client) -> Play[tuple[str, ...]]:
        jobs = yield from got(client.submit(body))
        return (yield from got(jobs.job.wait(poll=SOON))).urls

    assert player(script, hub.url) == (f"{hub.url}/files/video.mp4?sig=s3cret",)


@both
def test_several_jobs_are_waited_for_together(player: Player, hub: Hub) -> None:
    hub.queue.scripts += [("succeeded",), ("processing", "processing", "succeeded"), ("succeeded",)]
    seen: list[Generation] = []

    results = player(waiting(seen, count=3), hub.url)

    assert [result.id for result in results] == [generation_id(n) for n in (1, 2, 3)]
    assert [row.id for row in seen] == [generation_id(n) for n in (1, 2, 3, 2, 2)]


@both
def test_only_one_job_is_the_job(player: Player, hub: Hub) -> None:
    jobs = player(submitting({**BODY, "num_generations": 2}), hub.url)

    with pytest.raises(OxspecError, match="2 jobs, not one"):
        _ = jobs.job


@both
@pytest.mark.parametrize(
    ("script", "told"),
    [(("failed",), "failed: the provider refused"), (("cancelled",), "cancelled")],
)
def test_a_job_without_a_result_is_an_error_with_its_id(
    player: Player, hub: Hub, script: tuple[str, ...], told: str
) -> None:
    hub.queue.scripts.append(script)

    with pytest.raises(JobFailed, match=told) as caught:
        player(waiting(), hub.url)
    assert (caught.value.job_id, caught.value.job_status) == (GENERATION, script[-1])
    assert GENERATION in str(caught.value)


@both
def test_the_results_of_the_others_are_on_the_error(player: Player, hub: Hub) -> None:
    hub.queue.scripts += [("succeeded",), ("failed",), ("processing", "succeeded")]

    with pytest.raises(JobFailed) as caught:
        player(waiting(count=3), hub.url)
    assert caught.value.job_id == generation_id(2)
    assert [result.id for result in caught.value.results] == [generation_id(1), generation_id(3)]


@both
def test_a_job_that_is_not_ready_in_time_goes_on_and_is_found_again(
    player: Player, hub: Hub
) -> None:
    hub.queue.scripts += [("processing",) * 10_000, ("succeeded",)]

    with pytest.raises(JobTimeout, match="attach") as caught:
        player(waiting(timeout=2, count=2), hub.url)
    assert (caught.value.job_id, caught.value.job_status) == (GENERATION, "processing")
    assert [result.id for result in caught.value.results] == [generation_id(2)]
    assert not any(request.method == "DELETE" for request in hub.requests)

    hub.queue.jobs[GENERATION].statuses[:] = ["succeeded"]

    def script(client: Client) -> Play[str | None]:
        return (yield from got(attached(client, GENERATION).result())).id

    assert player(script, hub.url) == GENERATION


@both
def test_a_result_that_is_not_there_yet_is_not_waited_for(player: Player, hub: Hub) -> None:
    player(submitting(), hub.url)

    def script(client: Client) -> Play[str | None]:
        return (yield from got(attached(client, GENERATION).result())).id

    with pytest.raises(JobTimeout, match="processing"):
        player(script, hub.url)
    assert len(hub.requests) == 2
    assert player(script, hub.url) == GENERATION


@both
def test_a_job_is_cancelled_and_then_has_no_result(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[tuple[str, str]]:
        jobs = yield from got(client.submit({**BODY, "num_generations": 2}))
        yield from done(jobs.cancel)
        return (yield from got(jobs[0].status())), jobs[1].generation.status

    assert player(script, hub.url) == ("cancelled", "queued")
    assert [request.method for request in hub.requests] == ["POST", "DELETE", "DELETE", "GET"]


@both
@pytest.mark.parametrize("status", [200, 204])
def test_a_job_is_cancelled_whatever_a_success_says(player: Player, hub: Hub, status: int) -> None:
    hub.fail(faults.answer(status, b""))

    player(cancelling, hub.url)

    assert [request.method for request in hub.requests] == ["DELETE"]


@both
def test_a_job_that_is_not_cancelled_is_said_to_be_so(player: Player, hub: Hub) -> None:
    hub.fail(faults.answer(200, b'{"status": "error", "error": "no"}'))

    with pytest.raises(ApiError, match=GENERATION):
        player(cancelling, hub.url)


@both
def test_jobs_can_be_looked_for(player: Player, hub: Hub) -> None:
    hub.queue.scripts += [("succeeded",), ("processing",), ("processing",)]

    def script(client: Client) -> Play[list[list[str]]]:
        yield from got(client.submit({**BODY, "num_generations": 2}))
        yield from got(client.submit({"model": "a b&c", "prompt": "x"}))
        yield from got(attached(client, GENERATION).result())
        found: list[list[str]] = []
        for query in ({}, {"model": "a b&c"}, {"status": "succeeded"}):
            jobs = yield from got(client.queued(**query))
            found.append([job.id for job in jobs])
        return found

    one, two, three = (generation_id(n) for n in (1, 2, 3))
    assert player(script, hub.url) == [[two, three], [three], [one]]


@both
def test_a_status_that_nobody_knows_is_not_the_end(player: Player, hub: Hub) -> None:
    hub.queue.scripts.append(("paused", "error", "warming_up", "succeeded"))
    seen: list[Generation] = []

    player(waiting(seen), hub.url)

    assert [row.status for row in seen] == ["paused", "error", "warming_up", "succeeded"]


@both
@pytest.mark.parametrize(
    "envelope",
    [
        b'{"error": {"message": "lost"}, "status": "error"}',
        b'{"status": "error", "status_message": "lost"}',
        b'{"status": "processing", "status_message": "lost"}',
        b'{"status": "succeeded", "generation_id": "another"}',
    ],
    ids=["an error", "a status", "no id", "another id"],
)
def test_an_error_envelope_is_never_taken_for_a_job(
    player: Player, hub: Hub, envelope: bytes
) -> None:
    player(submitting(), hub.url)
    hub.fail_always(faults.answer(200, envelope))

    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, GENERATION).wait(timeout=5, poll=SOON)))

    with pytest.raises(ApiError) as caught:
        player(script, hub.url)
    assert type(caught.value) is ApiError
    assert caught.value.job_id == GENERATION


@both
def test_a_job_that_is_not_there_is_not_found(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, "nobody").wait(poll=SOON)))

    with pytest.raises(NotFound, match="job nobody"):
        player(script, hub.url)
    assert len(hub.requests) == 1


@both
def test_waiting_outlasts_a_hub_that_is_away_for_a_while(player: Player, hub: Hub) -> None:
    away = [faults.refusal(502), faults.reset(), faults.refusal(429), faults.unavailable(500)]
    usual = faults.answer(body=b'{"generation_id": "%s"}' % GENERATION.encode())
    player(submitting(), hub.url)
    hub.fail(*away, usual, *away)

    def script(client: Client) -> Play[str | None]:
        return (yield from got(attached(client, GENERATION).wait(poll=SOON))).id

    assert player(script, hub.url, retries=0) == GENERATION


@both
def test_waiting_does_not_outlast_a_hub_that_stays_away(player: Player, hub: Hub) -> None:
    player(submitting(), hub.url)
    hub.fail_always(faults.refusal(502))

    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, GENERATION).wait(poll=SOON)))

    with pytest.raises(ServerError, match=GENERATION):
        player(script, hub.url, retries=0)
    assert len(hub.requests) == 1 + 5


@both
def test_an_answer_without_jobs_is_an_error(player: Player, hub: Hub) -> None:
    hub.fail(faults.answer(body=b'{"generations": []}'))

    with pytest.raises(ApiError, match="enqueued nothing"):
        player(submitting(), hub.url)


@both
@pytest.mark.parametrize(
    "answer",
    [b"", b"{}", b'{"generations": [', b'{"generations": [{}, 7, {"generation_id": "a b"}]}'],
    ids=["empty", "no list", "cut", "odd ones"],
)
def test_where_the_jobs_cannot_be_read_it_says_that_they_may_be_there(
    player: Player, hub: Hub, answer: bytes
) -> None:
    hub.fail(faults.answer(body=answer))

    with pytest.raises(ApiError, match=r"billed: before you enqueue it again, look.*queued\(\)"):
        player(submitting(), hub.url)
    assert len(hub.requests) == 1


@both
def test_what_waiting_does_not_take_is_refused(player: Player, hub: Hub) -> None:
    misspelt = cast("WaitOptions", {"timout": 5})

    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, GENERATION).wait(**misspelt)))

    with pytest.raises(TypeError, match="timout"):
        player(script, hub.url)
    assert not hub.requests


@both
def test_progress_that_would_have_to_be_awaited_is_refused(player: Player, hub: Hub) -> None:
    async def tell(row: Generation) -> None:
        raise AssertionError(row)

    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, GENERATION).wait(on_progress=tell)))

    with pytest.raises(TypeError, match="not awaited"):
        player(script, hub.url)
    assert not hub.requests


@both
def test_a_hub_that_judges_refuses_at_once_or_fails_the_job(player: Player, hub: Hub) -> None:
    hub.judges = True

    with pytest.raises(BadRequest, match="num_generations"):
        player(waiting(count=13), hub.url)
    with pytest.raises(NotFound, match="Model not found"):
        player(submitting({"model": "nobody"}), hub.url)

    def script(client: Client) -> Play[object]:
        jobs = yield from got(client.submit({**BODY, "duration": "4"}))
        return (yield from got(jobs.job.wait(poll=SOON)))

    with pytest.raises(JobFailed, match="duration must be an integer"):
        player(script, hub.url)


@both
def test_the_key_is_not_in_what_a_job_says(player: Player, hub: Hub) -> None:
    player(submitting(), hub.url)
    job = hub.queue.jobs[GENERATION]
    job.statuses, job.error = ["failed"], f"bad key {KEY}\n\x1b[31m"

    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, GENERATION).wait(poll=SOON)))

    with pytest.raises(JobFailed, match="bad key …") as caught:
        player(script, hub.url)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("job_id", ["", ".", "..", "a b", "é", "a\n", "x" * 201])
def test_what_can_be_no_id_is_refused(job_id: str) -> None:
    for kind, client in ((Job, Client()), (AsyncJob, AsyncClient())):
        with pytest.raises(OxspecError, match="id of a job"):
            kind.attach(client, job_id)  # type: ignore[arg-type]  # each has its own


@both
def test_an_id_is_one_segment_of_the_path(player: Player, hub: Hub) -> None:
    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, "../a?b#c/d").status()))

    with pytest.raises(NotFound):
        player(script, hub.url)
    assert hub.paths == ["/api/ai/queue/..%2Fa%3Fb%23c%2Fd"]


@pytest.mark.parametrize("poll", [0, -1.0, (0.0, 1.0), (2.0, 1.0), float("nan"), float("inf")])
def test_looking_without_a_pause_is_refused(hub: Hub, poll: float | tuple[float, float]) -> None:
    with Client(base_url=hub.url) as client, pytest.raises(OxspecError, match="poll"):
        client.submit(BODY).wait(poll=poll)


def test_a_time_to_wait_that_is_no_number_is_refused(hub: Hub) -> None:
    with Client(base_url=hub.url) as client, pytest.raises(OxspecError, match="timeout"):
        client.submit(BODY).wait(timeout=float("nan"))


def test_a_job_shows_its_id_and_status() -> None:
    assert repr(Job.attach(Client(), "g1")) == "Job('g1', status='')"


@given(st.dictionaries(st.text(max_size=3), json_values(max_leaves=3)), json_values())
def test_rows_of_any_shape_can_be_read(row: JsonObject, odd: object) -> None:
    names = ("generation_id", "status", "model_name", "media_type", "enqueued_at", "result_url")
    for raw in (row, *({**row, name: odd} for name in names)):
        view = Generation(raw)  # type: ignore[arg-type]  # whatever JSON has
        assert isinstance(view.id, str)
        assert isinstance(view.status, str)
        assert view.has_ended in (True, False)
        assert isinstance(view.result_url, str | None)
        assert isinstance(view.enqueued_at, int | None)
        assert repr(view).isprintable()


def test_pauses_grow_from_two_to_thirty_seconds_and_end_with_the_time() -> None:
    pauses: list[float] = []

    def send(request: Request) -> Answer:
        pauses.append(request.after_s)
        return Answer(200, {}, b'{"generation_id": "g", "status": "processing"}')

    def see(_: Generation) -> None:
        if len(pauses) == 11:
            raise InterruptedError

    options = Waiting(100.0, (2.0, 30.0), see)
    with pytest.raises(InterruptedError):
        run(waited(Target("http://a"), ["g"], options), send)

    assert pauses[:6] == [0, 2, 3, 4.5, 6.75, 10.125]
    assert pauses[8:] == [30.0, 30.0, 30.0]

    pauses.clear()
    run(waited(Target("http://a"), ["g"], Waiting(0.0, (2.0, 30.0), see)), send)
    assert pauses == [0]


@pytest.mark.parametrize("cancel", [False, True])
def test_an_interrupt_leaves_the_job_running_and_says_its_id(
    hub: Hub, *, cancel: bool, caplog: pytest.LogCaptureFixture
) -> None:
    hub.queue.scripts.append(("processing",) * 10_000)

    def interrupt(_: Generation) -> None:
        raise KeyboardInterrupt

    with Client(base_url=hub.url) as client, pytest.raises(KeyboardInterrupt) as caught:
        client.submit(BODY).wait(on_progress=interrupt, cancel_on_exit=cancel)

    told = "was cancelled" if cancel else "goes on"
    assert hub.queue.jobs[GENERATION].status == ("cancelled" if cancel else "processing")
    assert [f"job {GENERATION} {told}" in note for note in caught.value.__notes__] == [True]
    assert [record.levelno for record in caplog.records if "job" in record.message] == [
        logging.WARNING
    ]


@pytest.mark.parametrize("cancel", [False, True])
def test_a_cancelled_task_does_as_an_interrupt_does(hub: Hub, *, cancel: bool) -> None:
    hub.queue.scripts.append(("processing",) * 10_000)

    async def main() -> None:
        async with AsyncClient(base_url=hub.url) as client:
            seen = asyncio.Event()
            jobs = await client.submit(BODY)
            wait = jobs.wait(on_progress=lambda _: seen.set(), cancel_on_exit=cancel)
            task = asyncio.create_task(wait)
            await seen.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert any(GENERATION in note for note in caught.value.__notes__)

    asyncio.run(main())

    assert hub.queue.jobs[GENERATION].status == ("cancelled" if cancel else "processing")


def test_a_cancelling_that_fails_is_said_and_the_interrupt_goes_on(hub: Hub) -> None:
    def interrupt(_: Generation) -> None:
        hub.fail_always(faults.refusal(401))
        raise KeyboardInterrupt

    with Client(base_url=hub.url) as client, pytest.raises(KeyboardInterrupt) as caught:
        client.submit(BODY).wait(on_progress=interrupt, cancel_on_exit=True)
    assert "goes on" in caught.value.__notes__[0]
    assert "cancelling it failed" in caught.value.__notes__[0]


PROGRAM: Final = """
import sys
from oxspec.runtime.http import Client
def told(row):
    print("seen", flush=True)
with Client() as client:
    try:
        client.submit({"model": "acme-film-1"}).wait(on_progress=told)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_control_c_prints_the_id_on_stderr(hub: Hub) -> None:
    hub.queue.scripts.append(("processing",) * 10_000)
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OXEN_BASE_URL": hub.url, "NO_PROXY": "127.0.0.1"},
    )
    assert program.stdout
    assert program.stdout.readline() == "seen\n"

    program.send_signal(signal.SIGINT)
    _, told = program.communicate(timeout=20)

    assert program.returncode == 130
    assert told == (f"job {GENERATION} goes on: attach(client, '{GENERATION}') finds it again\n")


@both
def test_a_job_of_a_hub_that_went_away_keeps_its_id(player: Player) -> None:
    def script(client: Client) -> Play[object]:
        return (yield from got(attached(client, "g1").result()))

    with pytest.raises(ConnectionFailed, match="job g1") as caught:
        player(script, "http://127.0.0.1:1", retries=0)
    assert caught.value.job_id == "g1"
