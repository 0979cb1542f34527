"""The reports on verdicts, by the names that options and configuration have for them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..validation.outcome import Validation

    Report: TypeAlias = Callable[[Validation], str]

#: Name of a format → module of this package and function; a report is imported when it is made.
FORMATS: Final = {
    "text": ("validation", "validation_text"),
    "json": ("validation", "validation_json"),
    "github": ("github", "validation_github"),
    "gitlab": ("gitlab", "validation_gitlab"),
    "sarif": ("sarif", "validation_sarif"),
    "junit": ("junit", "validation_junit"),
}


def report_of(name: str) -> Report:
    """Return what makes a report of a format that ``FORMATS`` has."""
    module, function = FORMATS[name]
    report: Report = getattr(import_module(f".{module}", __package__), function)
    return report
