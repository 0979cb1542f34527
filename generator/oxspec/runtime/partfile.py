"""A file that is there when all of it is: written beside its place, then renamed into it."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from .blocks import Block
from .client_errors import ApiError
from .errors import OxspecError
from .filenames import BEGINNING_BYTES

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

FILE_BYTES: Final = 16 * 1024**3
_NAMES: Final = 10_000


class PartFile(Block):
    """A file that is not whole yet; what is not kept goes where the block ends.

    Attributes:
        beginning: its first bytes.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        """Make it, with a name of its own.

        Args:
            folder: where it will be.
            limit: bytes that it may have.

        Raises:
            OxspecError: it cannot be made.
        """
        self.beginning = b""
        self._folder = folder
        self._limit = limit
        self._size = 0
        self._path = folder / f".{secrets.token_hex(8)}.part"
        with _writing(folder):
            self._file = self._path.open("xb")

    def close(self) -> None:
        """Remove it, if it was not kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def restart(self) -> None:
        """Empty it: what is in it was cut off."""
        with _writing(self._folder):
            self._file.seek(0)
            self._file.truncate()
        self._size, self.beginning = 0, b""

    def take(self, piece: bytes) -> None:
        """Write a piece.

        Raises:
            OxspecError: it cannot be written.
            ApiError: the file is too long.
        """
        self._size += len(piece)
        if self._size > self._limit:
            what = f"the file is longer than {self._limit} bytes"
            raise ApiError(what)
        if len(self.beginning) < BEGINNING_BYTES:
            self.beginning += piece[:BEGINNING_BYTES]
        with _writing(self._folder):
            self._file.write(piece)

    def keep_as(self, stem: str, suffix: str) -> Path:
        """Give it its name, or that name with a number where there is a file of it.

        Raises:
            OxspecError: it cannot be written.
        """
        with _writing(self._folder):
            self._file.close()
            place = _reserved(self._folder, stem, suffix)
            self._path.replace(place)
            return place


def made_folder(folder: Path) -> Path:
    """Make a folder where it is not there, and return it.

    Raises:
        OxspecError: it cannot be made.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _reserved(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path that an empty file of ours now holds, so that nobody else takes it."""
    for number in range(1, _NAMES):
        place = folder / (
            f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        )
        try:
            place.touch(exist_ok=False)
        except FileExistsError:
            continue
        return place
    what = f"{_NAMES} files are called {stem}{suffix}"
    raise OxspecError(what, where=str(folder))


@contextmanager
def _writing(place: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        what = f"cannot be written ({error.strerror or type(error).__name__})"
        raise OxspecError(
            what, where=str(place), fix="choose another folder"
        ) from error
