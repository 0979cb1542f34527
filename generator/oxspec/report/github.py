"""Verdicts and changes as workflow commands: GitHub shows each at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .entries import entries
from .words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..validation.outcome import Validation
    from .entries import Entry, Level

_TITLE_CHARACTERS: Final = 120
_COMMAND: Final[dict[Level, str]] = {
    "error": "error",
    "warning": "warning",
    "note": "notice",
    "unjudged": "warning",
}
# The runner undoes these (its ActionCommand); "%" goes first, or it would be escaped again.
_DATA: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY: Final = (*_DATA, (":", "%3A"), (",", "%2C"))


def validation_github(validation: Validation) -> str:
    """Return a line ``::error file=…,line=…,col=…,title=…::message`` for each finding.

    Warnings and bodies that could not be judged are ``::warning``; a body without a finding has
    no line.
    """
    return github_commands(entries(validation))


def github_commands(found: Iterable[Entry]) -> str:
    """Return a line for each entry, in their order."""
    return "".join(_command(entry) + "\n" for entry in found)


def _command(entry: Entry) -> str:
    properties = ",".join(f"{name}={value}" for name, value in _properties(entry).items())
    message = _escaped(entry.message, _DATA)
    hint = f"%0Ahint: {_escaped(entry.hint, _DATA)}" if entry.hint else ""
    return f"::{_COMMAND[entry.level]} {properties}::{message}{hint}"


def _properties(entry: Entry) -> dict[str, str]:
    title = entry.code if entry.level == "unjudged" else f"{entry.code} at {entry.where}"
    if len(title) > _TITLE_CHARACTERS:
        title = title[: _TITLE_CHARACTERS - 1] + "…"
    place: dict[str, str] = {}
    if entry.path is not None:
        place = {"file": _escaped(printable(entry.path), _PROPERTY), "line": str(entry.line)}
        if entry.column is not None:
            place["col"] = str(entry.column)
    return {**place, "title": _escaped(title, _PROPERTY)}


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for plain, escape in table:
        text = text.replace(plain, escape)
    return text
