"""The bodies that a project keeps in files, found by pattern."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import LimitError, UsageProblem
from ..runtime.findings import excerpt
from ..validation.text import BODY_BYTES, read
from .matching import files_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..validation.text import Syntax, Text

_YAML: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class BodyFile:
    """A body and the file that it is kept in.

    Attributes:
        source: the file's name.
        text: what the file holds.
        syntax: what it is written in.
    """

    source: str
    text: Text
    syntax: Syntax

    @property
    def model(self) -> str | None:
        """The id that the body names, or None."""
        body = self.text.body
        model = body.get("model") if isinstance(body, dict) else None
        return model if isinstance(model, str) else None


def body_files(patterns: Iterable[str]) -> list[BodyFile]:
    """Return the bodies in the files that patterns name, each once, in the order of names.

    Args:
        patterns: as a shell has them, with ``**`` for folders of any depth.

    Raises:
        UsageProblem: a pattern names no file, or a file cannot be read.
        LimitError: a file is too large.
    """
    return [_body_file(name) for name in _names(patterns)]


def _names(patterns: Iterable[str]) -> list[str]:
    names: set[str] = set()
    for pattern in patterns:
        found = [name for name in files_named(pattern) if Path(name).is_file()]
        if not found:
            what = f"{excerpt(pattern)} names no file"
            raise UsageProblem(what, fix="write it in quotes, such as 'requests/**/*.json'")
        names.update(found)
    return sorted(names)


def _body_file(name: str) -> BodyFile:
    try:
        with Path(name).open("rb") as file:
            data = file.read(BODY_BYTES + 1)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise UsageProblem(what, where=name, fix="leave it out, or make it readable") from None
    if len(data) > BODY_BYTES:
        what = f"larger than {BODY_BYTES >> 20} MiB"
        raise LimitError(what, where=name, fix="leave it out")
    syntax: Syntax = "yaml" if name.lower().endswith(_YAML) else "json"
    return BodyFile(name, read(data, syntax=syntax), syntax)
