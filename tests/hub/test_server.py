"""The hub that other tests rely on answers as the real one is documented to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from hub.queue import GENERATION

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


def test_a_hub_that_judges_refuses_what_oxspec_refuses(hub: Hub) -> None:
    hub.judges = True

    right = httpx.post(f"{hub.url}/api/ai/images/generate", json=BODY)
    wrong = httpx.post(f"{hub.url}/api/ai/images/generate", json={**BODY, "size": "3k"})
    nobody = httpx.post(f"{hub.url}/api/ai/images/generate", json={"model": "nobody"})

    assert right.json()["images"][0]["revised_prompt"] == "a fish, in oil"
    assert (wrong.status_code, wrong.json()["status"]) == (400, "error")
    assert "size must be one of" in wrong.json()["error"]["detail"]
    assert nobody.json()["error"]["message"] == "Model not found: nobody"
    assert [verdict.outcome for verdict in hub.verdicts] == ["valid", "invalid", "invalid"]


def test_the_queue_of_a_hub_that_judges_takes_wrong_parameters_and_fails_later(hub: Hub) -> None:
    hub.judges = True
    film = {"model": "acme-film-1", "prompt": "a fish", "duration": "4"}

    [row] = httpx.post(f"{hub.url}/api/ai/queue", json=film).json()["generations"]
    text = httpx.post(f"{hub.url}/api/ai/queue", json={"model": "acme-chat-1"})
    many = httpx.post(f"{hub.url}/api/ai/queue", json={**BODY, "num_generations": 13})
    polls = [httpx.get(f"{hub.url}/api/ai/queue/{row['generation_id']}").json() for _ in range(2)]

    assert [poll["status"] for poll in polls] == ["processing", "failed"]
    assert "duration must be an integer" in polls[1]["error_message"]
    assert (text.status_code, many.status_code) == (400, 400)


def test_jobs_go_on_by_themselves_and_can_be_listed_and_cancelled(hub: Hub) -> None:
    queue = f"{hub.url}/api/ai/queue"
    hub.queue.scripts.append(("processing", "paused", "succeeded"))

    rows = httpx.post(queue, json={**BODY, "num_generations": 2}).json()["generations"]
    first, second = (f"{queue}/{row['generation_id']}" for row in rows)
    cancelled = httpx.delete(second).json()

    assert [httpx.get(first).json()["status"] for _ in range(2)] == ["processing", "paused"]
    assert cancelled == {"status": "success", "generation_id": rows[1]["generation_id"]}
    assert httpx.get(second).json()["status"] == "cancelled"
    assert [row["status"] for row in httpx.get(queue).json()["generations"]] == ["paused"]
    assert httpx.get(f"{queue}?status=cancelled&model=other").json()["count"] == 0
    assert httpx.get(f"{queue}/nobody").json()["status"] == "error"


def test_a_stream_brings_tool_calls_in_parts(hub: Hub) -> None:
    body = {
        "model": "acme-chat-1",
        "messages": [{"role": "user", "content": "Hi"}],
        "tools": [{"type": "function", "function": {"name": "weather_0"}}],
        "stream_options": {"include_usage": True},
        "stream": True,
    }

    text = httpx.post(f"{hub.url}/api/ai/chat/completions", json=body).text

    assert text.endswith("data: [DONE]\n\n")
    assert text.count('"tool_calls": [') == 2 + 2 * 3
    assert '"choices": [], "usage"' in text


def test_a_dropped_connection_brings_no_request(hub: Hub) -> None:
    hub.drop()

    with pytest.raises(httpx.TransportError):
        httpx.post(f"{hub.url}/api/ai/queue", json=BODY)
    httpx.post(f"{hub.url}/api/ai/queue", json=BODY)

    assert len(hub.requests) == 1


def test_links_lead_to_files_of_their_type(hub: Hub) -> None:
    answer = httpx.post(f"{hub.url}/api/ai/images/generate", json={**BODY, "n": 2}).json()
    file = httpx.get(answer["images"][1]["url"])

    assert file.headers["content-type"] == "image/png"
    assert file.content == hub.files["image.png"][1]
    assert httpx.get(f"{hub.url}/files/none").status_code == 404
