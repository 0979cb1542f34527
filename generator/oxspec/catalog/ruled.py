"""A catalog whose models are held to other rules than the built-in ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .model import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..schema.rules import Rule
    from .model import Catalog


def ruled(catalog: Catalog, rules: tuple[Rule, ...]) -> Catalog:
    """Return a catalog whose models are judged by these rules."""
    return replace(catalog, models=RuledModels(catalog.models, rules))


class RuledModels(Mapping[str, Model]):
    """The models of a mapping, each read and given its rules on first use."""

    def __init__(self, models: Mapping[str, Model], rules: tuple[Rule, ...]) -> None:
        """Read nothing yet."""
        self._unruled = models
        self._rules = rules
        self._models: dict[str, Model] = {}

    def __getitem__(self, key: str) -> Model:
        """Return a model.

        Raises:
            KeyError: there is none of that id.
        """
        model = self._models.get(key)
        if model is None:
            model = self._models[key] = replace(self._unruled[key], rules=self._rules)
        return model

    def __contains__(self, key: object) -> bool:
        """Return whether there is such a model; reads none."""
        return key in self._unruled

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in the catalog's order."""
        return iter(self._unruled)

    def __len__(self) -> int:
        """Return how many models there are."""
        return len(self._unruled)
