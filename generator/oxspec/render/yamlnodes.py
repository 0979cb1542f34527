"""A YAML text as a tree of nodes that know their lines: read, never resolved into objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeAlias

from ..errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.nodes import Node

Kind: TypeAlias = Literal["scalar", "sequence", "mapping"]

_CHARACTERS: Final = 1 << 20
_NODES: Final = 100_000


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One value.

    Attributes:
        kind: what it is.
        text: of a scalar, "" else.
        names: of a mapping's members.
        children: the members or entries.
        line: where it begins, from 0.
        column: likewise.
        last_line: the last line with something of it; comments behind it do not count.
        is_block: whether its entries stand on lines of their own.
    """

    kind: Kind
    text: str
    names: tuple[str, ...]
    children: tuple[YamlNode, ...]
    line: int
    column: int
    last_line: int
    is_block: bool

    def member(self, name: str) -> YamlNode | None:
        """Return the member of that name, None where there is none; the last one is what counts."""
        return dict(zip(self.names, self.children, strict=False)).get(name)

    def leaves(self) -> Iterator[YamlNode]:
        """Yield the scalars inside, or itself."""
        if self.kind == "scalar":
            yield self
        for child in self.children:
            yield from child.leaves()


def compose(text: str, *, where: str) -> YamlNode:
    """Return the mapping that a text holds.

    Args:
        text: one YAML document.
        where: what to call it in an error.

    Raises:
        UsageProblem: it is no YAML, no mapping or too large, or PyYAML is not installed.
    """
    if len(text) > _CHARACTERS:
        _refuse(f"longer than {_CHARACTERS} characters", where)
    try:
        import yaml
    except ImportError as error:
        what = "reading a MkDocs configuration needs PyYAML"
        raise UsageProblem(what, fix="pip install 'oxspec[yaml]'") from error
    try:
        # No tag is resolved: nothing that one names is ever made.
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        node = _Tree().node(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        _refuse(f"not YAML{line}: {error.problem}", where)
    except (yaml.YAMLError, RecursionError, OverflowError) as error:
        _refuse(f"not YAML that can be read: {type(error).__name__}", where)
    if node is None or node.kind != "mapping":
        _refuse("no mapping, as a MkDocs configuration is", where)
    return node


class _Tree:
    """What is left of the nodes that a text may have: aliases of aliases multiply."""

    def __init__(self) -> None:
        self.left = _NODES

    def node(self, of: Node) -> YamlNode:
        """Return a node of PyYAML as one of ours."""
        from yaml.nodes import MappingNode, SequenceNode

        self.left -= 1
        if self.left < 0:
            raise OverflowError
        line, column = of.start_mark.line, of.start_mark.column
        if isinstance(of, MappingNode):
            names = tuple(str(name.value) for name, _ in of.value)
            children = tuple(self.node(value) for _, value in of.value)
            kind: Kind = "mapping"
        elif isinstance(of, SequenceNode):
            names, children = (), tuple(self.node(value) for value in of.value)
            kind = "sequence"
        else:
            text = str(of.value)
            return YamlNode("scalar", text, (), (), line, column, _last_line(of), is_block=False)
        inside = max((child.last_line for child in children), default=line)
        last = _last_line(of) if of.flow_style else inside
        return YamlNode(kind, "", names, children, line, column, last, not of.flow_style)


def _last_line(node: Node) -> int:
    # A block of text ends where the next line begins.
    end = node.end_mark
    return end.line - (end.column == 0 and end.line > node.start_mark.line)


def _refuse(what: str, where: str) -> NoReturn:
    raise UsageProblem(what, where=where)
