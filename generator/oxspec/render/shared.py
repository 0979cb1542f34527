"""What the client modules of one endpoint share: its parameters, its options, how it is called."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ..naming import identifiers
from ..schema.normalise import parameter_of
from ..schema.strict import CHAT, envelope_of
from .annotations import required, types_of_parameters
from .clientviews import EndpointView, FieldView, ImportsView, ImportView, ObjectView, PartsView
from .environment import environment
from .facts import documentation
from .kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ..jsontypes import JsonObject
    from ..schema.normalise import Parameter
    from .kinds import Kind

#: What of a chat body is the hub's own; the rest is what any chat model is asked with.
_CHAT_OPTIONS: Final = frozenset(("target_namespace",))
_CLIENT_OWNED: Final = frozenset(("model", "stream"))
_QUEUE_ONLY: Final = "x-queue-only"
_WORD: Final = re.compile(r"\w+")
_TYPING: Final = ("Literal", "Required", "TypeAlias", "TypedDict")
_ABC: Final = ("Mapping", "Sequence")


def module_of_endpoint(endpoint: str) -> str:
    """Return the module, below ``_endpoints``, of what an endpoint's models share."""
    return endpoint.replace("/", "_")


def shared_parameters(endpoint: str) -> tuple[Parameter, ...]:
    """Return the parameters that every model of an endpoint takes as its own: those of chat."""
    if endpoint != CHAT:
        return ()
    return tuple(p for p in _envelope(endpoint) if p.name not in _CHAT_OPTIONS)


def options_of(endpoint: str, *, queue_only: bool = False) -> tuple[Parameter, ...]:
    """Return what an endpoint takes beside the parameters of a model, or its queue alone takes."""
    own = [p for p in _envelope(endpoint) if endpoint != CHAT or p.name in _CHAT_OPTIONS]
    return tuple(p for p in own if bool(p.keywords.get(_QUEUE_ONLY)) is queue_only)


def endpoint_file(endpoint: str) -> bytes:
    """Return the module of what an endpoint's models share."""
    view = _endpoint_view(endpoint)
    text = environment("client").get_template("endpoint.py.jinja").render(view=view)
    return text.encode("utf-8")


def parts_of(
    shapes: Mapping[str, tuple[str, Sequence[Parameter]]],
    *,
    root: JsonObject,
    bases: Mapping[str, str] | None = None,
) -> PartsView:
    """Return the types of some parameters.

    Args:
        shapes: name, documentation and parameters of each ``TypedDict``.
        root: the schema that references are resolved in.
        bases: what a ``TypedDict`` is made from, of those that are not plain.
    """
    parameters = [p for _, members in shapes.values() for p in members]
    names = identifiers(parameter.name for parameter in parameters)
    types = types_of_parameters(parameters, root=root, taken={*names.values(), *shapes})
    wanted = [
        ObjectView(
            name,
            text,
            tuple(
                FieldView(names[p.name], required(types.annotation(p, p.name), p), documentation(p))
                for p in members
            ),
            base=(bases or {}).get(name, "TypedDict"),
        )
        for name, (text, members) in shapes.items()
    ]
    objects = (*types.objects.values(), *wanted)
    return PartsView(
        aliases=tuple(types.aliases.values()),
        objects=objects,
        wire=tuple((names[p.name], p.name) for p in parameters if names[p.name] != p.name),
        words=_words(objects),
    )


def imports_of(
    parts: PartsView, *, typing: Collection[str] = ()
) -> tuple[tuple[ImportView, ...], tuple[ImportView, ...]]:
    """Return what types need, of the standard library and of the package.

    Args:
        parts: the types.
        typing: what is used of ``typing`` beside.
    """
    words = set(parts.words)
    if parts.wire:
        words.add("Mapping")
    if parts.aliases:
        words |= {"Literal", "TypeAlias"}
    library = {
        "collections.abc": words.intersection(_ABC),
        "typing": words.intersection(_TYPING).union(typing),
    }
    package = {"._runtime.jsonvalue": words & {"JsonValue"}}
    return _import_views(library), _import_views(package)


def names_in(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as an import lists them: constants first."""
    return tuple(sorted(names, key=lambda name: (not name.isupper(), name)))


def _import_views(modules: Mapping[str, Collection[str]]) -> tuple[ImportView, ...]:
    return tuple(ImportView(m, names_in(names)) for m, names in modules.items() if names)


def _words(objects: Iterable[ObjectView]) -> frozenset[str]:
    annotations = (field.annotation for shape in objects for field in shape.fields)
    words = {word for annotation in annotations for word in _WORD.findall(annotation)}
    bases = {shape.base if shape.is_class else "TypedDict" for shape in objects}
    return frozenset(words | bases)


def _endpoint_view(endpoint: str) -> EndpointView:
    kind = KINDS[endpoint]
    shapes = dict(_shapes(endpoint, kind))
    bases = {f"{kind.stem}QueueOptions": f"{kind.stem}Options"}
    typed = parts_of(shapes, root=envelope_of(endpoint), bases=bases)
    objects = (*typed.objects, *_calls(kind))
    parts = PartsView(typed.aliases, objects, typed.wire, typed.words | _words(_calls(kind)))
    library, package = imports_of(parts)
    own = (*package, ImportView("._runtime.operations", ("Calling",)))
    return EndpointView(endpoint, ImportsView(library, _below(own)), parts)


def _below(imports: Iterable[ImportView]) -> tuple[ImportView, ...]:
    return tuple(ImportView(f".{view.module}", view.names) for view in imports)


def _shapes(endpoint: str, kind: Kind) -> Iterable[tuple[str, tuple[str, Sequence[Parameter]]]]:
    if shared := shared_parameters(endpoint):
        text = "The parameters that every model of the endpoint has."
        yield f"{kind.stem}Params", (text, shared)
    text = "What the hub takes beside a model's parameters."
    yield f"{kind.stem}Options", (text, options_of(endpoint))
    if kind.queues:
        text = "What the hub's queue takes beside a model's parameters."
        yield f"{kind.stem}QueueOptions", (text, options_of(endpoint, queue_only=True))


def _calls(kind: Kind) -> tuple[ObjectView, ...]:
    named = {"Call": ("create", "Options")}
    if kind.queues:
        named["Submission"] = ("submit", "QueueOptions")
    text = "What the hub takes beside the parameters."
    return tuple(
        ObjectView(
            f"{kind.stem}{name}",
            f"What ``{function}`` takes beside the parameters.",
            (FieldView("options", f"{kind.stem}{options}", text),),
            base="Calling",
        )
        for name, (function, options) in named.items()
    )


@cache
def _envelope(endpoint: str) -> tuple[Parameter, ...]:
    envelope = envelope_of(endpoint)
    properties, names = envelope.get("properties"), envelope.get("required")
    needed = names if isinstance(names, list) else []
    shared = properties.items() if isinstance(properties, dict) else ()
    found = [parameter_of(name, schema, required=name in needed) for name, schema in shared]
    return tuple(
        p for p in found if p.name not in _CLIENT_OWNED and "x-undocumented" not in p.keywords
    )
