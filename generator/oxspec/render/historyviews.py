"""What templates are given of changes since an earlier catalog."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkView:
    """That a parameter is not what it was.

    Attributes:
        word: ``new``, ``renamed`` or ``changed``.
        was: the name that it had, "" where it has it still.
    """

    word: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that changed.

    Attributes:
        impact: ``breaking``, ``behaviour`` or ``compatible``.
        sentence: without a full stop; what is a catalog's stands between backticks.
    """

    impact: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SinceView:
    """What changed of the model that a page is about.

    Attributes:
        label: of the earlier catalog: its date or its name.
        changelog: the page of all changes, without a suffix.
        changes: the worst first.
    """

    label: str
    changelog: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ModelChangesView:
    """What changed of one model.

    Attributes:
        title: its name for people.
        model: its id; the new one, where it has another now.
        file: its page, without a suffix; "" for none.
        changes: of one impact.
    """

    title: str
    model: str
    file: str
    changes: tuple[ChangeView, ...] = ()


@dataclass(frozen=True, slots=True)
class ImpactView:
    """The changes of one impact.

    Attributes:
        title: the heading.
        anchor: its id.
        about: what the impact means, in a sentence.
        listed: what became of the models below: ``Models removed``, "" for nothing.
        whole: models that came or went.
        models: those that changed, by id.
    """

    title: str
    anchor: str
    about: str
    listed: str
    whole: tuple[ModelChangesView, ...]
    models: tuple[ModelChangesView, ...]


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """A model that could not be compared.

    Attributes:
        model: its id, or words for an entry without one.
        reason: why not.
    """

    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangelogView:
    """The page of all changes.

    Attributes:
        label: of the earlier catalog: its date or its name.
        counts: how many changes of which impact, in words.
        impacts: those that there are changes of: breaking, behaviour, compatible.
        reworded: models of which only texts or an order changed.
        left_out: models that could not be compared.
    """

    label: str
    counts: str
    impacts: tuple[ImpactView, ...]
    reworded: tuple[ModelChangesView, ...]
    left_out: tuple[LeftOutView, ...]
