"""One hierarchy: what oxspec could not do, and the exit status that says so.

OxspecError                3
├── InvalidRequest         1  (runtime/errors.py)
├── UsageProblem           2  an option or a file that is not there
│   └── TemplateProblem    2  a mistake in a template of the user's own
├── ResourceMissingError   3  a template or schema of the installation
├── JsonTextError          3  text that is not strict JSON (a finding where it is a body)
├── LimitError             3  a documented limit was passed
├── SourceError            3  no catalog, or no usable one
│   └── FetchError         3  the hub did not answer as it should
├── UnjudgedError          3  there is nothing to judge the body by
├── QuarantinedError       3  a model's entry cannot be trusted or understood
├── SchemaDefect           3  where in a request schema, and why
├── ExampleUnavailable     3  no example that fits could be made
├── OutputError            3  a file or folder could not be written
└── OutputDrift            1  ``--check``: what is on disk is not what would be written
"""

from __future__ import annotations

from .runtime.errors import InvalidRequest, OxspecError

__all__ = [
    "ExampleUnavailable",
    "FetchError",
    "InvalidRequest",
    "JsonTextError",
    "LimitError",
    "OutputError",
    "OxspecError",
    "QuarantinedError",
    "ResourceMissingError",
    "SchemaDefect",
    "SourceError",
    "TemplateProblem",
    "UnjudgedError",
    "UsageProblem",
]


class UsageProblem(OxspecError):  # noqa: N818  # "usage error" is click's own class
    """An argument, option, setting or file name that cannot be used."""

    exit_status = 2


class TemplateProblem(UsageProblem):
    """A mistake in a template of the user's own: where names the file and the line."""


class ResourceMissingError(OxspecError):
    """A template or schema that belongs to the installation is not there."""


class JsonTextError(OxspecError):
    """Text is not strict JSON (RFC 8259, and the limits of the decoder).

    Attributes:
        code: ``not-json`` or ``duplicate-key``.
        pointer: "" for ``not-json``; the duplicated member for ``duplicate-key``.
        line: 1-based line of the spot.
        column: 1-based column of the spot, in characters.
        others: what else is wrong: more names that are there twice.
    """

    others: tuple[JsonTextError, ...] = ()

    def __init__(
        self,
        what: str,
        *,
        line: int = 1,
        column: int = 1,
        code: str = "not-json",
        pointer: str = "",
    ) -> None:
        """Keep the spot; callers add the file in their own words."""
        super().__init__(what)
        self.code = code
        self.pointer = pointer
        self.line = line
        self.column = column


class LimitError(OxspecError):
    """A documented limit was passed."""


class SourceError(OxspecError):
    """No catalog can be had from a source."""


class FetchError(SourceError):
    """A hub did not answer, or not as a catalog should.

    Attributes:
        status: the HTTP status, where there was one.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        fix: str | None = None,
        status: int | None = None,
    ) -> None:
        """Keep the status beside the message."""
        super().__init__(what, where=where, fix=fix)
        self.status = status


class UnjudgedError(OxspecError):
    """There is nothing to judge a body by."""


class QuarantinedError(UnjudgedError):
    """A model that was asked for is set aside: its entry cannot be trusted or understood."""


class SchemaDefect(OxspecError):  # noqa: N818  # it is the catalog's, not ours
    """A request schema that cannot be used.

    Attributes:
        pointer: where in the request schema (RFC 6901).
    """

    def __init__(self, what: str, *, pointer: str) -> None:
        """Keep the pointer; it is also where the message says it is."""
        super().__init__(what, where=pointer or "(schema)")
        self.pointer = pointer


class ExampleUnavailable(OxspecError):  # noqa: N818  # a name for what is, as the hierarchy above
    """No example body that fits a model's schema could be made."""


class OutputError(OxspecError):
    """A file or folder could not be written, or is not ours to overwrite."""
