"""The manifest: which files of a folder are ours, what they held, and which model each is of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ..errors import JsonTextError, OutputError
from ..jsontext import decode
from .filters import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..jsontypes import JsonObject, JsonValue

Kind: TypeAlias = Literal["client", "docs", "schemas"]
Outcome: TypeAlias = Literal["generated", "quarantined"]

#: Rises only when what is written changes, not with oxspec's version.
FORMAT: Final = 1
MANIFEST_NAMES: Final[dict[Kind, str]] = {
    "client": "manifest.json",
    "docs": ".oxspec-manifest.json",
    "schemas": ".oxspec-schemas.json",
}
_OUTCOMES: Final[dict[str, Outcome]] = {"generated": "generated", "quarantined": "quarantined"}


class Listing(NamedTuple):
    """What an index says of a model.

    Attributes:
        summary: one sentence.
        endpoint: below the hub's inference base.
        inputs: what it takes: ``text``, ``image``, …
        outputs: what it makes.
    """

    summary: str
    endpoint: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Entry(NamedTuple):
    """What became of one model.

    Attributes:
        name: its module, or its page or schema without a suffix.
        outcome: whether it was generated.
        title: its name for people.
        group: the developer it is listed under, or None.
        digest: of its request schema, or None.
        reason: why it was set aside, or None.
        listing: what an index says of it beside, or None.
        required: the parameters that a call of it must have, None where that is not recorded.
    """

    name: str
    outcome: Outcome = "generated"
    title: str = ""
    group: str | None = None
    digest: str | None = None
    reason: str | None = None
    listing: Listing | None = None
    required: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What oxspec wrote into a folder.

    Attributes:
        kind: of output.
        catalog: digest of the catalog it was made from.
        models: by id.
        files: digest of each file, by path.
        recipe: digest of all that the files were made from, "" where that is not known.
        changelog: the page of changes, without a suffix; "" for none.
    """

    kind: Kind
    catalog: str = ""
    models: Mapping[str, Entry] = field(default_factory=dict[str, Entry])
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    recipe: str = ""
    changelog: str = ""

    @property
    def path(self) -> str:
        """Where it is in its folder."""
        return MANIFEST_NAMES[self.kind]

    def encoded(self) -> bytes:
        """Return its bytes: sorted, without a time, a host or a folder."""
        told: JsonObject = {"recipe": self.recipe, "changelog": self.changelog}
        document: JsonObject = {
            **{key: text for key, text in told.items() if text},
            "format": FORMAT,
            "kind": self.kind,
            "catalog": self.catalog,
            "models": {name: _encoded(entry) for name, entry in self.models.items()},
            "files": dict(self.files),
        }
        return (json_text(_sorted(document), 2) + "\n").encode("ascii")


def digest_of_bytes(content: bytes) -> str:
    """Return ``sha256:…`` of a file's bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def recorded(files: Mapping[str, bytes], known: Manifest | None) -> dict[str, str]:
    """Return the digest of every file, beside those that a manifest has of others."""
    digests = {path: digest_of_bytes(content) for path, content in files.items()}
    return {**(known.files if known else {}), **digests}


def read_manifest(folder: Path, kind: Kind) -> Manifest | None:
    """Return the manifest of a folder, None where there is none.

    Raises:
        OutputError: it is broken, of another kind, or of a newer oxspec.
    """
    path = folder / MANIFEST_NAMES[kind]
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise OutputError(what, where=str(path)) from error
    try:
        document = decode(content)
        return _manifest(document if isinstance(document, dict) else {}, kind, path)
    except (_DefectError, JsonTextError) as error:
        raise _broken(path, str(error)) from error


class _DefectError(Exception):
    """A manifest that is not one of ours."""


def _manifest(document: JsonObject, kind: Kind, path: Path) -> Manifest:
    version = document.get("format")
    if isinstance(version, int) and version > FORMAT:
        what = f"written by a newer oxspec (format {version}, known is {FORMAT})"
        raise OutputError(what, where=str(path), fix="update oxspec")
    if version != FORMAT or document.get("kind") != kind:
        message = f"expected format {FORMAT} and kind {kind}"
        raise _DefectError(message)
    catalog = document.get("catalog")
    models, files = _object(document, "models"), _object(document, "files")
    return Manifest(
        kind,
        catalog if isinstance(catalog, str) else "",
        {name: _entry(entry) for name, entry in models.items()},
        {name: _string(digest) for name, digest in files.items()},
        _string(document.get("recipe", "")),
        _string(document.get("changelog", "")),
    )


def _sorted(value: JsonValue) -> JsonValue:
    if not isinstance(value, dict):
        return value
    return {name: _sorted(member) for name, member in sorted(value.items())}


def _encoded(entry: Entry) -> JsonValue:
    more: JsonObject = {"listing": _listing(entry.listing)} if entry.listing else {}
    if entry.required is not None:
        more["required"] = [*entry.required]
    return {
        **more,
        "name": entry.name,
        "outcome": entry.outcome,
        "title": entry.title,
        "group": entry.group,
        "digest": entry.digest,
        "reason": entry.reason,
    }


def _listing(listing: Listing) -> JsonValue:
    return {
        "summary": listing.summary,
        "endpoint": listing.endpoint,
        "inputs": [*listing.inputs],
        "outputs": [*listing.outputs],
    }


def _entry(value: JsonValue) -> Entry:
    document = value if isinstance(value, dict) else {}
    outcome = _OUTCOMES.get(_string(document.get("outcome")))
    if outcome is None:
        message = "an outcome is generated or quarantined"
        raise _DefectError(message)
    texts = [document.get(key) for key in ("group", "digest", "reason")]
    group, digest, reason = (None if text is None else _string(text) for text in texts)
    name, title = _string(document.get("name")), _string(document.get("title"))
    listing = _listed(_object(document, "listing")) if "listing" in document else None
    required = _strings(document, "required") if "required" in document else None
    return Entry(name, outcome, title, group, digest, reason, listing, required)


def _listed(document: JsonObject) -> Listing:
    summary, endpoint = _string(document.get("summary")), _string(document.get("endpoint"))
    return Listing(summary, endpoint, _strings(document, "inputs"), _strings(document, "outputs"))


def _strings(document: JsonObject, key: str) -> tuple[str, ...]:
    value = document.get(key)
    return tuple(map(_string, value if isinstance(value, list) else [None]))


def _object(document: JsonObject, key: str) -> JsonObject:
    value = document.get(key)
    if not isinstance(value, dict):
        message = f"{key} is an object"
        raise _DefectError(message)
    return value


def _string(value: JsonValue) -> str:
    if not isinstance(value, str):
        message = "expected a text"
        raise _DefectError(message)
    return value


def _broken(path: Path, why: str) -> OutputError:
    fix = "restore it, or remove the folder and generate it again"
    return OutputError(f"not a manifest of oxspec: {why}", where=str(path), fix=fix)
