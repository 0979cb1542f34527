"""What the tests of requests on their way out share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.entries import entry, sample_entries
from oxspec.catalog.decode import decode_catalog

if TYPE_CHECKING:
    from oxspec.catalog.model import Catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The models of the hub, one that edits images, and one that nothing is published about."""
    unpublished = entry("acme-secret-1") | {"json_request_schema": None}
    edit = entry("acme-edit-1", inputs=("text", "image"))
    return decode_catalog([*sample_entries(), edit, unpublished], source="tests")
