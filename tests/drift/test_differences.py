"""The set arithmetic that tools are judged by names each class of change, and no other."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import pytest

from support.differences import CLASSES, differences

if TYPE_CHECKING:
    from support.differences import Raw

_PARAMETERS: Final[Raw] = {
    "prompt": {"type": "string"},
    "images": {"type": "array", "items": {"type": "string"}},
    "size": {"type": "string", "enum": ["s", "m"], "default": "s"},
    "steps": {"type": "integer", "minimum": 1, "maximum": 9, "x-order": 3},
}


def _entry() -> Raw:
    return {
        "display_name": "One",
        "endpoint": "/a",
        "capabilities": {},
        "json_request_schema": {"required": ["prompt"], "properties": deepcopy(_PARAMETERS)},
    }


def _with(name: str, **keywords: Any) -> Raw:  # noqa: ANN401  # any JSON
    entry = _entry()
    properties = entry["json_request_schema"]["properties"]
    properties[name] = properties.get(name, {}) | keywords
    return entry


def _required(*names: str) -> Raw:
    entry = _entry()
    entry["json_request_schema"]["required"] = list(names)
    return entry


def _without(name: str, *, now: str | None = None) -> Raw:
    entry = _entry()
    properties = entry["json_request_schema"]["properties"]
    gone = properties.pop(name)
    if now:
        properties[now] = gone
    return entry


def _required_new() -> Raw:
    entry = _with("seed", type="integer")
    entry["json_request_schema"]["required"].append("seed")
    return entry


CHANGED: Final[dict[str, dict[str, Raw]]] = {
    "model added": {"one": _entry(), "two": _entry() | {"display_name": "Two"}},
    "model removed": {},
    "model renamed": {"uno": _entry()},
    "endpoint changed": {"one": _entry() | {"endpoint": "/b"}},
    "parameter added": {"one": _with("seed", type="integer")},
    "parameter removed": {"one": _without("images")},
    "parameter renamed": {"one": _without("images", now="image")},
    "required parameter added": {"one": _required_new()},
    "became required": {"one": _required("prompt", "size")},
    "became optional": {"one": _required()},
    "type changed": {"one": _with("size", type="integer", enum=[1, 2], default=1)},
    "enum narrowed": {"one": _with("size", enum=["s", "l"])},
    "enum widened": {"one": _with("size", enum=["s", "m", "l"])},
    "range narrowed": {"one": _with("steps", maximum=8)},
    "range widened": {"one": _with("steps", minimum=0)},
    "default changed": {"one": _with("size", default="m")},
    "text changed": {"one": _entry() | {"display_name": "First"}},
    "order or hint changed": {"one": _with("size", enum=["m", "s"])},
}


@pytest.mark.parametrize("kind", CLASSES)
def test_each_class_of_change_is_told_of_and_no_other(kind: str) -> None:
    found = differences({"one": _entry()}, CHANGED[kind])

    assert [fact.kind for fact in found] == [kind]


def test_what_is_the_same_differs_in_nothing() -> None:
    assert differences({"one": _entry()}, {"one": _entry()}) == []
