"""Where templates and schemas are: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from .errors import ResourceMissingError

_PACKAGE: Final = Path(__file__).resolve().parent
_CHECKOUT: Final = _PACKAGE.parents[1]


def templates_dir() -> Path:
    """Return the folder of the templates.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    return _resource_dir("templates")


def schemas_dir() -> Path:
    """Return the folder of the schemas and of the bundled catalog.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    return _resource_dir("schemas")


@cache
def _resource_dir(name: str) -> Path:
    if (installed := _PACKAGE / name).is_dir():
        return installed
    # Only a checkout has a pyproject.toml there, so no stray folder is picked up.
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / name).is_dir():
        return _CHECKOUT / name
    what = f"no {name} folder here, nor in {_CHECKOUT}"
    raise ResourceMissingError(what, where=str(_PACKAGE), fix="reinstall oxspec")
