"""What the templates of clients are given: names, order and types decided, nothing to work out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..jsontypes import JsonValue
    from .kinds import Kind


class AliasView(NamedTuple):
    """A ``Literal`` of an enum.

    Attributes:
        name: an identifier.
        members: strings, integers, booleans and null, in the catalog's order.
    """

    name: str
    members: tuple[JsonValue, ...]


class FieldView(NamedTuple):
    """A key of a ``TypedDict``.

    Attributes:
        key: an identifier where the type is a class, else the name on the wire.
        annotation: a type expression.
        text: its documentation, "" for none.
    """

    key: str
    annotation: str
    text: str


class ObjectView(NamedTuple):
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


class PartsView(NamedTuple):
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


class ImportView(NamedTuple):
    """An import of some names.

    Attributes:
        module: with the dots of a relative import.
        names: sorted.
    """

    module: str
    names: tuple[str, ...]


class ImportsView(NamedTuple):
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


class ModuleView(NamedTuple):
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


class EndpointView(NamedTuple):
    """What the modules of one endpoint share.

    Attributes:
        endpoint: below the hub's inference base.
        imports: what it imports.
        parts: the types.
    """

    endpoint: str
    imports: ImportsView
    parts: PartsView


class ModelRow(NamedTuple):
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


class PackageView(NamedTuple):
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
