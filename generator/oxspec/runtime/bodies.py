"""Request bodies as JSON, and answers from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from .jsonvalue import JsonObject


def request_body(
    model: str, params: Mapping[str, object], wire: Mapping[str, str] | None = None
) -> JsonObject:
    """Return the body that asks a model for something.

    Args:
        model: the model's id; it wins over a parameter of that name.
        params: by identifier.
        wire: the names on the wire, of those parameters whose identifier differs.

    Returns:
        Plain JSON, but for numbers that are none of JSON's: those are a check's to explain.

    Raises:
        TypeError: something in it is not JSON.
        ValueError: it is too deep, or holds itself.
    """
    names = wire or {}
    body: dict[str, object] = {"model": model}
    body.update((names.get(name, name), value) for name, value in params.items())
    body["model"] = model
    try:
        decoded: JsonObject = json.loads(json.dumps(body, default=_plain))
    except RecursionError:
        message = "the parameters are nested too deeply"
        raise ValueError(message) from None
    return decoded


def encoded(body: Mapping[str, object]) -> bytes:
    """Return a body's bytes.

    Raises:
        TypeError: something in it is not JSON.
        ValueError: so is a number in it.
    """
    return json.dumps(body, allow_nan=False, default=_plain).encode("ascii")


def decoded(content: bytes | str) -> JsonObject | None:
    """Return the object that is the JSON text, None where it is another thing."""
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return cast("JsonObject", value) if isinstance(value, dict) else None


def _plain(value: object) -> object:
    """Return what json can write of a mapping or a sequence that is neither dict nor list."""
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, object]", value))
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return list(cast("Sequence[object]", value))
    message = f"{type(value).__name__} is not JSON"
    raise TypeError(message)
