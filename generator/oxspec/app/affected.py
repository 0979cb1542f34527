"""What changed as far as it affects the bodies that a project keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..drift.effects import Body, effects_on
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.model import Catalog
    from ..drift.outcome import Drift
    from .bodies import BodyFile


def for_bodies(drift: Drift, files: Sequence[BodyFile]) -> Drift:
    """Return only the changes that affect some bodies, and how they do."""
    skipped = tuple(_reasons(files, drift.old))
    effects = [
        effect
        for file in files
        if (body := _body(file)) is not None
        for effect in effects_on(body, drift.changes, old=drift.old, new=drift.new)
    ]
    met = {effect.change.fingerprint for effect in effects}
    changes = tuple(change for change in drift.changes if change.fingerprint in met)
    return replace(drift, changes=changes, skipped=skipped, effects=tuple(effects))


def _body(file: BodyFile) -> Body | None:
    value = file.text.body
    if not isinstance(value, dict) or file.model is None:
        return None
    return Body(file.source, file.text.text, file.syntax, value, file.model)


def _reasons(files: Sequence[BodyFile], old: Catalog) -> Iterator[str]:
    """Yield a line for each file whose body cannot be looked at."""
    for file in files:
        if file.model is None:
            why = file.text.findings[0].message if file.text.findings else "it names no model"
            yield f"{file.source}: not looked at: {why}"
        elif file.model not in old.models:
            yield f"{file.source}: not looked at: {old.source} has no {excerpt(file.model)}"
