"""What changed since an earlier catalog, as pages tell it: by model, and on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..runtime.wording import counted
from .historyviews import (
    ChangelogView,
    ChangeView,
    ImpactView,
    LeftOutView,
    MarkView,
    ModelChangesView,
    SinceView,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from .manifest import Entry

Impact: TypeAlias = Literal["breaking", "behaviour", "compatible"]
Fate: TypeAlias = Literal["changed", "added", "removed"]

#: The name of the page of all changes, without a suffix.
CHANGELOG: Final = "changelog"
_IMPACTS: Final[dict[Impact, tuple[str, str, Fate, str]]] = {
    "breaking": (
        "Breaking",
        "A request that was accepted is refused now.",
        "removed",
        "Models removed",
    ),
    "behaviour": (
        "Behaviour",
        "The same request asks for something else now.",
        "changed",
        "",
    ),
    "compatible": (
        "New and compatible",
        "What was accepted still is; more may be asked for.",
        "added",
        "Models added",
    ),
}
#: Where a parameter changed in several ways, the first of these is said of it.
_WORDS: Final = ("new", "renamed", "changed")


@dataclass(frozen=True, slots=True)
class Told:
    """A change as pages tell it.

    Attributes:
        impact: what it does to a request.
        sentence: without a full stop; what is a catalog's stands between backticks.
        path: the parameter as it is called now (``refs[].url`` inside another), None for one that
            went and for what is the model's.
        mark: what its row says of it, None for nothing.
    """

    impact: Impact
    sentence: str
    path: str | None = None
    mark: MarkView | None = None


@dataclass(frozen=True, slots=True)
class ModelHistory:
    """What changed of one model.

    Attributes:
        model: its id; the new one, where it has another now.
        title: its name for people.
        fate: whether it came, went, or only changed.
        changes: the worst first; () where it came or went, or where only texts changed.
    """

    model: str
    title: str
    fate: Fate
    changes: tuple[Told, ...] = ()

    def mark(self, path: str, *, is_leaf: bool) -> MarkView | None:
        """Return what a parameter's row says of it, None for nothing.

        Args:
            path: of the parameter.
            is_leaf: whether no rows of what is inside it follow, so that it speaks for these.
        """
        inside = (f"{path}.", f"{path}[]")
        marks: list[MarkView] = []
        for change in self.changes:
            if change.mark is not None and change.path == path:
                marks.append(change.mark)
            elif is_leaf and change.path is not None and change.path.startswith(inside):
                marks.append(MarkView("changed"))
        return min(marks, key=lambda mark: _WORDS.index(mark.word), default=None)


@dataclass(frozen=True, slots=True)
class History:
    """What changed since an earlier catalog.

    Attributes:
        label: of that catalog: its date or its name.
        models: by the id that they have now, or had.
        left_out: ids of models that could not be compared, each with the reason.
        changelog: the page of all changes, without a suffix.
    """

    label: str
    models: Mapping[str, ModelHistory]
    left_out: tuple[tuple[str, str], ...] = ()
    changelog: str = CHANGELOG

    def beside(self, stems: Collection[str]) -> History:
        """Return the same with a page that no model's has the name of.

        Args:
            stems: the names of the models' pages, without a suffix.
        """
        taken = {stem.casefold() for stem in stems}
        name, count = CHANGELOG, 1
        while name in taken:
            count += 1
            name = f"{CHANGELOG}-{count}"
        return replace(self, changelog=name)

    def of(self, model: str) -> ModelHistory | None:
        """Return what changed of a model that is there, None for nothing."""
        found = self.models.get(model)
        return None if found is None or found.fate == "removed" else found


def since_view(history: History | None, model: str) -> SinceView | None:
    """Return what a model's page says of changes, None where there is nothing to say."""
    found = history.of(model) if history else None
    if history is None or found is None:
        return None
    changes = [ChangeView(change.impact, change.sentence) for change in found.changes]
    if found.fate == "added":
        changes = [ChangeView("compatible", "the model is new")]
    return SinceView(history.label, history.changelog, tuple(changes)) if changes else None


def changelog_view(history: History, entries: Mapping[str, Entry]) -> ChangelogView:
    """Return the page of all changes.

    Args:
        history: what changed.
        entries: what became of each model: those that have a page are linked.
    """
    models = [found for _, found in sorted(history.models.items())]
    impacts = [_impact_view(impact, models, entries) for impact in _IMPACTS]
    reworded = [m for m in models if m.fate == "changed" and not m.changes]
    return ChangelogView(
        label=history.label,
        counts=_counts(models),
        impacts=tuple(view for view in impacts if view.whole or view.models),
        reworded=tuple(_model_view(found, (), entries) for found in reworded),
        left_out=tuple(LeftOutView(model, reason) for model, reason in history.left_out),
    )


def _impact_view(
    impact: Impact, models: Iterable[ModelHistory], entries: Mapping[str, Entry]
) -> ImpactView:
    title, about, fate, listed = _IMPACTS[impact]
    whole: list[ModelChangesView] = []
    changed: list[ModelChangesView] = []
    for found in models:
        changes = [ChangeView(c.impact, c.sentence) for c in found.changes if c.impact == impact]
        if found.fate == "changed" and changes:
            changed.append(_model_view(found, changes, entries))
        elif found.fate == fate != "changed":
            whole.append(_model_view(found, (), entries))
    return ImpactView(title, impact, about, listed, tuple(whole), tuple(changed))


def _model_view(
    found: ModelHistory, changes: Iterable[ChangeView], entries: Mapping[str, Entry]
) -> ModelChangesView:
    entry = entries.get(found.model)
    has_page = entry is not None and entry.outcome == "generated" and found.fate != "removed"
    title = found.title if found.title.strip() else found.model
    return ModelChangesView(
        title, found.model, entry.name if entry and has_page else "", tuple(changes)
    )


def _counts(models: Iterable[ModelHistory]) -> str:
    found = list(models)
    impacts = [change.impact for model in found for change in model.changes]
    told = [f"{impacts.count(i)} {i}" for i in _IMPACTS if i in impacts]
    changed = sum(bool(model.changes) for model in found)
    words = [f"{counted(len(impacts), 'change')} in {counted(changed, 'model')}"]
    words[0] += f" ({', '.join(told)})" if told else ""
    for fate in ("added", "removed"):
        count = sum(model.fate == fate for model in found)
        words += [f"{counted(count, 'model')} {fate}"] if count else []
    return ", ".join(words)
