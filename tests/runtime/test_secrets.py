"""The key is in no message, no repr and no log, whatever happens to a call."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Final

import pytest

from hub import faults
from oxspec.runtime.errors import OxspecError
from support.twins import KEY, Play, Player, Script, both, chunks, got

if TYPE_CHECKING:
    from pathlib import Path

    from hub.server import Hub
    from oxspec.jsontypes import JsonObject
    from oxspec.runtime.http import Client

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
