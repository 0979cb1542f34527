"""Changes as Markdown, for the comment of a pull request or the summary of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..render.markdown import code_cell, code_span, mdx_cell
from .diff import by_model, drift_summary
from .drifted import drift_entries, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..drift.changes import Change, Impact
    from ..drift.outcome import Drift

#: A comment on GitHub holds 65,536 characters.
_MOST_CHARACTERS: Final = 60_000
_SIGNS: Final[Mapping[Impact, str]] = {"breaking": "🔴", "behaviour": "🟡", "compatible": "🟢"}


def drift_markdown(drift: Drift) -> str:
    """Return a heading with the counts, a table of what breaks, and the rest folded away.

    All text of a catalog is code, in which nothing is a link, a mention or an element. What is
    beyond the length of a comment is counted.
    """
    loud = [change for change in drift.changes if change.impact != "compatible"]
    quiet = [change for change in drift.changes if change.impact == "compatible"]
    lines = [f"### {drift_summary(drift)}", ""]
    if drift.effects is None:
        lines += _table(loud, drift)
    else:
        lines += _bodies_table(drift)
    if quiet:
        lines += ["<details>", f"<summary>{len(quiet)} compatible</summary>", ""]
        lines += [*_table(quiet, drift), "</details>", ""]
    lines += [f"- not compared: {code_span(line)}" for line in _left_out(drift)]
    lines += [f"- look at a decision again: {code_span(line)}" for line in drift.doubtful]
    return _cut(lines)


def _table(changes: Sequence[Change], drift: Drift) -> Iterator[str]:
    if not changes:
        return
    yield from ("| model | impact | change |", "| --- | --- | --- |")
    for model, found in by_model(changes).items():
        for change in found:
            cells = (code_cell(model), _impact(change, drift), told(change))
            yield f"| {' | '.join(cells)} |"
    yield ""


def _bodies_table(drift: Drift) -> Iterator[str]:
    found = list(drift_entries(drift))
    if not found:
        return
    yield from ("| body | impact | change | mended by `--fix` |", "| --- | --- | --- | --- |")
    for change, entry in found:
        place = code_cell(f"{entry.path}:{entry.line}")
        mended = "yes" if entry.hint else "no"
        yield f"| {place} | {_impact(change, drift)} | {told(change)} | {mended} |"
    yield ""


def _impact(change: Change, drift: Drift) -> str:
    accepted = drift.accepted.get(change.fingerprint)
    if accepted is not None:
        return f"accepted until {accepted.until}: {mdx_cell(accepted.reason)}"
    return f"{_SIGNS[change.impact]} {change.impact}"


def told(change: Change) -> str:
    """Return what a change is for the cell of a table: what stands between backticks as code."""
    parts = sentence(change).split("`")
    # The other parts are words of ours.
    return "".join(code_cell(part) if i % 2 else part for i, part in enumerate(parts))


def _left_out(drift: Drift) -> Iterable[str]:
    models = [f"{q.id or 'an entry without an id'}: {q.reason}" for q in drift.left_out]
    return (*models, *drift.skipped)


def _cut(lines: Sequence[str]) -> str:
    kept: list[str] = []
    room = _MOST_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            kept += ["", f"… and {len(lines) - len(kept)} lines more: `oxspec diff` has all.", ""]
            break
        kept.append(line)
    return "\n".join(kept)
