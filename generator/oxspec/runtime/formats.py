"""The formats that are asserted: what the hub can read."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

URI_SCHEMES: Final = ("https", "http", "data")


def is_readable_uri(value: object) -> bool:
    """Return whether the hub could read a value's address: https, http or data, nothing else."""
    if not isinstance(value, str):
        return True
    if any(char.isspace() or not char.isprintable() for char in value[:4096]):
        return False
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname)
    except ValueError:
        return False
    if parts.scheme == "data":
        return "," in value
    return parts.scheme in URI_SCHEMES and has_host


def is_data_uri(value: object) -> bool:
    """Return whether a value is a file inline: a ``data:`` URI."""
    return not isinstance(value, str) or (
        value.startswith("data:") and is_readable_uri(value)
    )


#: The formats that are asserted, each with what holds for it.
FORMATS: Final = {"uri": is_readable_uri, "data-uri": is_data_uri}
