"""Verdicts as JUnit's XML: each body is a test case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..runtime.findings import masked
from .entries import item_entries
from .words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from ..validation.outcome import Item, Validation
    from .entries import Entry

_SHOWN_MESSAGES: Final = 3
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def validation_junit(validation: Validation) -> str:
    """Return a test suite with a case for each body.

    An invalid body is a failure whose text has all findings; one that was not judged is skipped,
    or an error where its file could not be read; warnings on a valid one are its output. All is
    ASCII, so that no console's encoding can break it.
    """
    from xml.etree import ElementTree as ET

    suites = ET.Element("testsuites")
    suite = ET.SubElement(suites, "testsuite", _counts(validation.items))
    for item in validation.items:
        attributes = {
            "classname": printable(masked(item.verdict.model or "oxspec")),
            "name": printable(item.source),
        }
        _add_outcome(ET.SubElement(suite, "testcase", attributes), item)
    ET.indent(suites)
    text: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=False)
    return _HEAD + text.decode("ascii") + "\n"


def _counts(items: Sequence[Item]) -> dict[str, str]:
    numbers = {
        "tests": len(items),
        "failures": sum(item.verdict.outcome == "invalid" for item in items),
        "errors": sum(item.missing for item in items),
        "skipped": sum(item.verdict.outcome == "unjudged" and not item.missing for item in items),
    }
    return {"name": "oxspec validate", **{name: str(number) for name, number in numbers.items()}}


def _add_outcome(case: Element, item: Item) -> None:
    from xml.etree.ElementTree import SubElement

    entries = list(item_entries(item))
    outcome = item.verdict.outcome
    if outcome == "invalid":
        SubElement(case, "failure", _headline(entries)).text = _text(entries)
    elif outcome == "unjudged":
        (entry,) = (entry for entry in entries if entry.level == "unjudged")
        SubElement(case, "error" if item.missing else "skipped", {"message": entry.message})
    elif entries:
        SubElement(case, "system-out").text = _text(entries)


def _headline(entries: Sequence[Entry]) -> dict[str, str]:
    errors = [entry for entry in entries if entry.level == "error"]
    shown = "; ".join(entry.message for entry in errors[:_SHOWN_MESSAGES])
    codes = ", ".join(dict.fromkeys(entry.code for entry in errors))
    return {"message": f"{counted(len(errors), 'error')}: {shown}", "type": codes}


def _text(entries: Sequence[Entry]) -> str:
    return "".join(line + "\n" for entry in entries for line in _lines(entry))


def _lines(entry: Entry) -> list[str]:
    at = f"line {entry.line}, column {entry.column}: " if entry.column else ""
    line = f"{entry.where}: {entry.level}: {at}{entry.message} [{entry.code}]"
    return [line, f"  hint: {entry.hint}"] if entry.hint else [line]
