"""The verdicts of one run: what reports are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..catalog.model import Catalog
    from .judge import Verdict
    from .text import Syntax


class Item(NamedTuple):
    """One body and what was found out about it.

    Attributes:
        source: its file name, ``-`` for standard input.
        verdict: the outcome, the model and the findings.
        missing: whether there was no file to read (a mistake of usage).
        text: the body as it was written, "" where it was not read.
        syntax: what it is written in; only JSON can be mended.
    """

    source: str
    verdict: Verdict
    missing: bool = False
    text: str = ""
    syntax: Syntax = "json"


class Validation(NamedTuple):
    """The verdicts on all bodies of one run.

    Attributes:
        items: in the order in which the bodies were given.
        catalog: what they were judged by, None where no body got that far.
    """

    items: tuple[Item, ...]
    catalog: Catalog | None

    @property
    def exit_status(self) -> int:
        """2 for a missing file, else 1 for an invalid body, else 3 for an unjudged one, else 0."""
        if any(item.missing for item in self.items):
            return 2
        outcomes = {item.verdict.outcome for item in self.items}
        return 1 if "invalid" in outcomes else 3 if "unjudged" in outcomes else 0
