"""One entry of a catalog: what is wrong beside and in its request schema."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, cast

from ..catalog.decode import decode_entry, entry_id
from ..catalog.endpoints import CHAT, ENDPOINTS, media_of, named_endpoint
from ..catalog.model import Model
from ..errors import SchemaDefect
from ..runtime.findings import pointer_of
from . import keywords, names, texts, values
from .defects import Defect
from .nodes import nodes_of
from .patch import patched
from .wording import either, named, valued

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..jsontypes import JsonObject, JsonValue
    from .nodes import Node

    Check = Callable[[Node], Iterator[Defect]]

_KEYS: Final = ("json_request_schema", "request_schema")
#: In the order in which people mend: what a schema is, its names, its values, its texts.
_CHECKS: Final[tuple[Check, ...]] = (
    keywords.unknown_types,
    keywords.unknown_keywords,
    keywords.unknown_formats,
    keywords.empty_enums,
    keywords.empty_ranges,
    keywords.idle_keywords,
    names.unknown_names,
    names.repeated_names,
    names.required_defaults,
    names.alike_names,
    names.reserved_names,
    names.tied_orders,
    names.dangling_references,
    values.repeated_values,
    values.invalid_enums,
    values.invalid_values,
    texts.broken_promises,
    texts.told_defaults,
    texts.told_values,
    texts.told_required,
    texts.told_names,
)
_MOST_MALFORMED: Final = 20
#: What is looked at anew to try repairs of one entry.
_TRIED_SUBSCHEMAS: Final = 10_000
#: Codes of a member for which JSON Schema refuses the whole list.
_OF_A_LIST: Final = ("unknown-type", "duplicate-required")


def entry_defects(entry: JsonValue, *, described: bool = True) -> list[Defect]:
    """Return what is wrong with an entry: beside its schema, with it, then subschema by subschema.

    A patch is kept only where it takes its defect away and makes no new one.

    Args:
        entry: as a catalog has it.
        described: whether the catalog has descriptions, so that one that is missing is missed.
    """
    found = _found(entry, described=described)
    told = _tally(found)
    tries = _TRIED_SUBSCHEMAS // (1 + _size(entry))
    sure: list[Defect] = []
    for defect in found:
        tries -= bool(defect.patch)
        is_sure = tries >= 0 and _mends(defect, entry, told, described=described)
        sure.append(defect if is_sure or not defect.patch else replace(defect, patch=()))
    return sure


def _size(entry: JsonValue) -> int:
    key, schema = request_schema_of(entry)
    return 0 if schema is None else sum(1 for _ in nodes_of(schema, key))


def _found(entry: JsonValue, *, described: bool) -> list[Defect]:
    defects = [*_own_defects(entry, described=described)]
    key, schema = request_schema_of(entry)
    if schema is not None:
        defects += _schema_defects(schema, key, described=described)
    return [replace(defect, model=entry_id(entry)) for defect in defects]


def request_schema_of(entry: JsonValue) -> tuple[str, JsonObject | None]:
    """Return the request schema of an entry and what it calls it, None where it has none."""
    for key in _KEYS if isinstance(entry, dict) else ():
        if isinstance(entry, dict) and isinstance(schema := entry.get(key), dict):
            return key, schema
    return _KEYS[0], None


def _mends(
    defect: Defect, entry: JsonValue, told: Counter[tuple[str, str]], *, described: bool
) -> bool:
    if not defect.patch:
        return True
    left = _tally(_found(patched(entry, defect.patch), described=described))
    return not left - told and left[_identity(defect)] < told[_identity(defect)]


def _tally(defects: Iterable[Defect]) -> Counter[tuple[str, str]]:
    return Counter(map(_identity, defects))


def _identity(defect: Defect) -> tuple[str, str]:
    # Without its pointer: what stands behind something that was removed moves.
    return defect.code, defect.message


def _own_defects(entry: JsonValue, *, described: bool) -> Iterator[Defect]:
    model = decode_entry(entry)
    if not isinstance(model, Model):
        yield Defect(
            code="malformed-entry",
            pointer=model.pointer,
            message=f"the entry cannot be used: {model.reason}",
            hint="the model is set aside until this is mended",
        )
    elif isinstance(entry, dict):
        yield from _doubts(entry, model, described=described)


def _doubts(entry: JsonObject, model: Model, *, described: bool) -> Iterator[Defect]:
    endpoint = entry.get("endpoint")
    named_one = named_endpoint(endpoint if isinstance(endpoint, str) else None)
    if isinstance(endpoint, str) and endpoint and named_one is None and not _is_other(endpoint):
        yield Defect(
            code="unknown-endpoint",
            pointer="/endpoint",
            message=f"{named(endpoint)} is no endpoint that is known",
            hint=f"write {either('/' + end for end in ENDPOINTS)}",
        )
    made = media_of(named_one)[1] if named_one else ()
    if model.outputs and not set(made) <= set(model.outputs):
        yield Defect(
            code="endpoint-mismatch",
            pointer="/endpoint",
            message=f"{named(str(endpoint))} makes {either(made)}, and the capabilities say "
            f"{either(model.outputs)}",
            hint="correct the one or the other",
        )
    if model.request_schema is None and model.endpoint != CHAT and _is_asked(model):
        yield Defect(
            code="no-schema",
            pointer="",
            message=f"there is no request schema, and none is published for "
            f"{named(model.endpoint or 'its endpoint')}: no request can be checked",
            hint=f"add {named(_KEYS[0])}",
        )
    if described and not (model.description or model.summary):
        yield Defect(
            code="missing-description",
            pointer="",
            message=f"the model has no {named('description')} and no {named('summary')}: its page "
            "says nothing",
            hint="say what it is good for",
        )


def _is_other(endpoint: str) -> bool:
    """Return whether it is one of the hub's that takes no request as the five do."""
    return "audio/" in endpoint or "embeddings" in endpoint


