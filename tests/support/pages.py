"""HTML as a browser reads it, as far as tests ask: a tree of elements, and the text in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOID: Final = frozenset(("br", "hr", "img", "input", "link", "meta", "circle", "path"))


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        tag: its name.
        attributes: decoded.
        children: elements and texts.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    children: list[Element | str] = field(default_factory=list["Element | str"])

    @property
    def text(self) -> str:
        """All text inside, in order."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all inside it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a name inside."""
        return [element for element in self.walk() if element.tag == tag]

    def by_id(self, identifier: str) -> Element:
        """Return the one element that has an id."""
        (found,) = [e for e in self.walk() if e.attributes.get("id") == identifier]
        return found

    def skeleton(self) -> list[str]:
        """Return the elements with their attributes' names, in order, their texts left out."""
        return [" ".join([element.tag, *sorted(element.attributes)]) for element in self.walk()]


def parsed(html: str) -> Element:
    """Return the tree of a page or of a part of one, under an element ``root``."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert parser.open == [parser.root], [element.tag for element in parser.open]
    return parser.root


class _Parser(HTMLParser):
    """A parser that holds pages to closing what they open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open.pop().tag == tag, tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.open[-1].children.append(Element("comment", {}, [data]))
