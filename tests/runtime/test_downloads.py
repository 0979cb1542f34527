"""What was made comes into a folder: whole or not at all, the key to the hub alone."""

from __future__ import annotations

import asyncio
import base64
import os
import threading
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from hub import faults
from hub.inference import FILES
from hub.server import Hub
from oxspec.runtime.client_errors import ApiError, AuthError, NotFound, RequestTimeout, ServerError
from oxspec.runtime.errors import OxspecError
from oxspec.runtime.http import AsyncClient, Client
from oxspec.runtime.results import AudioResult, ImageResult, VideoResult
from support.twins import KEY, Play, Player, Script, both, got

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PNG: Final = FILES["image.png"][1]
BODY: Final = {"model": "acme-paint-1", "prompt": "a fish"}


@pytest.fixture
def other() -> Iterator[Hub]:
    """A server of another origin."""
    with Hub() as running:
        yield running


def downloading(*urls: str, to: Path, timeout: float | None = None) -> Script[list[Path]]:
    """Return the script that downloads links."""

    def script(client: Client) -> Play[list[Path]]:
        return (yield from got(client.download(urls, to, timeout=timeout)))

    return script


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@both
@pytest.mark.parametrize(
    "case",
    [
        (ImageResult, "images/generate", "image.png"),
        (VideoResult, "videos/generate", "video.mp4"),
        (AudioResult, "audio/generate", "audio.mp3"),
    ],
)
def test_a_result_is_downloaded_under_its_own_name(
    player: Player, hub: Hub, tmp_path: Path, case: tuple[type[ImageResult], str, str]
) -> None:
    kind, endpoint, name = case

    def script(client: Client) -> Play[list[Path]]:
        result = kind.of(client, (yield from got(client.post(endpoint, BODY))))
        return (yield from got(_download(result, client, tmp_path / "new" / "folder")))

    paths = player(script, hub.url)

    assert paths == [tmp_path / "new" / "folder" / name]
    assert paths[0].read_bytes() == FILES[name][1]
    assert hub.requests[1].headers["authorization"] == f"Bearer {KEY}"
    assert "content-type" not in hub.requests[1].headers


def _download(result: ImageResult, client: Client | AsyncClient, folder: Path) -> list[Path]:
    if isinstance(client, AsyncClient):
        return result.adownload(folder)  # type: ignore[return-value]  # to be got
    return result.download(folder)


def test_a_result_can_be_downloaded_either_way_whatever_its_client(
    hub: Hub, tmp_path: Path
) -> None:
    async def made() -> ImageResult:
        async with AsyncClient(base_url=hub.url, api_key=KEY) as client:
            return ImageResult.of(client, await client.post("images/generate", BODY))

    awaited = asyncio.run(made())
    with Client(base_url=hub.url, api_key=KEY) as client:
        blocking = ImageResult.of(client, client.post("images/generate", BODY))

    paths = [*awaited.download(tmp_path), *asyncio.run(blocking.adownload(tmp_path))]

    assert [path.name for path in paths] == ["image.png", "image-2.png"]
    assert {request.headers["authorization"] for request in hub.requests} == {f"Bearer {KEY}"}


@both
def test_files_that_came_inline_are_written_as_those_that_are_linked(
    player: Player, hub: Hub, tmp_path: Path
) -> None:
    def script(client: Client) -> Play[list[Path]]:
        body = {**BODY, "response_format": "b64_json", "n": 2}
        result = ImageResult.of(client, (yield from got(client.post("images/generate", body))))
        assert result.urls == ()
        return (yield from got(_download(result, client, tmp_path)))

    paths = player(script, hub.url)

    assert [path.name for path in paths] == ["acme-paint-1-1.png", "acme-paint-1-2.png"]
    assert [path.read_bytes() for path in paths] == [PNG, PNG]
    assert len(hub.requests) == 1


@both
@pytest.mark.parametrize(
    "case",
    [
        ("data:image/png;base64," + base64.b64encode(b"x").decode(), "file-1.png", b"x"),
        ("DATA:;base64,eA%3D%3D", "file-1.bin", b"x"),
        ("data:audio/wav,a%20b", "file-1.wav", b"a b"),
        ("data:,x", "file-1.bin", b"x"),
    ],
)
def test_data_urls_are_unpacked(
    player: Player, hub: Hub, tmp_path: Path, case: tuple[str, str, bytes]
) -> None:
    url, *expected = case

    (path,) = player(downloading(url, to=tmp_path), hub.url)

    assert [path.name, path.read_bytes()] == expected


