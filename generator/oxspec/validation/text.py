"""From the text of a body to its value, and from findings to their places in the text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ..errors import JsonTextError
from ..jsonplaces import line_and_column, places_of
from ..jsontext import decode, decode_text
from ..runtime.findings import Finding
from .judge import without_editor_hint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..jsonplaces import Place
    from ..jsontypes import JsonValue

#: What a body is written in.
Syntax: TypeAlias = Literal["json", "yaml"]

BODY_BYTES: Final = 64 << 20


class Text(NamedTuple):
    """What one text holds.

    Attributes:
        body: its value; None where there is a finding.
        text: decoded, without a byte-order mark; "" where it is not UTF-8.
        findings: why it is not strict JSON, or no YAML that JSON can say; () where it is.
    """

    body: JsonValue
    text: str
    findings: tuple[Finding, ...] = ()


def read(data: bytes, *, syntax: Syntax = "json") -> Text:
    """Return the value of a body's text, ``$schema`` at its top left out.

    Raises:
        UsageProblem: it is YAML, and there is no library to read it with.
    """
    text = ""
    try:
        text = decode_text(data)
        value = decode(data) if syntax == "json" else _decode_yaml(text)
    except JsonTextError as error:
        return Text(None, text, tuple(map(_finding, (error, *error.others))))
    return Text(without_editor_hint(value), text)


def _finding(error: JsonTextError) -> Finding:
    return Finding(error.code, error.pointer, error.what, line=error.line, column=error.column)


def located(
    findings: Iterable[Finding], text: str, *, syntax: Syntax = "json"
) -> tuple[Finding, ...]:
    """Return findings with the line and column of what each is about.

    That is the value, but of an unknown parameter its name, and of a missing one the object.

    Args:
        findings: on the value of the text.
        text: what ``read`` took without a finding.
        syntax: of the text.
    """
    listed = list(findings)
    pointers = {finding.pointer for finding in listed}
    places = places_of(text, pointers) if syntax == "json" else _yaml_places(text, pointers)
    return tuple(_located(finding, places.get(finding.pointer), text) for finding in listed)


def _decode_yaml(text: str) -> JsonValue:
    from .yamltext import decode_yaml

    return decode_yaml(text)


def _yaml_places(text: str, pointers: Collection[str]) -> dict[str, Place]:
    from .yamltext import yaml_places_of

    return yaml_places_of(text, pointers)


def _located(finding: Finding, place: Place | None, text: str) -> Finding:
    if place is None:
        return finding
    at_name = finding.code == "unknown-parameter" and place.key_start is not None
    start = place.key_start if at_name and place.key_start is not None else place.start
    line, column = line_and_column(text, start)
    return replace(finding, line=line, column=column)
