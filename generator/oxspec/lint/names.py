"""Names that name no parameter, or the wrong one, or one that looks like another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..runtime.hints import is_slip, nearest
from .alike import alike_groups
from .nodes import Node, numbers_of
from .wording import both, either, named, valued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject, JsonValue
    from .defects import Code, Defect

#: Keywords beside which a required name need not be among the properties.
_OTHER_MEMBERS: Final = (
    *("additionalProperties", "patternProperties", "unevaluatedProperties", "$ref"),
    *("allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"),
)
_MOST_NAMES: Final = 50
#: What a client or the endpoint owns, whatever a model's schema says of it.
_RESERVED: Final = ("model", "messages", "stream")


def unknown_names(node: Node) -> Iterator[Defect]:
    """Yield names in ``required`` and ``basic`` that are no property."""
    is_open = any(node.schema.get(keyword) for keyword in _OTHER_MEMBERS)
    if not node.is_part and not is_open and "properties" in node.schema:
        yield from _unknown(node, "required", "unknown-required", "nothing says what it takes")
    if "basic" in node.schema:
        yield from _unknown(node, "basic", "unknown-basic", "nothing is shown for it")


def _unknown(node: Node, keyword: str, code: Code, so: str) -> Iterator[Defect]:
    names = node.schema.get(keyword)
    members = node.members()
    listed_names = names[:_MOST_NAMES] if isinstance(names, list) else []
    for at, name in enumerate(listed_names):
        if not isinstance(name, str) or name in members:
            continue
        near = nearest(name, members)
        listed = [other for other in near if other in listed_names]
        hint = f"write {either(near)}" if near else "take it out, or add the parameter"
        is_spare = bool(listed) or (keyword == "basic" and not near)
        yield node.defect(
            code,
            keyword,
            at,
            message=f"{named(keyword)} of {node.shown} has {named(name)}, which is no parameter: "
            f"{so}",
            hint=f"take it out: {either(listed)} is there already" if listed else hint,
            patch=_renaming(node.pointer(keyword, at), name, near, is_spare=is_spare),
        )


def _renaming(
    pointer: str, name: str, near: list[str], *, is_spare: bool
) -> tuple[JsonObject, ...]:
    """Return the repair of a name: another, or nothing, where it is sure that none is meant."""
    is_sure = len(near) == 1 and is_slip(name, near[0])
    if is_spare:
        return ({"op": "remove", "path": pointer},) if is_sure or not near else ()
    return ({"op": "replace", "path": pointer, "value": near[0]},) if is_sure else ()


def repeated_names(node: Node) -> Iterator[Defect]:
    """Yield names that ``required`` or ``basic`` has twice."""
    for keyword in ("required", "basic"):
        names = _listed(node.schema.get(keyword))
        first: dict[str, int] = {}
        for at, name in enumerate(names):
            if first.setdefault(name, at) != at:
                yield node.defect(
                    "duplicate-required" if keyword == "required" else "duplicate-value",
                    keyword,
                    at,
                    message=f"{named(keyword)} of {node.shown} has {named(name)} twice",
                    hint="keep one of them",
                    patch=({"op": "remove", "path": node.pointer(keyword, at)},),
                )


def required_defaults(node: Node) -> Iterator[Defect]:
    """Yield parameters that every body must have, and that have a default all the same."""
    if node.parent is None or node.is_part or node.schema.get("default") is None:
        return
    if node.own_name in _listed(node.parent.get("required")):
        yield node.defect(
            "required-default",
            "default",
            message=f"{node.shown} is required and has the default "
            f"{valued(node.schema['default'])}, which never counts",
            hint=f"take the default out, or take the name out of {named('required')}",
        )


def alike_names(node: Node) -> Iterator[Defect]:
    """Yield parameters of one object whose names people take for one another."""
    for group in alike_groups(node.members(), plural=True):
        yield node.defect(
            "look-alike-name",
            "properties",
            group[-1],
            message=f"{node.shown} has {both(group)}: the names look alike, and a body with the "
            "wrong one asks for something else",
            hint="name them for what they are for",
        )


def reserved_names(node: Node) -> Iterator[Defect]:
    """Yield parameters of the request that are the endpoint's own."""
    for name in _RESERVED if len(node.tokens) == 1 else ():
        if name in node.members():
            yield node.defect(
                "reserved-name",
                "properties",
                name,
                message=f"{named(name)} is the endpoint's own: what is said of it here never "
                "counts",
                hint="take it out, or name the parameter otherwise",
            )


def tied_orders(node: Node) -> Iterator[Defect]:
    """Yield parameters that have the place of another: which is shown first is left to chance."""
    first: dict[float, str] = {}
    for name, member in node.members().items():
        order = numbers_of(member, "x-order") if isinstance(member, dict) else None
        if order is None:
            continue
        other = first.setdefault(order, name)
        if other != name:
            yield node.defect(
                "same-order",
                "properties",
                name,
                "x-order",
                message=f"{named(name)} and {named(other)} both have the place "
                f"{valued(order)}: which is shown first is left to chance",
                hint="give each a place of its own",
            )


def dangling_references(node: Node) -> Iterator[Defect]:
    """Yield vendor keywords that point at a parameter that is not there."""
    if node.parent is None:
        return
    siblings = node.parent.get("properties")
    known = siblings if isinstance(siblings, dict) else {}
    for tokens, name in _references(node.schema):
        if isinstance(name, str) and name not in known:
            near = nearest(name, known)
            yield node.defect(
                "unknown-reference",
                *tokens,
                message=f"{named(str(tokens[0]))} of {node.shown} names {named(name)}, which is no "
                "parameter",
                hint=f"write {either(near)}" if near else "take it out, or add the parameter",
                patch=_renaming(node.pointer(*tokens), name, near, is_spare=False),
            )


def _references(schema: JsonObject) -> Iterator[tuple[tuple[str | int, ...], JsonValue]]:
    yield ("x-next-to",), schema.get("x-next-to")
    references = schema.get("x-media-references")
    groups = references.get("groups") if isinstance(references, dict) else None
    for at, group in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(group, dict):
            yield ("x-media-references", "groups", at, "field"), group.get("field")
    boxes = schema.get("x-bounding-boxes")
    for key in ("aspectRatioField", "imageField") if isinstance(boxes, dict) else ():
        yield ("x-bounding-boxes", key), boxes.get(key) if isinstance(boxes, dict) else None


def _listed(names: JsonValue) -> list[str]:
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
