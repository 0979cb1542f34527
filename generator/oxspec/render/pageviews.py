"""What the templates of MDX pages are given: order and texts decided, nothing to work out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .historyviews import MarkView, SinceView


@dataclass(frozen=True, slots=True)
class CodeView:
    """A call in one language.

    Attributes:
        info: what its fence says: the language for colours, and the title of its tab.
        text: the call.
    """

    info: str
    text: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """One example body as the calls that send it.

    Attributes:
        title: of the tab.
        calls: one per language.
    """

    title: str
    calls: tuple[CodeView, ...]


@dataclass(frozen=True, slots=True)
class WayView:
    """One way to send the example bodies.

    Attributes:
        title: of the tab.
        way: ``direct``, ``queue`` or ``events``.
        reference: what its reference is about, in words.
        link: where that is.
        is_slow: whether the call blocks for minutes.
        is_tabbed: whether there are several bodies.
        samples: one per body.
    """

    title: str
    way: str
    reference: str
    link: str
    is_slow: bool
    is_tabbed: bool
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A parameter in a page's table.

    Attributes:
        name: on the wire.
        type: for people.
        default: as JSON, None where there is none.
        text: its documentation.
        mark: that it is not what it was, None for nothing.
    """

    name: str
    type: str
    default: str | None
    text: str
    mark: MarkView | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """The reference page of one model.

    Attributes:
        title: the model's name for people.
        summary: one sentence.
        model: the id on the wire.
        description: Markdown, "" for none.
        workbench: where the model can be tried.
        details: where the hub describes it.
        ways: to send the example bodies, the direct one first.
        is_queued: whether there are others.
        has_parameters: whether the model has parameters of its own.
        required: what a body must have.
        optional: what it may have.
        since: what changed of the model, None for nothing.
    """

    title: str
    summary: str
    model: str
    description: str
    workbench: str
    details: str
    ways: tuple[WayView, ...]
    is_queued: bool
    has_parameters: bool
    required: tuple[RowView, ...]
    optional: tuple[RowView, ...]
    since: SinceView | None = None


@dataclass(frozen=True, slots=True)
class LinkView:
    """An entry of the index.

    Attributes:
        title: the model's name for people.
        file: its page, without a suffix.
    """

    title: str
    file: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A section of the index.

    Attributes:
        label: the developer.
        links: by model id.
    """

    label: str
    links: tuple[LinkView, ...]
