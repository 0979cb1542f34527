"""What changed, for tests of reports: any that a comparison may give, its texts hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from oxspec.catalog.model import Catalog, Quarantined
from oxspec.drift.accepted import Acceptance
from oxspec.drift.compare import compare
from oxspec.drift.effects import Effect
from oxspec.drift.outcome import Drift, Spot
from oxspec.runtime.findings import pointer_of
from support.pairs import catalog_of, model_pairs
from support.validations import hostile

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

_said: Final = hostile.filter(bool)
_files: Final = st.sampled_from(["a.json", "./a.json", "b/c d.json", "/a/b.json", "é.json"]) | _said


@st.composite
def drifts(draw: DrawFn) -> Drift:
    """Return what changed, some of it accepted, for bodies or for catalogs."""
    old, new = draw(model_pairs(hostile=True) | model_pairs(hard=True))
    gone, came = (catalog_of(replace(m, id=name)) for m, name in ((old, "gone"), (new, "came")))
    model = draw(_said)
    found = [
        replace(change, model=model)
        for pair in ((catalog_of(old), catalog_of(new)), (gone, came))
        for change in compare(*pair).changes
    ]
    accepted = {
        change.fingerprint: Acceptance(change.fingerprint, draw(_said), date(2027, 1, 31))
        for change in found
        if draw(st.booleans())
    }
    effects = [
        Effect(draw(_files), change, pointer_of((draw(hostile),)), 3, 5, draw(st.booleans()))
        for change in found
    ]
    left_out = draw(
        st.lists(st.builds(Quarantined, st.none() | _said, hostile, hostile), max_size=1)
    )
    return Drift(
        _catalog(draw),
        _catalog(draw),
        tuple(found),
        left_out=tuple(left_out),
        accepted=accepted,
        skipped=tuple(draw(st.lists(_said, max_size=1))),
        effects=tuple(effects) if draw(st.booleans()) else None,
        spots={c.fingerprint: Spot(draw(_files), 7) for c in found if draw(st.booleans())},
    )


def _catalog(draw: DrawFn) -> Catalog:
    return Catalog({}, source=draw(hostile), known_digest="sha256:" + "0" * 64)
