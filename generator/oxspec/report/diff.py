"""What changed between two catalogs: as text for people, as JSON for programs."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

from ..drift.changes import IMPACTS
from .document import as_line, as_text, catalog_facts
from .drifted import sentence
from .words import Paint, counted, no_paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..drift.changes import Change
    from ..drift.effects import Effect
    from ..drift.outcome import Drift

_STYLES: Final = {
    "breaking": "red",
    "behaviour": "yellow",
    "compatible": "green",
    "accepted": "cyan",
}
_INSTRUCTION: Final = re.compile(r"^(\s*)::")
_INDENT: Final = " " * (2 + len("compatible") + 2)
_LISTED: Final = 6


class Detail(NamedTuple):
    """What a text shows of each change beside its sentence.

    Attributes:
        witnesses: whether the body that proves it.
        fingerprints: whether what a decision to accept it names.
    """

    witnesses: bool = False
    fingerprints: bool = False


NO_DETAIL: Final = Detail()


def drift_text(
    drift: Drift, *, width: int = 80, paint: Paint = no_paint, detail: Detail = NO_DETAIL
) -> str:
    """Return a block for each model, those that break first, and the counts at the end.

    Where bodies were asked about there is a block for each that is affected instead.

    Args:
        drift: what changed.
        width: columns to write in.
        paint: colours a text, or does not.
        detail: what else to show of each change.
    """
    text = _Text(drift, width=width, paint=paint, detail=detail)
    lines = [*(text.models() if drift.effects is None else text.bodies(drift.effects))]
    lines.append(drift_summary(drift))
    # GitHub's runner takes "##[" for an instruction wherever it stands.
    return "".join(line.replace("##[", "# #[") + "\n" for line in lines)


def drift_summary(drift: Drift) -> str:
    """Return one line: how many changes there are, and in how many models or bodies."""
    if not drift.changes and drift.effects is not None:
        return "nothing that changed affects these bodies"
    if not drift.changes:
        # A lock says nothing of models that it does not pin.
        looked_at = (drift.old if drift.old.partial else drift.new).models
        return f"nothing changed in {counted(len(looked_at), 'model')}"
    counts = [f"{count} {impact}" for impact, count in drift.counts.items() if count]
    counts += [f"{len(drift.accepted)} accepted"] if drift.accepted else []
    places = counted(len({change.model for change in drift.changes}), "model")
    if drift.effects is not None:
        bodies = {effect.source for effect in drift.effects}
        places = counted(len(bodies), "body", "bodies")
    return f"{counted(len(drift.changes), 'change')} in {places}: {', '.join(counts)}"


def drift_json(drift: Drift) -> str:
    """Return the report that ``schemas/reports/diff.schema.json`` describes."""
    return as_text(_document(drift))


def drift_line(drift: Drift) -> str:
    """Return the same report on one line."""
    return as_line(_document(drift))


def change_lines(drift: Drift, *, width: int = 80, paint: Paint = no_paint) -> Iterator[str]:
    """Yield the changes of one model without a heading; those that are only shown in one line."""
    text = _Text(drift, width=width, paint=paint, detail=NO_DETAIL)
    return text.changes(drift.changes)


def by_model(changes: Iterable[Change]) -> Mapping[str, Sequence[Change]]:
    """Return the changes of each model, models with the worst first, then by id."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.model, []).append(change)
    worst = {
        model: min(IMPACTS.index(change.impact) for change in found)
        for model, found in groups.items()
    }
    return {model: groups[model] for model in sorted(groups, key=lambda m: (worst[m], m))}


def _document(drift: Drift) -> dict[str, object]:
    return {
        "version": 1,
        "old": catalog_facts(drift.old),
        "new": catalog_facts(drift.new),
        "changes": [_change_json(change, drift) for change in drift.changes],
        "bodies": None if drift.effects is None else [*map(_effect_json, drift.effects)],
        "left_out": [
            {"id": q.id, "pointer": q.pointer, "reason": q.reason} for q in drift.left_out
        ],
        "doubtful": [*drift.doubtful],
        "skipped": [*drift.skipped],
        "summary": dict(drift.counts) | {"accepted": len(drift.accepted)},
    }


