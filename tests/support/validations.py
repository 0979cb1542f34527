"""Verdicts for tests of reports: any that a run may have, their texts hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from oxspec.catalog.model import Catalog
from oxspec.report.help import HELP
from oxspec.runtime.findings import Finding, pointer_of
from oxspec.testing.texts import names, texts
from oxspec.validation.judge import Verdict
from oxspec.validation.outcome import Item, Validation

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.validation.judge import Outcome

#: Text that has made a log, a page or an XML file say what it should not.
NASTY: Final = (
    "\n::error::x",
    "\r\n::stop-commands::x",
    "::warning file=x,line=1::y",
    "%0A::error::x",
    "%25%0D",
    "##[error]x",
    "a=b,c:d",
    "]]>",
    "<![CDATA[",
    "<!-- -->",
    "&amp;&#0;",
    "[a](https://example.com)",
    "[a](1)",
    "{0}",
    "\x00\x01\x1b[2J\x7f\x9b",
    "\ufffe\uffff",
    "\ud800",
    "\udc80",
    "\u2028\x85\x0b",
    "\\n",
)
hostile: Final = st.sampled_from(NASTY) | texts()
_said: Final = hostile.filter(bool)
_sources: Final = st.one_of(
    st.just("-"),
    st.sampled_from(
        ["a.json", "./a.json", "b/c d.json", "/a/b.json", "C:\\x.json", "a:b", "é.json"]
    ),
    _said,
)
_pointers: Final = st.lists(names() | st.sampled_from(NASTY) | st.integers(0, 9), max_size=2).map(
    pointer_of
)
_FIX: Final[JsonObject] = {"op": "remove", "path": "/a"}
_ALLOWED: Final[tuple[JsonValue, ...]] = (None, "x", ["a", 1], {"minimum": 0})


@st.composite
def findings(draw: DrawFn, severities: tuple[str, ...] = ("error", "warning")) -> Finding:
    """Return a finding, with a place or without."""
    placed = draw(st.booleans())
    return Finding(
        code=draw(st.sampled_from(list(HELP))),
        pointer=draw(_pointers),
        message=draw(_said),
        severity="error" if draw(st.sampled_from(severities)) == "error" else "warning",
        hint=draw(st.none() | hostile),
        value=draw(st.none() | hostile),
        allowed=draw(st.sampled_from(_ALLOWED)),
        fix=draw(st.sampled_from([None, _FIX])),
        line=draw(st.integers(1, 999)) if placed else None,
        column=draw(st.integers(1, 999)) if placed else None,
    )


@st.composite
def items(draw: DrawFn) -> Item:
    """Return a body of each outcome, what was found fitting the outcome."""
    model = draw(st.none() | hostile)
    outcome = draw(st.sampled_from(["valid", "invalid", "unjudged"]))
    if outcome == "unjudged":
        verdict = Verdict("unjudged", model, reason=draw(hostile))
        return Item(draw(_sources), verdict, missing=draw(st.booleans()))
    if outcome == "valid":
        warnings = draw(st.lists(findings(("warning",)), max_size=2))
        return Item(draw(_sources), Verdict("valid", model, tuple(warnings)))
    found = [draw(findings(("error",))), *draw(st.lists(findings(), max_size=3))]
    return Item(draw(_sources), Verdict("invalid", model, tuple(found)))


def validations() -> SearchStrategy[Validation]:
    """Return the verdicts of a run of up to four bodies."""
    catalogs = st.builds(
        Catalog,
        st.just({}),
        source=hostile,
        date=st.none() | st.just("2026-08-07"),
        known_digest=st.just("sha256:" + "0" * 64),
        stale=st.booleans(),
    )
    return st.builds(
        Validation, st.lists(items(), max_size=4).map(tuple), catalog=st.none() | catalogs
    )


def of(*found: Finding, source: str = "body.json", reason: str | None = None) -> Validation:
    """Return the verdict on one body."""
    wrong = any(finding.severity == "error" for finding in found)
    outcome: Outcome = "unjudged" if reason else "invalid" if wrong else "valid"
    return Validation((Item(source, Verdict(outcome, "m", found, reason)),), None)


def total_findings(validation: Validation) -> int:
    """Return how many findings there are on all bodies."""
    return sum(len(item.verdict.findings) for item in validation.items)


def total_unjudged(validation: Validation) -> int:
    """Return how many bodies were not judged."""
    return sum(item.verdict.outcome == "unjudged" for item in validation.items)
