"""Names for the files that a hub's links lead to: safe on every system."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

NAME_CHARACTERS: Final = 80

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
#: Windows opens a device for these, whatever their suffix.
_DEVICE: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_SUFFIXES: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/wave": ".wav",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/pcm": ".pcm",
}
_KNOWN: Final = frozenset((*_SUFFIXES.values(), ".jpeg", ".m4v", ".opus"))
#: The first bytes of a file, "?" for any byte.
_BEGINNINGS: Final = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"RIFF????WEBP", ".webp"),
    (b"RIFF????WAVE", ".wav"),
    (b"????ftypqt", ".mov"),
    (b"????ftypM4A", ".m4a"),
    (b"????ftypavif", ".avif"),
    (b"????ftyp", ".mp4"),
    (b"\x1a\x45\xdf\xa3", ".webm"),
    (b"OggS", ".ogg"),
    (b"fLaC", ".flac"),
    (b"ID3", ".mp3"),
    (b"\xff\xfb", ".mp3"),
)
BEGINNING_BYTES: Final = 16


def stem_of(url: str) -> str:
    """Return a link's own name for its file, without a suffix; "" where it has none to use."""
    last = unquote(_path(url).rpartition("/")[2], errors="replace")
    stem, suffix = _split(last)
    return cleaned(stem if suffix in _KNOWN else last)


def cleaned(text: str) -> str:
    """Return a text as a name without a suffix: letters, digits, ``.``, ``_``, ``-``; or ""."""
    name = _UNSAFE.sub("-", text)[:NAME_CHARACTERS].strip(".-_")
    return "" if _DEVICE.fullmatch(name) else name


def suffix_of(url: str, media_type: str, beginning: bytes) -> str:
    """Return the suffix of a file: what its link says, or its type, or its first bytes.

    Args:
        url: the link.
        media_type: of the answer (``image/png``), with or without parameters; "" for none.
        beginning: the file's first bytes.
    """
    _, suffix = _split(_path(url))
    if suffix in _KNOWN:
        return suffix
    named = _SUFFIXES.get(media_type.partition(";")[0].strip().lower())
    return named or _told_by(beginning) or ".bin"


def _told_by(beginning: bytes) -> str | None:
    for pattern, suffix in _BEGINNINGS:
        found = zip(pattern, beginning, strict=False)
        if len(beginning) >= len(pattern) and all(p in (b, ord("?")) for p, b in found):
            return suffix
    return None


def _path(url: str) -> str:
    if url[:5].lower() == "data:":
        return ""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, f".{suffix.lower()}") if dot else (name, "")
