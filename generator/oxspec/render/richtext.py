"""The Markdown that a description may use, as HTML; the rest shows as it is written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

_BLOCKS: Final = ("list", "fence", "table")
_INLINE: Final = ("emphasis", "backticks", "link", "escape", "newline", "balance_pairs")
_LINK: Final = re.compile(r"(?i)(?:https?://[^/]|mailto:[^/])")


def rendered(source: str) -> str:
    """Return Markdown as HTML: paragraphs, emphasis, code, lists, tables and links."""
    return str(_parser().render(source))


class _Parser(MarkdownIt):
    """A parser whose links lead to http, https and mailto alone."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # as it is called
        """Return whether a link is made; it shows as it is written where not."""
        return _LINK.match(url) is not None


@cache
def _parser() -> _Parser:
    parser = _Parser("zero", {"html": False})
    parser.enable([*_BLOCKS, *_INLINE])
    parser.inline.ruler.before("link", "image_as_text", _image_as_text)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("th_open", _cell_open)
    parser.add_render_rule("td_open", _cell_open)
    return parser


def _image_as_text(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as it is called
    """Show what would be an image as it is written, not as a mark beside a link."""
    if not state.src.startswith("![", state.pos):
        return False
    if not silent:
        state.pending += "!["
    state.pos += 2
    return True


def _link_open(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, object],
) -> str:
    tokens[index].attrSet("rel", "noreferrer")
    return renderer.renderToken(tokens, index, options, env)


def _cell_open(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, object],
) -> str:
    # A page's policy allows no style in its elements.
    style = str(tokens[index].attrs.pop("style", ""))
    if style:
        tokens[index].attrSet("class", "to-" + style.removeprefix("text-align:"))
    return renderer.renderToken(tokens, index, options, env)
