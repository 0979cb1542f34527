"""Typed client packages."""

from __future__ import annotations

import re
import sys
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from ..errors import UsageProblem
from ..runtime.findings import excerpt
from .generate import chosen_models, explained, generation_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..catalog.model import Catalog, Model
    from ..jsontypes import JsonObject
    from ..render.manifest import Manifest
    from .generate import Generation, Writing
    from .session import Session

#: What of PEP 440 a public version is written as.
_VERSION: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?"
)


class Package(NamedTuple):
    """What a client package is.

    Attributes:
        name: a Python identifier, or None for the folder's.
        version: of the project that the folder then is; None for a folder that is the package.
    """

    name: str | None = None
    version: str | None = None


_FIRST_VERSION: Final = "0.1.0"
#: What a package imports beside the standard library.
_NEEDED: Final = ("httpx", "jsonschema")
_PACKAGE: Final = Package()


def write_client(
    session: Session, models: Sequence[str], *, writing: Writing, package: Package = _PACKAGE
) -> Generation:
    """Write a typed client package, or say what would change.

    Args:
        session: where the catalog comes from.
        models: ids; () for all that are published.
        writing: how.
        package: what the package is.

    Raises:
        UsageProblem: there is no model of an id, or the name or version is none.
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.manifest import read_manifest
    from .recipe import as_recorded, recipe_of, with_recipe
    from .record import with_record

    name = _name_of(package, writing.folder)
    known = read_manifest(writing.folder, "client")
    catalog, chosen, aside = chosen_models(session, models)
    if not models:
        chosen = [*chosen, *_going(catalog, chosen, known)]
    asked = ("client", name, package.version or "", *models, "", *session.settings.models)
    recipe = recipe_of(session, catalog, asked)
    output = as_recorded(writing.folder, known, recipe)
    if output is None:
        from ..render.client import plan_client

        made = plan_client(
            chosen,
            package=name,
            version=package.version,
            quarantined=aside,
            catalog=catalog.digest,
            known=known,
            partial=bool(models),
        )
        made = with_record(made, chosen, writing.folder)
        output = with_recipe(made, known, recipe, keeps=writing.check or bool(models))
    generation = generation_of(output, writing, chosen, aside)
    return explained(generation, writing, "client", catalog, models or session.settings.models)


def project_version_in(folder: Path) -> str:
    """Return the version of the project that a folder is, or the first one where it is none."""
    import tomllib

    try:
        text = (folder / "pyproject.toml").read_text("utf-8")
        project = cast("JsonObject", tomllib.loads(text)).get("project")
    except (OSError, ValueError):
        # What is wrong with a file of ours is told when the folder is compared.
        return _FIRST_VERSION
    version = project.get("version") if isinstance(project, dict) else None
    return version if isinstance(version, str) else _FIRST_VERSION


def _going(catalog: Catalog, chosen: Sequence[Model], known: Manifest | None) -> Iterator[Model]:
    """Yield the deprecated models that have a module: it warns, and programs still import it."""
    ids = {model.id for model in chosen}
    for name, entry in known.models.items() if known else ():
        model = catalog.models.get(name)
        if model and model.deprecated and name not in ids and entry.outcome == "generated":
            yield model


def _name_of(package: Package, folder: Path) -> str:
    is_project = package.version is not None
    if is_project and _VERSION.fullmatch(package.version or "") is None:
        what = f"{excerpt(package.version)} is no version"
        raise UsageProblem(what, fix="write it as 1.4.0, 1.4.0rc1 or 1.4.0.dev3")
    last = folder.resolve().name
    name = package.name or (last.replace("-", "_") if is_project else last)
    if not name.isidentifier() or not name.isascii() or iskeyword(name):
        what = f"{excerpt(name)} cannot be the name of a package"
        raise UsageProblem(what, fix="pass --package NAME, a Python identifier in ASCII")
    if name in sys.stdlib_module_names or name in _NEEDED:
        what = f"a package {name} would hide the one that it needs itself"
        raise UsageProblem(what, fix="pass --package NAME, another name")
    return name