@both
def test_nothing_is_overwritten(player: Player, hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_text("mine")
    (tmp_path / "image-2.png").symlink_to(tmp_path / "nowhere")
    url = f"{hub.url}/files/image.png"

    paths = player(downloading(url, url, to=tmp_path), hub.url)

    assert [path.name for path in paths] == ["image-3.png", "image-4.png"]
    assert (tmp_path / "image.png").read_text() == "mine"
    assert names(tmp_path) == ["image-2.png", "image-3.png", "image-4.png", "image.png"]


def test_files_are_as_readable_as_others_of_the_user(hub: Hub, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with Client(base_url=hub.url) as client:
            (path,) = client.download(f"{hub.url}/files/image.png", tmp_path)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o640


def test_threads_that_download_the_same_name_keep_all(hub: Hub, tmp_path: Path) -> None:
    with Client(base_url=hub.url) as client:
        threads = [
            threading.Thread(target=client.download, args=(f"{hub.url}/files/image.png", tmp_path))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(names(tmp_path)) == 8
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {PNG}


@both
def test_the_key_and_the_users_headers_go_to_the_hub_alone(
    player: Player, hub: Hub, other: Hub, tmp_path: Path
) -> None:
    hub.fail(faults.redirect(f"{other.url}/files/image.png"))
    other.fail(
        faults.redirect(f"{hub.url}/files/image.png?back"),
        faults.answer(body=PNG, kind="image/png", headers=[("Set-Cookie", "a=1")]),
    )
    urls = (f"{hub.url}/files/a", f"{other.url}/files/b.png", f"{hub.url}/files/image.png")

    player(downloading(*urls, to=tmp_path), hub.url, headers={"X-Secret": "s3cret"})

    told = [("authorization" in r.headers, "x-secret" in r.headers) for r in hub.requests]
    assert told == [(True, True), (False, False), (True, True)]
    assert [r.path for r in hub.requests] == [
        "/files/a",
        "/files/image.png?back",
        "/files/image.png",
    ]
    for request in other.requests:
        assert {"authorization", "x-secret", "cookie"}.isdisjoint(request.headers)
        assert KEY not in str(request)
    assert "cookie" not in hub.requests[-1].headers


def test_nothing_that_a_client_of_ones_own_is_set_up_with_goes_elsewhere(
    hub: Hub, other: Hub, tmp_path: Path
) -> None:
    own = httpx.Client(
        headers={"X-Secret": "s3cret"},
        cookies={"session": "s3cret"},
        params={"token": "s3cret"},
        auth=("me", "s3cret"),
        follow_redirects=True,
    )
    with own, Client(base_url=hub.url, http_client=own) as client:
        client.download([f"{other.url}/files/image.png"], tmp_path)

    (request,) = other.requests
    assert request.path == "/files/image.png"
    assert {"authorization", "x-secret", "cookie"}.isdisjoint(request.headers)


@both
def test_redirects_are_bounded(player: Player, hub: Hub, tmp_path: Path) -> None:
    hub.fail_always(faults.redirect("/files/next"))

    with pytest.raises(ApiError, match="more than 5 redirects"):
        player(downloading(f"{hub.url}/files/a", to=tmp_path), hub.url)
    assert len(hub.requests) == 6
    assert names(tmp_path) == []


@both
@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://a/b",
        "https://user:pw@127.0.0.1/x",
        "//[",
        "data:,x",
    ],
)
def test_redirects_to_what_is_no_link_are_refused(
    player: Player, hub: Hub, tmp_path: Path, location: str
) -> None:
    hub.fail(faults.redirect(location))

    with pytest.raises(ApiError, match=r"not a link|no URL") as caught:
        player(downloading(f"{hub.url}/files/a", to=tmp_path), hub.url)
    assert "pw" not in str(caught.value)
    assert names(tmp_path) == []


@both
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a/b",
        "https://u:s3cret@a/x",
        "javascript:1",
        "http://[",
        "https://a\\@b/x",
    ],
)
def test_links_that_are_none_are_refused(
    player: Player, hub: Hub, tmp_path: Path, url: str
) -> None:
    with pytest.raises(ApiError, match="not a link") as caught:
        player(downloading(url, to=tmp_path), hub.url)
    assert "s3cret" not in str(caught.value)


@both
def test_a_link_from_the_hubs_root_is_the_hubs(player: Player, hub: Hub, tmp_path: Path) -> None:
    (path,) = player(downloading("/files/image.png", to=tmp_path), hub.url + "/api/ai")

    assert path.read_bytes() == PNG


