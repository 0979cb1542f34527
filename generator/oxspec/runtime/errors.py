"""What a client raises when a request could not be made, or was not answered as asked.

    OxspecError
    ├── InvalidRequest      the body is wrong; ``findings`` says where and why
    └── TooComplex          judging the body would take too long

Every message is one line: what happened, where, and what to do next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .findings import Finding

_TOLD = 10


class OxspecError(Exception):
    """Something could not be done.

    Attributes:
        what: what happened, in a few words.
        where: the file, URL, model or pointer it happened at, or None.
        fix: what to do next, or None.
        exit_status: the status a command ends with.
    """

    exit_status = 3

    def __init__(
        self, what: str, *, where: str | None = None, fix: str | None = None
    ) -> None:
        """Keep the three parts; ``str()`` joins them into one line."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        """Return one line: where, what, and what to do next."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.fix}" if self.fix else head


def _told(finding: Finding) -> str:
    # The pointer as an excerpt: a name in it may hold a key, or break the line.
    from .findings import excerpt

    advice = f" ({finding.hint})" if finding.hint else ""
    return f"{excerpt(finding.pointer)[1:-1] or '(body)'}: {finding.message}{advice}"


class InvalidRequest(OxspecError):  # the public name says what is wrong, not that it is
    """A request body has errors; it was not sent.

    Attributes:
        findings: all of them, errors and warnings, in the order of the body.
    """

    exit_status = 1

    def __reduce__(
        self,
    ) -> tuple[type[InvalidRequest], tuple[object, ...], dict[str, object]]:
        """Return how another process makes it again: of the findings, not of its message."""
        return type(self), (self.findings,), self.__dict__

    def __init__(
        self, findings: Sequence[Finding], *, where: str | None = None
    ) -> None:
        """Keep the findings; the message names each with its pointer and hint."""
        self.findings = tuple(findings)
        told = "; ".join(map(_told, self.findings[:_TOLD]))
        if (more := len(self.findings) - _TOLD) > 0:
            told += f"; and {more} more"
        super().__init__(told or "the request body is invalid", where=where)


class TooComplex(OxspecError):  # a name for what is, as above
    """Judging a body would take longer than anyone waits."""
