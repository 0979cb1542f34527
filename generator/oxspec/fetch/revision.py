"""Files as git keeps them: ``git:REV:PATH``."""

from __future__ import annotations

import os
import re
import subprocess
import time
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Final

from ..errors import SourceError, UsageProblem
from ..runtime.findings import excerpt
from .limits import DECODED_BYTES, MEBIBYTE

_FORM: Final = "write git:REV:PATH, such as git:HEAD~1:catalog.json"
_FILE_FORM: Final = "write git:PATH, such as git:catalog.json"
_MOST_REVISIONS: Final = 10_000
#: What a user's configuration may add to a log.
_OWN_WAYS: Final = ("-c", "log.follow=false", "-c", "log.showSignature=false")
_SECONDS: Final = 30
_COMMITTER: Final = re.compile(rb"(?m)^committer .* (-?[0-9]+) ([+-])([0-9]{2})([0-9]{2})$")
#: A partial clone would ask its server for what it lacks; a password would be asked for.
_ENVIRONMENT: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def revision_bytes(source: str) -> bytes:
    """Return a file's content at a revision of the repository that the working directory is in.

    Args:
        source: ``git:REV:PATH`` with what ``git show REV:PATH`` takes: PATH counts from the top of
            the repository unless it begins with ``./``.

    Raises:
        UsageProblem: it has another form, there is no such revision or file, or no git.
        SourceError: the file is too large.
    """
    name = source.partition(":")[2]
    revision, _, path = name.partition(":")
    shown = excerpt(source, limit=200).strip('"')
    if not revision or not path or revision.startswith("-") or "\0" in name:
        what = "not a file in a git revision"
        raise UsageProblem(what, where=shown, fix=_FORM)
    data = _blob(f"{revision}:{path}", shown)
    if len(data) > DECODED_BYTES:
        what = f"larger than {DECODED_BYTES // MEBIBYTE} MiB"
        raise SourceError(what, where=shown, fix="no catalog is that large")
    return data


def revision_date(source: str) -> str | None:
    """Return when the commit of a ``git:REV:PATH`` was made (ISO 8601), None where it is no commit.

    Raises:
        UsageProblem: there is no git.
        SourceError: git could not be asked.
    """
    shown = excerpt(source, limit=200).strip('"')
    revision = source.split(":")[1]
    done = _git("cat-file", "commit", f"{revision}^{{commit}}", shown=shown)
    match = _COMMITTER.search(done.stdout) if done.returncode == 0 else None
    if match is None:
        return None
    seconds, sign, hours, minutes = (part.decode() for part in match.groups())
    offset = timedelta(hours=int(f"{sign}{hours}"), minutes=int(f"{sign}{minutes}"))
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(int(seconds), timezone(offset)).isoformat()
    return None


def revisions_of(source: str) -> list[tuple[str, str]]:
    """Return the revisions in which a file came or changed, oldest first.

    Args:
        source: ``git:PATH``; PATH counts from the top of the repository unless it begins with
            ``./``.

    Returns:
        The time of each commit (ISO 8601, UTC), and the file in it as ``git:REV:PATH``.

    Raises:
        UsageProblem: it has another form, git has no such file, or there is no git.
        SourceError: git could not tell.
    """
    path = source.partition(":")[2]
    shown = excerpt(source, limit=200).strip('"')
    if not path or ":" in path or "\0" in path:
        what = "not a file that git keeps"
        raise UsageProblem(what, where=shown, fix=_FILE_FORM)
    magic = "literal" if path.startswith("./") else "top,literal"
    form = ["--format=%ct %H", "--no-renames", "--diff-filter=AMT", "-n", str(_MOST_REVISIONS)]
    command = [*_OWN_WAYS, "log", *form, "HEAD", "--", f":({magic}){path}"]
    text = _output(*command, shown=shown, form=_FILE_FORM)
    lines = text.decode("ascii", "replace").split("\n")
    found = [(int(seconds), name) for seconds, _, name in (li.partition(" ") for li in lines if li)]
    if not found:
        what = "git has no revision of such a file"
        raise UsageProblem(what, where=shown, fix=_FILE_FORM)
    # git's own order is newest first, and of one second it says which came first.
    found.reverse()
    ordered = sorted(found, key=lambda revision: revision[0])
    return [(_iso_time(seconds), f"git:{name}:{path}") for seconds, name in ordered]


def _iso_time(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _blob(name: str, shown: str) -> bytes:
    # The content as it is kept: no filter of the repository's configuration is run.
    return _output("cat-file", "blob", name, shown=shown, form=_FORM)


def _output(*arguments: str, shown: str, form: str) -> bytes:
    done = _git(*arguments, shown=shown)
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines()
    said = lines[-1].removeprefix("fatal: ").rstrip(".") if lines else "no reason given"
    why = excerpt(said, limit=200).strip('"')
    what = f"git cannot find it: {why}"
    raise UsageProblem(what, where=shown, fix=form)


def _git(*arguments: str, shown: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  # words, of which none of others begins with a dash
            ["git", *arguments],  # noqa: S607  # the one that people use
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        what = "there is no git to read it with"
        raise UsageProblem(what, where=shown, fix="install git, or name a file") from None
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        what = f"git could not read it ({type(error).__name__})"
        raise SourceError(what, where=shown, fix="name a file instead") from None
