"""Fetching what was made into a folder: the key to the hub alone, nothing overwritten."""

from __future__ import annotations

import binascii
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from .call import Call
from .client_errors import ApiError, AuthError
from .exchange import answered
from .filenames import cleaned, stem_of, suffix_of
from .hub import check_timeout, origin_of
from .partfile import FILE_BYTES, PartFile, made_folder
from .refusals import masked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from .hub import Hub
    from .steps import Answer, Steps

#: Seconds for all files of one answer.
DOWNLOAD_S: Final = 1800.0
_REDIRECTS: Final = 5
_DATA: Final = "data:"
#: What is no image, video or recording, whatever its status says.
_NO_FILES: Final = frozenset(
    ("application/json", "application/problem+json", "text/html")
)


def saved(
    hub: Hub,
    urls: str | Iterable[str],
    folder: str | PathLike[str],
    *,
    name: str = "file",
    timeout: float | None = None,
) -> Steps[list[Path]]:
    """Write what links lead to into a folder, and return the paths in the links' order.

    Args:
        hub: whose key may go with a request, to itself alone.
        urls: http, https or ``data:``; the hub's own may begin at its root.
        folder: made where it is not there.
        name: of a file whose link has none; its number is added.
        timeout: seconds for all of it.

    Raises:
        ApiError: something could not be fetched; the subclass says why.
        OxspecError: something could not be written.
    """
    check_timeout(timeout)
    links = (urls,) if isinstance(urls, str) else urls
    place = made_folder(Path(folder))
    deadline = time.monotonic() + (timeout or DOWNLOAD_S)
    paths: list[Path] = []
    for number, url in enumerate(links, start=1):
        with PartFile(place, limit=FILE_BYTES) as part:
            if url[: len(_DATA)].lower() == _DATA:
                media_type = _unpacked(url, part)
            else:
                media_type = yield from _fetched(
                    hub, _joined(hub.base_url, url), part, deadline
                )
            stem = stem_of(url) or f"{cleaned(name) or 'file'}-{number}"
            paths.append(part.keep_as(stem, suffix_of(url, media_type, part.beginning)))
    return paths


def shown(url: str, secret: str | None) -> str:
    """Return a link without user info, query, fragment and key: those are or may hold a secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(not a URL)"
    return masked(
        f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}", secret
    )


def _fetched(hub: Hub, url: str, part: PartFile, deadline: float) -> Steps[str]:
    """Fetch a link's file and return its media type."""
    keyed = hub.owns(url)
    for _ in range(_REDIRECTS + 1):
        answer = yield from _asked(hub, url, part, deadline, keyed=keyed)
        if answer.status < 300:
            return _media_type(answer, where=shown(url, hub.api_key))
        url = _redirected(url, answer, where=shown(url, hub.api_key))
        # Once the way has left the hub, the key stays behind, wherever the way leads.
        keyed = keyed and hub.owns(url)
    what = f"more than {_REDIRECTS} redirects"
    raise ApiError(what, where=shown(url, hub.api_key))


def _asked(
    hub: Hub, url: str, part: PartFile, deadline: float, *, keyed: bool
) -> Steps[Answer]:
    where = shown(url, hub.api_key)
    if origin_of(url) is None:
        what = "not a link to be fetched"
        raise ApiError(what, where=where)
    call = Call(
        hub,
        "GET",
        url,
        where,
        max(deadline - time.monotonic(), 0.001),
        accept="*/*",
        keyed=keyed,
        follows=True,
        sink=part,
    )
    try:
        answer = yield from answered(call)
    except AuthError as error:
        if not keyed:
            error.fix = "the link may have expired: ask for a new one"
        raise
    return answer


def _media_type(answer: Answer, *, where: str) -> str:
    media_type = (
        answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    )
    if media_type in _NO_FILES:
        what = f"not a file, but {media_type}: an error, or a page to log in"
        raise ApiError(what, where=where, status=answer.status)
    return media_type


def _redirected(url: str, answer: Answer, *, where: str) -> str:
    target = _joined(url, answer.headers.get("location", ""))
    if url.startswith("https:") and not target.startswith("https:"):
        what = "it redirects to where nothing is encrypted"
        raise ApiError(what, where=where)
    return target


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # no URL at all, which is refused where it is to be fetched
        return url


def _unpacked(url: str, part: PartFile) -> str:
    """Write what a ``data:`` URL holds (RFC 2397), and return its media type."""
    head, comma, text = url[len(_DATA) :].partition(",")
    media_type, _, form = head.rpartition(";")
    try:
        if form.strip().lower() == "base64":
            data = binascii.a2b_base64(unquote_to_bytes(text) if "%" in text else text)
        else:
            media_type, data = head, unquote_to_bytes(text)
    except ValueError as error:
        what = "an inline file that is not Base64"
        raise ApiError(what, where=_DATA) from error
    if not comma:
        what = "an inline file without content"
        raise ApiError(what, where=_DATA)
    part.restart()
    part.take(data)
    return media_type
