"""Pairs of models for tests of what changed: the second is the first, changed at random."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.model import Catalog, Model
from oxspec.errors import SchemaDefect
from oxspec.schema.dialect import check_request_schema
from oxspec.testing import names, request_schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from oxspec.jsontypes import JsonObject, JsonValue

#: For properties of pairs: much is drawn for one, and a busy machine takes its time.
patiently: Final = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
ID: Final = "acme-paint-1"
#: Constructs that values cannot be made for one keyword at a time.
HARD: Final[tuple[JsonObject, ...]] = (
    {"type": "string", "pattern": "^a+$"},
    {"type": "string", "pattern": "^a+$", "maxLength": 4},
    {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 2}]},
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    {"allOf": [{"type": "integer"}, {"maximum": 5}]},
    {"type": "integer", "multipleOf": 4},
    {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
    {"type": "object", "propertyNames": {"maxLength": 2}},
    {"type": "object", "additionalProperties": {"type": "integer"}},
    {"not": {"type": "string"}},
    {"if": {"type": "string"}, "then": {"maxLength": 3}},
    {"$ref": "#/properties/prompt"},
)
#: What of a subschema is replaced, and by what.
_TWEAKS: Final[tuple[JsonObject, ...]] = (
    {"minimum": 3},
    {"minimum": -200, "maximum": 200},
    {"exclusiveMinimum": 0.5},
    {"maximum": 20.5},
    {"minLength": 1},
    {"maxLength": 3},
    {"minItems": 1},
    {"minItems": 2, "maxItems": 3},
    {"maxItems": 1},
    {"enum": ["1k", "2k"]},
    {"enum": [1, 2, "1k"]},
    {"format": "uri"},
    {"nullable": True},
    {"nullable": False},
    {"default": "2k"},
    {"type": "number"},
    {"type": ["integer", "string"]},
    {"x-order": 7},
    {"title": "A title"},
    {"description": "What it is for."},
)

_CHANGES: Final = ("drop", "add", "replace", "tweak", "tweak", "tweak", "rename", "required")


def model_with(schema: Mapping[str, JsonValue] | None, *, name: str = ID) -> Model:
    """Return an image model with a request schema.

    Raises:
        SchemaDefect: it is not well-formed.
    """
    if schema is not None:
        check_request_schema(dict(schema))
    entry: JsonObject = {
        "name": name,
        "endpoint": "/images/generate",
        "json_request_schema": None if schema is None else dict(schema),
    }
    model = decode_entry(entry)
    assert isinstance(model, Model), model
    return model


def catalog_of(*models: Model) -> Catalog:
    """Return a catalog of models."""
    return Catalog({model.id: model for model in models}, source="test")


def model_pairs(
    *, hard: bool = False, hostile: bool = False
) -> SearchStrategy[tuple[Model, Model]]:
    """Return two models of one id.

    Args:
        hard: whether their schemas hold what edge values do not decide.
        hostile: whether names and texts may be hostile.
    """
    return _pairs(hard=hard, hostile=hostile)


@st.composite
def _pairs(draw: DrawFn, *, hard: bool, hostile: bool) -> tuple[Model, Model]:
    made = _Maker(draw, hard=hard, hostile=hostile)
    old = made.whole()
    new = copy.deepcopy(old)
    for _ in range(draw(st.integers(0, 4))):
        changed = made.changed(copy.deepcopy(new))
        if _is_good(changed):
            new = changed
    return model_with(old), model_with(new)


def _is_good(schema: JsonObject) -> bool:
    try:
        check_request_schema(schema)
    except SchemaDefect:
        return False
    return True


class _Maker:
    """Request schemas at random, and random changes of them."""

    def __init__(self, draw: DrawFn, *, hard: bool, hostile: bool) -> None:
        self.draw = draw
        self.hard = hard
        self.hostile = hostile

    def whole(self) -> JsonObject:
        schema = self.draw(request_schemas(hostile=self.hostile))
        if self.hard:
            properties = _properties(schema)
            properties["prompt"] = {"type": "string"}
            for name in self.draw(st.lists(names(hostile=False), min_size=1, max_size=2)):
                properties[name] = copy.deepcopy(self.draw(st.sampled_from(HARD)))
        return schema if _is_good(schema) else {"type": "object", "properties": {}}

    def changed(self, schema: JsonObject) -> JsonObject:
        """Return a schema after one change."""
        known = [*_properties(schema)]
        kind = self.draw(st.sampled_from(_CHANGES))
        if kind == "required":
            schema["required"] = [name for name in known if self.draw(st.booleans())]
        elif kind == "add" or not known:
            name = self.draw(names(hostile=self.hostile))
            _properties(schema).setdefault(name, self._subschema())
            if self.draw(st.booleans()):
                schema["required"] = [name]
        else:
            self._change_member(schema, self.draw(st.sampled_from(known)), kind)
        return schema

    def _change_member(self, schema: JsonObject, name: str, kind: str) -> None:
        properties, required = _properties(schema), schema.get("required")
        if kind == "replace":
            properties[name] = self._subschema()
        elif kind == "tweak":
            properties[name] = self._tweaked(properties[name])
        else:
            subschema = properties.pop(name)
            asked = required if isinstance(required, list) else []
            kept = [other for other in asked if other != name]
            if kind == "rename":
                other = self.draw(st.sampled_from((f"{name}s", f"new_{name}")))
                kept += [other] if name in asked else []
                properties.setdefault(other, subschema)
            schema["required"] = kept

    def _tweaked(self, subschema: JsonValue) -> JsonValue:
        """Return a subschema with one thing else; where there is an inside, often that of it."""
        if not isinstance(subschema, dict):
            return {}
        inner = [key for key in ("items", "properties") if isinstance(subschema.get(key), dict)]
        deeper = self.draw(st.sampled_from(["", *inner]))
        if deeper == "items":
            return {**subschema, "items": self._tweaked(subschema["items"])}
        if deeper == "properties":
            return self.changed(subschema)
        gone = self.draw(st.sets(st.sampled_from([*subschema] or ["type"]), max_size=1))
        kept = {key: value for key, value in subschema.items() if key not in gone - {"properties"}}
        return {**kept, **copy.deepcopy(self.draw(st.sampled_from(_TWEAKS)))}

    def _subschema(self) -> JsonValue:
        if self.hard and self.draw(st.booleans()):
            return copy.deepcopy(self.draw(st.sampled_from(HARD)))
        schema = self.draw(request_schemas(hostile=self.hostile))
        return next(iter(_properties(schema).values()))


def _properties(schema: JsonObject) -> JsonObject:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return properties
