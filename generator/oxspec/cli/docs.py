"""``oxspec docs``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from .options import Terminal, models_argument, with_terminal
from .writing import FOLDER, tell_generation, writing_options

if TYPE_CHECKING:
    from ..render.samples import Language


_TABS: Final[tuple[Language, ...]] = ("javascript", "openai", "client")


def _tabs(context: click.Context, option: click.Parameter, text: str | None) -> list[Language]:
    del context, option
    names = (text or "").replace(",", " ").split()
    if unknown := [name for name in names if name not in _TABS]:
        message = f"{unknown[0]!r} is none of {', '.join(_TABS)}"
        raise click.BadParameter(message)
    return [tab for tab in _TABS if tab in names]


@click.command("docs")
@models_argument
@click.option(
    "--format",
    "page_format",
    type=click.Choice(["mdx", "md", "html"]),
    default="mdx",
    show_default=True,
    help="The kind of pages.",
)
@click.option(
    "--navigation",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A mkdocs.yml (for md) or docs.json (for mdx) that is updated in place.",
)
@click.option(
    "--since",
    metavar="SOURCE",
    help="Mark what changed since this catalog, lock or git:REV:PATH, and write a changelog.",
)
@click.option(
    "--templates",
    type=FOLDER,
    metavar="DIR",
    help="Templates of your own, in place of built-in ones of the same name.",
)
@click.option(
    "--tabs",
    callback=_tabs,
    metavar="LIST",
    help="Samples in more languages: javascript,openai,client; for mdx.",
)
@click.option("--llms", is_flag=True, help="Write llms.txt and llms-full.txt too; for mdx.")
@writing_options
@with_terminal
def command(
    terminal: Terminal,
    models: tuple[str, ...],
    page_format: str,
    navigation: Path | None,
    since: str | None,
    templates: Path | None,
    tabs: list[Language],
    llms: bool,
    folder: Path,
    check: bool,
    force: bool,
    allow_shrink: bool,
) -> int:
    """Write reference pages, one per model, and their index.

    \b
    oxspec docs -o reference/models
    oxspec docs flux-2-pro moonshotai-kimi-k2-5 -o pages
    oxspec docs -o reference/models --check
    oxspec docs --format html -o site --since git:HEAD~1:catalog.json
    oxspec docs -o reference/models --navigation docs.json --tabs javascript
    oxspec docs --format md -o docs/models --navigation mkdocs.yml

    With models named, the others' pages in DIR stay as they are.
    """  # noqa: D301  # click reads the \b
    from ..app.docs import Pages, write_docs
    from ..app.generate import Writing

    writing = Writing(folder=folder, check=check, force=force, allow_shrink=allow_shrink)
    pages = Pages(
        format=page_format,
        navigation=navigation,
        since=since,
        templates=templates,
        tabs=tuple(tabs),
        llms=llms,
    )
    generation = write_docs(terminal.session, models, writing=writing, pages=pages)
    return tell_generation(terminal, generation, folder)
