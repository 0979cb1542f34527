"""What a folder of generated files was made from, beside them: a lock of their models.

With it a later run can say in words what changed since, and other commands can judge by what the
files were made from: ``oxspec validate --source client/models.lock``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from ..errors import SourceError, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ..catalog.model import Catalog, Model
    from ..drift.outcome import Drift
    from ..fetch.payload import Payload
    from ..jsontypes import JsonObject
    from ..render.manifest import Kind
    from ..render.plan import Output

#: Beside the manifest, and as visible as it is.
RECORD_NAMES: Final[Mapping[Kind, str]] = {
    "client": "models.lock",
    "docs": ".oxspec-models.lock",
}


def with_record(output: Output, models: Iterable[Model], folder: Path) -> Output:
    """Return an output whose models are recorded, those that were made before included.

    Args:
        output: what is planned.
        models: those that it was made of.
        folder: where it goes.
    """
    from ..catalog.lock import encoded_record, locked_entry
    from ..render.manifest import digest_of_bytes

    manifest = output.manifest
    path = RECORD_NAMES[manifest.kind]
    made = {n for n, entry in manifest.models.items() if entry.outcome == "generated"}
    kept = _entries(_recorded(folder, manifest.kind)) if output.partial else {}
    entries = kept | {model.id: locked_entry(model, date=None) for model in models}
    content = encoded_record(entry for name, entry in entries.items() if name in made)
    files = {**manifest.files, path: digest_of_bytes(content)}
    return replace(
        output, files={**output.files, path: content}, manifest=replace(manifest, files=files)
    )


def drift_since(
    folder: Path, kind: Kind, catalog: Catalog, models: Sequence[str] | None
) -> Drift | None:
    """Return what changed in the models of a folder since its files were made.

    Args:
        folder: where they are.
        kind: of what they are.
        catalog: as it is now.
        models: the ids that are asked about; None for all that are published.

    Returns:
        None where it is not recorded what the files were made from.

    Raises:
        SourceError: the catalog has no model left.
    """
    payload = _recorded(folder, kind)
    if payload is None:
        return None
    from .diff import compared

    if models is not None:
        return compared(payload.catalog, catalog, frozenset(models).__contains__)
    # It was made of all models that were published then: what it lacks is new.
    old = replace(payload.catalog, partial=False)

    def is_asked(name: str) -> bool:
        now = catalog.models.get(name)
        return name in old.models or (now is not None and now.is_published)

    return compared(old, catalog, is_asked)


def _recorded(folder: Path, kind: Kind) -> Payload | None:
    from ..fetch.source import load_lock

    try:
        return load_lock(folder / RECORD_NAMES[kind])
    except (SourceError, UsageProblem):
        # A record that is missing, or is none any more, takes nothing away but words.
        return None


def _entries(payload: Payload | None) -> dict[str, JsonObject]:
    entries = [] if payload is None else [cast("JsonObject", entry) for entry in payload.entries]
    return {str(entry["name"]): entry for entry in entries}
