"""Names for files, whatever a link calls them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.filenames import NAME_CHARACTERS, cleaned, stem_of, suffix_of

SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@given(st.text() | st.text().map("https://a/{}?b".format) | st.from_regex(r"https?://a/[^?]*"))
def test_a_name_is_safe_on_every_system(url: str) -> None:
    for name in (stem_of(url), cleaned(url)):
        assert not name or SAFE.fullmatch(name)
        assert len(name) <= NAME_CHARACTERS
        assert name.split(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}
    assert re.fullmatch(r"\.[a-z0-9]{3,4}", suffix_of(url, "", b""))


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://a/b/ox.png?sig=1", "ox"),
        ("https://a/b/an%20ox.final.MP4", "an-ox.final"),
        ("https://a/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "etc-passwd"),
        ("https://a/..", ""),
        ("https://a/.bashrc", "bashrc"),
        ("https://a/run.sh", "run.sh"),
        ("https://a/CON.png", ""),
        ("https://a/nul.tar.png", ""),
        ("https://a/", ""),
        ("https://a", ""),
        ("data:image/png;base64,ox.png", ""),
        ("https://[a/ox.png", ""),
        ("https://a/%ff%00x.png", "x"),
        ("https://a/c:%5Cx.png", "c-x"),
    ],
)
def test_a_link_names_its_file_where_it_can(url: str, stem: str) -> None:
    assert stem_of(url) == stem


@pytest.mark.parametrize(
    ("url", "media_type", "beginning", "suffix"),
    [
        ("https://a/ox.WEBM", "image/png", b"\x89PNG", ".webm"),
        ("https://a/ox", "Image/PNG; charset=x", b"", ".png"),
        ("https://a/run.sh", "", b"\x89PNG\r\n", ".png"),
        ("https://a/x", "application/octet-stream", b"RIFF1234WAVEfmt ", ".wav"),
        ("https://a/x", "", b"RIFF1234WEBPVP8 ", ".webp"),
        ("https://a/x", "", b"\0\0\0\x18ftypmp42", ".mp4"),
        ("https://a/x", "", b"\0\0\0\x18ftypqt  ", ".mov"),
        ("https://a/x", "", b"RIFF", ".bin"),
        ("https://a/run.exe", "text/plain", b"MZ", ".bin"),
        ("data:,x", "", b"ID3\x04", ".mp3"),
    ],
)
def test_a_suffix_is_one_of_media(url: str, media_type: str, beginning: bytes, suffix: str) -> None:
    assert suffix_of(url, media_type, beginning) == suffix
