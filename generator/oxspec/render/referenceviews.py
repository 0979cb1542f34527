"""What the templates of Markdown and HTML pages are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject
    from .historyviews import MarkView, SinceView
    from .manifest import Listing


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter, or a member of an object, as people read it.

    Attributes:
        name: on the wire.
        path: the same from the body on: ``refs[].url``.
        type: in words.
        is_required: whether a body, or the object, must have it.
        default: as text, None where there is none.
        bounds: each in a few words.
        choices: the values that are allowed, as text; () for any that fit.
        more: how many choices are left out.
        text: its documentation, plain text on one line.
        is_queue_only: whether only the queue takes it.
        members: of the object that it is, or that its entries are.
        mark: that it is not what it was, None for nothing.
    """

    name: str
    path: str
    type: str
    is_required: bool
    default: str | None
    bounds: tuple[str, ...]
    choices: tuple[str, ...]
    more: int
    text: str
    is_queue_only: bool
    members: tuple[ParameterView, ...]
    mark: MarkView | None = None


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Parameters under one heading.

    Attributes:
        title: the heading.
        anchor: its id.
        parameters: in the order in which people read them.
    """

    title: str
    anchor: str
    parameters: tuple[ParameterView, ...]

    @property
    def rows(self) -> Iterator[ParameterView]:
        """The parameters, each followed by its members, for a table."""
        waiting = list(reversed(self.parameters))
        while waiting:
            parameter = waiting.pop()
            yield parameter
            waiting.extend(reversed(parameter.members))


@dataclass(frozen=True, slots=True)
class RuleView:
    """What no parameter says by itself.

    Attributes:
        message: what is wrong with a body that breaks it.
        hint: what to do instead, "" for none.
        only_warns: whether a body that breaks it may be sent.
    """

    message: str
    hint: str
    only_warns: bool


@dataclass(frozen=True, slots=True)
class CallView:
    """One example body, and the calls that send it.

    Attributes:
        title: of the variant.
        variant: the same as a word for an id.
        json: the body.
        curl: a command.
        python: a program.
        javascript: a program.
    """

    title: str
    variant: str
    json: str
    curl: str
    python: str
    javascript: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """The reference page of one model.

    Attributes:
        title: the model's name for people.
        model: the id on the wire.
        developer: who made it, "" where that is not known.
        listing: what the index says of it.
        kind: its endpoint for people.
        anchor: where the index lists its endpoint.
        path: of the URL that requests go to.
        description: Markdown, "" for none.
        workbench: where the model can be tried.
        details: the command that asks the hub about it.
        groups: its parameters.
        rules: what no parameter says.
        calls: one per example body.
        schema: the strict schema.
        form: what the request builder is made from beside the schema.
        since: what changed of the model, None for nothing.
    """

    title: str
    model: str
    developer: str
    listing: Listing
    kind: str
    anchor: str
    path: str
    description: str
    workbench: str
    details: str
    groups: tuple[ParameterGroup, ...]
    rules: tuple[RuleView, ...]
    calls: tuple[CallView, ...]
    schema: JsonObject
    form: JsonObject
    since: SinceView | None = None


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A model in an index.

    Attributes:
        title: its name for people.
        model: the id on the wire.
        file: its page, without a suffix.
        developer: who made it.
        listing: what is said of it.
        kind: its endpoint for people.
    """

    title: str
    model: str
    file: str
    developer: str
    listing: Listing
    kind: str


@dataclass(frozen=True, slots=True)
class CapabilityView:
    """Models that make the same of the same.

    Attributes:
        title: ``text, image → video``.
        rows: by id.
    """

    title: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """The models of one endpoint.

    Attributes:
        title: the endpoint for people.
        anchor: an id.
        slug: the id that GitHub and MkDocs make of the title.
        endpoint: below the hub's inference base.
        count: how many models there are.
        capabilities: by title.
    """

    title: str
    anchor: str
    slug: str
    endpoint: str
    count: int
    capabilities: tuple[CapabilityView, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index of Markdown and HTML pages.

    Attributes:
        count: how many models there are.
        sections: by endpoint.
        endpoints: choices of a filter: the word and the text of each.
        inputs: choices of a filter: what models take.
        outputs: choices of a filter: what models make.
        developers: choices of a filter: who made them.
        changelog: the page of changes, without a suffix; "" for none.
    """

    count: int
    sections: tuple[SectionView, ...]
    endpoints: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    developers: tuple[str, ...]
    changelog: str = ""
