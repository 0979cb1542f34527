"""What templates are given: names, order and types decided, nothing left to work out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..jsontypes import JsonValue
    from .historyviews import MarkView, SinceView
    from .kinds import Kind


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
        base: what it is made from; another ``TypedDict`` brings its own keys along.
    """

    name: str
    text: str
    fields: tuple[FieldView, ...]
    is_class: bool = True
    base: str = "TypedDict"


@dataclass(frozen=True, slots=True)
class PartsView:
    """Types, and what they are made of.

    Attributes:
        aliases: for enums.
        objects: for objects with members; the last ones are what the others are for.
        wire: identifier and name on the wire, of those that differ.
        words: the names that annotations are made of.
    """

    aliases: tuple[AliasView, ...]
    objects: tuple[ObjectView, ...]
    wire: tuple[tuple[str, str], ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import of some names.

    Attributes:
        module: with the dots of a relative import.
        names: sorted.
    """

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportsView:
    """What a module imports.

    Attributes:
        library: of the standard library.
        package: of its package, when it runs.
        typing: of its package, for type checkers alone.
    """

    library: tuple[ImportView, ...]
    package: tuple[ImportView, ...]
    typing: tuple[ImportView, ...] = ()

    @property
    def running(self) -> tuple[tuple[ImportView, ...], ...]:
        """The groups of those that are imported when it runs."""
        return (self.library, self.package)


@dataclass(frozen=True, slots=True)
class ModuleView:
    """The module of one model.

    Attributes:
        name: the module.
        text: what the model is.
        model: the id on the wire.
        endpoint: below the hub's inference base.
        digest: of its request schema.
        schema: the file that its bodies are checked by.
        deprecated: whether the hub will take it out.
        kind: what modules of its endpoint offer.
        imports: what it imports.
        parts: its types; the last one is what ``create`` takes.
    """

    name: str
    text: str
    model: str
    endpoint: str
    digest: str
    schema: str
    deprecated: bool
    kind: Kind
    imports: ImportsView
    parts: PartsView


@dataclass(frozen=True, slots=True)
class EndpointView:
    """What the modules of one endpoint share.

    Attributes:
        endpoint: below the hub's inference base.
        imports: what it imports.
        parts: the types.
    """

    endpoint: str
    imports: ImportsView
    parts: PartsView


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model in the tables of a package.

    Attributes:
        model: the id on the wire.
        module: its module.
        endpoint: below the hub's inference base, "" where that is not recorded.
        reason: why it has none that can be used, None where it has.
    """

    model: str
    module: str
    endpoint: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PackageView:
    """A client package.

    Attributes:
        package: its name.
        rows: the models with a module, by module.
        quarantined: the others, by module.
        names: of the modules and functions that can be imported from it, sorted.
        chat: the module of a chat model to show a call with, None where there is none.
        media: the module and the kind of a model that makes an image, a video or a recording of a
            prompt, None where there is none.
        version: of the project that the package is of, None where it is of none.
    """

    package: str
    rows: tuple[ModelRow, ...]
    quarantined: tuple[ModelRow, ...]
    names: tuple[str, ...]
    chat: str | None = None
    media: tuple[str, Kind] | None = None
    version: str | None = None


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
