"""Streams, jobs and results, sync and async, against a hub."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from hub.faults import refusal
from oxspec.resources import schemas_dir
from oxspec.runtime.chat import ChatCompletion
from oxspec.runtime.client_errors import ApiError, JobTimeout
from oxspec.runtime.http import AsyncClient, Client
from oxspec.runtime.jobs import AsyncJob, Job
from oxspec.runtime.results import ImageResult

if TYPE_CHECKING:
    from pathlib import Path

    from hub.server import Hub

CHAT = {"model": "claude-sonnet-4-6", "messages": [{"role": "user", "content": "Hi"}]}
FILM = {"model": "google-veo-3-1-fast", "prompt": "An ox in the rain"}


@pytest.fixture(autouse=True)
def _entries(hub: Hub) -> None:
    hub.entries = json.loads((schemas_dir() / "catalog.json").read_bytes())["models"]
    hub.judges = True


def _client(hub: Hub) -> Client:
    return Client(base_url=hub.url, api_key="a-key")


def test_a_stream_ends_as_the_completion_that_one_answer_would_have_been(hub: Hub) -> None:
    with _client(hub) as client:
        whole = ChatCompletion.of(client, client.post("chat/completions", CHAT))
        with client.stream("chat/completions", CHAT) as stream:
            pieces = [chunk.raw for chunk in stream]

    assert len(pieces) > 1
    assert stream.completion().text == whole.text


def test_a_stream_is_the_same_without_blocking(hub: Hub) -> None:
    async def run() -> str:
        async with (
            AsyncClient(base_url=hub.url, api_key="a-key") as client,
            client.stream("chat/completions", CHAT) as stream,
        ):
            return "".join([chunk.text async for chunk in stream])

    with _client(hub) as client:
        assert asyncio.run(run()) == client.stream("chat/completions", CHAT).completion().text


def test_a_job_is_waited_for_and_its_result_is_kept(hub: Hub, tmp_path: Path) -> None:
    seen: list[str | None] = []
    with _client(hub) as client:
        job = client.submit(FILM).job
        result = job.wait(timeout=30, poll=0.01, on_progress=lambda row: seen.append(row.status))
        found = Job.attach(client, job.id).result()
        files = result.download(tmp_path)

    assert len(seen) > 1
    assert found.urls == result.urls
    assert [file.read_bytes() for file in files]
    assert all(file.parent == tmp_path for file in files)


def test_a_job_is_waited_for_without_blocking(hub: Hub) -> None:
    async def run() -> tuple[str, ...]:
        async with AsyncClient(base_url=hub.url, api_key="a-key") as client:
            jobs = await client.submit(FILM)
            await jobs.wait(timeout=30, poll=0.01)
            return (await AsyncJob.attach(client, jobs.job.id).result()).urls

    assert asyncio.run(run())


def test_a_wait_that_ends_too_soon_tells_the_job(hub: Hub) -> None:
    with _client(hub) as client:
        job = client.submit(FILM).job
        with pytest.raises(JobTimeout) as caught:
            job.wait(timeout=0, poll=0.01)
        job.cancel()

    assert caught.value.job_id == job.id
    assert "a-key" not in str(caught.value)


def test_an_error_whose_status_is_error_is_never_a_job(hub: Hub) -> None:
    hub.fail(refusal(422, detail="no"))
    with _client(hub) as client, pytest.raises(ApiError):
        client.submit(FILM)


def test_what_came_is_kept_under_the_names_that_the_reference_gives(hub: Hub) -> None:
    body = {"model": "flux-2-dev", "prompt": "An ox"}
    with _client(hub) as client:
        result = ImageResult.of(client, client.post("images/generate", body))

    assert result.urls
    assert result.raw
