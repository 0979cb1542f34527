"""``oxspec schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from .options import Terminal, complete_model, with_terminal
from .output import put
from .writing import FOLDER, tell_generation

if TYPE_CHECKING:
    from pathlib import Path

    from ..app.schema import ToolForm

_FORMS = ("schema", "tool", "openai-tool", "anthropic-tool", "mcp-tool")


@click.command("schema")
@click.argument("model", metavar="[MODEL]", required=False, shell_complete=complete_model)
@click.option(
    "--as",
    "form",
    type=click.Choice(_FORMS),
    help="What to print; tool is openai-tool.  [default: schema]",
)
@click.option(
    "--all", "everything", is_flag=True, help="Write a file for each model, and an index."
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=FOLDER,
    metavar="DIR",
    help="The folder for --all; only our own files in it are touched.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
@click.option("--force", is_flag=True, help="Overwrite files of ours that were edited.")
@click.option("--allow-shrink", is_flag=True, help="Let more than half of our files go.")
@with_terminal
def command(
    terminal: Terminal,
    model: str | None,
    form: str | None,
    everything: bool,
    folder: Path | None,
    check: bool,
    force: bool,
    allow_shrink: bool,
) -> int:
    """Print a model's strict schema: JSON Schema 2020-12, closed, the endpoint's part included.

    \b
    oxspec schema flux-2-pro > flux-2-pro.schema.json
    oxspec schema flux-2-pro --as tool
    oxspec schema --all -o schemas

    Editors and other validators read it; it is what oxspec validate judges by. As a tool, it is the
    definition that an agent's API takes: without model, which the tool fills in.
    """  # noqa: D301  # click reads the \b
    if everything:
        _refuse(model or form, "--all takes neither a model nor --as")
        return _write(terminal, folder, check=check, force=force, allow_shrink=allow_shrink)
    _refuse(folder or check or force or allow_shrink, "--all is what writes a folder: pass it too")
    _refuse(model is None, "name a model, or pass --all -o DIR")
    _print(terminal, model or "", form or "schema")
    return 0


def _refuse(wrong: object, message: str) -> None:
    if wrong:
        raise click.UsageError(message)


def _print(terminal: Terminal, model: str, form: str) -> None:
    from ..app.schema import strict_schema_of, tool_of
    from ..report.document import as_text

    chosen = terminal.session.model(model)
    if form == "schema":
        put(as_text(strict_schema_of(chosen)))
    else:
        tool = "openai-tool" if form == "tool" else form
        put(as_text(tool_of(chosen, cast("ToolForm", tool))))


def _write(
    terminal: Terminal, folder: Path | None, *, check: bool, force: bool, allow_shrink: bool
) -> int:
    from ..app.generate import Writing
    from ..app.schema import write_schemas

    if folder is None:
        message = "--all needs -o DIR, the folder to write"
        raise click.UsageError(message)
    writing = Writing(folder=folder, check=check, force=force, allow_shrink=allow_shrink)
    return tell_generation(terminal, write_schemas(terminal.session, writing=writing), folder)
