"""oxspec knows what every model on a hub accepts: check requests, generate clients and pages.

    import oxspec

    findings = oxspec.validate({"model": "…", "messages": […]})

Names are loaded on first use (PEP 562), so importing the package costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself is not imported: it would double the time this takes
if TYPE_CHECKING:
    from . import preflight
    from .app.api import check, load_catalog, repair, validate
    from .catalog.model import Catalog, Model
    from .errors import InvalidRequest, OxspecError, UnjudgedError
    from .runtime.findings import Finding

__version__ = "0.1.0"
__all__ = [
    "Catalog",
    "Finding",
    "InvalidRequest",
    "Model",
    "OxspecError",
    "UnjudgedError",
    "check",
    "load_catalog",
    "preflight",
    "repair",
    "validate",
]

_HOMES = {
    "Catalog": "catalog.model",
    "Finding": "runtime.findings",
    "InvalidRequest": "errors",
    "Model": "catalog.model",
    "OxspecError": "errors",
    "UnjudgedError": "errors",
    "check": "app.api",
    "load_catalog": "app.api",
    "repair": "app.api",
    "validate": "app.api",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "preflight":
        return import_module(".preflight", __name__)
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
