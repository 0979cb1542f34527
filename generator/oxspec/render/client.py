"""From models to a typed client package."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import runtime
from ..catalog.endpoints import ENDPOINTS
from ..catalog.model import Quarantined
from ..errors import OxspecError
from ..naming import is_plain, module_names
from ..runtime.packaged import SCHEMAS
from .environment import environment
from .manifest import Entry, Manifest, recorded
from .modules import module_view, render_module
from .packaged import packaged_schema
from .plan import Output
from .shared import endpoint_file, module_of_endpoint
from .views import ModelRow, PackageView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..catalog.model import Model

_PACKAGE_FILES = {"__init__.py": "package.py.jinja", "README.md": "readme.md.jinja"}


def plan_client(  # noqa: PLR0913  # each is one thing to decide
    models: Iterable[Model],
    *,
    package: str,
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
    files |= _shared_files(package, entries)
    manifest = Manifest("client", catalog, entries, recorded(files, known if partial else None))
    return Output(files, manifest, partial=partial)


def set_aside(output: Output) -> tuple[Quarantined, ...]:
    """Return the models of an output that were set aside, each with its reason."""
    return tuple(
        Quarantined(name, "", entry.reason or "")
        for name, entry in sorted(output.manifest.models.items())
        if entry.outcome == "quarantined"
    )


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
    entry = Entry(module, title=model.display_name, group=model.developer, digest=view.digest)
    return entry, {f"{module}.py": text.encode("utf-8"), f"{SCHEMAS}/{schema}": content}


def _shared_files(package: str, entries: Mapping[str, Entry]) -> dict[str, bytes]:
    rows = [ModelRow(name, entry.name, entry.reason) for name, entry in entries.items()]
    rows.sort(key=lambda row: _natural(row.module))
    view = PackageView(
        package=package,
        rows=tuple(row for row in rows if row.reason is None),
        quarantined=tuple(row for row in rows if row.reason is not None),
    )
    env = environment("client")
    files = {
        path: env.get_template(template).render(view=view).encode("utf-8")
        for path, template in _PACKAGE_FILES.items()
    }
    return {**files, "py.typed": b"", **_runtime_files(), **_endpoint_files()}


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
