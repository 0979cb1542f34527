"""What the templates of MDX pages are given: order and texts decided, nothing to work out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .historyviews import MarkView, SinceView


class CodeView(NamedTuple):
    """A call in one language.

    Attributes:
        info: what its fence says: the language for colours, and the title of its tab.
        text: the call.
    """

    info: str
    text: str


class SampleView(NamedTuple):
    """One example body as the calls that send it.

    Attributes:
        title: of the tab.
        calls: one per language.
    """

    title: str
    calls: tuple[CodeView, ...]


class WayView(NamedTuple):
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


class RowView(NamedTuple):
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


class PageView(NamedTuple):
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


class LinkView(NamedTuple):
    """An entry of the index.

    Attributes:
        title: the model's name for people.
        file: its page, without a suffix.
    """

    title: str
    file: str


class GroupView(NamedTuple):
    """A section of the index.

    Attributes:
        label: the developer.
        links: by model id.
    """

    label: str
    links: tuple[LinkView, ...]
