"""What one catalog says of one model's bodies, asked parameter by parameter."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ..errors import OxspecError
from ..examples import example
from ..jsontypes import ABSENT
from ..runtime.findings import pointer_of
from ..schema.accept import is_flat, is_plain
from .edges import fitting_value
from .judging import findings_of, judge_of
from .places import member_of, names_in
from .vocabulary import is_judging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..catalog.model import Model
    from ..examples import Variant
    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding

#: Keywords at the top of a strict schema that are asked about one parameter at a time.
_ASKED: Final = frozenset(("type", "properties", "required", "additionalProperties", "$defs"))


class Side:
    """One model as one catalog has it."""

    def __init__(self, model: Model) -> None:
        """Compile nothing yet."""
        self.model = model
        self._takes: dict[str, Callable[[JsonValue], bool]] = {}

    @cached_property
    def strict(self) -> JsonObject | None:
        """The schema that bodies are judged by, or None."""
        return self.model.strict

    @cached_property
    def schema(self) -> JsonObject:
        """The strict schema or, where bodies are not judged, the model's own."""
        return self.strict or self.model.request_schema or {}

    @cached_property
    def properties(self) -> JsonObject:
        """The parameters' subschemas by name."""
        return member_of(self.schema, "properties")

    @cached_property
    def required(self) -> frozenset[str]:
        """The names that every body has."""
        return frozenset(names_in(self.schema, "required"))

    @cached_property
    def beside(self) -> JsonObject:
        """What judges bodies beside each parameter by itself; the rules are the same for both."""
        found = {k: v for k, v in self.schema.items() if is_judging(k) and k not in _ASKED}
        entries = found.pop("allOf", None)
        kept = [e for e in entries if not _is_rule(e)] if isinstance(entries, list) else []
        return {**found, "allOf": kept} if kept else found

    @cached_property
    def rules(self) -> frozenset[str]:
        """The ids of the rules whose breach is an error."""
        entries = self.schema.get("allOf")
        found = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
        return frozenset(
            str(entry["x-rule"])
            for entry in found
            if "x-rule" in entry and entry.get("x-severity") != "warning"
        )

    @cached_property
    def is_simple(self) -> bool:
        """Whether each parameter is judged by itself, and unknown ones are refused."""
        return not self.beside and self.schema.get("additionalProperties", False) is False

    def subschema(self, name: str) -> JsonValue:
        """Return what a parameter is judged by: False where there is none, True for anything."""
        if name in self.properties:
            return self.properties[name]
        return not self.is_simple and self._is_open_to(name)

    def takes(self, name: str, value: JsonValue) -> bool:
        """Return whether a parameter's subschema accepts a value."""
        if name not in self._takes:
            self._takes[name] = judge_of(self.subschema(name), self.schema)
        return self._takes[name](value)

    def accepts(self, body: JsonObject) -> bool:
        """Return whether a body is accepted: no finding, not even a warning."""
        if self.strict is None:
            return False
        if self.model.accepts(body):
            return True
        is_sure = is_flat(self.strict) and is_plain(body)
        return not is_sure and not findings_of(body, self.strict)

    def refuses(self, body: JsonObject, name: str) -> bool:
        """Return whether a body is refused with a finding at a parameter."""
        if self.strict is None:
            return False
        if not self.is_simple:
            judged = {**body, "model": self.model.id}
            return any(is_about(finding, name) for finding in findings_of(judged, self.strict))
        if name not in body:
            return name in self.required
        return not self.takes(name, body[name])

    def refuses_any(self, body: JsonObject) -> bool:
        """Return whether a body is refused, whatever for."""
        if self.strict is None or self.accepts(judged := {**body, "model": self.model.id}):
            return False
        return any(finding.severity == "error" for finding in findings_of(judged, self.strict))

    def bodies(self) -> Iterator[JsonObject]:
        """Yield example bodies, the smallest first; none where none can be made."""
        yield from (body for body in (self.minimal, self._all) if body is not None)

    @cached_property
    def minimal(self) -> JsonObject | None:
        """The smallest body that can be made, None where none can."""
        return self._example("minimal") or self._least()

    @cached_property
    def _all(self) -> JsonObject | None:
        return self._example("all")

    def _example(self, variant: Variant) -> JsonObject | None:
        try:
            return example(self.model, variant).body
        except OxspecError:
            return None

    def _least(self) -> JsonObject | None:
        """Return a body of edge values, for schemas that no usual value fits."""
        if self.strict is None:
            return None
        made = {
            name: fitting_value(self.subschema(name), root=self.schema)
            for name in names_in(self.schema, "required")
        }
        body = {name: value for name, value in made.items() if value is not ABSENT}
        return body if self.accepts(body) else None

    def _is_open_to(self, name: str) -> bool:
        """Return whether a name that is no property could be taken, as far as can be told."""
        is_closed = False in (
            self.schema.get("additionalProperties"),
            self.schema.get("unevaluatedProperties"),
        )
        return not is_closed or "patternProperties" in self.beside or name in repr(self.beside)


def is_about(finding: Finding, name: str) -> bool:
    """Return whether a finding is an error at a parameter, or for the lack of it."""
    if finding.severity != "error":
        return False
    at = pointer_of((name,))
    # Where another is to be moved to a missing one, that alone is told.
    if finding.fix is not None and finding.fix.get("path") == at:
        return True
    if finding.code == "missing-parameter" and not finding.pointer:
        return finding.allowed == name
    return f"{finding.pointer}/".startswith(f"{at}/")


def _is_rule(entry: JsonValue) -> bool:
    return isinstance(entry, dict) and "x-rule" in entry
