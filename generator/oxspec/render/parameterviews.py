"""A model's parameters and rules as people read them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..catalog.parameters import shared_parameters
from ..jsontypes import ABSENT
from ..schema.normalise import parameter_of
from ..schema.strict import envelope_of
from ..schema.subschemas import resolve
from .facts import DESCRIPTION_CHARACTERS, bounds_of, shape_of
from .referenceviews import ParameterGroup, ParameterView, RuleView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..catalog.model import Model
    from ..jsontypes import JsonObject, JsonValue
    from ..schema.normalise import Parameter
    from .history import ModelHistory

CHOICES: Final = 50
_VALUE_CHARACTERS: Final = 80
#: Members of members of members are shown; what is deeper is in the schema.
_DEPTH: Final = 3
_NO_REFERENCES: Final[JsonObject] = {}
_WORDS: Final = {"boolean": "true or false"}
_PLURALS: Final = {
    "string": "strings",
    "integer": "integers",
    "number": "numbers",
    "boolean": "true or false",
    "object": "objects",
    "array": "lists",
    "URL": "URLs",
}


def parameter_groups(model: Model, told: ModelHistory | None = None) -> tuple[ParameterGroup, ...]:
    """Return a model's parameters: required, optional, and what its endpoint adds.

    Args:
        model: whose they are.
        told: what changed of it, None for nothing.

    Raises:
        SchemaDefect: its request schema is not well-formed.
    """
    envelope = envelope_of(model.endpoint) if model.endpoint else {}
    # References are followed in descriptions of ours alone: a model's own could multiply.
    own = [(p, _NO_REFERENCES) for p in (model.request.shown_first() if model.request else ())]
    shared = [(p, envelope) for p in shared_parameters(model)]
    named = "Of every model of this endpoint" if own else "Optional"
    groups = (
        ("Required", "required", [pair for pair in (*own, *shared) if pair[0].required]),
        ("Optional", "optional", [pair for pair in own if not pair[0].required]),
        (named, "shared", [pair for pair in shared if not pair[0].required]),
    )
    return tuple(
        ParameterGroup(title, anchor, tuple(_marked(_view(p, root, ()), told) for p, root in pairs))
        for title, anchor, pairs in groups
        if pairs
    )


def rule_views(strict: JsonObject) -> tuple[RuleView, ...]:
    """Return the rules of a strict schema, in its order."""
    return tuple(
        RuleView(
            str(entry["x-message"]),
            str(entry.get("x-hint") or ""),
            entry.get("x-severity") == "warning",
        )
        for entry in _entries(strict.get("allOf"))
        if "x-rule" in entry
    )


def type_words(parameter: Parameter, root: JsonObject) -> str:
    """Return a parameter's type in words: ``integer``, ``list of URLs``.

    Args:
        parameter: of a request schema.
        root: what its references point into.
    """
    kinds = [_kind(parameter, kind, root) for kind in parameter.types if kind != "null"]
    null = ["null"] if parameter.nullable else []
    return " or ".join([*kinds, *null]) if kinds else "any"


def _kind(parameter: Parameter, kind: str, root: JsonObject) -> str:
    if kind == "string" and parameter.format in ("uri", "data-uri"):
        return "URL"
    if kind != "array":
        return _WORDS.get(kind, kind)
    of = _resolved(parameter.items, root) if parameter.items else None
    inner = _kind(of, of.types[0], root) if of and len(of.types) == 1 else ""
    return f"list of {_PLURALS.get(inner, inner)}" if inner else "list"


def _view(parameter: Parameter, root: JsonObject, parents: tuple[str, ...]) -> ParameterView:
    path = (*parents, parameter.name)
    entry = _resolved(parameter.items, root) if parameter.items else None
    # What a list of words may hold stands beside it, as what a word may be does.
    chosen = entry if entry is not None and parameter.members is None else parameter
    choices = chosen.members or ()
    text = (parameter.description or parameter.title or "")[:DESCRIPTION_CHARACTERS]
    default = parameter.default
    return ParameterView(
        name=parameter.name,
        path=".".join(path),
        type=type_words(parameter, root),
        is_required=parameter.required,
        default=None if default is ABSENT or default is None else _text(default, parameter),
        bounds=(*_bounds(parameter), *(f"each {bound}" for bound in _bounds(entry))),
        choices=tuple(_text(choice, chosen) for choice in choices[:CHOICES]),
        more=max(0, len(choices) - CHOICES),
        text=" ".join(text.split()),
        is_queue_only=parameter.keywords.get("x-queue-only") is True,
        members=tuple(_members(parameter, root, path)),
    )


def _bounds(parameter: Parameter | None) -> tuple[str, ...]:
    return (*bounds_of(parameter), *shape_of(parameter)) if parameter else ()


def _marked(view: ParameterView, told: ModelHistory | None) -> ParameterView:
    if told is None:
        return view
    members = tuple(_marked(member, told) for member in view.members)
    return replace(view, mark=told.mark(view.path, is_leaf=not members), members=members)


def _members(
    parameter: Parameter, root: JsonObject, path: tuple[str, ...]
) -> Iterator[ParameterView]:
    if len(path) > _DEPTH:
        return
    of = _resolved(parameter.items or parameter, root)
    inside = (*path[:-1], f"{path[-1]}[]") if parameter.items else path
    for member in of.properties:
        if member.keywords.get("x-undocumented") is not True:
            yield _view(_resolved(member, root), root, inside)


def _resolved(parameter: Parameter, root: JsonObject) -> Parameter:
    """Return a parameter, or what it refers to under its own name."""
    reference = parameter.keywords.get("$ref")
    if not (root and isinstance(reference, str)):
        return parameter
    target = resolve(root, reference)
    return parameter_of(parameter.name, target, required=parameter.required)


def _text(value: JsonValue, parameter: Parameter) -> str:
    """Return a value as people write it: text bare where it cannot be mistaken."""
    is_text = parameter.types in ((), ("string",)) and all(
        isinstance(member, str) for member in parameter.members or ()
    )
    bare = is_text and isinstance(value, str) and value.strip()
    text = value if bare and isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _VALUE_CHARACTERS else text[: _VALUE_CHARACTERS - 1] + "…"


def _entries(value: JsonValue) -> list[JsonObject]:
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]
