"""Make a facts-only catalog: ``python scripts/bundled.py CATALOG OUT [--date YYYY-MM-DD]``.

CATALOG has any shape that oxspec reads. OUT gets names, endpoints, types, allowed values, bounds
and defaults, one model a line. Descriptive text and every key that is not named here is left out,
and text that looks like prose stops the run: it belongs to those who wrote it. The same input
gives the same bytes, and OUT as CATALOG gives OUT.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oxspec.catalog.decode import decode_entry, entries_of
from oxspec.catalog.model import Quarantined
from oxspec.errors import OxspecError, SourceError
from oxspec.jsontext import CATALOG_DEPTH, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

LONGEST_TEXT: Final = 80
_DATE: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_KINDS: Final = ("input", "output")
_PARTIES: Final = {"developer": ("name", "display_name"), "provider": ("name",)}
_PLAIN: Final = frozenset((
    "type", "required", "basic", "enum", "const", "default", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems",
    "maxItems", "uniqueItems", "pattern", "format", "nullable", "$ref", "x-order", "x-hidden",
    "x-next-to", "x-media-references", "renderType",
))  # fmt: skip
_SCHEMA: Final = frozenset(("items", "additionalProperties", "not", "if", "then", "else"))
_SCHEMA_LIST: Final = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_SCHEMA_MAP: Final = frozenset(("properties", "$defs", "definitions"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the facts of a catalog; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("catalog", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--date", help="of when the catalog is (default: as it or its name says)")
    options = parser.parse_args(arguments)
    source: Path = options.catalog
    try:
        text = facts(source.read_bytes(), name=source.name, date=options.date)
    except (OxspecError, OSError) as error:
        print(f"bundled.py: {error}", file=sys.stderr)
        return 1
    options.out.write_bytes(text.encode("ascii"))
    return 0


def facts(data: bytes, *, name: str, date: str | None = None) -> str:
    """Return the facts of a catalog as JSON text, one model a line.

    Args:
        data: the catalog.
        name: of its file; errors start with it, and it may hold the date.
        date: overrides the date of the catalog and of its name.

    Raises:
        OxspecError: it is no catalog, an entry cannot be used, or prose would be copied.
    """
    payload = decode(data, depth=CATALOG_DEPTH)
    entries = [
        _entry(entry, f"{name}[{i}]") for i, entry in enumerate(entries_of(payload, source=name))
    ]
    models = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    return f'{{"date":{json.dumps(date or _date(payload, name))},"models":[\n{models}\n]}}\n'


def _date(payload: JsonValue, name: str) -> str:
    own = payload.get("date") if isinstance(payload, dict) else None
    if isinstance(own, str) and _DATE.fullmatch(own):
        return own
    if found := _DATE.search(name):
        return found.group()
    what = "no date in the catalog and none in its name"
    raise SourceError(what, where=name, fix="give --date YYYY-MM-DD")


def _entry(entry: JsonValue, where: str) -> JsonObject:
    model = decode_entry(entry)
    if isinstance(model, Quarantined) or not isinstance(entry, dict):
        reason = model.reason if isinstance(model, Quarantined) else "not an object"
        raise SourceError(reason, where=where)
    # The bundled catalog is not checked again when it is read: a defect must not get into it.
    _ = model.request
    kept = {**_header(entry, model), "json_request_schema": _schema_facts(model.request_schema)}
    for tokens, text in _texts(kept):
        if len(text) > LONGEST_TEXT and tokens[-1:] != ("pattern",):
            what = f"prose: /{'/'.join(tokens)} has {len(text)} characters: {text[:40]!r}…"
            raise SourceError(what, where=f"{where} {model.id}")
    return kept


def _header(entry: JsonObject, model: Model) -> JsonObject:
    header: JsonObject = {"name": model.id}
    for key in ("display_name", "model_type", "can_run_inference", "deprecated"):
        if entry.get(key) is not None:
            header[key] = entry[key]
    if isinstance(capabilities := entry.get("capabilities"), dict):
        header["capabilities"] = {
            kind: capabilities[kind] for kind in _KINDS if kind in capabilities
        }
    if entry.get("endpoint") is not None:
        header["endpoint"] = entry["endpoint"]
    for key, names in _PARTIES.items():
        party = entry.get(key)
        if isinstance(party, str) and party:
            header[key] = {"name": party}
        elif isinstance(party, dict) and any(isinstance(party.get(n), str) for n in names):
            header[key] = {n: party[n] for n in names if isinstance(party.get(n), str)}
    return header


def _schema_facts(schema: JsonValue) -> JsonValue:
    if not isinstance(schema, dict):
        return schema
    kept: JsonObject = {}
    for keyword, value in schema.items():
        if keyword in _PLAIN:
            kept[keyword] = value
        elif keyword in _SCHEMA:
            kept[keyword] = _schema_facts(value)
        elif keyword in _SCHEMA_LIST and isinstance(value, list):
            kept[keyword] = [_schema_facts(member) for member in value]
        elif keyword in _SCHEMA_MAP and isinstance(value, dict):
            kept[keyword] = {name: _schema_facts(member) for name, member in value.items()}
    return kept


def _texts(value: JsonValue, tokens: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield tokens, value
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _texts(member, (*tokens, str(index)))
    elif isinstance(value, dict):
        for name, member in value.items():
            yield (*tokens, name), name
            yield from _texts(member, (*tokens, name))


if __name__ == "__main__":
    raise SystemExit(main())
