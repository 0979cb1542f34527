"""The navigation of Mintlify's ``docs.json``, with our groups in it and all else byte for byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ..errors import JsonTextError, UsageProblem
from ..jsonplaces import places_of
from ..jsontext import decode
from ..naming import WRITTEN_PAGES
from ..runtime.findings import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..jsontypes import JsonObject, JsonValue
    from .navigation import Place
    from .pageviews import GroupView

TITLE: Final = "Model references"
_STEP: Final = "  "
_INDENT: Final = re.compile(r"(?m)^([ \t]+)\S")
_DEPTH: Final = 64


def with_groups(
    text: str, groups: Sequence[GroupView], *, place: Place, where: str, changelog: str = ""
) -> str:
    """Return a ``docs.json`` whose navigation leads to every page, by developer.

    Our list is the one that holds the index. Entries in it that lead elsewhere are kept where they
    are, as they are written; so is all that stands outside. Our groups keep their other members.
    Where no list holds the index, a group is put last among the navigation's own.

    Args:
        text: the file.
        groups: the pages.
        place: where they are, from the file's folder on.
        where: what to call the file in an error.
        changelog: the page of changes, without a suffix; "" for none.

    Raises:
        UsageProblem: it is no JSON object, or has no list where a group could be put.
    """
    try:
        document = decode(text.encode("utf-8", "surrogateescape"), depth=_DEPTH)
    except JsonTextError as error:
        what = f"not JSON: {str(error).removeprefix('not JSON: ')}"
        raise UsageProblem(what, where=where) from error
    index = _page(place, place.index.rpartition(".")[0])
    beside = [_page(place, changelog)] if changelog else []
    ours: list[JsonValue] = [index, *beside, *(_group(group, place) for group in groups)]
    found = next(_holding(*_searched(document), index), None)
    if found is not None:
        tokens, entries = found
        layout = _Layout(text, pointer_of(tokens), len(entries))
        known = _groups_of(entries, place)
        ours = [_as_known(entry, known) for entry in ours]
        return layout.with_entries(_merged(zip(entries, layout.raws, strict=True), ours, place))
    tokens, entries = _own_list(document, index=index, where=where)
    layout = _Layout(text, pointer_of(tokens), len(entries))
    return layout.with_entries([*layout.raws, {"group": TITLE, "pages": ours}])


def _group(group: GroupView, place: Place) -> JsonObject:
    return {"group": group.label, "pages": [_page(place, link.file) for link in group.links]}


def _page(place: Place, stem: str) -> str:
    return f"{place.folder}/{stem}"


def _searched(document: JsonValue) -> tuple[JsonValue, tuple[str | int, ...]]:
    """Return where the index may be listed: other settings name pages too, such as redirects."""
    if isinstance(document, dict) and "navigation" in document:
        return document["navigation"], ("navigation",)
    return document, ()


def _groups_of(entries: Sequence[JsonValue], place: Place) -> dict[str, JsonObject]:
    """Return our groups of a list by their labels."""
    groups = (entry for entry in entries if isinstance(entry, dict) and _is_ours(entry, place))
    return {str(group.get("group")): group for group in groups}


def _as_known(entry: JsonValue, known: Mapping[str, JsonObject]) -> JsonValue:
    """Return an entry with what else its group has, such as an icon."""
    return {**known.get(str(entry["group"]), {}), **entry} if isinstance(entry, dict) else entry


def _holding(
    value: JsonValue, tokens: tuple[str | int, ...], index: str
) -> Iterator[tuple[tuple[str | int, ...], Sequence[JsonValue]]]:
    """Yield the lists that have the index for an entry, each with where it stands."""
    if isinstance(value, list):
        if any(isinstance(entry, str) and entry.lstrip("/") == index for entry in value):
            yield tokens, value
        for number, entry in enumerate(value):
            yield from _holding(entry, (*tokens, number), index)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _holding(member, (*tokens, name), index)


def _own_list(
    document: JsonValue, *, index: str, where: str
) -> tuple[tuple[str | int, ...], Sequence[JsonValue]]:
    navigation = document.get("navigation") if isinstance(document, dict) else None
    for name in ("groups", "pages"):
        entries = navigation.get(name) if isinstance(navigation, dict) else None
        if isinstance(entries, list):
            return ("navigation", name), entries
    what = "no list of its navigation holds the index, and it has no groups of its own"
    fix = f'put "{index}" into the pages of the group that is to list them'
    raise UsageProblem(what, where=where, fix=fix)


def _merged(
    entries: Iterable[tuple[JsonValue, _Raw]], ours: Sequence[JsonValue], place: Place
) -> Iterator[JsonValue | _Raw]:
    """Yield a list's new entries: ours where the index stood, and those that lead elsewhere."""
    index = ours[0]
    for entry, raw in entries:
        if isinstance(entry, str) and entry.lstrip("/") == index:
            yield from ours
            ours = ()
        elif not _is_ours(entry, place):
            yield raw


def _is_ours(entry: JsonValue, place: Place) -> bool:
    pages = [*_pages(entry)]
    return bool(pages) and all(_is_made(page.lstrip("/"), place) for page in pages)


def _is_made(page: str, place: Place) -> bool:
    """Return whether a page is in our folder, and not of those that are written by hand there."""
    folder, _, stem = page.rpartition("/")
    return folder == place.folder and stem.casefold() not in WRITTEN_PAGES


def _pages(entry: JsonValue) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    pages = entry.get("pages") if isinstance(entry, dict) else None
    for inner in pages if isinstance(pages, list) else ():
        yield from _pages(inner)


class _Raw(str):
    """The text of an entry as it stands in the file."""

    __slots__ = ()


class _Layout:
    """How a list of a file is written.

    Attributes:
        raws: its entries.
    """

    def __init__(self, text: str, pointer: str, count: int) -> None:
        """Find a list of so many entries."""
        inside = [f"{pointer}/{number}" for number in range(count)]
        places = places_of(text, [pointer, *inside])
        self._text, self._place = text, places[pointer]
        self.raws = [_Raw(text[places[p].start : places[p].end]) for p in inside]
        indent = _INDENT.search(text)
        self._step = indent[1] if indent else _STEP
        line = text[text.rfind("\n", 0, self._place.start) + 1 :]
        margin = line[: len(line) - len(line.lstrip(" \t"))]
        self._outer = ("\r\n" if "\r\n" in text else "\n") + margin
        self._inner = self._outer + self._step

    def with_entries(self, entries: Iterable[JsonValue | _Raw]) -> str:
        """Return the file with other entries in the list."""
        text, (start, end, *_) = self._text, self._place
        if "\n" not in text:
            written = ", ".join(map(self._written, entries))
            return f"{text[:start]}[{written}]{text[end:]}"
        written = f",{self._inner}".join(map(self._written, entries))
        return f"{text[:start]}[{self._inner}{written}{self._outer}]{text[end:]}"

    def _written(self, entry: JsonValue | _Raw) -> str:
        if isinstance(entry, _Raw):
            return entry
        if "\n" not in self._text:
            return json.dumps(entry)
        return json.dumps(entry, indent=self._step).replace("\n", self._inner)
