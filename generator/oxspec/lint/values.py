"""Values that a schema gives itself: defaults, members of enums, examples."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from ..errors import OxspecError
from ..jsontypes import ABSENT
from ..schema.normalise import types_of
from .alike import alike_groups, key_of
from .nodes import Node, numbers_of
from .wording import both, named, valued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding
    from .defects import Code, Defect

#: Members of an enum that are looked at, and that are told.
_MOST_MEMBERS: Final = 1_000
_MOST_REFUSED: Final = 20
_PYTHON_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
#: Keywords that ``_surely_fits`` reads, and those that judge nothing.
_READ: Final = frozenset(
    (
        *("type", "enum", "minimum", "maximum", "nullable", "maxLength", "maxItems"),
        *("title", "description", "default", "items", "properties", "required", "basic"),
        *("examples", "example", "renderType", "deprecated"),
    )
)


def invalid_values(node: Node) -> Iterator[Defect]:
    """Yield defaults and examples that the subschema they stand in refuses."""
    default = node.schema.get("default", ABSENT)
    if default is not ABSENT:
        yield from _refused(node, default, ("default",), "invalid-default", "by default")
    examples = node.schema.get("examples")
    for at, value in enumerate(examples if isinstance(examples, list) else ()):
        yield from _refused(node, value, ("examples", at), "invalid-example", "in an example")
    if "example" in node.schema:
        value = node.schema["example"]
        yield from _refused(node, value, ("example",), "invalid-example", "in its example")


def invalid_enums(node: Node) -> Iterator[Defect]:
    """Yield members of an enum that the rest of the subschema refuses."""
    enum = node.schema.get("enum")
    if not isinstance(enum, list) or not enum or node.is_part:
        return
    rest = {keyword: value for keyword, value in node.schema.items() if keyword != "enum"}
    beside = Node(rest, node.tokens, node.name, node.parent)
    looked_at = enum[:_MOST_MEMBERS]
    found = (
        defect
        for at, member in enumerate(looked_at)
        for defect in _refused(beside, member, ("enum", at), "invalid-enum", "in its enum")
    )
    refused = list(islice(found, _MOST_REFUSED))
    if len(refused) < min(len(looked_at), _MOST_REFUSED) or len(enum) == 1:
        yield from refused
        return
    # One mistake, most likely in what stands beside the enum.
    yield node.defect(
        "invalid-enum",
        "enum",
        message=f"the schema of {node.shown} refuses each value of its enum: "
        f"{refused[0].message.partition(': ')[2]}",
        hint="correct the values, or the type and the limits beside them",
    )


def _refused(
    node: Node, value: JsonValue, tokens: tuple[str | int, ...], code: Code, where: str
) -> Iterator[Defect]:
    if surely_fits(value, node.schema):
        return
    findings = findings_of(node, value)
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return
    first = errors[0]
    hint = first.hint or _hint_of(code)
    if value is None:
        hint = f"take it out, or add {named('nullable')} where null may be sent"
    yield node.defect(
        code,
        *tokens,
        message=f"{node.shown} is {valued(value)} {where}, which its schema refuses: "
        f"{first.message}",
        hint=hint,
        patch=_patch_of(node, first, value, tokens) if len(errors) == 1 else (),
    )


def _hint_of(code: Code) -> str:
    if code == "invalid-default":
        return "write a default that the schema allows, or let the schema allow it"
    return "take it out, or let the schema allow it"


def _patch_of(
    node: Node, finding: Finding, value: JsonValue, tokens: tuple[str | int, ...]
) -> tuple[JsonObject, ...]:
    """Return the repair of a finding where what was meant is sure."""
    if value is None and tokens == ("default",):
        return ({"op": "remove", "path": node.pointer(*tokens)},)
    fix = finding.fix
    inside = "/" + finding.pointer.partition("/")[2].partition("/")[2]
    if fix is None or fix["op"] != "replace" or finding.code == "out-of-range" or inside != "/":
        return ()
    # A list of texts where numbers are due may have the wrong type, not the wrong members.
    if tokens[0] == "enum":
        return ()
    return ({"op": "replace", "path": node.pointer(*tokens), "value": fix["value"]},)


def findings_of(node: Node, value: JsonValue) -> list[Finding]:
    """Return what is wrong with a value by the subschema, [] where that cannot be judged."""
    from ..runtime.check import check
    from ..schema.dialect import check_request_schema
    from ..schema.strict import strict_value

    name = node.name or "the request"
    try:
        check_request_schema(node.schema)
        strict = strict_value(node.schema)
        return check({name: value}, {"properties": {name: strict}})
    except OxspecError:
        return []  # its own defects are told, or it refers to what is elsewhere


def surely_fits(value: JsonValue, schema: JsonObject) -> bool:
    """Return whether a value plainly fits flat keywords; False is for ``check`` to explain."""
    if any(keyword not in _READ and not keyword.startswith("x-") for keyword in schema):
        return False
    if value is None and schema.get("nullable") is True:
        return True
    enum = schema.get("enum")
    if isinstance(enum, list) and key_of(value) not in {key_of(member) for member in enum}:
        return False
    if value == [] and isinstance(value, list):
        return "array" in types_of(schema)
    return _is_of(value, types_of(schema)) and _is_within(value, schema)


def _is_of(value: JsonValue, types: tuple[str, ...]) -> bool:
    for kind in types:
        python = _PYTHON_TYPES.get(kind, ())
        if isinstance(value, python) and isinstance(value, bool) == (kind == "boolean"):
            return True
    return False


def _is_within(value: JsonValue, schema: JsonObject) -> bool:
    if isinstance(value, str):
        longest = numbers_of(schema, "maxLength")
        return longest is None or len(value) <= longest
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    least, most = numbers_of(schema, "minimum"), numbers_of(schema, "maximum")
    return (least is None or value >= least) and (most is None or value <= most)


def repeated_values(node: Node) -> Iterator[Defect]:
    """Yield members of an enum that are there twice, or that look like another."""
    enum = node.schema.get("enum")
    if not isinstance(enum, list):
        return
    first: dict[object, int] = {}
    for at, member in enumerate(enum):
        if first.setdefault(key_of(member), at) != at:
            yield node.defect(
                "duplicate-value",
                "enum",
                at,
                message=f"{node.shown} lists {valued(member)} twice",
                hint="keep one of them",
                patch=({"op": "remove", "path": node.pointer("enum", at)},),
            )
    texts = list(dict.fromkeys(member for member in enum if isinstance(member, str)))
    for group in alike_groups(texts):
        yield node.defect(
            "look-alike-value",
            "enum",
            enum.index(group[-1]),
            message=f"{node.shown} takes {both(group)}, which look alike",
            hint="keep one of them, or tell them apart by more than case, blanks and marks",
        )
