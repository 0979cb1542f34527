"""The command line: parses, calls one use-case, prints through a report, sets the exit status."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

INTERRUPTED = 130
UNWRITABLE = 3
FAULT = 4
_ALLOCATIONS = 100_000


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit with its status.

    0: nothing wrong. 1: errors found, or output out of date. 2: usage. 3: could not judge, or not
    all of it. 4: a fault of oxspec itself. 130: interrupted.
    """
    # A command is short, and what it holds it mostly holds to its end: looking for cycles among
    # the values of a catalog costs more than it frees.
    gc.set_threshold(_ALLOCATIONS)
    # Nor are there any to look for when the process ends and all of it goes.
    atexit.register(gc.freeze)
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(_run(words))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(words: list[str]) -> int:
    import click

    from ..errors import OxspecError
    from .group import oxspec
    from .output import complain

    try:
        status: object = oxspec.main(words, prog_name="oxspec", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OxspecError as error:
        complain(str(error))
        return error.exit_status
    except OSError as error:
        complain(f"standard output: cannot be written ({error.strerror})")
        return UNWRITABLE
    except Exception as error:  # noqa: BLE001  # the one place where no traceback is promised
        return _fault(error, words)
    return status if isinstance(status, int) else 0


def _fault(error: Exception, words: list[str]) -> int:
    from .output import complain

    if "-vv" in words:
        import traceback

        traceback.print_exception(error)
    name = type(error).__name__
    complain(f"a fault of oxspec itself: {name}: {error}; please report it (-vv shows where)")
    return FAULT
