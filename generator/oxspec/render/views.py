"""What templates are given: names, order and types decided, nothing left to work out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..jsontypes import JsonValue


@dataclass(frozen=True, slots=True)
class AliasView:
    """A ``Literal`` of an enum.

    Attributes:
        name: an identifier.
        members: strings, integers, booleans and null, in the catalog's order.
    """

    name: str
    members: tuple[JsonValue, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A key of a ``TypedDict``.

    Attributes:
        key: an identifier where the type is a class, else the name on the wire.
        annotation: a type expression.
        text: its documentation, "" for none.
    """

    key: str
    annotation: str
    text: str


@dataclass(frozen=True, slots=True)
class ObjectView:
    """A ``TypedDict``.

    Attributes:
        name: an identifier.
        text: its documentation, "" for none.
        fields: in the catalog's order.
        is_class: whether every key is an identifier.
    """

    name: str
    text: str
    fields: tuple[FieldView, ...]
    is_class: bool = True


@dataclass(frozen=True, slots=True)
class PartsView:
    """The types of one model's module.

    Attributes:
        aliases: for enums.
        objects: for objects with members.
        params: what ``create`` takes.
        wire: identifier and name on the wire, of those that differ.
        abc: names from ``collections.abc``.
        typing: names from ``typing``.
        json: names from the runtime's JSON types.
    """

    aliases: tuple[AliasView, ...]
    objects: tuple[ObjectView, ...]
    params: ObjectView
    wire: tuple[tuple[str, str], ...]
    abc: tuple[str, ...]
    typing: tuple[str, ...]
    json: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleView:
    """The module of one model.

    Attributes:
        name: the module.
        text: what the model is.
        model: the id on the wire.
        endpoint: below the hub's inference base.
        digest: of its request schema.
        parts: its types.
    """

    name: str
    text: str
    model: str
    endpoint: str
    digest: str
    parts: PartsView


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model in the tables of a package.

    Attributes:
        model: the id on the wire.
        module: its module.
        reason: why it has none that can be used, None where it has.
    """

    model: str
    module: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PackageView:
    """A client package.

    Attributes:
        package: its name.
        rows: the models with a module, by module.
        quarantined: the others, by module.
    """

    package: str
    rows: tuple[ModelRow, ...]
    quarantined: tuple[ModelRow, ...]


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
    """

    name: str
    type: str
    default: str | None
    text: str


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
