"""The requests package, with the adapter mounted, against a hub."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Final

import pytest
import requests

from oxspec import InvalidRequest
from oxspec.preflight import PreflightWarning, requests_adapter

if TYPE_CHECKING:
    from hub.server import Hub
    from oxspec.catalog.model import Catalog
    from oxspec.preflight import Mode

CHAT: Final = {"model": "acme-chat-1", "messages": [{"role": "user", "content": "Hi"}]}
WRONG: Final = {**CHAT, "temperature": 3}
COMPLETIONS: Final = "/api/ai/chat/completions"


def _session(hub: Hub, catalog: Catalog, *, mode: Mode = "raise") -> requests.Session:
    session = requests.Session()
    session.mount(hub.url, requests_adapter(catalog=catalog, base_url=hub.url, mode=mode))
    return session


def test_a_right_request_is_answered(hub: Hub, catalog: Catalog) -> None:
    with _session(hub, catalog) as session:
        answer = session.post(hub.url + COMPLETIONS, json=CHAT, timeout=10)

    assert answer.json()["choices"][0]["message"]["content"] == "Hi"


def test_a_wrong_request_raises_and_never_reaches_the_hub(hub: Hub, catalog: Catalog) -> None:
    with _session(hub, catalog) as session, pytest.raises(InvalidRequest, match="/temperature"):
        session.post(hub.url + COMPLETIONS, json=WRONG, timeout=10)
    headers = {"content-type": b"application/json"}
    with _session(hub, catalog) as session, pytest.raises(InvalidRequest, match="/temperature"):
        session.post(hub.url + COMPLETIONS, json.dumps(WRONG), headers=headers, timeout=10)

    assert hub.requests == []


def test_a_response_in_place_of_the_hubs_is_what_raise_for_status_raises(
    hub: Hub, catalog: Catalog
) -> None:
    with _session(hub, catalog, mode="respond") as session:
        answer = session.post(hub.url + COMPLETIONS, json=WRONG, timeout=10)

    assert answer.json()["error"]["findings"][0]["pointer"] == "/temperature"
    with pytest.raises(requests.HTTPError, match="400 Client Error: Bad Request"):
        answer.raise_for_status()
    assert hub.requests == []


def test_a_warned_request_is_sent(hub: Hub, catalog: Catalog) -> None:
    warned = pytest.warns(PreflightWarning, match="/temperature")
    with _session(hub, catalog, mode="warn") as session, warned:
        session.post(hub.url + COMPLETIONS, json=WRONG, timeout=10)

    assert hub.requests[0].json == WRONG


def test_files_forms_and_other_paths_are_sent_as_they_are(hub: Hub, catalog: Catalog) -> None:
    text = json.dumps(WRONG).encode()

    with _session(hub, catalog) as session:
        session.post(hub.url + COMPLETIONS, data=io.BytesIO(text), timeout=10)
        session.post(hub.url + COMPLETIONS, data={"a": "b"}, timeout=10)
        session.post(hub.url + "/api/ai/embeddings", json=WRONG, timeout=10)
        session.get(hub.catalog_url, timeout=10)

    assert [request.body for request in hub.requests] == [text, b"a=b", text, b""]


def test_a_stream_arrives_as_it_was_sent(hub: Hub, catalog: Catalog) -> None:
    with _session(hub, catalog) as session:
        body = {**CHAT, "stream": True}
        with session.post(hub.url + COMPLETIONS, json=body, stream=True, timeout=10) as answer:
            lines = [line for line in answer.iter_lines() if line]

    assert len(lines) == 4
    assert lines[-1] == b"data: [DONE]"
