"""The view of one client module, and its text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ..catalog.decode import digest_of
from ..errors import UnjudgedError
from ..naming import identifiers
from ..schema.normalise import parameter_of
from ..schema.strict import CHAT, envelope_of
from .annotations import required, types_of_parameters
from .environment import environment
from .facts import documentation
from .skeleton import prove
from .views import FieldView, ModuleView, ObjectView, PartsView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jinja2 import Template

    from ..catalog.model import Model
    from ..jsontypes import JsonObject
    from ..schema.normalise import Parameter

#: The client says these itself, whatever a schema has: the id, and whether the answer is a stream.
_CLIENT_OWNED: Final = frozenset(("model", "stream"))
_HIDDEN: Final = ("x-undocumented", "x-queue-only")
_WORD: Final = re.compile(r"\w+")


def module_view(model: Model, *, module: str) -> ModuleView:
    """Return the view of a model's module.

    Raises:
        SchemaDefect: its request schema is not well-formed.
        UnjudgedError: no endpoint is known for it.
    """
    if model.endpoint is None:
        what = "no endpoint is known for it"
        raise UnjudgedError(what, where=model.id)
    parts = _parts(model) if model.request_schema is not None else _shared_parts(model.endpoint)
    return ModuleView(
        name=module,
        text=f"{model.display_name}: {model.summary}" if model.summary else model.display_name,
        model=model.id,
        endpoint=model.endpoint,
        digest=digest_of(model.request_schema),
        parts=parts,
    )


def _parts(model: Model) -> PartsView:
    own, envelope = model.request, envelope_of(model.endpoint or CHAT)
    root = {**envelope, **(own.keywords if own else {})}
    return _parts_of(client_parameters(model), root)


@cache
def _shared_parts(endpoint: str) -> PartsView:
    # Most models have no schema of their own, and the endpoint's is the largest of all.
    shared = [p for p in _envelope_parameters(endpoint) if p.name not in _CLIENT_OWNED]
    return _parts_of(shared, envelope_of(endpoint))


def _parts_of(parameters: Sequence[Parameter], root: JsonObject) -> PartsView:
    names = identifiers(parameter.name for parameter in parameters)
    types = types_of_parameters(parameters, root=root, taken=names.values())
    fields = tuple(
        FieldView(names[p.name], required(types.annotation(p, p.name), p), documentation(p))
        for p in parameters
    )
    objects = tuple(types.objects.values())
    wire = tuple((names[p.name], p.name) for p in parameters if names[p.name] != p.name)
    shapes = [*objects, ObjectView("Params", "", fields)]
    words = set(_words(field.annotation for shape in shapes for field in shape.fields))
    if wire:
        words.add("Mapping")
    aliases = tuple(types.aliases.values())
    return PartsView(
        aliases=aliases,
        objects=objects,
        params=ObjectView("Params", "What ``create`` takes.", fields),
        wire=wire,
        abc=tuple(sorted(words & {"Mapping", "Sequence"})),
        typing=_typing(words, aliases=bool(aliases)),
        json=tuple(sorted({"JsonObject"} | (words & {"JsonValue"}))),
    )


def client_parameters(model: Model) -> tuple[Parameter, ...]:
    """Return what ``create`` takes: the model's own parameters, then its endpoint's.

    Raises:
        SchemaDefect: its request schema is not well-formed.
    """
    own = model.request
    found = {p.name: p for p in own.parameters} if own else {}
    for name in _names(own.keywords if own else {}):
        # Required, and described nowhere: the server asks for it all the same.
        found.setdefault(name, parameter_of(name, {}, required=True))
    for parameter in _envelope_parameters(model.endpoint or CHAT):
        if parameter.name == "messages":
            found[parameter.name] = parameter
        found.setdefault(parameter.name, parameter)
    return tuple(p for p in found.values() if p.name not in _CLIENT_OWNED)


@cache
def _envelope_parameters(endpoint: str) -> tuple[Parameter, ...]:
    envelope = envelope_of(endpoint)
    properties = envelope.get("properties")
    needed = _names(envelope)
    shared = properties.items() if isinstance(properties, dict) else ()
    found = [parameter_of(name, schema, required=name in needed) for name, schema in shared]
    return tuple(p for p in found if not any(keyword in p.keywords for keyword in _HIDDEN))


def _names(schema: JsonObject) -> list[str]:
    names = schema.get("required")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _words(annotations: Iterable[str]) -> Iterator[str]:
    for annotation in annotations:
        yield from _WORD.findall(annotation)


def _typing(words: set[str], *, aliases: bool) -> tuple[str, ...]:
    names = {"Final", "TypedDict", "Unpack"} | (words & {"Required"})
    return tuple(sorted(names | ({"Literal", "TypeAlias"} if aliases else set())))


def render_module(view: ModuleView) -> str:
    """Return a module's text.

    Raises:
        SkeletonError: it is not what the view says, which is a fault of oxspec.
    """
    text = _template().render(view=view)
    prove(text, view)
    return text


@cache
def _template() -> Template:
    return environment("client").get_template("module.py.jinja")
