"""Files put in place whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import OutputError, UsageProblem

if TYPE_CHECKING:
    from pathlib import Path


def small_file(file: Path, *, most: int = 1 << 20) -> bytes:
    """Return the bytes of a file that a person wrote.

    Raises:
        UsageProblem: there is none, or it cannot be read, or is longer than ``most`` bytes.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except (OSError, ValueError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise UsageProblem(what, where=str(file), fix="name a file that is there") from None
    if len(data) > most:
        what = f"larger than {most} bytes"
        raise UsageProblem(what, where=str(file), fix="name another file")
    return data


def put_file(file: Path, data: bytes) -> None:
    """Write a file by rename; its permissions stay, and a link stays a link.

    Pipes and devices are written to.

    Raises:
        OutputError: it cannot be written; what stood there still stands.
    """
    try:
        target = file.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        fix = "name a file in a folder that is there"
        raise OutputError(what, where=str(file), fix=fix) from error


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".oxspec-{os.getpid()}-{os.urandom(6).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        with suppress(FileNotFoundError):
            import shutil

            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
