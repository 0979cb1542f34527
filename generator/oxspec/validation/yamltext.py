"""Bodies written in YAML: the value they stand for, and where its parts stand in the text.

What JSON has no word for is refused: tags, merge keys, names that are no text, several documents.
Texts are read as a flat row of events, so that neither nesting nor aliases of aliases cost more
than the limits allow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from ..errors import JsonTextError
from ..jsonplaces import Place, line_and_column
from ..jsontext import BODY_DEPTH
from ..runtime.findings import excerpt, pointer_of
from .yamlevents import error_at, events_of
from .yamlscalars import ScalarError, scalar_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..jsontypes import JsonValue
    from .yamlevents import YamlEvent

#: Values, each alias counted as all that it stands for.
YAML_VALUES: Final = 50_000


def decode_yaml(text: str) -> JsonValue:
    """Return the one value of a YAML text.

    Raises:
        JsonTextError: with line and column of what is not YAML, or not what JSON can say.
        UsageProblem: PyYAML is not installed.
    """
    return _compose(text).value


def yaml_places_of(text: str, pointers: Collection[str]) -> dict[str, Place]:
    """Return the places of the values that pointers name, of those that are there.

    What stands behind an alias is where its anchor has it.

    Args:
        text: what ``decode_yaml`` takes.
        pointers: JSON Pointers (RFC 6901); "" is the whole.
    """
    root = _compose(text)
    found = {pointer: _descend(root, pointer) for pointer in pointers}
    return {pointer: place for pointer, place in found.items() if place is not None}


@dataclass(slots=True)
class _Node:
    """A value in the text.

    Attributes:
        value: as JSON has it; an object or array is filled while it is open.
        start: offset of its first character.
        end: offset behind its last one.
        members: by reference token, with the place of each.
        size: how many values it is, itself included.
        height: how many containers are inside each other in it, itself included.
        is_open: whether its end was not read yet.
    """

    value: JsonValue
    start: int
    end: int
    members: dict[str, tuple[_Node, Place]] = field(
        default_factory=dict["str", "tuple[_Node, Place]"]
    )
    size: int = 1
    height: int = 0
    is_open: bool = False


@dataclass(slots=True)
class _Open:
    """A container that is open while the text is read, and the name that waits for its value."""

    node: _Node
    name: str | None = None
    name_start: int = 0
    name_end: int = 0


def _descend(root: _Node, pointer: str) -> Place | None:
    node, place = root, Place(root.start, root.end)
    for step in pointer.split("/")[1:]:
        member = node.members.get(step.replace("~1", "/").replace("~0", "~"))
        if member is None:
            return None
        node, place = member
    return place


def _compose(text: str) -> _Node:
    return _Composer(text).root()


class _Composer:
    """From the events of one text to its nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Open] = []
        self.anchors: dict[str, _Node] = {}
        self.found: _Node | None = None
        self.documents = 0
        self.values = 0

    def root(self) -> _Node:
        """Return the node of the one document.

        Raises:
            JsonTextError: there is none, there are several, or one is not what JSON can say.
        """
        take = {
            "DocumentStartEvent": self._document,
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingStartEvent": self._opened,
            "SequenceStartEvent": self._opened,
            "MappingEndEvent": self._closed,
            "SequenceEndEvent": self._closed,
        }
        for event in events_of(self.text):
            if step := take.get(event.kind):
                step(event)
        if self.found is None:
            what = "empty: expected one YAML value"
            raise JsonTextError(what)
        return self.found

    def _document(self, event: YamlEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(event, "a second document: a file holds one body")

    def _scalar(self, event: YamlEvent) -> None:
        self._refuse_tag(event)
        value = self._value(event)
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.node.value, dict) and top.name is None:
            self._name(top, value, event)
            return
        start, end = event.start, event.end
        node = _Node(value, start, end)
        self._anchor(event, node)
        self._attach(node, event, start, end)

    def _opened(self, event: YamlEvent) -> None:
        self._refuse_tag(event)
        self._refuse_name(event)
        if len(self.open) >= BODY_DEPTH:
            self._refuse(event, f"nested deeper than {BODY_DEPTH} containers")
        empty: JsonValue = {} if event.kind == "MappingStartEvent" else []
        node = _Node(empty, event.start, event.end, height=1, is_open=True)
        self._anchor(event, node)
        self.open.append(_Open(node))

    def _closed(self, event: YamlEvent) -> None:
        node = self.open.pop().node
        node.is_open = False
        if event.end > event.start:  # a bracket; a block ends with its last
            node.end = event.end
        self._attach(node, event, node.start, node.end)

    def _alias(self, event: YamlEvent) -> None:
        self._refuse_name(event)
        target = self.anchors.get(event.anchor or "")
        if target is None:
            self._refuse(event, f"not YAML: there is no anchor {excerpt(event.anchor)} before")
        if target.is_open:
            self._refuse(event, "an alias of what it stands in: it would never end")
        if len(self.open) + target.height > BODY_DEPTH:
            self._refuse(event, f"nested deeper than {BODY_DEPTH} containers")
        self._attach(target, event, event.start, event.end)

    def _attach(self, node: _Node, event: YamlEvent, start: int, end: int) -> None:
        """Put a finished value where it belongs."""
        is_alias = event.kind == "AliasEvent"
        self.values += node.size if is_alias else 1
        if self.values > YAML_VALUES:
            self._refuse(event, f"more than {YAML_VALUES} values, aliases written out")
        if not self.open:
            self.found = node
            return
        top = self.open[-1]
        parent, value = top.node, top.node.value
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        parent.end = max(parent.end, end)
        if isinstance(value, list):
            parent.members[str(len(value))] = node, Place(start, end)
            value.append(node.value)
        elif isinstance(value, dict) and top.name is not None:
            parent.members[top.name] = node, Place(start, end, top.name_start, top.name_end)
            value[top.name] = node.value
            top.name = None

    def _name(self, top: _Open, value: JsonValue, event: YamlEvent) -> None:
        if not isinstance(value, str):
            written = excerpt(event.text)
            self._refuse(event, f"a name that is not text: write {written} in quotes")
        if value == "<<" and event.is_plain:
            self._refuse(event, "a merge key (<<): write its members out")
        if value in top.node.members:
            self._refuse_again(top, value, event)
        top.name, top.name_start = value, event.start
        top.name_end = event.end

    def _refuse_again(self, top: _Open, name: str, event: YamlEvent) -> NoReturn:
        place = top.node.members[name][1]
        first = line_and_column(self.text, place.key_start or 0)
        tokens = [self._token(container) for container in self.open[:-1]]
        what = f"{excerpt(name)} is there twice: first at line {first[0]}, column {first[1]}"
        line, column = line_and_column(self.text, event.start)
        pointer = pointer_of([*tokens, name])
        raise JsonTextError(what, line=line, column=column, code="duplicate-key", pointer=pointer)

    @staticmethod
    def _token(container: _Open) -> str | int:
        value = container.node.value
        return len(value) if isinstance(value, list) else container.name or ""

    def _value(self, event: YamlEvent) -> JsonValue:
        try:
            return scalar_of(event.text, is_plain=event.is_plain)
        except ScalarError as error:
            self._refuse(event, str(error))

    def _anchor(self, event: YamlEvent, node: _Node) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = node

    def _refuse_tag(self, event: YamlEvent) -> None:
        if event.tag is not None:
            self._refuse(event, f"a tag ({excerpt(event.tag)}): a body has none")

    def _refuse_name(self, event: YamlEvent) -> None:
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.node.value, dict) and top.name is None:
            self._refuse(event, "a name that is not text: write it out")

    def _refuse(self, event: YamlEvent, what: str) -> NoReturn:
        raise error_at(self.text, event.start, what)
