"""SARIF 2.1.0 (OASIS): code scanning and editors show what was found beside its rules."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from .entries import UNJUDGED, entries
from .help import HELP, Help

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..validation.outcome import Validation
    from .entries import Entry

SARIF_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_NOTHING: Final[Mapping[str, str]] = {}
_NOT_JUDGED: Final = Help(
    "The body could not be judged.",
    "There was no file to read, no schema to judge by, or a limit was passed: whether the body is "
    "right is not known.",
    "The message says what was missing. `oxspec fetch` brings a newer catalog.",
    "warning",
)


def validation_sarif(validation: Validation) -> str:
    """Return a log of one run: the rules with their help, and a result for each finding.

    A body that was not judged is a notification of the run (section 3.58), not a result: nothing
    was found out about it. Columns count characters (``unicodeCodePoints``).
    """
    found = list(entries(validation))
    status = validation.exit_status
    invocation = {"executionSuccessful": status in (0, 1), "exitCode": status}
    return sarif_text(found, rules=HELP, invocation=invocation)


def sarif_text(
    found: Sequence[Entry],
    *,
    rules: Mapping[str, Help],
    invocation: Mapping[str, object],
    suppressed: Mapping[str, str] = _NOTHING,
) -> str:
    """Return a log of one run.

    Args:
        found: a result for each, but a notification for what was not judged.
        rules: help on each code.
        invocation: how the run went.
        suppressed: why results are accepted as they are, by their fingerprints (section 3.35).
    """
    notes = [_notification(entry) for entry in found if entry.level == UNJUDGED]
    index = {code: number for number, code in enumerate(rules)}
    results = [_result(entry, index, suppressed) for entry in found if entry.level != UNJUDGED]
    run: dict[str, object] = {
        "tool": {"driver": _driver(rules)},
        "invocations": [{**invocation, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: Mapping[str, Help]) -> dict[str, object]:
    from importlib.metadata import version

    return {
        "name": "oxspec",
        "version": version("oxspec"),
        "rules": [_rule(code, text) for code, text in rules.items()],
        "notifications": [_rule(UNJUDGED, _NOT_JUDGED)],
    }


def _rule(code: str, text: Help) -> dict[str, object]:
    markdown = f"{text.meaning}\n\n**What to do.** {text.remedy}"
    return {
        "id": code,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": _plain(text.meaning)},
        "help": {"text": _plain(f"{text.meaning} {text.remedy}"), "markdown": markdown},
        "defaultConfiguration": {"level": text.severity},
    }


def _plain(markdown: str) -> str:
    return markdown.replace("`", "")


def _result(
    entry: Entry, index: Mapping[str, int], suppressed: Mapping[str, str]
) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": entry.code,
        # A code without help is a rule without an entry (section 3.27.6).
        "ruleIndex": index.get(entry.code, -1),
        "level": entry.level,
        "message": {"text": _message(entry)},
        "locations": [_location(entry)],
        "partialFingerprints": {"oxspecFinding/v1": entry.fingerprint},
    }
    if (reason := suppressed.get(entry.fingerprint)) is not None:
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    return result


def _message(entry: Entry) -> str:
    # "[text](address)" would become a link (section 3.11.6); catalog text makes none.
    return entry.sentences.replace("](", "] (")


def _location(entry: Entry) -> dict[str, object]:
    return {**_physical(entry), "logicalLocations": [{"fullyQualifiedName": entry.where}]}


def _physical(entry: Entry) -> dict[str, object]:
    if entry.path is None:
        return {}
    region = {"startLine": entry.line}
    if entry.column is not None:
        region["startColumn"] = entry.column
    artifact = {"uri": artifact_uri(entry.path)}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def artifact_uri(path: str) -> str:
    """Return a path with slashes as a URI reference (RFC 3986): relative, or ``file:``."""
    from urllib.parse import quote

    if not PurePath(path).is_absolute():
        return quote(_utf8(path), safe="/")
    root = "file://" if path.startswith("/") else "file:///"
    return root + quote(_utf8(path), safe="/:")


def _utf8(path: str) -> bytes:
    try:
        # The name of a file that is not UTF-8 gets its own bytes back.
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def _notification(entry: Entry) -> dict[str, object]:
    place = _physical(entry)
    return {
        "descriptor": {"id": UNJUDGED, "index": 0},
        "level": "error" if entry.missing else "warning",
        "message": {"text": _message(entry)},
        **({"locations": [place]} if place else {}),
    }
