"""From one body to a verdict: which model it is for, and what that model says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ..catalog.nearest import nearest_ids
from ..errors import OxspecError, SchemaDefect
from ..runtime.errors import TooComplex
from ..runtime.findings import Finding, Unknown, excerpt, pointer_of
from ..runtime.hints import is_slip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..catalog.model import Catalog, Model
    from ..jsontypes import JsonObject, JsonValue

Outcome: TypeAlias = Literal["valid", "invalid", "unjudged"]


class Verdict(NamedTuple):
    """What was found out about one body.

    Attributes:
        outcome: ``valid``, ``invalid``, or ``unjudged`` where there was nothing to judge by.
        model: the id it was judged by, or the one that it names, or None.
        findings: in the order of the body; warnings alone leave it valid.
        reason: why it was not judged, or None.
    """

    outcome: Outcome
    model: str | None
    findings: tuple[Finding, ...] = ()
    reason: str | None = None


def judge(
    body: JsonValue, catalog: Catalog, *, model: str | None = None, unknown: Unknown = "error"
) -> Verdict:
    """Return the verdict on a body.

    Args:
        body: decoded JSON.
        catalog: what models there are.
        model: the id to judge by, where the body does not say it, or must say the same.
        unknown: what a parameter that the model does not have is.
    """
    if not isinstance(body, dict):
        message = f"a request body is an object, not {excerpt(body)}"
        return _verdict(model, [Finding("wrong-type", "", message, value=excerpt(body))])
    named = body.get("model")
    wanted = model if model is not None else named
    if wanted is None and "model" not in body:
        return _verdict(None, [_without_model(body)])
    if not isinstance(wanted, str):
        message = f"model must be the id of a model, not {excerpt(wanted)}"
        finding = Finding("unknown-model", "/model", message, value=excerpt(wanted))
        return _verdict(None, [finding])
    if wanted not in catalog.models:
        return _absent(wanted, catalog, at="/model" if named == wanted else "")
    verdict = _judged(body, catalog.models[wanted], unknown=unknown)
    if not any(_wants_advice(finding) for finding in verdict.findings):
        return verdict
    from .foreign import advised

    known = advised(verdict.findings, body, model=catalog.models[wanted], catalog=catalog)
    return verdict._replace(findings=tuple(known))


def is_silent(body: Any, catalog: Catalog) -> bool:  # noqa: ANN401  # any value
    """Return whether a body surely has no finding: for most, this is all there is to do."""
    kind = type(body)  # pyright: ignore[reportUnknownVariableType]  # of any value
    if kind is not dict:
        return False
    named: object = body.get("model")
    if type(named) is not str or (model := catalog.models.get(named)) is None:
        return False
    try:
        return not model.deprecated and model.accepts(body)
    except OxspecError:
        return False


def _judged(body: JsonObject, model: Model, *, unknown: Unknown) -> Verdict:
    try:
        strict = model.strict
    except SchemaDefect as defect:
        return unjudged(model.id, f"its request schema cannot be used: {defect}")
    if strict is None:
        return unjudged(model.id, "no request schema is published for it")
    # A body that leaves its model to the caller is judged as if it carried it.
    carried = body if "model" in body else {"model": model.id, **body}
    try:
        findings = [] if model.accepts(carried) else _checked(carried, strict, unknown=unknown)
    except TooComplex as error:
        return unjudged(model.id, str(error))
    return _verdict(model.id, [*_deprecation(model), *findings])


def _checked(body: JsonObject, strict: JsonObject, *, unknown: Unknown) -> list[Finding]:
    from ..runtime.check import check  # costs a tenth of a command that accepts its body

    return check(body, strict, unknown=unknown)


def _deprecation(model: Model) -> list[Finding]:
    if not model.deprecated:
        return []
    from ..runtime.packaged import deprecation

    return [deprecation(model.id)]


def unjudged(model: str | None, reason: str) -> Verdict:
    """Return the verdict on a body that there is nothing to judge by."""
    return Verdict("unjudged", model, reason=reason)


def _absent(wanted: str, catalog: Catalog, *, at: str) -> Verdict:
    if quarantined := catalog.quarantine_of(wanted):
        reason = f"its entry in the catalog cannot be used: {quarantined.reason}"
        return unjudged(wanted, f"{reason} (at {quarantined.pointer or 'its top'})")
    near = nearest_ids(wanted, catalog.models, most=1)
    hint = f"did you mean {excerpt(near[0])}?" if near else None
    if not catalog.authoritative:
        of = f" of {catalog.date}" if catalog.date else ""
        advice = f"; {hint}" if hint else ""
        at_hand = f"{excerpt(catalog.source)[1:-1]}{of}"
        reason = f"the catalog at hand ({at_hand}) lacks {excerpt(wanted)}{advice}"
        return unjudged(wanted, reason)
    message = f"there is no model {excerpt(wanted)}"
    finding = Finding("unknown-model", at, message, hint=hint, value=excerpt(wanted))
    return _verdict(wanted, [finding])


def _without_model(body: JsonObject) -> Finding:
    message = 'the body lacks the required parameter "model"'
    slips = [
        name for name, value in body.items() if isinstance(value, str) and is_slip(name, "model")
    ]
    hint = "add it, or pass --model ID"
    fix: JsonObject | None = None
    if len(slips) == 1:
        hint = f'is {excerpt(slips[0])} meant to be "model"?'
        fix = {"op": "move", "from": pointer_of(slips), "path": "/model"}
    return Finding("missing-parameter", "", message, hint=hint, allowed="model", fix=fix)


def _wants_advice(finding: Finding) -> bool:
    is_unknown = finding.code == "unknown-parameter"
    return is_unknown and (finding.hint is None or finding.fix is not None)


def _verdict(model: str | None, findings: Sequence[Finding]) -> Verdict:
    wrong = any(finding.severity == "error" for finding in findings)
    return Verdict("invalid" if wrong else "valid", model, tuple(findings))


def without_editor_hint(body: JsonValue) -> JsonValue:
    """Return a body read from a file without the ``$schema`` that an editor reads."""
    if isinstance(body, dict) and isinstance(body.get("$schema"), str):
        return {name: value for name, value in body.items() if name != "$schema"}
    return body
