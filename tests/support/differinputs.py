"""The same two catalogs, in the forms that tools take which compare documents or schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from support.differences import Raw

_SIDES: Final = ("old", "new")


def write_inputs(folder: Path, old: dict[str, Raw], new: dict[str, Raw], *, closed: bool) -> None:
    """Write the same models as catalogs, as OpenAPI 3.0 documents and as pairs of schemas.

    Args:
        folder: where to.
        old: entries by id.
        new: entries by id.
        closed: whether the schemas refuse what they do not name.
    """
    (folder / "pairs").mkdir(parents=True)
    for side, models in zip(_SIDES, (old, new), strict=True):
        given = {name: _shaped(entry, closed=closed) for name, entry in models.items()}
        catalog = {"models": list(given.values())}
        (folder / f"{side}.json").write_text(json.dumps(catalog), "utf-8")
        (folder / f"openapi.{side}.json").write_text(json.dumps(_document(given)), "utf-8")
        for name in sorted(old.keys() & new.keys()):
            # A pair that is the same byte by byte needs no tool.
            schemas = [models[name]["json_request_schema"] for models in (old, new)]
            if schemas[0] != schemas[1] and None not in schemas:
                schema = given[name]["json_request_schema"]
                (folder / "pairs" / f"{name}.{side}.json").write_text(json.dumps(schema), "utf-8")


def _shaped(entry: Raw, *, closed: bool) -> Raw:
    schema = entry["json_request_schema"]
    if schema is None or not closed:
        return entry
    return entry | {"json_request_schema": schema | {"additionalProperties": False}}


def _document(models: dict[str, Raw]) -> Raw:
    # OpenAPI has one operation per path and method: the models of an endpoint need paths apart.
    paths = {
        f"{entry['endpoint']}/{name}": {"post": _operation(entry)} for name, entry in models.items()
    }
    return {"openapi": "3.0.3", "info": {"title": "hub", "version": "1"}, "paths": paths}


def _operation(entry: Raw) -> Raw:
    schema = entry["json_request_schema"]
    body = {"content": {"application/json": {"schema": _as_openapi(schema)}}, "required": True}
    return {
        "operationId": entry["name"],
        "summary": entry["display_name"],
        "x-capabilities": entry["capabilities"],
        **({} if schema is None else {"requestBody": body}),
        "responses": {"200": {"description": "done"}},
    }


def _as_openapi(schema: Any) -> Any:  # noqa: ANN401  # any JSON
    """Return a schema as OpenAPI 3.0 has it: one type, no empty ``required``, no other keywords."""
    if isinstance(schema, list):
        return [_as_openapi(item) for item in cast("Iterable[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    keywords = cast("Raw", schema).items()
    given = {("x-basic" if key == "basic" else key): _as_openapi(v) for key, v in keywords}
    if given.get("required") == []:
        del given["required"]
    if isinstance(given.get("type"), list):
        given["anyOf"] = [{"type": kind} for kind in given.pop("type")]
    return given
