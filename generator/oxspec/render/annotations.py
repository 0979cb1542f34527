"""From parameters to Python types: annotations, and the aliases and TypedDicts that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..naming import is_plain, type_names
from ..schema.dialect import resolve
from ..schema.normalise import parameter_of
from .clientviews import AliasView, FieldView, ObjectView
from .facts import documentation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..jsontypes import JsonObject, JsonValue
    from ..schema.normalise import Parameter

_SCALARS: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
#: Steps of a path to a type: the entries of an array, a definition, an alternative.
_ENTRY, _DEFINITION, _BRANCH = "\1item", "\2", "\3option"


def types_of_parameters(
    parameters: Sequence[Parameter], *, root: JsonObject, taken: Iterable[str]
) -> Types:
    """Return the types of a module's parameters.

    Args:
        parameters: the module's own.
        root: the schema that references are resolved in.
        taken: identifiers that no type may have.
    """
    # The first pass finds out which types need a name; names do not depend on their order.
    unnamed = Types(root, {})
    for parameter in parameters:
        unnamed.annotation(parameter, parameter.name)
    if not unnamed.wanted:
        return unnamed
    types = Types(root, type_names(unnamed.wanted, taken=frozenset(taken)))
    for parameter in parameters:
        types.annotation(parameter, parameter.name)
    return types


class Types:
    """The annotations of parameters, and what they name, in the order of its first use.

    Attributes:
        aliases: one for every enum.
        objects: one for every object with members; inner ones first.
        wanted: the paths of all that has a name.
    """

    def __init__(self, root: JsonObject, names: Mapping[str, str]) -> None:
        """Start without types; a path that ``names`` lacks is named "Value"."""
        self._root = root
        self._names = names
        self._open: list[str] = []
        self.aliases: dict[str, AliasView] = {}
        self.objects: dict[str, ObjectView] = {}
        self.wanted: dict[str, None] = {}

    def annotation(self, parameter: Parameter, path: str) -> str:
        """Return the type of a parameter; ``path`` tells it from the others."""
        keywords = parameter.keywords
        if isinstance(reference := keywords.get("$ref"), str):
            return self._reference(reference, parameter)
        options = self._options(keywords, path)
        if parameter.members is not None:
            options = self._enum(parameter, parameter.members, path)
        elif parameter.types:
            options = [self._typed(kind, parameter, path) for kind in parameter.types]
        if parameter.nullable and options != ["JsonValue"]:
            options = [*options, "None"]
        return _union(options)

    def _reference(self, reference: str, parameter: Parameter) -> str:
        path = _DEFINITION + (reference.rpartition("/")[2] or "request")
        if path in self._open:
            # A type that holds itself needs a name: objects have one, nothing else does.
            return self._names.get(path, "Value") if path in self.wanted else "JsonValue"
        self._open.append(path)
        target = parameter_of(parameter.name, resolve(self._root, reference))
        annotation = self.annotation(target, path)
        self._open.pop()
        return _union([annotation, "None"]) if parameter.nullable else annotation

    def _options(self, keywords: JsonObject, path: str) -> list[str]:
        for keyword in ("anyOf", "oneOf"):
            branches = keywords.get(keyword)
            if isinstance(branches, list) and all(_says_types(branch) for branch in branches):
                named = enumerate(branches)
                return [
                    self.annotation(parameter_of("", branch), f"{path}{_BRANCH}{number}")
                    for number, branch in named
                ]
        return ["JsonValue"]

    def _enum(self, parameter: Parameter, members: Sequence[JsonValue], path: str) -> list[str]:
        if any(isinstance(member, float | list | dict) for member in members):
            return list(dict.fromkeys(_type_of(member) for member in members))
        name = self._named(path)
        digits: list[JsonValue] = []
        if {"integer", "string"} <= set(parameter.types):
            # Published pages show integers of such a list as text, so both are taken.
            digits = [int(m) for m in members if isinstance(m, str) and m.isascii() and m.isdigit()]
        self.aliases[path] = AliasView(name, tuple(_distinct([*members, *digits])))
        return [name]

    def _typed(self, kind: str, parameter: Parameter, path: str) -> str:
        if kind == "array":
            items = parameter.items
            entry = "JsonValue" if items is None else self.annotation(items, path + _ENTRY)
            return f"Sequence[{entry}]"
        if kind == "object":
            return self._object(parameter, path)
        return _SCALARS[kind]

    def _object(self, parameter: Parameter, path: str) -> str:
        members = [p for p in parameter.properties if "x-undocumented" not in p.keywords]
        more = parameter.keywords.get("additionalProperties", False)
        if not members or more is True or isinstance(more, dict):
            return "Mapping[str, JsonValue]"
        name = self._named(path)
        fields = tuple(self._field(member, f"{path}\0{member.name}") for member in members)
        plain = all(is_plain(p.name) and p.name not in self._names.values() for p in members)
        text = documentation(parameter, facts=False)
        self.objects[path] = ObjectView(name, text, fields, is_class=plain)
        return name

    def _field(self, member: Parameter, path: str) -> FieldView:
        annotation = self.annotation(member, path)
        return FieldView(member.name, required(annotation, member), documentation(member))

    def _named(self, path: str) -> str:
        self.wanted[path] = None
        return self._names.get(path, "Value")


def required(annotation: str, parameter: Parameter) -> str:
    """Return an annotation that says that its key has to be there, where it has."""
    return f"Required[{annotation}]" if parameter.required else annotation


def _union(options: Sequence[str]) -> str:
    parts = [part for option in options for part in option.split(" | ")]
    # A bar inside brackets is split too, which is why such an option is left whole.
    if any(part.count("[") != part.count("]") for part in parts):
        parts = list(options)
    distinct = list(dict.fromkeys(parts))
    if "JsonValue" in distinct:
        return "JsonValue"
    return " | ".join(
        [part for part in distinct if part != "None"] + ["None"] * ("None" in distinct)
    )


def _says_types(branch: JsonValue) -> bool:
    return isinstance(branch, dict) and any(
        keyword in branch for keyword in ("type", "enum", "const", "$ref", "anyOf", "oneOf")
    )


def _type_of(member: JsonValue) -> str:
    if isinstance(member, list | dict):
        return "JsonValue"
    if member is None or isinstance(member, bool):
        return "None" if member is None else "bool"
    # An integer among numbers is a number: one type for 24 beside 23.976.
    return "float" if isinstance(member, int | float) else "str"


def _distinct(members: Iterable[JsonValue]) -> list[JsonValue]:
    # True equals 1, and is another literal.
    return list({(type(member), str(member)): member for member in members}.values())
