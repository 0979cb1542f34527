"""A body as the keyword arguments of the call that makes it with a generated client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..naming import identifiers
from .filters import python_identifier, python_value
from .modules import client_parameters
from .shared import options_of

if TYPE_CHECKING:
    from ..catalog.model import Model
    from ..jsontypes import JsonObject

#: Where arguments stand in the templates.
_COLUMN: Final = 8
#: What the function says itself.
_SAID: Final = frozenset(("model", "stream"))


def client_arguments(model: Model, body: JsonObject) -> str:
    """Return the arguments of a call: the client, then a body's members by keyword.

    Raises:
        SchemaDefect: the model's request schema is not well-formed.
    """
    names = identifiers(parameter.name for parameter in client_parameters(model))
    beside = {p.name for p in options_of(model.endpoint or "")} - names.keys()
    own = {n: v for n, v in body.items() if n not in _SAID and n not in beside}
    lines = ["client"]
    lines += [
        f"{python_identifier(names[name])}={python_value(value, _COLUMN)}"
        for name, value in own.items()
    ]
    options = {name: value for name, value in body.items() if name in beside}
    if options:
        lines.append(f"options={python_value(options, _COLUMN)}")
    return (",\n" + " " * _COLUMN).join(lines) + ","
