"""The view of one client module, and its text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ..catalog.decode import digest_of
from ..errors import UnjudgedError
from ..schema.normalise import parameter_of
from ..schema.strict import CHAT, envelope_of
from .clientviews import ImportsView, ImportView, ModuleView, ObjectView, PartsView
from .environment import environment
from .kinds import KINDS
from .shared import imports_of, module_of_endpoint, names_in, parts_of, shared_parameters
from .skeleton import prove

if TYPE_CHECKING:
    from jinja2 import Template

    from ..catalog.model import Model
    from ..jsontypes import JsonObject
    from ..schema.normalise import Parameter
    from .kinds import Kind

#: The client says these itself, whatever a schema has: the id, and whether the answer is a stream.
_CLIENT_OWNED: Final = frozenset(("model", "stream"))
_TEXT: Final = "The parameters of the model."


def module_view(model: Model, *, module: str, schema: str) -> ModuleView:
    """Return the view of a model's module.

    Args:
        model: whose module it is.
        module: its name.
        schema: the file that its bodies are checked by.

    Raises:
        SchemaDefect: its request schema is not well-formed.
        UnjudgedError: no endpoint is known for it.
    """
    if model.endpoint is None:
        what = "no endpoint is known for it"
        raise UnjudgedError(what, where=model.id)
    kind = KINDS[model.endpoint]
    parts = _inherited(kind) if _has_shared_parameters(model) else _own(model)
    return ModuleView(
        name=module,
        text=f"{model.display_name}: {model.summary}" if model.summary else model.display_name,
        model=model.id,
        endpoint=model.endpoint,
        digest=digest_of(model.request_schema),
        schema=schema,
        deprecated=model.deprecated,
        kind=kind,
        imports=_imports(model.endpoint, kind, parts),
        parts=parts,
    )


def _has_shared_parameters(model: Model) -> bool:
    return model.endpoint == CHAT and model.request_schema is None


@cache
def _inherited(kind: Kind) -> PartsView:
    base = f"{kind.stem}Params"
    params = ObjectView("Params", _TEXT, (), base=base)
    return PartsView((), (params,), (), frozenset((base,)))


def _own(model: Model) -> PartsView:
    own, envelope = model.request, envelope_of(model.endpoint or CHAT)
    root = {**envelope, **(own.keywords if own else {})}
    return parts_of({"Params": (_TEXT, client_parameters(model))}, root=root)


def _imports(endpoint: str, kind: Kind, parts: PartsView) -> ImportsView:
    library, package = imports_of(parts, typing={"Final", "TYPE_CHECKING", "Unpack"})
    shared = {*kind.shared, *(parts.words & {f"{kind.stem}Params"})}
    own = [
        ImportView(f"._endpoints.{module_of_endpoint(endpoint)}", names_in(shared)),
        ImportView("._runtime", ("operations",)),
        ImportView(f"._runtime.{kind.source}", (kind.result,)),
        *package,
    ]
    # What only annotations name is not imported at run time: that is half of what it would take.
    annotated = {
        "findings": {"Finding"},
        "http": {"AsyncClient", "Client"},
        **({"jobs": {"AsyncJobs", "Jobs"}} if kind.queues else {}),
        **({"streams": {"AsyncChatStream", "ChatStream"}} if kind.streams else {}),
    }
    return ImportsView(
        library,
        tuple(sorted(own, key=lambda view: view.module)),
        tuple(ImportView(f"._runtime.{name}", names_in(n)) for name, n in annotated.items()),
    )


def client_parameters(model: Model) -> tuple[Parameter, ...]:
    """Return the parameters that ``create`` takes: the model's own, for chat the endpoint's too.

    Raises:
        SchemaDefect: its request schema is not well-formed.
    """
    own = model.request
    found = {p.name: p for p in own.parameters} if own else {}
    for name in _required(own.keywords if own else {}):
        # Required, and described nowhere: the server asks for it all the same.
        found.setdefault(name, parameter_of(name, {}, required=True))
    for parameter in shared_parameters(model.endpoint or CHAT):
        if parameter.name == "messages":
            found[parameter.name] = parameter
        found.setdefault(parameter.name, parameter)
    return tuple(p for p in found.values() if p.name not in _CLIENT_OWNED)


def _required(schema: JsonObject) -> list[str]:
    names = schema.get("required")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


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
