"""What texts say, held against what the schema says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..runtime.hints import is_slip
from ..schema.normalise import types_of
from .nodes import Node, numbers_of
from .promises import Promise, promises
from .wording import all_of, either, named, valued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject, JsonValue
    from .defects import Defect

_KINDS: Final = {"integer": "number", "number": "number", "string": "string", "array": "array"}
#: The keywords that say the same of a side; the second is the exclusive one.
_SIDES: Final = {
    "minimum": ("minimum", "exclusiveMinimum"),
    "maximum": ("maximum", "exclusiveMaximum"),
    "exclusiveMinimum": ("exclusiveMinimum", "minimum"),
    "exclusiveMaximum": ("exclusiveMaximum", "maximum"),
}
_LITERAL: Final = (
    r"""(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w.:,]*\w)"""
    r"""|true\b|false\b|'[^']{1,40}'|"[^"]{1,40}")"""
)
_DEFAULT: Final = re.compile(
    rf"\bdefault(?:s to| value is| value:| is|:| =) {_LITERAL}|\(default:? {_LITERAL}\)",
    re.IGNORECASE,
)
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_AUTO: Final = re.compile(r"(?<![\w-])['\"]?auto['\"]?(?![\w-])", re.IGNORECASE)
_QUOTED: Final = re.compile(
    r"(?:\b(?:use|set to|choose|pass|if|when) |(?<=^))'([\w.:-]{1,40})'", re.IGNORECASE
)
_REQUIRED: Final = re.compile(
    r"^\(?required\)?\s*(?:[.:)]|$)|\(required\)|\bthis (?:parameter|field) is required[.;)]",
    re.IGNORECASE,
)
_OPTIONAL: Final = re.compile(
    r"^\(?optional\)?\s*(?:[.:)]|$)|\(optional\)|\bthis (?:parameter|field) is optional[.;)]",
    re.IGNORECASE,
)
_IDENTIFIER: Final = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
_SIZE: Final = re.compile(r"\d+[x*]\d+")
_MOST_NAMES: Final = 50
#: Each name in a text is held against each of them: no model has as many.
_MOST_SIBLINGS: Final = 200
_EXACT: Final = 2**53


def broken_promises(node: Node) -> Iterator[Defect]:
    """Yield limits that the text names and the schema does not have, or has otherwise."""
    kinds = {_KINDS.get(kind) for kind in types_of(node.schema) if kind != "null"}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is None or "enum" in node.schema or "const" in node.schema:
        return
    for promise in promises(node.text("description"), kind):
        others = [_contradicting(node, *limit) for limit in promise.limits.items()]
        present = [keyword for keyword in others if keyword is not None]
        missing = {k: v for k, v in promise.limits.items() if _limit_of(node, k) is None}
        if missing:
            yield _unsaid(node, promise, missing)
        if present:
            yield _contradicted(node, promise, present)


def _limit_of(node: Node, keyword: str) -> str | None:
    """Return the keyword that limits that side in the schema, None where none does."""
    sides = _SIDES.get(keyword, (keyword,))
    return next((k for k in sides if numbers_of(node.schema, k) is not None), None)


def _contradicting(node: Node, keyword: str, limit: float) -> str | None:
    """Return the keyword that gives that side another limit than the text, or None."""
    other = _limit_of(node, keyword)
    number = None if other is None else numbers_of(node.schema, other)
    if number is None or number == limit:
        return None
    # An integer's exclusive limit says what an inclusive one beside it does.
    is_integer = types_of(node.schema) == ("integer",)
    return None if is_integer and other != keyword and abs(number - limit) == 1 else other


def _unsaid(node: Node, promise: Promise, missing: dict[str, float]) -> Defect:
    is_exact = all(abs(limit) < _EXACT for limit in missing.values())
    patch: list[JsonObject] = [
        {"op": "add", "path": node.pointer(k), "value": v} for k, v in missing.items()
    ]
    return node.defect(
        "text-limit",
        message=f"the text of {node.shown} says {named(promise.words)}, and the schema has no "
        f"{either(missing)}",
        hint=f"add {' and '.join(f'{named(k)} {valued(v)}' for k, v in missing.items())}",
        patch=(*patch,) if is_exact else (),
    )


