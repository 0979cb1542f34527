"""What a change is, in one sentence: what is a catalog's stands between backticks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..runtime.findings import excerpt
from ..runtime.wording import ARTICLES, between, counted, shown
from ..schema.normalise import types_of
from .equality import key_of
from .keywords import lost_and_gained
from .places import member_of
from .vocabulary import is_judging

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jsontypes import JsonObject, JsonValue
    from .changes import Change

#: Texts that without quotes would be taken for something else, or for less.
_TAKEN_AMISS: Final = re.compile(r"|-?[0-9.]+([eE][+-]?[0-9]+)?|true|false|null|[\[{].*|\s.*|.*\s")
_SHOWN_VALUES: Final = 12
_UNITS: Final = {"Length": "character", "Items": "entry", "Properties": "member"}


def message_of(change: Change) -> str:
    """Return a sentence without a full stop, on one line.

    Backticks stand around names and values of a catalog and nowhere else; one inside is escaped.
    """
    return _SENTENCES[change.kind](change)


def named(name: str | None) -> str:
    """Return a parameter between backticks; "the request" for the schema itself."""
    return "the request" if name is None else f"`{_safe(excerpt(name, limit=120)[1:-1])}`"


def _safe(text: str) -> str:
    return text.replace("`", "\\u0060")


def _value(value: JsonValue) -> str:
    """Return a value as JSON, a text without quotes where it is not mistaken for anything else."""
    text = shown(value)
    if isinstance(value, str) and text == f'"{value}"' and not _TAKEN_AMISS.fullmatch(value):
        text = value
    return f"`{_safe(text)}`"


def _values(values: list[JsonValue]) -> str:
    told = ", ".join(map(_value, values[:_SHOWN_VALUES]))
    more = len(values) - _SHOWN_VALUES
    return told + (f" and {more} more" if more > 0 else "")


def _model(change: Change) -> str:
    if change.kind == "model-added":
        return "the model is new"
    if change.kind == "model-removed":
        return "the model is gone"
    if change.kind == "model-renamed":
        return f"the model is called {named(str(change.new))} now"
    is_now = change.new is True
    return "the model is deprecated: the hub will take it out" if is_now else "no longer deprecated"


def _endpoint(change: Change) -> str:
    now, was = (f"`/{end}`" if end else "no known endpoint" for end in (change.new, change.old))
    return f"requests go to {now} now, not to {was}"


def _added(change: Change) -> str:
    subschema = change.new if isinstance(change.new, dict) else {}
    required = " and required" if change.kind == "required-parameter-added" else ""
    kind = _kinds(subschema)
    return f"{named(change.parameter)} is new{required}" + (f": {kind}" if kind else "")


def _removed(change: Change) -> str:
    return f"{named(change.parameter)} is gone"


def _renamed(change: Change) -> str:
    return f"{named(change.parameter)} is called {named(str(change.new))} now"


def _required(change: Change) -> str:
    state = "required" if change.kind == "became-required" else "optional"
    return f"{named(change.parameter)} is {state} now"


def _type(change: Change) -> str:
    old, new = _sides(change)
    name, was, now = named(change.parameter), _kinds(old), _kinds(new)
    if was == now:
        return f"{name} takes null too" if _takes_null(new) else f"{name} no longer takes null"
    text = f"{name} takes {now or 'anything'} now, not {was or 'anything'}"
    enum = new.get("enum")
    return text + (f": {_one_of(enum)}" if isinstance(enum, list) else "")


def _kinds(schema: JsonObject) -> str:
    kinds = [kind for kind in types_of(schema) if kind != "null"]
    return " or ".join(ARTICLES.get(kind, kind) for kind in kinds)


def _takes_null(schema: JsonObject) -> bool:
    return schema.get("nullable") is True or "null" in types_of(schema)


def _one_of(values: list[JsonValue]) -> str:
    return _values(values) if len(values) == 1 else f"one of {_values(values)}"


def _enum(change: Change) -> str:
    old, new = (side.get("enum") for side in _sides(change))
    name = named(change.parameter)
    if not isinstance(old, list):
        values = new if isinstance(new, list) else []
        return f"{name} takes only {counted(len(values), 'value')} now: {_values(values)}"
    if not isinstance(new, list):
        return f"{name} takes other values than {_values(old)} too"
    lost, gained = lost_and_gained(old, new)
    if not lost:
        return f"{name} takes {_values(gained)} too"
    came = set(map(key_of, gained))
    left = [member for member in new if key_of(member) not in came]
    text = f"{name} no longer takes {_values(lost)}; "
    text += f"{counted(len(left), 'value')} left: {_values(left)}" if left else "no value is left"
    return text + (f"; new: {_values(gained)}" if gained else "")


def _range(change: Change) -> str:
    old, new = _sides(change)
    name, was, now = named(change.parameter), _limits(old), _limits(new)
    if not now:
        return f"{name} has no such limit any more: {was}"
    return f"{name} is limited now: {now}" + (f"; it was {was}" if was else "")


def _limits(keywords: JsonObject) -> str:
    lengths = [
        f"{'at least' if k.startswith('min') else 'at most'} {counted(v, _UNITS[k[3:]])}"
        for k, v in keywords.items()
        if k[3:] in _UNITS
    ]
    return " and ".join(lengths) if lengths else between(keywords)


def _format(change: Change) -> str:
    old, new = (side.get("format") for side in _sides(change))
    name = named(change.parameter)
    if new is None:
        return f"{name} need not be in the format {_value(old)} any more"
    was = "" if old is None else f", not {_value(old)}"
    return f"{name} must be in the format {_value(new)} now{was}"


def _default(change: Change) -> str:
    old, new = _sides(change)
    name = named(change.parameter)
    if "default" not in new:
        return f"{name} has no default now; it was {_value(old['default'])}"
    was = f"it was {_value(old['default'])}" if "default" in old else "it had no default"
    return f"{name} is {_value(new['default'])} now where it is left out; {was}"


def _text(change: Change) -> str:
    old, new = _sides(change)
    keywords = " and ".join(sorted({*old, *new}))
    of = "" if change.pointer is None else f" of {named(change.parameter)}"
    return f"the {keywords}{of} changed"


def _schema(change: Change) -> str:
    if change.pointer is None:
        return _fact(change)
    if change.parameter is None and (change.old is None or change.new is None):
        return "no request schema any more" if change.new is None else "has a request schema now"
    old, new = _sides(change)
    keywords = sorted({*old, *new})
    if keywords == ["enum"]:
        return f"the values of {named(change.parameter)} are listed in another way"
    told = ", ".join(map(named, keywords))
    if not keywords or any(map(is_judging, keywords)):
        return f"{named(change.parameter)} is judged in another way" + (f": {told}" if told else "")
    return f"{named(change.parameter)} is shown in another way: {told}"


def _fact(change: Change) -> str:
    old, new = _sides(change)
    if "can_run_inference" in new:
        runs = new["can_run_inference"] is True
        return (
            "the model answers requests now" if runs else "the model answers no requests any more"
        )
    told = (f"{key}: {_value(new.get(key))}, was {_value(old.get(key))}" for key in new)
    return "; ".join(told)


def _sides(change: Change) -> tuple[JsonObject, JsonObject]:
    whole: JsonObject = {"old": change.old, "new": change.new}
    return member_of(whole, "old"), member_of(whole, "new")


_SENTENCES: Final[dict[str, Callable[[Change], str]]] = {
    **dict.fromkeys(("model-added", "model-removed", "model-renamed", "model-deprecated"), _model),
    "endpoint-changed": _endpoint,
    **dict.fromkeys(("parameter-added", "required-parameter-added"), _added),
    "parameter-removed": _removed,
    "parameter-renamed": _renamed,
    **dict.fromkeys(("became-required", "became-optional"), _required),
    "type-changed": _type,
    **dict.fromkeys(("enum-narrowed", "enum-widened"), _enum),
    **dict.fromkeys(("range-narrowed", "range-widened"), _range),
    "format-changed": _format,
    "default-changed": _default,
    "text-changed": _text,
    "schema-changed": _schema,
}