def _change_json(change: Change, drift: Drift) -> dict[str, object]:
    entry = drift.accepted.get(change.fingerprint)
    accepted = None if entry is None else {"reason": entry.reason, "until": str(entry.until)}
    return {**change.to_json(), "accepted": accepted}


def _effect_json(effect: Effect) -> dict[str, object]:
    return {
        "source": effect.source,
        "line": effect.line,
        "column": effect.column,
        "pointer": effect.pointer,
        "fingerprint": effect.change.fingerprint,
        "mendable": effect.mendable,
    }


class _Text:
    """One report in columns."""

    def __init__(self, drift: Drift, *, width: int, paint: Paint, detail: Detail) -> None:
        self.drift = drift
        self.width = width
        self.paint = paint
        self.detail = detail

    def models(self) -> Iterator[str]:
        """Yield a block for each model, and a list of those that are new or only look other."""
        groups = by_model(self.drift.changes)
        minor = {model: found for model, found in groups.items() if _is_minor(found)}
        for model, changes in groups.items():
            if model not in minor:
                yield self.paint(_line_start(model), "bold")
                yield from self.changes(changes)
                yield ""
        new = [model for model, found in minor.items() if found[0].kind == "model-added"]
        yield from self._list("new models", new)
        yield from self._list("texts or order only", [m for m in minor if m not in new])

    def changes(self, changes: Sequence[Change]) -> Iterator[str]:
        """Yield the changes of one model, those that are only shown in one line."""
        for change in changes:
            yield from () if change.is_for_show else self._change(change)
        yield from self._shown(changes)

    def bodies(self, effects: Sequence[Effect]) -> Iterator[str]:
        """Yield a block for each body that is affected, each line with its place."""
        source = ""
        for effect in effects:
            if effect.source != source:
                yield from ("",) if source else ()
                source = effect.source
                of = printable(effect.change.model)
                yield f"{self.paint(_line_start(source), 'bold')} ({of})"
            mended = "; --fix mends it" if effect.mendable else ""
            place = f"{effect.line}:{effect.column}: "
            yield from self._change(effect.change, before=place, after=mended)
        yield from ("",) if source else ()

    def _change(self, change: Change, *, before: str = "", after: str = "") -> Iterator[str]:
        accepted = self.drift.accepted.get(change.fingerprint)
        text = f"{before}{sentence(change)}{after}"
        if accepted is not None:
            text += f" (until {accepted.until}: {accepted.reason})"
        if self.detail.fingerprints:
            text += f" [{change.fingerprint}]"
        yield from self._labelled("accepted" if accepted else change.impact, text)
        if self.detail.witnesses and change.witness is not None:
            # In one line, however long: it is there to be copied.
            yield f"{_INDENT}{printable(json.dumps(change.witness, ensure_ascii=False))}"

    def _shown(self, changes: Sequence[Change]) -> Iterator[str]:
        shown = [change for change in changes if change.is_for_show]
        if shown:
            of = [f"`{c.parameter}`" if c.parameter is not None else "the model" for c in shown]
            places = _some(list(dict.fromkeys(of)))
            yield from self._labelled("compatible", f"texts or order of {places}")

    def _labelled(self, label: str, text: str) -> Iterator[str]:
        first, *rest = self._wrapped(printable(text), _INDENT, _INDENT)
        yield f"  {self.paint(label, _STYLES[label])}{first[2 + len(label) :]}"
        yield from rest

    def _list(self, title: str, models: Sequence[str]) -> Iterator[str]:
        if models:
            text = f"{title} ({len(models)}): {', '.join(map(printable, models))}"
            yield from self._wrapped(text, "", "  ")
            yield ""

    def _wrapped(self, text: str, first: str, others: str) -> list[str]:
        lines = textwrap.wrap(
            text,
            self.width - 1,
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )
        # A word that instructs GitHub's runner at the start of a line is not left there.
        return [_INSTRUCTION.sub(r"\1…::", line) for line in lines]


def _line_start(name: str) -> str:
    """Return a name as the start of a line, where "::" instructs GitHub's runner."""
    shown = printable(name)
    return f"./{shown.lstrip()}" if shown.lstrip().startswith("::") else shown


def _is_minor(changes: Sequence[Change]) -> bool:
    """Return whether a model is new, or only looks another way."""
    return all(change.kind == "model-added" or change.is_for_show for change in changes)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")
