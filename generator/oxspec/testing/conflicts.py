"""Bodies that break one rule of a strict schema: values at the edges of what it says, tried out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ..jsontypes import ABSENT
from ..schema.ruleforms import WARNING
from ..schema.rules import broken_rules
from ..schema.subschemas import IN_PLACE
from .keywords import members_of, names_of, parts_of
from .probes import probes
from .wrong import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import Absent, JsonObject, JsonValue
    from ..runtime.findings import Severity

_MOST_BODIES: Final = 5_000
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """One rule, and how it is broken.

    Attributes:
        severity: of its finding.
        wrong: bodies that break it and no other rule, with little else in them.
        said: the parameters that the rules of the schema speak of.
    """

    severity: Severity
    wrong: tuple[Wrong, ...]
    said: frozenset[str]

    def breaks(self, base: JsonValue) -> SearchStrategy[Wrong]:
        """Return a body that fits with what breaks the rule instead of what rules speak of."""
        kept = {n: value for n, value in members_of(base).items() if n not in self.said}
        return st.sampled_from(self.wrong).map(
            lambda found: Wrong({**members_of(found.value), **kept}, found.tokens)
        )


def conflicts(schema: JsonObject) -> Iterator[Conflict]:
    """Yield the rules of a strict schema that a body can break alone."""
    found = schema.get("allOf")
    entries = [e for e in found if isinstance(e, dict)] if isinstance(found, list) else []
    rules = [entry for entry in entries if "x-rule" in entry]
    if not rules:
        return
    search = _Search(schema, rules)
    for rule in rules:
        if bodies := [*search.breaking(rule)]:
            severity: Severity = "warning" if rule.get("x-severity") == "warning" else "error"
            wrong = tuple(Wrong(body, _pointed_at(rule, body)) for body in bodies)
            yield Conflict(severity, wrong, frozenset(search.said))


def _pointed_at(rule: JsonObject, body: JsonObject) -> tuple[str, ...]:
    """Return the first parameter that is given of those that a rule points at, () for none."""
    present = [name for name in names_of(rule, "x-at") if name in body]
    return (*(name for name in present if _is_given(body[name])), *present)[:1]


def _is_given(value: JsonValue) -> bool:
    return value is not None and value is not False and value != []


class _Search:
    """What is tried out against the rules of one schema."""

    def __init__(self, schema: JsonObject, rules: list[JsonObject]) -> None:
        self.rules = rules
        self.broken_by = broken_rules(schema)
        self.parameters = members_of(schema.get("properties"))
        self.required = names_of(schema, "required")
        #: What the rules say of each parameter.
        self.said: dict[str, list[JsonObject]] = {}
        for rule in rules:
            for name, parts in _said(rule).items():
                self.said.setdefault(name, []).extend(parts)
        self.options = {
            name: probes(members_of(self.parameters.get(name, {})), self.said.get(name, []))
            for name in dict.fromkeys((*self.required, *self.said))
        }
        self.right: JsonObject = {n: self.options[n][0] for n in self.required if self.options[n]}
        self.right = self._peaceful()

    def breaking(self, rule: JsonObject) -> Iterator[JsonObject]:
        """Yield bodies that break a rule and no other, fewest parameters first."""
        wanted, names = frozenset([str(rule["x-rule"])]), [*_said(rule)]
        found = [*islice(self._bodies(names, wanted), _SHOWN)]
        # Where another rule goes with it, what that one speaks of is tried out too.
        linked = [said for other in self.rules if {*names} & (said := _said(other)).keys()]
        every = dict.fromkeys([*names, *(name for said in linked for name in said)])
        yield from found or islice(self._bodies([*every], wanted), _SHOWN)

    def _peaceful(self) -> JsonObject:
        """Return what a body must have, and what rules ask for beside that."""
        broken = self.broken_by(self.right)
        names = [n for rule in self.rules if rule["x-rule"] in broken for n in _said(rule)]
        return next(self._bodies([*dict.fromkeys(names)], frozenset()), self.right)

    def _bodies(self, names: list[str], wanted: frozenset[str]) -> Iterator[JsonObject]:
        choices: list[list[JsonValue | Absent]] = [
            [*([] if name in self.required else [ABSENT]), *self.options[name]] for name in names
        ]
        for values in islice(product(*choices), _MOST_BODIES):
            chosen = dict(zip(names, values, strict=True))
            kept = {n: v for n, v in self.right.items() if n not in chosen}
            body = kept | {n: v for n, v in chosen.items() if v is not ABSENT}
            if self.broken_by(body) == wanted:
                yield body


def _said(schema: JsonValue) -> dict[str, list[JsonObject]]:
    """Return what a schema of a body says of each parameter that it mentions."""
    found: dict[str, list[JsonObject]] = {}
    for part in parts_of(schema, (*IN_PLACE, WARNING)):
        for name in names_of(part, "required"):
            found.setdefault(name, [])
        for name, subschema in members_of(part.get("properties")).items():
            found.setdefault(name, []).append(members_of(subschema))
    return found
