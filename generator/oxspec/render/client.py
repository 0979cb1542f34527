"""From models to a typed client package."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .. import runtime
from ..catalog.endpoints import CHAT, ENDPOINTS
from ..errors import OxspecError
from ..naming import is_plain, module_names
from ..runtime.packaged import SCHEMAS
from .clientviews import ModelRow, PackageView
from .environment import environment
from .kinds import KINDS
from .manifest import Entry, Listing, Manifest, recorded
from .modules import client_parameters, module_view, render_module
from .packaged import packaged_schema
from .plan import Output
from .shared import endpoint_file, module_of_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..catalog.model import Model, Quarantined

#: What belongs to a project rather than to its package.
_PROJECT: Final = ("README.md", "pyproject.toml")
#: The endpoints that a package's example is taken from, the first that has a model.
_SHOWN: Final = ("videos/generate", "images/generate", "audio/generate")


def plan_client(  # noqa: PLR0913  # each is one thing to decide
    models: Iterable[Model],
    *,
    package: str,
    version: str | None = None,
    quarantined: Iterable[Quarantined] = (),
    catalog: str = "",
    known: Manifest | None = None,
    partial: bool = False,
) -> Output:
    """Return the package of some models: a module each, and what they share.

    A model that cannot be rendered is set aside with its reason, in the manifest and in the
    package; the others go on.

    Args:
        models: in any order.
        package: the package's name.
        version: of the project that the package is to be the one of; None for a package alone.
        quarantined: models that were set aside before.
        catalog: digest of the catalog.
        known: the folder's manifest: modules keep the names that they have in it.
        partial: whether only some models were named, so that the others stay as they are.
    """
    by_id = {model.id: model for model in models}
    asides = {q.id: q.reason for q in quarantined if q.id is not None}
    kept = dict(known.models) if known and partial else {}
    named = {n: e.name for n, e in known.models.items() if is_plain(e.name)} if known else {}
    names = module_names([*by_id, *asides, *kept], known=named)
    entries = kept | {
        name: Entry(names[name], "quarantined", title=name, reason=reason)
        for name, reason in asides.items()
    }
    files: dict[str, bytes] = {}
    for name, model in by_id.items():
        entries[name], made = _rendered(model, names[name])
        files |= made
    files |= _shared_files(_package_view(package, entries, version))
    if version is not None:
        files = _project(package, files)
    manifest = Manifest("client", catalog, entries, recorded(files, known if partial else None))
    return Output(files, manifest, partial=partial)


def _rendered(model: Model, module: str) -> tuple[Entry, dict[str, bytes]]:
    if not model.is_judged:
        reason = "no request schema is published for it"
        return Entry(module, "quarantined", title=model.display_name, reason=reason), {}
    try:
        schema, content = packaged_schema(model, module=module)
        view = module_view(model, module=module, schema=schema)
        text = render_module(view)
    except OxspecError as error:
        return Entry(module, "quarantined", title=model.display_name, reason=str(error)), {}
    entry = Entry(
        module,
        title=model.display_name,
        group=model.developer,
        digest=view.digest,
        listing=Listing(model.summary or "", view.endpoint, model.inputs, model.outputs),
        required=tuple(p.name for p in client_parameters(model) if p.required),
    )
    return entry, {f"{module}.py": text.encode("utf-8"), f"{SCHEMAS}/{schema}": content}


def _package_view(package: str, entries: Mapping[str, Entry], version: str | None) -> PackageView:
    rows = [
        ModelRow(name, e.name, e.listing.endpoint if e.listing else "", e.reason)
        for name, e in entries.items()
    ]
    rows.sort(key=lambda row: _natural(row.module))
    usable = tuple(row for row in rows if row.reason is None)
    # Short names are easier to read in an example.
    short = sorted(usable, key=lambda row: (len(row.module), row.module))
    chat = next((row.module for row in short if row.endpoint == CHAT), None)
    prompted = [row for row in short if entries[row.model].required == ("prompt",)]
    shown = (row for endpoint in _SHOWN for row in prompted if row.endpoint == endpoint)
    media = next(((row.module, KINDS[row.endpoint]) for row in shown), None)
    aside = tuple(row for row in rows if row.reason is not None)
    names = sorted(["data_url", "model", *(row.module for row in usable)], key=_natural)
    return PackageView(package, usable, aside, tuple(names), chat, media, version)


def _shared_files(view: PackageView) -> dict[str, bytes]:
    files = {
        "__init__.py": _rendered_file("package.py.jinja", view),
        "README.md": _rendered_file("readme.md.jinja", view),
        "py.typed": b"",
    }
    if view.version is not None:
        files["pyproject.toml"] = _rendered_file("pyproject.toml.jinja", view)
    return {**files, **_runtime_files(), **_endpoint_files()}


def _rendered_file(template: str, view: PackageView) -> bytes:
    return environment("client").get_template(template).render(view=view).encode("utf-8")


def _project(package: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a package as those of a project that holds it."""
    return {path if path in _PROJECT else f"{package}/{path}": c for path, c in files.items()}


def _endpoint_files() -> dict[str, bytes]:
    """Return the modules of what models of an endpoint share: of all, so that no model's moves."""
    files = {f"_endpoints/{module_of_endpoint(e)}.py": endpoint_file(e) for e in ENDPOINTS}
    text = '"""What the models of an endpoint share."""\n'
    return {"_endpoints/__init__.py": text.encode("ascii"), **files}


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts numbers by value, as formatters sort imports."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


@cache
def _runtime_files() -> Mapping[str, bytes]:
    folder = Path(runtime.__file__ or "").parent
    return {f"_runtime/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.py"))}
