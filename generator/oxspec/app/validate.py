"""Bodies in files or on standard input, each with its verdict."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from ..validation.judge import Verdict, judge, unjudged
from ..validation.outcome import Item, Validation
from ..validation.text import BODY_BYTES, Text, located, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from ..catalog.model import Catalog
    from ..runtime.findings import Finding, Unknown
    from ..validation.text import Syntax
    from .session import Session

STDIN: Final = "-"
_YAML: Final = (".yaml", ".yml")
_PLAIN_JSON: Final = "bodies are sent as plain JSON: save this as .json, or as .yaml"
_ONE_BODY: Final = "a file holds one body: write each line to a file of its own"
#: By what a file's name ends in: what to do about a text that is not JSON.
_ALMOST_JSON: Final = {
    ".jsonc": _PLAIN_JSON,
    ".json5": _PLAIN_JSON,
    ".jsonl": _ONE_BODY,
    ".ndjson": _ONE_BODY,
}


def validate_files(
    session: Session,
    sources: Sequence[str],
    *,
    model: str | None = None,
    unknown: Unknown = "error",
) -> Validation:
    """Return the verdict on each body.

    Args:
        session: where the catalog comes from.
        sources: file names, of YAML where they end like that; ``-`` is JSON on standard input.
        model: the id to judge by, where a body does not say it, or must say the same.
        unknown: what a parameter that a model does not have is.

    Raises:
        SourceError: there is no catalog to judge by.
        UsageProblem: ``model`` is given and not in a catalog that has all models, or a body is
            YAML and there is no library to read it with.
    """
    loaded = [(source, _load(source)) for source in sources]
    texts = [text for _, text in loaded if isinstance(text, Text) and not text.findings]
    catalog = session.pinned().catalog(needs=_needs(texts, model)) if texts else None
    items = (_item(source, text, catalog, model, unknown) for source, text in loaded)
    return Validation(tuple(items), catalog)


def _item(
    source: str, text: Text | Item, catalog: Catalog | None, model: str | None, unknown: Unknown
) -> Item:
    if isinstance(text, Item):
        return text._replace(source=source)
    syntax = _syntax(source)
    if text.findings or catalog is None:
        findings = tuple(_advised(finding, source) for finding in text.findings)
        return Item(source, Verdict("invalid", model, findings), text=text.text, syntax=syntax)
    verdict = judge(text.body, catalog, model=model, unknown=unknown)
    if verdict.findings:
        found = located(verdict.findings, text.text, syntax=syntax)
        verdict = verdict._replace(findings=found)
    return Item(source, verdict, text=text.text, syntax=syntax)


def _syntax(source: str) -> Syntax:
    return "yaml" if source.lower().endswith(_YAML) else "json"


def _advised(finding: Finding, source: str) -> Finding:
    """Return the finding on a text that cannot be read, with advice where its name tells why."""
    hint = _ALMOST_JSON.get(PurePath(source).suffix.lower())
    return replace(finding, hint=hint) if hint and finding.code == "not-json" else finding


def _needs(texts: Iterable[Text], model: str | None) -> list[str]:
    bodies = [text.body for text in texts if isinstance(text.body, dict)]
    named = [model, *(body.get("model") for body in bodies)]
    return list(dict.fromkeys(name for name in named if isinstance(name, str)))


def _load(source: str) -> Text | Item:
    try:
        if source == STDIN and sys.stdin is None:
            return _unread("standard input is closed: give it a file or a pipe", missing=True)
        if source == STDIN:
            return _read(sys.stdin.buffer, "json")
        with open(source, "rb") as file:  # noqa: PTH123  # a name with a NUL is ValueError here too
            return _read(file, _syntax(source))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        return _unread(f"{error.strerror}: give the file of a request body, or -", missing=True)
    except (OSError, ValueError) as error:
        return _unread(f"cannot be read: {error}", missing=True)


def _read(stream: BinaryIO, syntax: Syntax) -> Text | Item:
    data = stream.read(BODY_BYTES + 1)
    if len(data) > BODY_BYTES:
        return _unread(f"larger than {BODY_BYTES >> 20} MiB: send big files by their address")
    return read(data, syntax=syntax)


def _unread(reason: str, *, missing: bool = False) -> Item:
    return Item("", unjudged(None, reason), missing=missing)
