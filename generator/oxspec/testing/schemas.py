"""Request schemas of the hub's dialect, and catalog entries that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ..catalog.decode import decode_entry
from ..catalog.endpoints import ENDPOINTS, media_of
from ..catalog.model import Quarantined
from ..schema.strict import CHAT
from .texts import names, texts

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..catalog.model import Model
    from ..jsontypes import JsonObject, JsonValue


def request_schemas(*, hostile: bool = True) -> SearchStrategy[JsonObject]:
    """Return well-formed request schemas of the hub's dialect.

    Args:
        hostile: whether names, texts and values may be hostile; a clean schema is what a hub has.
    """
    return _objects(_parameters(hostile=hostile), hostile=hostile, vendor=True)


def models(*, hostile: bool = True) -> SearchStrategy[Model]:
    """Return models of all endpoints, each with a request schema (chat: some have none)."""
    return entries(hostile=hostile).map(_decoded)


@st.composite
def entries(draw: DrawFn, *, hostile: bool = True) -> JsonObject:
    """Return catalog entries that decode to models, as ``/api/evaluations/models`` has them."""
    endpoint = draw(st.sampled_from(ENDPOINTS))
    inputs, outputs = media_of(endpoint)
    has_schema = endpoint != CHAT or draw(st.booleans())
    entry: JsonObject = {
        "name": draw(_ids(hostile=hostile)),
        "model_type": "base",
        "endpoint": "/" + endpoint,
        "capabilities": {"input": list(inputs), "output": list(outputs)},
        "json_request_schema": draw(request_schemas(hostile=hostile)) if has_schema else None,
    }
    descriptive = texts(hostile=hostile) | (st.just("\ud800") if hostile else st.nothing())
    for key in ("display_name", "summary", "description"):
        if draw(st.booleans()):
            entry[key] = draw(descriptive)
    if draw(st.booleans()):
        entry["developer"] = {"name": draw(texts(hostile=hostile))}
    return entry


def _decoded(entry: JsonObject) -> Model:
    model = decode_entry(entry)
    if isinstance(model, Quarantined):
        raise TypeError(model.reason)
    return model


def _ids(*, hostile: bool) -> SearchStrategy[str]:
    clean = st.from_regex(r"[a-z]{2,8}-[a-z0-9]{1,6}(-v[0-9])?", fullmatch=True)
    if not hostile:
        return clean
    return clean | texts().filter(lambda text: bool(text.strip()) and text.isprintable())


@st.composite
def _objects(
    draw: DrawFn, members: SearchStrategy[JsonObject], *, hostile: bool, vendor: bool
) -> JsonObject:
    pairs = draw(st.dictionaries(names(hostile=hostile), members, min_size=1, max_size=6))
    properties: JsonObject = dict(pairs)
    known = st.sampled_from(list(properties))
    required: list[JsonValue] = list(draw(st.lists(known, unique=True, max_size=3)))
    has_required = bool(required) or draw(st.booleans())
    schema: JsonObject = {"type": "object", "properties": properties}
    if has_required:
        schema["required"] = required
    if vendor:
        schema["basic"] = list(draw(st.lists(known, unique=True, max_size=3)))
        schema["title"] = draw(texts(hostile=hostile))
    return schema


@st.composite
def _parameters(draw: DrawFn, *, hostile: bool) -> JsonObject:
    """Return one parameter: what it takes, and what is said of it."""
    schema = dict(draw(_types(hostile=hostile)))
    if draw(st.booleans()):
        schema["title"] = draw(texts(hostile=hostile))
    if draw(st.booleans()):
        schema["description"] = draw(texts(hostile=hostile))
    if draw(st.booleans()):
        schema["x-order"] = draw(st.integers(0, 9))
    if draw(st.integers(0, 3)) == 0:
        schema["nullable"] = True
    return schema


def _types(*, hostile: bool) -> SearchStrategy[JsonObject]:
    flat = _strings(hostile=hostile) | _numbers() | _enums(hostile=hostile) | _switches()
    nested = _objects(flat, hostile=hostile, vendor=False)
    free: SearchStrategy[JsonObject] = st.just({"type": "object"})
    return flat | _arrays(flat | nested) | nested | free


@st.composite
def _strings(draw: DrawFn, *, hostile: bool) -> JsonObject:
    if draw(st.booleans()):
        return {"type": "string", "format": "uri"}
    schema: JsonObject = {"type": "string"}
    if draw(st.booleans()):
        schema["type"] = ["string", "null"]
    if draw(st.booleans()):
        schema["default"] = draw(texts(hostile=hostile))
    return schema


@st.composite
def _switches(draw: DrawFn) -> JsonObject:
    default: JsonObject = {"default": draw(st.booleans())}
    return {"type": "boolean", **(default if draw(st.booleans()) else {})}


@st.composite
def _numbers(draw: DrawFn) -> JsonObject:
    kind = draw(st.sampled_from(("integer", "number")))
    values = st.integers(-100, 100)
    numbers = values if kind == "integer" else values | values.map(lambda n: n / 8)
    low, default, high = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    schema: JsonObject = {"type": kind}
    for keyword, value in (("minimum", low), ("maximum", high), ("default", default)):
        if draw(st.booleans()):
            schema[keyword] = value
    return schema


@st.composite
def _enums(draw: DrawFn, *, hostile: bool) -> JsonObject:
    strings: SearchStrategy[JsonValue] = texts(hostile=hostile)
    digits: SearchStrategy[JsonValue] = st.integers(1, 20).map(str)
    integers: SearchStrategy[JsonValue] = st.integers(0, 2000)
    numbers: SearchStrategy[JsonValue] = st.sampled_from((23.976, 24, 25, 29.97, 30, 60))
    types: tuple[tuple[JsonValue, SearchStrategy[JsonValue]], ...] = (
        ("string", strings),
        ("integer", integers),
        ("number", numbers),
        (["integer", "string"], digits),
    )
    kind, members = draw(st.sampled_from(types))
    enum = draw(st.lists(members, min_size=1, max_size=5, unique=True))
    schema: JsonObject = {"type": kind, "enum": enum}
    if draw(st.booleans()):
        schema["default"] = draw(st.sampled_from(enum))
    return schema


@st.composite
def _arrays(draw: DrawFn, members: SearchStrategy[JsonObject]) -> JsonObject:
    schema: JsonObject = {"type": "array", "items": draw(members)}
    if draw(st.booleans()):
        schema["maxItems"] = draw(st.integers(1, 4))
    return schema
