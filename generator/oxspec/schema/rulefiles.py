"""Files of rules that users add: read, checked against their schema, joined to the built-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, cast

from ..errors import JsonTextError, UsageProblem
from ..jsontext import decode
from ..resources import schemas_dir
from ..runtime.findings import excerpt, pointer_of
from .ruleforms import FORMS
from .rules import builtin_rules, rules_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..jsontypes import JsonObject, JsonValue
    from .rules import Rule

RULES_BYTES: Final = 1 << 20
_ADVICE: Final = "docs/rules.md says how rules are written"


def load_rules(files: Iterable[str]) -> tuple[Rule, ...]:
    """Return the built-in rules and those of files, without those that a file disables.

    Raises:
        UsageProblem: a file cannot be read or is not one of rules, an id is there twice, or one
            that is disabled is not there.
    """
    rules = builtin_rules()
    for file in files:
        rules = _joined(rules, _document(file), file)
    return rules


def _joined(rules: tuple[Rule, ...], document: JsonObject, file: str) -> tuple[Rule, ...]:
    added = rules_of(document)
    known = {rule.id for rule in rules}
    disabled = {name for rule in added for name in rule.disables}
    disabled |= {*texts_of(document.get("disable"))}
    if unknown := sorted(disabled - known):
        _refuse(file, f"disables {excerpt(unknown[0])}, which is no rule")
    kept = {rule.id: rule for rule in rules if rule.id not in disabled}
    for rule in added:
        if rule.id in kept:
            what = f"a second rule {excerpt(rule.id)}"
            _refuse(file, what, fix='give it another id, or name the first in its "disable"')
        kept[rule.id] = rule
    return tuple(kept.values())


def _document(file: str) -> JsonObject:
    try:
        document = decode(_bytes(file))
    except JsonTextError as error:
        _refuse(file, f"line {error.line}, column {error.column}: {error.what}")
    _check(document, file)
    return document if isinstance(document, dict) else {}


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(RULES_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        _refuse(file, f"cannot be read ({why})", fix="give the file of rules")
    if len(data) > RULES_BYTES:
        _refuse(file, f"larger than {RULES_BYTES} bytes")
    return data


class _Error(Protocol):
    """What is read of ``jsonschema.ValidationError``."""

    absolute_path: Iterable[str | int]
    message: str
    validator: str
    instance: JsonValue


class _Validator(Protocol):
    """What is used of a jsonschema validator."""

    def iter_errors(self, instance: JsonValue) -> Iterable[object]: ...


def _check(document: JsonValue, file: str) -> None:
    from jsonschema import Draft202012Validator, exceptions

    schema: JsonObject = json.loads((schemas_dir() / "rules.schema.json").read_text("utf-8"))
    validator = cast("_Validator", Draft202012Validator(schema))
    best_match = cast("Callable[[Iterable[object]], _Error | None]", exceptions.best_match)
    error = best_match(validator.iter_errors(document))
    if error is not None:
        _refuse(file, f"{pointer_of(error.absolute_path) or 'the file'}: {_reason(error)}")


def _reason(error: _Error) -> str:
    given = error.instance if isinstance(error.instance, dict) else {}
    if error.validator in ("oneOf", "required") and "source" in given:
        forms = [form for form in FORMS if form in given]
        if len(forms) != 1:
            return f"a rule has one of {', '.join(FORMS)}, this one {', '.join(forms) or 'none'}"
    return excerpt(error.message, limit=200)[1:-1]


def _refuse(file: str, what: str, *, fix: str = _ADVICE) -> NoReturn:
    raise UsageProblem(what, where=excerpt(file, limit=200)[1:-1], fix=fix)
