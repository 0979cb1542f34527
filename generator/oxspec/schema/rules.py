"""Rules that no request schema says: data, and what of it holds for one model.

A rule says which models it is about, what it asks of a body in one of a few forms (ruleforms.py),
and what to tell who breaks it. It is compiled into one entry of the strict schema's ``allOf``,
known by its ``x-rule``. A rule of severity ``warning`` keeps its schema in ``x-rule-warning``, so
that other validators pass by.
"""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ..resources import schemas_dir
from .ruleforms import FORMS, WARNING, compiled, condition, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..jsontypes import JsonObject, JsonValue
    from .ruleforms import Parameters

RULES_FILE: Final = "rules.json"


class Target(NamedTuple):
    """Models that a rule is about: all that is given must match.

    Attributes:
        models: patterns of ids, with ``*`` and ``?``; () for any.
        providers: names in lower case; () for any.
        endpoints: such as ``images/generate``; () for any.
    """

    models: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()

    def matches(self, model: str, *, provider: str | None, endpoint: str | None) -> bool:
        """Return whether a model is one of them."""
        if self.endpoints and endpoint not in self.endpoints:
            return False
        if self.providers and (provider or "").lower() not in self.providers:
            return False
        return not self.models or any(_names(glob, model) for glob in self.models)


class Rule(NamedTuple):
    """One rule.

    Attributes:
        id: kebab-case and stable.
        message: what is wrong with a body that breaks it, in words of the request.
        source: where the fact is from.
        targets: the models it is about; one that matches is enough.
        form: how it is said (``not_together``, …).
        value: what the form says.
        when: schemas of the parameters that it depends on; {} for always.
        at: the parameters that a finding points at, the first that is given; () for the form's own.
        hint: what to do instead, or None.
        severity: ``error`` or ``warning``.
        disables: the ids of rules that it stands in for.
        example: ``right`` and ``wrong`` parameters.
    """

    id: str
    message: str
    source: str
    targets: tuple[Target, ...]
    form: str
    value: JsonValue
    when: JsonObject
    at: tuple[str, ...]
    hint: str | None
    severity: str
    disables: tuple[str, ...]
    example: JsonObject

    def matches(self, model: str, *, provider: str | None, endpoint: str | None) -> bool:
        """Return whether the rule is about a model."""
        return any(t.matches(model, provider=provider, endpoint=endpoint) for t in self.targets)

    def entry(self, parameters: Parameters) -> JsonObject | None:
        """Return the rule as an entry of a strict schema's ``allOf``.

        None where the model lacks what the rule speaks of.
        """
        form = compiled(self.form, self.value, parameters)
        when = condition(self.when, parameters)
        if form is None or when is None:
            return None
        schema, names = form
        conditional: JsonObject = {"if": when, "then": schema}
        schema = conditional if self.when else schema
        entry: JsonObject = {"x-rule": self.id, "x-message": self.message}
        if self.hint:
            entry["x-hint"] = self.hint
        entry["x-at"] = [*(self.at or dict.fromkeys((*names, *self.when)))]
        if self.severity == "warning":
            entry["x-severity"] = "warning"
            entry[WARNING] = schema
            return entry
        return entry | schema


def rules_of(document: JsonObject) -> tuple[Rule, ...]:
    """Return the rules of a document that ``schemas/rules.schema.json`` accepts."""
    return tuple(_rule(rule) for rule in _objects(document.get("rules")))


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Return the rules that come with oxspec."""
    text = (schemas_dir() / RULES_FILE).read_text("utf-8")
    document: JsonObject = json.loads(text)
    return rules_of(document)


def builtin_rules_of(model: str) -> list[Rule]:
    """Return the rules that can be about a model: those that have a pattern beginning as its id."""
    rules, beginnings = builtin_rules(), _beginnings()
    starts = (model[:length] for length in range(len(model) + 1))
    found = {place for start in starts for place in beginnings.get(start, ())}
    return [rules[place] for place in sorted(found)]


@cache
def _beginnings() -> dict[str, list[int]]:
    """Return the places of the built-in rules by what the ids begin with that they are about."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(builtin_rules()):
        globs = (glob for target in rule.targets for glob in target.models or ("",))
        for start in dict.fromkeys(map(_literal, globs)):
            found.setdefault(start, []).append(place)
    return found


def broken_rules(strict: JsonObject) -> Callable[[JsonValue], frozenset[str]]:
    """Return what tells the ids of the rules in a strict schema that a body breaks."""
    entries = [e for e in _objects(strict.get("allOf")) if "x-rule" in e]
    judges = [
        (str(entry["x-rule"]), judge(judged))
        for entry in entries
        for judged in _objects(entry.get(WARNING, entry))
    ]
    return lambda body: frozenset(name for name, fits in judges if not fits(body))


def with_rules(strict: JsonObject, rules: Iterable[Rule]) -> JsonObject:
    """Return a strict schema that holds a model to rules as well.

    Args:
        strict: the model's strict schema.
        rules: those that are about the model.
    """
    parameters = _object(strict.get("properties"))
    entries: list[JsonValue] = [e for rule in rules if (e := rule.entry(parameters)) is not None]
    if not entries:
        return strict
    own = strict.get("allOf")
    return {**strict, "allOf": [*(own if isinstance(own, list) else []), *entries]}


def _rule(rule: JsonObject) -> Rule:
    form = next(form for form in FORMS if form in rule)
    hint = rule.get("hint")
    return Rule(
        id=str(rule["id"]),
        message=str(rule["message"]),
        source=str(rule["source"]),
        targets=tuple(_target(t) for t in _objects(rule.get("applies", [{}]))),
        form=form,
        value=rule[form],
        when=_object(rule.get("when")),
        at=texts_of(rule.get("at")),
        hint=hint if isinstance(hint, str) else None,
        severity=str(rule.get("severity", "error")),
        disables=texts_of(rule.get("disable")),
        example=_object(rule.get("example")),
    )


def _target(target: JsonObject) -> Target:
    return Target(
        models=texts_of(target.get("models")),
        providers=tuple(name.lower() for name in texts_of(target.get("providers"))),
        endpoints=texts_of(target.get("endpoints")),
    )


def _names(glob: str, model: str) -> bool:
    # What stands before the first wildcard rules most patterns out, unread.
    literal = _literal(glob)
    return model.startswith(literal) and (literal == model == glob or fnmatchcase(model, glob))


@cache
def _literal(glob: str) -> str:
    return re.split(r"[*?\[]", glob, maxsplit=1)[0]


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _objects(value: JsonValue) -> list[JsonObject]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def texts_of(value: JsonValue) -> tuple[str, ...]:
    """Return the texts of a list, or the one that stands for a list of it."""
    entries = value if isinstance(value, list) else [value]
    return tuple(entry for entry in entries if isinstance(entry, str))
