"""Repairs in the text of a body: the rest of it stays as it was written, byte for byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ..jsonplaces import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..jsonplaces import Place
    from ..jsontypes import JsonObject, JsonValue

_BLANKS: Final = re.compile(r"[ \t\r\n]*")


def mended(text: str, operations: Iterable[JsonObject]) -> str:
    """Return a text after JSON Patch operations, each done where its value stands.

    Args:
        text: strict JSON.
        operations: as ``repaired`` returns them.
    """
    for operation in operations:
        text = _after(text, operation)
    return text


def _after(text: str, operation: JsonObject) -> str:
    kind = operation["op"]
    pointer = str(operation["from" if kind == "move" else "path"])
    place = places_of(text, [pointer])[pointer]
    if kind == "remove":
        return _without(text, place)
    if kind == "move" and place.key_start is not None and place.key_end is not None:
        name = str(operation["path"]).rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        return text[: place.key_start] + _literal(name) + text[place.key_end :]
    written = _replacement(text[place.start : place.end], operation["value"])
    return text[: place.start] + written + text[place.end :]


def _replacement(old: str, value: JsonValue) -> str:
    """Return how a new value is written: what it is made of stays as it was."""
    if isinstance(value, list):
        return f"[{old}]"
    # A number out of its quotes, with the digits that were in them.
    if isinstance(value, int | float) and not isinstance(value, bool) and old.startswith('"'):
        digits = str(json.loads(old)).strip()
        return digits if json.loads(digits) == value else _literal(value)
    return _literal(value)


def _without(text: str, place: Place) -> str:
    """Return a text without a member, its comma, and the blanks that belonged to it."""
    start = place.start if place.key_start is None else place.key_start
    after = _BLANKS.match(text, place.end)
    end = after.end() if after else place.end
    if text[end : end + 1] == ",":
        following = _BLANKS.match(text, end + 1)
        return text[:start] + text[following.end() if following else end + 1 :]
    before = text[:start].rstrip(" \t\r\n")
    if before.endswith(","):
        return before[:-1] + text[place.end :]
    return before + text[end:]


def _literal(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)
