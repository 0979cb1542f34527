"""Data to stdout, talk to stderr; a reader that went away is no error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ..errors import OutputError
from ..report.words import printable

if TYPE_CHECKING:
    from typing import TextIO

_STYLES: Final = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def put(text: str) -> None:
    """Write data to stdout."""
    _write(sys.stdout, text)


def put_live(text: str) -> bool:
    """Write data to stdout; return whether its reader is still there."""
    return _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write a line of talk to stderr."""
    _write(sys.stderr, text + "\n")


def complain(text: str) -> None:
    """Say on stderr what could not be done, in one line."""
    # Where nobody can be told, the exit status still tells.
    with suppress(OutputError):
        tell(f"oxspec: {printable(text)}")


def paint(text: str, style: str) -> str:
    """Return a text with a terminal's codes for a style around it."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def takes_color(stream: TextIO | None, *, no_color: bool) -> bool:
    """Return whether a stream is a terminal that nobody asked to stay plain (no-color.org)."""
    refused = no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not refused and is_terminal(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; one that is closed is none."""
    return stream is not None and stream.isatty()


def _write(stream: TextIO | None, text: str) -> bool:
    """Write a text; return whether somebody reads it."""
    if stream is None:  # closed by who started us
        what = "is closed"
        raise OutputError(what, where="standard output", fix="give it a file or a pipe")
    try:
        stream.write(text)
        stream.flush()
    except UnicodeEncodeError:
        stream.write(text.encode(stream.encoding, "backslashreplace").decode(stream.encoding))
        stream.flush()
    except BrokenPipeError:
        # The reader went away (head, a pager): what follows goes nowhere, quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise OutputError(
            what, where="standard output", fix="make room, or write elsewhere"
        ) from error
    return True
