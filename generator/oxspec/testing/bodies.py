"""Request bodies that fit a strict schema, and bodies with exactly one mistake."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ..catalog.model import Model
from ..runtime.findings import pointer_of
from ..schema.rules import broken_rules
from .mistakes import mistakes_of
from .values import fitting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..jsontypes import JsonObject, JsonValue


def bodies(of: Model | Mapping[str, JsonValue]) -> SearchStrategy[JsonObject]:
    """Return request bodies that fit.

    Args:
        of: a model, or a strict schema. Of what combines schemas (``anyOf``, ``$ref``, …) only
            chat messages are made; other optional parameters that have such are left out.

    Raises:
        ValueError: there is nothing to judge bodies by, or a required parameter combines schemas.
    """
    schema = dict(_strict(of))
    fits = fitting(schema).map(_object)
    if "allOf" not in schema:
        return fits
    broken_by = broken_rules(schema)
    return fits.filter(lambda body: not broken_by(body))


@st.composite
def broken_bodies(draw: DrawFn, of: Model | Mapping[str, JsonValue]) -> tuple[JsonObject, str, str]:
    """Return bodies with exactly one mistake, each with the code and the pointer of its finding.

    The codes are ``unknown-parameter``, ``missing-parameter``, ``wrong-type``, ``not-in-enum``
    and ``out-of-range``, as far as the schema allows such a mistake.

    Args:
        draw: given by Hypothesis.
        of: a model, or a strict schema.

    Raises:
        ValueError: as ``bodies`` does.
    """
    schema = _strict(of)
    body = copy.deepcopy(draw(bodies(schema)))
    mistake = draw(st.sampled_from(mistakes_of(body, schema)))
    key = draw(mistake.keys)
    parent = _at(body, mistake.parent)
    if mistake.code == "missing-parameter":
        del parent[key]
        return body, mistake.code, pointer_of(mistake.parent)
    parent[key] = draw(mistake.values)
    return body, mistake.code, pointer_of((*mistake.parent, key))


def _at(body: JsonObject, tokens: tuple[str | int, ...]) -> dict[str | int, JsonValue]:
    place: object = body
    for token in tokens:
        place = place[token]  # type: ignore[index]  # the tokens were read off the body
    return place  # type: ignore[return-value]  # an object, or an array that is indexed alike


def _strict(of: Model | Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    schema = of.strict if isinstance(of, Model) else of
    if schema is None:
        message = "the model has no request schema: there is nothing to judge bodies by"
        raise ValueError(message)
    return schema


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}
