"""Filters for HTML: text, code, descriptions in Markdown, data for scripts."""

from __future__ import annotations

import json
import re
from operator import index
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from .escaped import Escaped, one_line, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..jsontypes import JsonValue

DESCRIPTION_CHARACTERS: Final = 20_000
CUT_NOTE: Final = "<p><em>The description is longer; the rest is left out here.</em></p>"
#: Characters and line starts that may mean something to Markdown; without them text is paragraphs.
_MARKED: Final = re.compile(r"(?m)[\\`*_\[\]|~<>&]|^(?:[ \t]|[-+#=:0-9])|[ \t]$")
_PARAGRAPHS: Final = re.compile(r"\n{2,}")


class Html(Escaped):
    """Text that a filter made safe in HTML, so that autoescape leaves it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself, as markupsafe asks."""
        return self


def html_text(text: str) -> Html:
    """Return plain text on one line, for the content of an element or a quoted attribute."""
    return Html(str(escape(shown(one_line(text)))), "html_text")


def html_sentence(text: str) -> Html:
    """Return a sentence in which what stands between backticks is code."""
    parts = str(escape(shown(one_line(text)))).split("`")
    told = (f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
    return Html("".join(told), "html_sentence")


def html_words(words: Iterable[str]) -> Html:
    """Return plain words with commas between, for the content of an element."""
    return html_text(", ".join(words))


def html_number(number: int) -> Html:
    """Return a count."""
    return Html(str(index(number)), "html_number")


def html_json(value: JsonValue) -> Html:
    """Return JSON for a quoted attribute, which a script reads."""
    return Html(str(escape(json.dumps(value, ensure_ascii=True))), "html_json")


def html_code(text: str) -> Html:
    """Return text with its line ends, for ``pre``."""
    return Html(str(escape(shown(text))), "html_code")


def html_description(text: str) -> Html:
    """Return Markdown as HTML: paragraphs, emphasis, code, lists, tables and links.

    Links lead to http, https and mailto. Whatever else Markdown or HTML has shows as text.
    """
    source = shown("\n".join(text[:DESCRIPTION_CHARACTERS].splitlines())).strip()
    html = _marked_up(source) if _MARKED.search(source) else _paragraphs(source)
    return Html(html + (CUT_NOTE if len(text) > DESCRIPTION_CHARACTERS else ""), "html_description")


def json_script(value: JsonValue) -> Html:
    """Return JSON for the inside of a ``script`` element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Html(text, "json_script")


def _paragraphs(source: str) -> str:
    if not source:
        return ""
    return "".join(f"<p>{escape(part)}</p>\n" for part in _PARAGRAPHS.split(source))


def _marked_up(source: str) -> str:
    from .richtext import rendered

    # Once more: an escape in an address could be decoded to what does not show.
    return shown(rendered(source))
