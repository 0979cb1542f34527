"""Run a command as the shell would, inside this process."""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass

from oxspec.cli import main


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str


def run(*arguments: str, stdin: bytes = b"") -> Result:
    """Run ``oxspec`` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    saved = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    try:
        with ExitStack() as stack:
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(err))
            main(arguments)
    except SystemExit as done:
        status = done.code if isinstance(done.code, int) else 1
        return Result(status, out.getvalue(), err.getvalue())
    finally:
        sys.stdin = saved
    raise AssertionError  # main always exits
