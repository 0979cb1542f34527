"""Bodies that break one rule: found for every rule of every model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oxspec.schema.rules import broken_rules
from oxspec.testing.conflicts import conflicts
from oxspec.testing.keywords import inlined
from support.catalogs import each_distinct_model

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject


def rules_of(strict: JsonObject) -> list[tuple[str, str]]:
    entries = strict.get("allOf", [])
    assert isinstance(entries, list)
    rules = [entry for entry in entries if isinstance(entry, dict) and "x-rule" in entry]
    return [(str(rule["x-rule"]), str(rule.get("x-severity", "error"))) for rule in rules]


@each_distinct_model
def test_each_rule_of_a_model_is_broken_alone(model: Model) -> None:
    assert model.strict is not None
    broken_by = broken_rules(model.strict)

    found = [*conflicts(inlined(model.strict))]

    for conflict, (name, severity) in zip(found, rules_of(model.strict), strict=True):
        assert conflict.severity == severity
        assert {broken_by(wrong.value) for wrong in conflict.wrong} == {frozenset([name])}
