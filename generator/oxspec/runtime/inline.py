"""Files as ``data:`` URLs, for parameters that take the address of an image or a video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import OxspecError

if TYPE_CHECKING:
    from os import PathLike


def data_url(source: bytes | PathLike[str], *, media_type: str | None = None) -> str:
    """Return a ``data:`` URL (RFC 2397) that holds a file.

    A text is never taken for a path: give ``Path("ox.png")``, or the file's bytes.

    Args:
        source: the file's content, or where it is.
        media_type: such as ``image/png``; by default what the file's name says.

    Raises:
        OxspecError: the file cannot be read, or its type is not known.
        TypeError: it is a text.
    """
    from base64 import b64encode
    from pathlib import Path

    # Where a text comes from somebody else, it would name any file of this machine.
    if isinstance(source, str):
        message = "a text is never taken for a path: give Path(…), or the file's bytes"
        raise TypeError(message)
    where = "data_url" if isinstance(source, bytes) else str(source)
    kind = media_type or (None if isinstance(source, bytes) else _kind_of(where))
    if kind is None:
        what = "the type of the file is not known"
        fix = 'say it: data_url(…, media_type="image/png")'
        raise OxspecError(what, where=where, fix=fix)
    try:
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise OxspecError(what, where=where) from error
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def _kind_of(name: str) -> str | None:
    from mimetypes import guess_type

    # What is compressed around a type is another type.
    kind, encoding = guess_type(name)
    return None if encoding else kind