def _is_asked(model: Model) -> bool:
    return model.can_run_inference and "embeddings" not in model.outputs


def _schema_defects(schema: JsonObject, key: str, *, described: bool) -> list[Defect]:
    checks = (*_CHECKS, texts.missing_descriptions) if described else _CHECKS
    found = [d for node in nodes_of(schema, key) for check in checks for d in check(node)]
    # What has a code of its own is not told as what breaks JSON Schema too.
    told = {defect.pointer for defect in found if defect.severity == "error"}
    told |= {d.pointer.rpartition("/")[0] for d in found if d.code in _OF_A_LIST}
    return [*(d for d in _malformed(schema, key) if d.pointer not in told), *found]


def _malformed(schema: JsonObject, key: str) -> Iterator[Defect]:
    """Yield what sets the model aside, and beside it all that is not JSON Schema."""
    from ..schema.dialect import check_request_schema

    try:
        check_request_schema(schema)
    except SchemaDefect as error:
        first = _malformed_at(pointer_of((key,)) + error.pointer, error.what)
        meta = [d for d in _not_json_schema(schema, key) if d.pointer != first.pointer]
        yield from (first, *meta[:_MOST_MALFORMED])


def _malformed_at(pointer: str, what: str) -> Defect:
    return Defect(
        code="malformed-schema",
        pointer=pointer,
        message=f"the request schema cannot be used: {what}",
        hint="the model is set aside until this is mended",
    )


class _Error(Protocol):
    """What is read of ``jsonschema.ValidationError``, whose stubs leave types out."""

    absolute_path: Iterable[str | int]
    instance: JsonValue
    validator: str
    context: list[_Error]


def _not_json_schema(schema: JsonObject, key: str) -> Iterator[Defect]:
    from jsonschema import Draft202012Validator

    shown = {name: value for name, value in schema.items() if name not in ("$schema", "$id")}
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    errors = cast("Callable[[JsonObject], Iterable[_Error]]", meta.iter_errors)
    try:
        for error in errors(shown):
            at = pointer_of((key, *error.absolute_path))
            what = f"not JSON Schema: {valued(error.instance)} ({error.validator})"
            yield _malformed_at(at, what)
    except RecursionError:
        return
