"""What a check can say about a request body: plain data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .jsonvalue import JsonObject, JsonValue

Severity: TypeAlias = Literal["error", "warning"]
Unknown: TypeAlias = Literal["error", "warn", "allow"]

EXCERPT_CHARACTERS: Final = 80
_SHOWN_DEPTH: Final = 8
#: What looks like a key or a token. Compiled when a value is first shown: that takes a while.
KEY_LIKE: Final = (
    r"(?i)(?:bearer\s+\S|(?:sk|pk|hf|ghp|gho|xox[abp]|oxen?)[-_][\w-]{12}|SFMyNTY\.\w|eyJ\w{20}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{12}|AIza[\w-]{20}|-----BEGIN [A-Z ]*PRIVATE KEY|\b[0-9a-f]{32}\b"
    r"|://[^/\s:@]+:[^/\s@]+@|[?&][\w-]*(?:signature|token|api_?key)=\w)"
)
_DATA_URI: Final = re.compile(r"(?i)data:[\w.+/;=-]*,")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or doubtful, in a request body.

    Attributes:
        code: kebab-case and stable; programs match on it.
        pointer: JSON Pointer (RFC 6901) of the value, the parameter or the object; "" is the body.
        message: one sentence in words of the request.
        severity: ``error`` or ``warning``; only errors make a body invalid.
        hint: what to write instead, or None.
        value: the value as short JSON text, cut and masked, or None.
        allowed: the values or bounds that are allowed, or None.
        fix: one JSON Patch operation (RFC 6902) that mends it, or None.
        line: 1-based, or None where there is no text.
        column: 1-based, in characters, or None.
    """

    code: str
    pointer: str
    message: str
    severity: Severity = "error"
    hint: str | None = None
    value: str | None = None
    allowed: JsonValue = None
    fix: JsonObject | None = None
    line: int | None = None
    column: int | None = None

    def to_json(self) -> JsonObject:
        """Return the finding as reports spell it, every key there."""
        return {
            "code": self.code,
            "severity": self.severity,
            "pointer": shown_pointer(self.pointer),
            "message": self.message,
            "hint": self.hint,
            "value": self.value,
            "allowed": self.allowed,
            "fix": self.fix,
            "line": self.line,
            "column": self.column,
        }


def pointer_of(tokens: Iterable[str | int]) -> str:
    """Return the JSON Pointer of reference tokens, "" for none (RFC 6901, section 3)."""
    # "~" goes first: escaping "/" first would escape the "~" of its own "~1" again.
    return "".join(
        "/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens
    )


def shown_pointer(pointer: str) -> str:
    """Return a pointer as reports show it: a name in it may be a key in the wrong place."""
    tokens = (
        token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]
    )
    return pointer_of(map(masked, tokens))


def excerpt(value: object, *, limit: int = EXCERPT_CHARACTERS) -> str:
    """Return a value as one line of JSON of at most ``limit`` characters, secrets masked."""
    text = _as_json(_presentable(value, limit, _Budget()))
    text = "".join(
        char if char.isprintable() else _escaped(char) for char in text[: 2 * limit]
    )
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Budget:
    """How many values an excerpt may still show, and how deep it is."""

    def __init__(self) -> None:
        self.left = EXCERPT_CHARACTERS
        self.depth = 0


def _presentable(value: object, limit: int, budget: _Budget) -> object:
    """Return as much of a value as an excerpt can show, its texts masked."""
    budget.left -= 1
    if isinstance(value, str):
        return masked(value[: 4 * limit])
    if not isinstance(value, dict | list | tuple):
        return value
    if budget.depth >= _SHOWN_DEPTH or budget.left <= 0:
        return "…"
    budget.depth += 1
    try:
        if isinstance(value, dict):
            members = islice(cast("dict[object, object]", value).items(), budget.left)
            return {
                masked(str(k)[:limit]): _presentable(v, limit, budget)
                for k, v in members
            }
        entries = islice(cast("list[object]", value), budget.left)
        return [_presentable(entry, limit, budget) for entry in entries]
    finally:
        budget.depth -= 1


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=repr)
    except (TypeError, ValueError, RecursionError):
        return type(value).__name__


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def masked(text: str) -> str:
    """Return a text, of what looks like a key or holds a file inline only the beginning."""
    if data := _DATA_URI.match(text):
        return data.group() + "…"
    return text[:4] + "…" if re.search(KEY_LIKE, text) else text
