"""Files of a folder that is written: read, replaced and removed, never through a link."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from ..errors import OutputError


def check_path(path: str) -> None:
    """Accept a path inside a folder: relative, with ``/``, and no step up.

    Raises:
        OutputError: it is none.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or {"..", "."} & set(path.split("/")):
        what = "not a path inside the folder"
        raise OutputError(what, where=path)


def content_of(folder: Path, path: str) -> bytes | None:
    """Return what a path of a folder holds, None for nothing.

    Raises:
        OutputError: it leads out of the folder, or goes through what is a link or no plain file.
    """
    check_path(path)
    place = folder
    for part in path.split("/"):
        place /= part
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(place, error) from error
        if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            what = "a link, or no plain file"
            raise OutputError(what, where=str(place), fix="move it away")
    try:
        return place.read_bytes()
    except OSError as error:
        raise _unusable(place, error) from error


def replace_file(target: Path, content: bytes) -> None:
    """Write a file by rename; its folder is made where it is not there.

    Raises:
        OutputError: it cannot be written.
    """
    # Beside the target, so that a rename is enough; as readable as any source is here.
    place = os.fspath(target)
    temporary = os.path.join(os.path.dirname(place), f".oxspec-{os.urandom(8).hex()}")  # noqa: PTH118, PTH120  # three times as fast
    try:
        handle = _opened(temporary)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(temporary, place)  # noqa: PTH105  # as above
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unusable(target, error) from error


def _opened(path: str) -> int:
    """Open a new file; its folder is made where it is not there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return os.open(path, flags, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o666)


def remove_file(folder: Path, path: str) -> None:
    """Remove a file, and the folders on the way to it that are empty then.

    Raises:
        OutputError: it cannot be removed.
    """
    target = folder / path
    try:
        target.unlink(missing_ok=True)
    except OSError as error:
        raise _unusable(target, error) from error
    for parent in PurePosixPath(path).parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:  # it holds more
            return


def _unusable(place: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot be used ({error.strerror})", where=str(place))
