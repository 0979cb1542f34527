"""Hypothesis strategies for programs that send requests, or read catalogs (``oxspec[testing]``).

    from hypothesis import given
    from oxspec import testing

    @given(body=testing.bodies(model))
    def test_my_client_sends_what_it_is_given(body): ...

What the strategies make is hostile by default: quotes, ``~`` and ``/``, braces, backticks,
control characters, NUL, directional marks and characters beyond the basic plane stand in names
and texts. ``bodies`` fit; ``broken_bodies`` have exactly one mistake, and tell the finding that
it makes; ``written`` is the text of either, in any layout, and tells where everything is in it.
"""

from __future__ import annotations

from .bodies import BrokenBody, bodies, broken_bodies, codes_of
from .schemas import entries, models, request_schemas
from .texts import json_values, names, texts
from .written import Written, written

__all__ = [
    "BrokenBody",
    "Written",
    "bodies",
    "broken_bodies",
    "codes_of",
    "entries",
    "json_values",
    "models",
    "names",
    "request_schemas",
    "texts",
    "written",
]