def _contradicted(node: Node, promise: Promise, present: list[str]) -> Defect:
    told = " and ".join(f"{named(k)} {valued(node.schema[k])}" for k in present)
    return node.defect(
        "text-limit",
        present[0],
        message=f"the text of {node.shown} says {named(promise.words)}, and the schema has {told}",
        hint="correct the text or the schema",
    )


def told_defaults(node: Node) -> Iterator[Defect]:
    """Yield defaults that the text names and the schema does not have, or has otherwise."""
    found = _DEFAULT.search(node.text("description"))
    if found is None:
        return
    told = next(filter(None, found.groups())).strip("'\"")
    told = told.replace(",", "") if _GROUPED.fullmatch(told) else told
    default = node.schema.get("default")
    if default is None:
        yield node.defect(
            "text-default",
            message=f"the text of {node.shown} names the default {named(told)}, and the schema "
            "has none",
            hint=f"add {named('default')}, or take it out of the text",
        )
    elif _plain(default) != _plain(told):
        yield node.defect(
            "text-default",
            "default",
            message=f"the text of {node.shown} names the default {named(told)}, and the schema "
            f"has {valued(default)}",
            hint="correct the text or the schema",
        )


def _plain(value: JsonValue) -> object:
    """Return what is equal for a value and the words for it."""
    text = str(value).lower()
    try:
        return float(text)
    except ValueError:
        return text


def told_values(node: Node) -> Iterator[Defect]:
    """Yield values that the text offers and the enum does not have."""
    enum = node.schema.get("enum")
    if not isinstance(enum, list) or not enum:
        return
    members = {str(member).lower() for member in enum}
    text = node.text("description")
    told = [word for word in _QUOTED.findall(text) if not word.endswith(("_", "-"))]
    told += ["auto"] if _AUTO.search(text) else []
    told += ["WxH"] if "WxH" in text and not any(map(_SIZE.fullmatch, members)) else []
    for word in dict.fromkeys(told):
        if word.lower() not in members:
            yield node.defect(
                "text-value",
                "enum",
                message=f"the text of {node.shown} offers {named(word)}, which its enum does not "
                f"have: {all_of(enum)}",
                hint="name the value in the text as the enum spells it, or add it",
            )


def told_required(node: Node) -> Iterator[Defect]:
    """Yield parameters that the text calls required or optional, and the schema otherwise."""
    if node.parent is None or node.is_part:
        return
    names = node.parent.get("required")
    is_required = isinstance(names, list) and node.own_name in names
    text = node.text("description").strip()
    pattern, word = (_OPTIONAL, "optional") if is_required else (_REQUIRED, "required")
    if pattern.search(text):
        yield node.defect(
            "text-required",
            message=f"the text of {node.shown} says that it is {word}, and the schema does not",
            hint=f"take the name out of {named('required')}, or correct the text"
            if is_required
            else f"add the name to {named('required')}, or correct the text",
        )


def told_names(node: Node) -> Iterator[Defect]:
    """Yield names of parameters in a text that are misspelt or were changed since."""
    siblings = node.parent.get("properties") if node.parent else None
    if not isinstance(siblings, dict) or len(siblings) > _MOST_SIBLINGS:
        return
    words = dict.fromkeys(_IDENTIFIER.findall(node.text("description")))
    for word in [*words][:_MOST_NAMES]:
        if word in siblings or word in node.members():
            continue
        near = [name for name in siblings if is_slip(word, name)]
        if len(near) == 1:
            yield node.defect(
                "text-name",
                "description",
                message=f"the text of {node.shown} speaks of {named(word)}, which is no parameter",
                hint=f"write {named(near[0])}",
            )


def missing_descriptions(node: Node) -> Iterator[Defect]:
    """Yield parameters that no text describes; a title beside an enum says enough."""
    if node.parent is None or node.is_part or node.text("description").strip():
        return
    title = node.text("title").strip()
    if title and "enum" in node.schema:
        return
    shown = f"pages show its title, {named(title)}" if title else "pages show nothing"
    yield node.defect(
        "missing-description",
        message=f"{node.shown} has no {named('description')}: {shown}",
        hint="say what it does, and what happens without it",
    )
