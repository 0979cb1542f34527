"""What tools that compare documents or schemas say, read from their output."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from support.differences import Difference, Raw

#: What a keyword or a key is called in our facts, where a tool calls it otherwise.
_KEYWORDS: Final = {
    "summary": "display_name",
    "inputs": "capabilities",
    "outputs": "capabilities",
    "x-capabilities": "capabilities",
    "x-basic": "basic",
}
#: The keyword of a kind of oxspec's change that has one.
_KINDS: Final = {
    "endpoint-changed": "endpoint",
    "type-changed": "type",
    "default-changed": "default",
    "became-optional": "required",
    "became-required": "required",
}
_SCHEMA: Final = ["post", "requestBody", "content", "application/json", "schema"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a tool.

    Attributes:
        model: whom it is of.
        parameter: its name; None for the whole model.
        keyword: ``endpoint``, ``type``, ``enum``, …; None where a parameter went or came.
        breaking: whether it is called breaking.
        new: the other name, where it is called a rename.
        text: what the tool's record says, on one line.
    """

    model: str
    parameter: str | None
    keyword: str | None
    breaking: bool
    new: str | None = None
    text: str = ""

    def concerns(self, fact: Difference) -> bool:
        """Return whether it tells of a difference."""
        if self.model != fact.model:
            return False
        if self.parameter != fact.parameter:
            # A pointer into ``required`` does not say whose name is there.
            return self.parameter is None and self.keyword == "required" in fact.keywords
        whole = self.keyword is None and fact.parameter is not None
        return not fact.keywords or whole or self.keyword in fact.keywords


def of_oxspec(output: str) -> Iterator[Said]:
    """Return the changes of ``oxspec diff --format json``."""
    for change in json.loads(output)["changes"]:
        new = change["new"] if change["kind"].endswith("renamed") else None
        text = f"{change['impact']}: {change['message']}"
        breaking = change["impact"] == "breaking"
        for keyword in _keywords(change):
            yield Said(change["model"], change["parameter"], keyword, breaking, new, text)


def _keywords(change: Raw) -> list[str] | list[None]:
    kind: str = change["kind"]
    if kind.startswith(("parameter", "model", "required")):
        return [None]
    if kind in _KINDS:
        return [_KINDS[kind]]
    sides = (cast("Raw", side) for side in (change["old"], change["new"]) if side is not None)
    return sorted({_KEYWORDS.get(key, key) for side in sides for key in side})


def of_openapi_diff(output: str) -> Iterator[Said]:
    """Return the differences of openapi-diff: of paths, and of sets of bodies."""
    report = json.loads(output[output.index("{") : output.rindex("}") + 1])
    for record in (r for key in sorted(report) if key.endswith("Differences") for r in report[key]):
        sides = [record[f"{side}SpecEntityDetails"] for side in ("source", "destination")]
        place = next(side[0] for side in sides if side)["location"]
        model = re.sub(r"\.post\..*", "", place).rpartition("/")[2]
        breaking, text = record["type"] == "breaking", f"{record['type']}: {record['code']}"
        if record["code"].startswith("path."):
            yield Said(model, None, "endpoint", breaking, text=f"{text}: {place}")
            continue
        schemas = [side[0]["value"] for side in sides]
        narrowed = record["code"].endswith(".remove")
        found = record["details"]["differenceSchema"]
        text += f": {json.dumps(found)}"
        for parameter, keyword in _named(found, schemas, narrowed=narrowed):
            yield Said(model, parameter, keyword, breaking, text=text)


def of_sets(output: str, model: str, folder: Path) -> Iterator[Said]:
    """Return what json-schema-diff says of the bodies that are taken, or refused, from now on."""
    schemas = [
        json.loads((folder / f"{model}.{side}.json").read_bytes()) for side in ("old", "new")
    ]
    for match in re.finditer(r"Values described by .* were (added|removed):\n", output):
        found, _ = json.JSONDecoder().raw_decode(output, match.end())
        narrowed = match[1] == "removed"
        text = f"{match[0].strip()} {json.dumps(found)}"
        for parameter, keyword in _named(found, schemas, narrowed=narrowed):
            yield Said(model, parameter, keyword, breaking=narrowed, text=text)


def _named(
    difference: Raw | Literal[False], schemas: list[Raw], *, narrowed: bool
) -> list[tuple[str, str | None]]:
    """Return the parameters, with keywords, that a set of bodies is about.

    Args:
        difference: a schema of bodies that only one side takes: one or any of several.
        schemas: the old one and the new.
        narrowed: whether they are taken by the old one.
    """
    if difference is False:
        return []
    old, new = (schema.get("properties", {}) for schema in schemas)
    always = set(schemas[0 if narrowed else 1].get("required", ()))
    found: set[tuple[str, str]] = set()
    for branch in cast("list[Raw]", difference.get("anyOf", [difference])):
        lacking = {name for name, held in branch["properties"].items() if held is False}
        found |= {(name, "required") for name in lacking}
        given = set(branch.get("required", ())) - always
        found |= {(name, "type" if name in old.keys() & new.keys() else "") for name in given}
    return [(name, keyword or None) for name, keyword in sorted(found)]


def of_patch(output: str, model: str, _: Path) -> Iterator[Said]:
    """Return what json-schema-diff-validator calls breaking, which is all that it says."""
    found = re.search(r"breaking change = (\[.*\])$", output, re.MULTILINE)
    for operation in json.loads(found[1]) if found else ():
        parameter, keyword = _place(operation["path"].split("/")[1:])
        yield Said(model, parameter, keyword, breaking=True, text=json.dumps(operation))


def of_smart_diff(output: str) -> Iterator[Said]:
    """Return the differences of api-smart-diff."""
    for record in json.loads(output):
        path = record["path"]
        model, inside = path[1].rpartition("/")[2], path[2:]
        named = record["after" if record["action"] == "add" else "before"]
        below = inside[5:] if inside[:5] == _SCHEMA else inside[1:]
        parameter, keyword = _place(below) if below else (None, "endpoint")
        if keyword == "required" and isinstance(named, str):
            parameter = named
        new = record["after"] if record["action"] == "rename" else None
        text = f"{record['type']}: {record['description']}"
        yield Said(model, parameter, keyword, record["type"] == "breaking", new, text)


def of_api_schema_diff(output: str) -> Iterator[Said]:
    """Return the differences of api-schema-diff."""
    report = json.loads(output)
    for record in (record for key in sorted(report) for record in _records(report[key])):
        path, _, inside = record["path"].partition(".requestBody.schema.")
        parameter, keyword = _place(inside.split(".")) if inside else (None, "endpoint")
        keyword = "type" if record["type"] == "type_change" else keyword
        breaking = record["severity"] == "breaking"
        text = f"{record['severity']}: {record['message']}: {record['path']}"
        yield Said(path.rpartition("/")[2], parameter, keyword, breaking, text=text)


def _records(value: Any) -> list[Raw]:  # noqa: ANN401  # any JSON
    return cast("list[Raw]", value) if isinstance(value, list) else []


def _place(tokens: Sequence[str | int]) -> tuple[str | None, str | None]:
    """Return the parameter and the keyword that a place in a schema is of."""
    first, *others = map(str, tokens)
    if first == "properties" and others:
        return others[0], others[1] if others[1:] else None
    named = others[0] if first == "required" and others and not others[0].isdigit() else None
    return named, _KEYWORDS.get(first, first)
