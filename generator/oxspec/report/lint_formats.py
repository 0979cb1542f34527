"""The reports on a catalog's defects, by the names that options have for them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..lint.outcome import Lint

#: Name of a format → module of this package and function; a report is imported when it is made.
LINT_FORMATS: Final = {
    "text": ("lint", "lint_text"),
    "json": ("lint", "lint_json"),
    "github": ("lint_entries", "lint_github"),
    "sarif": ("lint_entries", "lint_sarif"),
}


def lint_report(name: str) -> Callable[[Lint], str]:
    """Return what makes a report of a format that ``LINT_FORMATS`` has."""
    module, function = LINT_FORMATS[name]
    report: Callable[[Lint], str] = getattr(import_module(f".{module}", __package__), function)
    return report