@both
@pytest.mark.parametrize(
    "fault",
    [faults.cut(PNG, at=9), faults.reset(), faults.refusal(500, headers=[("Retry-After", "0")])],
    ids=["cut", "reset", "500"],
)
def test_a_file_that_was_cut_off_is_fetched_anew(
    player: Player, hub: Hub, tmp_path: Path, fault: faults.Fault
) -> None:
    hub.fail(fault)

    (path,) = player(downloading(f"{hub.url}/files/image.png", to=tmp_path), hub.url)

    assert path.read_bytes() == PNG
    assert names(tmp_path) == ["image.png"]


@both
@pytest.mark.parametrize(
    "case",
    [
        (faults.refusal(404), NotFound, "404"),
        (faults.refusal(500, headers=[("Retry-After", "0")]), ServerError, "500"),
        (faults.html(), ApiError, "text/html"),
        (faults.answer(200, b"{}"), ApiError, "application/json"),
    ],
    ids=["404", "500", "a page", "JSON"],
)
def test_what_is_no_file_leaves_nothing_behind(
    player: Player,
    hub: Hub,
    tmp_path: Path,
    case: tuple[faults.Fault, type[ApiError], str],
) -> None:
    fault, kind, told = case
    hub.fail_always(fault)

    with pytest.raises(kind, match=told) as caught:
        player(downloading(f"{hub.url}/files/a?sig=s3cret", to=tmp_path), hub.url)
    assert "/files/a" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert names(tmp_path) == []


@both
def test_what_came_before_a_failure_stays(player: Player, hub: Hub, tmp_path: Path) -> None:
    urls = (f"{hub.url}/files/image.png", f"{hub.url}/files/none")

    with pytest.raises(NotFound):
        player(downloading(*urls, to=tmp_path), hub.url)
    assert names(tmp_path) == ["image.png"]


@both
def test_a_slow_drip_ends_when_the_time_is_up(player: Player, hub: Hub, tmp_path: Path) -> None:
    hub.fail_always(faults.drip(PNG, pause_s=0.05))

    with pytest.raises(RequestTimeout):
        player(downloading(f"{hub.url}/files/a", to=tmp_path, timeout=0.3), hub.url)
    assert names(tmp_path) == []


@both
def test_an_expired_link_elsewhere_does_not_ask_for_the_key(
    player: Player, hub: Hub, other: Hub, tmp_path: Path
) -> None:
    other.fail(faults.refusal(403))

    with pytest.raises(AuthError, match="expired"):
        player(downloading(f"{other.url}/files/a", to=tmp_path), hub.url)


@both
def test_a_folder_that_cannot_be_one_is_named(player: Player, hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OxspecError, match="cannot be written") as caught:
            player(downloading(f"{hub.url}/files/image.png", to=folder), hub.url)
        assert "file" in str(caught.value)


@both
def test_a_file_of_more_bytes_than_can_be_meant_is_given_up(
    player: Player, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oxspec.runtime.downloads.FILE_BYTES", 1 << 20)
    hub.files["big.png"] = ("image/png", b"x" * (2 << 20))

    with pytest.raises(ApiError, match=r"big\.png: the file is longer"):
        player(downloading(f"{hub.url}/files/big.png", to=tmp_path), hub.url)
    assert names(tmp_path) == []


@both
@pytest.mark.parametrize("url", ["data:;base64,é", "data:;base64,abcde", "data:"])
def test_an_inline_file_that_is_none_is_an_error(
    player: Player, hub: Hub, tmp_path: Path, url: str
) -> None:
    with pytest.raises(ApiError, match="inline"):
        player(downloading(url, to=tmp_path), hub.url)
    assert names(tmp_path) == []


@both
def test_nothing_to_download_is_no_error(player: Player, hub: Hub, tmp_path: Path) -> None:
    assert player(downloading(to=tmp_path), hub.url) == []


def test_a_way_that_was_encrypted_stays_so(hub: Hub, tmp_path: Path) -> None:
    class Encrypted(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert request.url.scheme == "https"
            return httpx.Response(302, headers={"location": hub.url + "/files/image.png"})

    with (
        httpx.Client(transport=Encrypted()) as own,
        Client(base_url=hub.url, http_client=own) as client,
        pytest.raises(ApiError, match="nothing is encrypted"),
    ):
        client.download("https://files.example/a", tmp_path)
    assert hub.requests == []


@both
def test_a_file_that_nobody_can_write_says_so_and_leaves_nothing(
    player: Player, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oxspec.runtime.partfile._NAMES", 3)
    for name in ("image.png", "image-2.png"):
        (tmp_path / name).touch()

    with pytest.raises(OxspecError, match=r"3 files are called image\.png"):
        player(downloading(f"{hub.url}/files/image.png", to=tmp_path), hub.url)
    assert names(tmp_path) == ["image-2.png", "image.png"]
