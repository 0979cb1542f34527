"""The reports on changes, by the names that options have for them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..drift.outcome import Drift

#: Name of a format → module of this package and function; a report is imported when it is made.
DRIFT_FORMATS: Final = {
    "text": ("diff", "drift_text"),
    "json": ("diff", "drift_json"),
    "github": ("diff_github", "drift_github"),
    "markdown": ("diff_markdown", "drift_markdown"),
    "sarif": ("diff_sarif", "drift_sarif"),
}


def drift_report(name: str) -> Callable[[Drift], str]:
    """Return what makes a report of a format that ``DRIFT_FORMATS`` has."""
    module, function = DRIFT_FORMATS[name]
    report: Callable[[Drift], str] = getattr(import_module(f".{module}", __package__), function)
    return report
