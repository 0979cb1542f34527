"""Private files: read without following links, written so that no reader sees half of one."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, NoReturn

from ..errors import SourceError
from .limits import DECODED_BYTES, MEBIBYTE

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY: Final = ".tmp-"
_PRIVATE_DIR: Final = 0o700
_PRIVATE_FILE: Final = 0o600
# Without O_NONBLOCK the opening of a pipe would wait for its writer.
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class CacheBroken(SourceError):  # noqa: N818  # a name for what is, as in the errors above it
    """What the cache holds, or the folder it stands in, cannot be used."""


def check_folder(folder: Path) -> None:
    """Accept a folder that is a folder, not a link, and the user's own.

    Raises:
        FileNotFoundError: it is not there.
        CacheBroken: it is not to be trusted.
    """
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode):
        _refuse("a symbolic link", folder)
    if not stat.S_ISDIR(status.st_mode):
        _refuse("not a folder", folder)
    if not is_own(status):
        _refuse("the folder of another user", folder)


def is_own(status: os.stat_result) -> bool:
    """Return whether a file is the user's own (always, where there are no user ids)."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def make_folder(folder: Path) -> None:
    """Make a private folder, and those above it where they are not there.

    Raises:
        CacheBroken: it cannot be made, or is not to be trusted.
    """
    try:
        folder.mkdir(_PRIVATE_DIR, parents=True, exist_ok=True)
        check_folder(folder)
        if stat.S_IMODE(folder.lstat().st_mode) != _PRIVATE_DIR:
            folder.chmod(_PRIVATE_DIR)
    except OSError as error:
        _refuse_error(error, folder)


def read_private(file: Path) -> bytes:
    """Return the content of a regular file of the user's own.

    Raises:
        FileNotFoundError: it is not there.
        CacheBroken: it is a link, not a file, another user's or too large, or cannot be read.
    """
    try:
        descriptor = os.open(file, _READ)
    except FileNotFoundError:
        raise
    except OSError as error:
        _refuse_error(error, file)
    try:
        _check_file(os.fstat(descriptor), file)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read(DECODED_BYTES)
    except OSError as error:
        _refuse_error(error, file)
    finally:
        os.close(descriptor)


def write_private(file: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all, its bytes on the disk before its name.

    Raises:
        CacheBroken: it cannot be written; what stood there still stands.
    """
    temporary = file.with_name(f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}")
    try:
        _write_new(temporary, data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        _refuse_error(error, file)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def _check_file(status: os.stat_result, file: Path) -> None:
    if not stat.S_ISREG(status.st_mode) or not is_own(status):
        _refuse("not a file of the user's own", file)
    if status.st_size > DECODED_BYTES:
        _refuse(f"larger than {DECODED_BYTES // MEBIBYTE} MiB", file)


def _write_new(file: Path, data: bytes) -> None:
    with os.fdopen(os.open(file, _CREATE, _PRIVATE_FILE), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _refuse(what: str, file: Path) -> NoReturn:
    raise CacheBroken(what, where=str(file), fix="remove it, or pass --cache-dir") from None


def _refuse_error(error: OSError, file: Path) -> NoReturn:
    _refuse(f"cannot be used ({error.strerror or type(error).__name__})", file)
