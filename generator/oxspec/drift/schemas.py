"""What differs between two request schemas: each fact once, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .changes import Change
from .equality import same
from .keywords import is_retyped, keyword_changes
from .places import Place, member_of, names_in
from .renames import renamed_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject, JsonValue
    from .changes import Kind

_WHOLE: Final = Place()


def schema_changes(model: str, old: JsonObject, new: JsonObject) -> list[Change]:
    """Return what changed between two request schemas of a model, in the order of the old one.

    ``applying.applied`` of these to the old schema gives the new one, but for the order of names.
    """
    return list(_Comparison(model).subschema(_WHOLE, old, new))


class _Comparison:
    """The walk through both schemas of one model at once."""

    def __init__(self, model: str) -> None:
        self.model = model

    def subschema(self, place: Place, old: JsonValue, new: JsonValue) -> Iterator[Change]:
        """Yield what differs at a place and below it."""
        if same(old, new):
            return
        if not (isinstance(old, dict) and isinstance(new, dict)):
            yield self._change("schema-changed", place, old, new)
            return
        retyped = bool(place.tokens) and is_retyped(old, new)
        if not place.tokens:
            # A schema without properties has no parameter: each that comes is one that came.
            old, new = ({"properties": {}, **schema} for schema in (old, new))
        inside = frozenset[str]() if retyped else _compared_inside(old, new)
        for kind, before, after in keyword_changes(old, new, retyped=retyped, without=inside):
            yield self._change(kind, place, before, after)
        if "properties" in inside:
            yield from self._members(place, old, new)
        if "items" in inside:
            yield from self.subschema(place.items(), old["items"], new["items"])

    def _members(self, place: Place, old: JsonObject, new: JsonObject) -> Iterator[Change]:
        before, after = member_of(old, "properties"), member_of(new, "properties")
        renames = renamed_parameters(before, after)
        required = {renames.get(name, name) for name in names_in(old, "required")}
        wanted = set(names_in(new, "required"))
        for name, subschema in before.items():
            if name in renames:
                yield self._change("parameter-renamed", place.member(name), name, renames[name])
            elif name not in after:
                yield self._change("parameter-removed", place.member(name), subschema, None)
        gone = {name for name in before if name not in after and name not in renames}
        came = [name for name in after if name not in before and name not in renames.values()]
        asked = {name for name in came if name in wanted - required}
        for name in came:
            kind: Kind = "required-parameter-added" if name in asked else "parameter-added"
            yield self._change(kind, place.member(name), None, after[name])
        for name in sorted((required - gone | asked) ^ wanted):
            kind = "became-required" if name in wanted else "became-optional"
            yield self._change(kind, place.member(name), None, None)
        for name, subschema in before.items():
            if (now := renames.get(name, name)) in after:
                yield from self.subschema(place.member(now), subschema, after[now])

    def _change(self, kind: Kind, place: Place, old: JsonValue, new: JsonValue) -> Change:
        return Change(kind, self.model, place.parameter, place.pointer, old, new)


def _compared_inside(old: JsonObject, new: JsonObject) -> frozenset[str]:
    """Return the keywords whose subschemas are compared one by one."""
    both = [k for k in ("properties", "items") if k in old and k in new]
    inside = {k for k in both if isinstance(old[k], dict) and isinstance(new[k], dict)}
    return frozenset(inside | ({"required"} if "properties" in inside else set()))
