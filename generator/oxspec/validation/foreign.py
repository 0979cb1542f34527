"""Advice for a parameter that this model lacks: what it is called here, or who has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..catalog.endpoints import CHAT
from ..runtime.findings import excerpt
from ..schema.strict import envelope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..catalog.model import Catalog, Model
    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding
    from ..schema.normalise import Parameter

_NAMED: Final = 3
_LISTED: Final = 12
_TYPES: Final = {
    "str": {"string"},
    "bool": {"boolean"},
    "int": {"integer", "number"},
    "float": {"number"},
    "list": {"array"},
}


def advised(
    findings: Iterable[Finding], body: JsonObject, *, model: Model, catalog: Catalog
) -> Iterator[Finding]:
    """Yield findings; an unknown parameter that nothing here is near to gets a hint, if any helps.

    One that other models have is no slip, and loses its repair.

    Args:
        findings: on the body.
        body: what they are about.
        model: whom it is judged by.
        catalog: what other models there are.
    """
    for finding in findings:
        name = finding.pointer[1:].replace("~1", "/").replace("~0", "~")
        if finding.code != "unknown-parameter" or name not in body:
            yield finding
        elif finding.hint is None:
            yield replace(finding, hint=_hint(name, body, model, catalog))
        elif finding.fix is not None and _is_meant(name, str(finding.fix["path"])[1:], catalog):
            yield replace(finding, fix=None)
        else:
            yield finding


def _is_meant(name: str, near: str, catalog: Catalog) -> bool:
    """Return whether a name is no slip: other models have it, and it is no plural of the near."""
    return name in catalog.parameters and name.rstrip("s") != near.rstrip("s")


def _hint(name: str, body: JsonObject, model: Model, catalog: Catalog) -> str | None:
    chat = envelope_of(CHAT).get("properties")
    if model.endpoint == CHAT and name == "prompt":
        return 'chat takes it as a message: "messages": [{"role": "user", "content": …}]'
    if model.endpoint != CHAT and isinstance(chat, dict) and name in chat:
        return f"{excerpt(name)} is a parameter of chat, and {model.endpoint} has none like it"
    parameters = model.request.parameters if model.request else ()
    free = [parameter for parameter in parameters if parameter.name not in body]
    for candidates in (_of_value(body[name], free), _of_word(name, body[name], free)):
        if len(candidates) == 1:
            return f"it may be called {excerpt(candidates[0])} here"
    having = catalog.parameters.get(name, ())
    others = [other for other in having if catalog.models[other].endpoint == model.endpoint]
    if not others:
        return _all_of([parameter.name for parameter in free])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return f"other models have it ({', '.join(others[:_NAMED])}{more}), this one does not"


def _all_of(names: list[str]) -> str | None:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"it takes {', '.join(map(excerpt, names[:_LISTED]))}{more}" if names else None


def _of_value(value: JsonValue, parameters: Iterable[Parameter]) -> list[str]:
    """Return the parameters whose enum has a text: what it says tells what it is for."""
    if not isinstance(value, str):
        return []
    return [p.name for p in parameters if p.enum is not None and value in p.enum]


def _of_word(name: str, value: JsonValue, parameters: Iterable[Parameter]) -> list[str]:
    """Return the parameters of the value's type that share a word with a name."""
    words = set(name.lower().split("_"))
    wanted = _TYPES.get(type(value).__name__, {"object"})
    return [
        parameter.name
        for parameter in parameters
        if words & set(parameter.name.lower().split("_")) and wanted & {*parameter.types}
    ]
