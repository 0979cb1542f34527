"""Mistakes made on the bodies of real models, one of each code that a model's schema allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from oxspec.testing.bodies import Breakable
from oxspec.testing.written import layouts, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oxspec.catalog.model import Model
    from oxspec.testing import BrokenBody, Written
    from oxspec.testing.mistakes import Mistake

    _Kinds: TypeAlias = dict[tuple[str, bool], list[Mistake]]

#: For a test that each model has: few examples, each with many mistakes.
FEW = settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)


def each_mistake(
    data: st.DataObject, model: Model, *, meant: bool
) -> Iterator[tuple[BrokenBody, Written]]:
    """Yield one body with a mistake, and its text, for each code that a model's schema allows.

    Args:
        data: to draw from.
        model: one that is judged.
        meant: whether only mistakes are made of which it is sure what was meant; otherwise one of
            those comes as well, where a code has them.
    """
    breakable, kinds = _known(model)
    body, layout = data.draw(breakable.bodies), data.draw(layouts())
    for (_, is_meant), some in kinds.items():
        if meant and not is_meant:
            continue
        broken = data.draw(st.sampled_from(some).flatmap(lambda m: breakable.broken(m, body)))
        yield broken, write(broken.body, layout)


_made: dict[int, tuple[Breakable, _Kinds]] = {}


def _known(model: Model) -> tuple[Breakable, _Kinds]:
    # By identity: the models of the tests' catalogs stay as long as the tests run.
    if id(model) not in _made:
        breakable = Breakable.of(model)
        kinds: _Kinds = {}
        for mistake in breakable.mistakes:
            kinds.setdefault((mistake.code, mistake.is_meant), []).append(mistake)
        _made[id(model)] = breakable, kinds
    return _made[id(model)]
