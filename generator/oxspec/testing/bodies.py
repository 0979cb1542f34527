"""Request bodies that fit a strict schema, and bodies with exactly one mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from ..catalog.model import Model
from ..jsontypes import ABSENT
from ..runtime.findings import pointer_of
from ..schema.accept import acceptor
from ..schema.rules import broken_rules
from .keywords import inlined, members_of, names_of
from .mistakes import mistakes_of
from .values import fitting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Severity
    from .mistakes import At, Mistake
    from .wrong import Wrong

    #: Tells the rules that a body breaks.
    Rules: TypeAlias = Callable[[JsonValue], frozenset[str]]


@dataclass(frozen=True, slots=True)
class BrokenBody:
    """A request body with exactly one mistake, and the finding that it makes.

    Attributes:
        body: with the mistake.
        code: of the finding (``unknown-parameter``, …).
        pointer: of the finding (RFC 6901).
        at: what of that place the finding's line and column are of: its ``value``, or its ``name``.
        severity: of the finding.
        right: the body that a safe repair makes of it, None where it is not sure what was meant.
    """

    body: JsonObject
    code: str
    pointer: str
    at: At
    severity: Severity
    right: JsonObject | None


def bodies(of: Model | Mapping[str, JsonValue]) -> SearchStrategy[JsonObject]:
    """Return request bodies that fit.

    Args:
        of: a model, or a strict schema. Of what combines schemas (``anyOf``, ``$ref``, …) only
            chat messages and objects that have one of several members are made; other optional
            parameters that combine schemas are left out.

    Raises:
        ValueError: there is nothing to judge bodies by, or a required parameter combines schemas.
    """
    schema = inlined(_strict(of))
    fits = fitting(schema).map(members_of)
    if "allOf" not in schema:
        return fits
    rules, required = broken_rules(schema), names_of(schema, "required")
    peaceful = fits.map(lambda body: _at_peace(body, rules, required))
    return peaceful.filter(lambda body: not rules(body))


def _at_peace(body: JsonObject, rules: Rules, required: Sequence[str]) -> JsonObject:
    """Return a body without those of its optional parameters that break a rule."""
    for name in reversed([*body]):
        if not (broken := rules(body)):
            break
        without: JsonObject = {other: value for other, value in body.items() if other != name}
        if name not in required and rules(without) < broken:
            body = without
    return body


def codes_of(of: Model | Mapping[str, JsonValue]) -> frozenset[str]:
    """Return the codes of the mistakes that ``broken_bodies`` makes.

    Args:
        of: a model, or a strict schema.

    Raises:
        ValueError: there is nothing to judge bodies by.
    """
    return frozenset(mistake.code for mistake in mistakes_of(_strict(of)))


def broken_bodies(
    of: Model | Mapping[str, JsonValue], *, code: str | None = None, mendable: bool = False
) -> SearchStrategy[BrokenBody]:
    """Return bodies with exactly one mistake, each with the finding that it makes.

    The mistakes are those that the schema allows: of a name (``unknown-parameter``,
    ``undocumented-parameter``, ``missing-parameter``), of a value (``wrong-type``,
    ``not-in-enum``, ``out-of-range``, ``bad-length``, ``bad-format``, ``bad-pattern``; ``schema``
    for ``multipleOf`` and ``uniqueItems``), and between parameters (``conflict``: each rule, and
    ``oneOf``). What is wrong with a text alone (``duplicate-key``, ``not-json``) no body has.

    Args:
        of: a model, or a strict schema.
        code: of the mistake; None for any.
        mendable: whether only mistakes are made that a safe repair mends.

    Raises:
        ValueError: as ``bodies`` does, or the schema allows no such mistake.
    """
    breakable = Breakable.of(of)
    found = [
        mistake
        for mistake in breakable.mistakes
        if code in (None, mistake.code) and (mistake.is_meant or not mendable)
    ]
    if not found:
        message = f"the schema allows no such mistake: code={code!r}, mendable={mendable}"
        raise ValueError(message)
    pairs = st.tuples(st.sampled_from(found), breakable.bodies)
    broken = pairs.flatmap(lambda pair: breakable.broken(*pair))
    return broken.filter(lambda made: made.right is not None or not mendable)


@dataclass(frozen=True, slots=True)
class Breakable:
    """The bodies of one model, and the mistakes that can be made on them.

    Attributes:
        bodies: those that fit.
        mistakes: that its strict schema allows.
        accepts: tells whether a body has no finding.
    """

    bodies: SearchStrategy[JsonObject]
    mistakes: tuple[Mistake, ...]
    accepts: Callable[[JsonValue], bool]

    @staticmethod
    def of(of: Model | Mapping[str, JsonValue]) -> Breakable:
        """Return what can be broken of a model, or a strict schema.

        Raises:
            ValueError: as ``bodies`` does.
        """
        strict = dict(_strict(of))
        return Breakable(bodies(strict), tuple(mistakes_of(strict)), acceptor(strict))

    def broken(self, mistake: Mistake, body: JsonObject) -> SearchStrategy[BrokenBody]:
        """Return what one of the mistakes makes of a body that fits."""

        def made(wrong: Wrong) -> BrokenBody:
            # What is wrong in another way once it is mended is not mended.
            right = None if wrong.right is ABSENT else wrong.right
            return BrokenBody(
                body=members_of(wrong.value),
                code=mistake.code,
                pointer=pointer_of(wrong.tokens),
                at=mistake.at,
                severity=mistake.severity,
                right=right if isinstance(right, dict) and self.accepts(right) else None,
            )

        return mistake.breaks(body).map(made)


def _strict(of: Model | Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    schema = of.strict if isinstance(of, Model) else of
    if schema is None:
        message = "the model has no request schema: there is nothing to judge bodies by"
        raise ValueError(message)
    return schema
