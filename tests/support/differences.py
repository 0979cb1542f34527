"""What differs between two catalogs' payloads, by plain set arithmetic and nothing of oxspec."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    #: An object of JSON as json.loads gives it.
    Raw = dict[str, Any]

#: Each class of change, and whether a request that was right before can be wrong after it.
CLASSES: Final = {
    "model added": False,
    "model removed": True,
    "model renamed": True,
    "endpoint changed": True,
    "parameter added": False,
    "parameter removed": True,
    "parameter renamed": True,
    "required parameter added": True,
    "became required": True,
    "became optional": False,
    "type changed": True,
    "enum narrowed": True,
    "enum widened": False,
    "range narrowed": True,
    "range widened": False,
    "default changed": False,
    "text changed": False,
    "order or hint changed": False,
}
_BOUNDS: Final = {"minimum": 1, "maximum": -1}
_ORDER: Final = frozenset({"x-order"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that differs.

    Attributes:
        kind: one of ``CLASSES``.
        model: its id, the old one if it was renamed.
        parameter: its name, the old one if it was renamed; None for the whole model.
        keywords: in which it is seen; none where a model or a parameter went or came.
        new: the new name, if it was renamed.
    """

    kind: str
    model: str
    parameter: str | None = None
    keywords: frozenset[str] = frozenset()
    new: str | None = None


def entries(path: Path) -> dict[str, Raw]:
    """Return the entries of a payload by id."""
    return {entry["name"]: entry for entry in json.loads(path.read_bytes())["models"]}


def differences(old: dict[str, Raw], new: dict[str, Raw]) -> list[Difference]:
    """Return all that differs, models by id."""
    found = list(_models(old, new))
    for name in sorted(old.keys() & new.keys()):
        found += _entry(name, old[name], new[name])
    return found


def _models(old: dict[str, Raw], new: dict[str, Raw]) -> Iterator[Difference]:
    came = sorted(new.keys() - old.keys())
    for name in sorted(old.keys() - new.keys()):
        title = old[name]["display_name"]
        other = next((other for other in came if new[other]["display_name"] == title), None)
        yield Difference("model renamed" if other else "model removed", name, new=other)
        came = [name for name in came if name != other]
    yield from (Difference("model added", name) for name in came)


def _entry(model: str, old: Raw, new: Raw) -> Iterator[Difference]:
    for key, kind in (
        ("endpoint", "endpoint changed"),
        ("display_name", "text changed"),
        ("capabilities", "order or hint changed"),
    ):
        if old[key] != new[key]:
            yield Difference(kind, model, None, frozenset({key}))
    schemas: list[Raw] = [entry["json_request_schema"] or {} for entry in (old, new)]
    before, after = schemas
    if before.get("basic") != after.get("basic"):
        yield Difference("order or hint changed", model, None, frozenset({"basic"}))
    yield from _parameters(model, before, after)


def _parameters(model: str, old: Raw, new: Raw) -> Iterator[Difference]:
    before, after = old.get("properties", {}), new.get("properties", {})
    must = [set(schema.get("required", ())) for schema in (old, new)]
    renamed = _renamed(before, after)
    for name in sorted(before.keys() - after.keys()):
        kind = "parameter renamed" if name in renamed else "parameter removed"
        yield Difference(kind, model, name, new=renamed.get(name))
    for name in sorted(after.keys() - before.keys() - set(renamed.values())):
        kind = "required parameter added" if name in must[1] else "parameter added"
        yield Difference(kind, model, name)
    for name in sorted(before.keys() & after.keys()):
        if (name in must[0]) != (name in must[1]):
            kind = "became required" if name in must[1] else "became optional"
            yield Difference(kind, model, name, frozenset({"required"}))
        for kind, keywords in _keywords(before[name], after[name]):
            yield Difference(kind, model, name, frozenset(keywords))


def _renamed(old: Raw, new: Raw) -> dict[str, str]:
    """Return new names by old ones: of the same schema, the one name the start of the other."""
    pairs = ((gone, came) for gone in sorted(old.keys() - new.keys()) for came in sorted(new))
    return {
        gone: came
        for gone, came in pairs
        if came not in old
        and (gone.startswith(came) or came.startswith(gone))
        and _said(old[gone]) == _said(new[came])
    }


def _said(schema: Raw) -> Raw:
    return {key: value for key, value in schema.items() if key not in _ORDER}


def _keywords(old: Raw, new: Raw) -> Iterator[tuple[str, set[str]]]:
    if old.get("x-order") != new.get("x-order"):
        yield "order or hint changed", {"x-order"}
    if old.get("type") != new.get("type"):
        # The values and the default of another type are others by need: one fact, not three.
        yield "type changed", {"type", "enum", "default", *_BOUNDS}
        return
    yield from _values(old.get("enum"), new.get("enum"))
    for bound, sign in _BOUNDS.items():
        yield from _range(bound, old.get(bound), new.get(bound), sign)
    if old.get("default") != new.get("default"):
        yield "default changed", {"default"}
    if old.get("description") != new.get("description"):
        yield "text changed", {"description"}


def _values(old: list[Any] | None, new: list[Any] | None) -> Iterator[tuple[str, set[str]]]:
    if old == new:
        return
    if new is not None and (old is None or not set(old) <= set(new)):
        yield "enum narrowed", {"enum"}
    elif new is None or set(old or ()) != set(new):
        yield "enum widened", {"enum"}
    else:
        yield "order or hint changed", {"enum"}


def _range(
    bound: str, old: float | None, new: float | None, sign: int
) -> Iterator[tuple[str, set[str]]]:
    if old == new:
        return
    narrowed = new is not None and (old is None or sign * new > sign * old)
    yield f"range {'narrowed' if narrowed else 'widened'}", {bound}
