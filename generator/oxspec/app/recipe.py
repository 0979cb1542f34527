"""What generated files were made from, as one digest: where it is the same, so are they."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

#: The folders of the package whose code decides what is made of a catalog; "" is the package's own.
_MAKERS: Final = ("", "app", "catalog", "drift", "render", "runtime", "schema")

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.model import Catalog
    from ..render.manifest import Manifest
    from ..render.plan import Output
    from .session import Session


def recipe_of(session: Session, catalog: Catalog, asked: Sequence[str]) -> str:
    """Return a digest of all that output depends on: catalog, rules, hub, request, and this code.

    Args:
        session: whose rules and hub are used.
        catalog: what is read.
        asked: what is to be made, in words.
    """
    parts = [catalog.digest, session.settings.inference_url, *asked]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    for path in (*session.settings.rules, *_installation()):
        digest.update(f"\0{path.rpartition(os.sep)[2]}\0".encode("utf-8", "surrogateescape"))
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # of hundreds: half the time
            digest.update(file.read())
    return f"sha256:{digest.hexdigest()}"


def as_recorded(folder: Path, known: Manifest | None, recipe: str) -> Output | None:
    """Return what a folder holds as a plan, where it is what the recipe would make; None else.

    Raises:
        OutputError: a path that the manifest has cannot be used.
    """
    from ..render.files import content_of
    from ..render.manifest import digest_of_bytes
    from ..render.plan import Output

    if not recipe or known is None or known.recipe != recipe:
        return None
    files: dict[str, bytes] = {}
    for path, digest in known.files.items():
        content = content_of(folder, path)
        if content is None or digest_of_bytes(content) != digest:
            return None
        files[path] = content
    return Output(files, known, partial=True)


def with_recipe(output: Output, known: Manifest | None, recipe: str, *, keeps: bool) -> Output:
    """Return a plan that tells its recipe.

    Args:
        output: the plan.
        known: the folder's manifest.
        recipe: what the plan is made by.
        keeps: whether the folder's own recipe and catalog stay where all else does: another way to
            the same files (some models named, a change of others, another version of this code)
            is no change of theirs.
    """
    manifest = replace(output.manifest, recipe=recipe)
    if keeps and known is not None:
        same = replace(manifest, recipe=known.recipe, catalog=known.catalog)
        manifest = same if same.encoded() == known.encoded() else manifest
    return replace(output, manifest=manifest)


def _installation() -> Iterator[str]:
    """Yield the files that decide what is made: a checkout's change without a new version."""
    from ..resources import schemas_dir, templates_dir
    from ..schema.rules import RULES_FILE

    package = Path(__file__).parents[1]
    for maker in _MAKERS:
        yield from _files(package / maker, ".py")
    for folder, folders, _ in os.walk(templates_dir()):
        folders.sort()
        yield from _files(Path(folder), "")
    yield str(schemas_dir() / RULES_FILE)
    yield from _files(schemas_dir() / "envelopes", ".json")


def _files(folder: Path, suffix: str) -> Iterator[str]:
    """Yield the files of a folder by name; a ``Path`` for each would take twice the time."""
    with os.scandir(folder) as entries:
        yield from sorted(e.path for e in entries if e.name.endswith(suffix) and e.is_file())
