"""The hub that other tests rely on answers as the real one is documented to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from hub.inference import GENERATION

if TYPE_CHECKING:
    from hub.server import Hub

BODY = {"model": "acme-paint-1", "prompt": "a fish"}


@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [
        ("images/generate", "images"),
        ("images/edit", "images"),
        ("videos/generate", "videos"),
        ("audio/generate", "audios"),
    ],
)
def test_media_endpoints_answer_with_urls_and_log_the_body(
    hub: Hub, endpoint: str, kind: str
) -> None:
    response = httpx.post(f"{hub.url}/api/ai/{endpoint}", json=BODY)

    assert response.json()[kind][0]["url"].startswith(hub.url)
    assert hub.requests[0].json == BODY


def test_chat_answers_with_a_completion(hub: Hub) -> None:
    response = httpx.post(f"{hub.url}/api/ai/chat/completions", json={"model": "acme-chat-1"})

    assert response.json()["choices"][0]["message"] == {"role": "assistant", "content": "Hi"}


def test_a_queued_generation_is_processed_and_then_succeeds(hub: Hub) -> None:
    queued = httpx.post(f"{hub.url}/api/ai/queue", json={**BODY, "num_generations": 2})
    polls = [httpx.get(f"{hub.url}/api/ai/queue/{GENERATION}").json() for _ in range(2)]

    assert len(queued.json()["generations"]) == 2
    assert [poll["status"] for poll in polls] == ["processing", "succeeded"]


def test_the_listing_spells_entries_in_its_own_way(hub: Hub) -> None:
    listing = httpx.get(f"{hub.url}/api/ai/models").json()
    one = httpx.get(f"{hub.url}/api/ai/models/acme-film-1").json()

    assert [model["id"] for model in listing["data"]] == [e["name"] for e in hub.entries]
    assert one == listing["data"][2]
    assert httpx.get(f"{hub.url}/api/ai/models/nobody").status_code == 404


def test_a_required_key_is_required_below_api_ai_only(hub: Hub) -> None:
    hub.required_key = "k"

    without = httpx.post(f"{hub.url}/api/ai/queue", json=BODY)
    with_key = httpx.post(
        f"{hub.url}/api/ai/queue", json=BODY, headers={"authorization": "Bearer k"}
    )

    assert (without.status_code, with_key.status_code) == (401, 200)
    assert httpx.get(hub.catalog_url).status_code == 200


@pytest.mark.parametrize("body", [b"{", json.dumps([]).encode()])
def test_a_body_that_is_no_object_is_refused(hub: Hub, body: bytes) -> None:
    assert httpx.post(f"{hub.url}/api/ai/queue", content=body).status_code == 400
