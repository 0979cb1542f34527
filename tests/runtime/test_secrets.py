"""The key is in no message, no repr and no log, whatever happens to a call."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from hub import faults
from oxspec.runtime.errors import OxspecError
from oxspec.runtime.http import Client
from oxspec.runtime.results import ImageResult
from support.twins import KEY, Play, Player, Script, both, chunks, got

if TYPE_CHECKING:
    from pathlib import Path

    from hub.server import Hub
    from oxspec.jsontypes import JsonObject

BODY: Final[JsonObject] = {"model": "acme-chat-1", "prompt": "a very private prompt"}
FAULTS: Final = {
    "401": faults.echo_key(),
    "200": faults.echo_key(code=200),
    "500": faults.echo_key(code=500),
    "302": faults.redirect(f"https://other.invalid/{KEY}"),
    "stream": faults.events(b'data: {"error": "%s"}\n\n' % KEY.encode(), is_cut=True),
    "reset": faults.reset(),
    "no status": faults.raw(b"HTTP/1.1 %s\r\n\r\n" % KEY.encode()),
    "no URL": faults.redirect(f"http://[{KEY}"),
    "page": faults.answer(403, KEY.encode() * 300, kind="text/html"),
}


def everything(folder: Path) -> list[Script[object]]:
    """Return a script for each kind of call."""

    def post(client: Client) -> Play[object]:
        return (yield from got(client.post("chat/completions", BODY)))

    def stream(client: Client) -> Play[object]:
        return (yield from got(chunks(client.stream("chat/completions", BODY))))

    def submit(client: Client) -> Play[object]:
        return (yield from got(client.submit(BODY)))

    def queued(client: Client) -> Play[object]:
        return (yield from got(client.queued()))

    def download(client: Client) -> Play[object]:
        return (yield from got(client.download(f"{client.hub.base_url}/files/a", folder)))

    return [post, stream, submit, queued, download]


@both
@pytest.mark.parametrize("fault", FAULTS)
def test_the_key_never_shows(
    player: Player, hub: Hub, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    hub.fail_always(FAULTS[fault])

    for script in everything(tmp_path):
        with pytest.raises(OxspecError) as caught:
            player(script, hub.url, retries=0)

        shown = "".join(traceback.format_exception(caught.value))
        assert KEY not in shown + repr(caught.value) + str(vars(caught.value))
    ours = "".join(record.getMessage() for record in caplog.records if "oxspec" in record.name)
    assert KEY not in ours
    assert "private" not in caplog.text


@both
def test_what_was_paid_for_goes_to_another_process_without_the_key(
    player: Player, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(client: Client) -> Play[ImageResult]:
        answer = yield from got(client.post("images/generate", {"model": "m", "prompt": "x"}))
        return ImageResult.of(client, answer)

    made = player(script, hub.url, headers={"X-Team": KEY}, retries=1)
    content = pickle.dumps(made)
    monkeypatch.setenv("OXEN_API_KEY", "key-of-the-other")
    found = pickle.loads(content)  # noqa: S301  # of this test

    assert KEY.encode() not in content
    assert (found, found.urls) == (made, made.urls)
    assert type(found.client) is type(made.client)
    assert (found.client.hub.base_url, found.client.hub.retries) == (hub.url, 1)
    assert found.client.hub.credentials() == {"Authorization": "Bearer key-of-the-other"}


def test_a_copy_of_a_result_has_the_client_of_the_result() -> None:
    with Client(base_url="http://a.example", api_key=KEY) as client:
        made = ImageResult.of(client, {"images": []})

        assert copy.deepcopy(made).client is client
        assert copy.copy(client) is client


def test_a_client_with_connections_of_ones_own_is_not_pickled_without_them() -> None:
    with (
        httpx.Client() as own,
        Client(base_url="http://a.example", http_client=own) as client,
        pytest.raises(TypeError, match="http_client"),
    ):
        pickle.dumps(client)
