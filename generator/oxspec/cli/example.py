"""``oxspec example``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from .options import Terminal, model_argument, with_terminal
from .output import put

if TYPE_CHECKING:
    from ..examples import Variant


@click.command("example")
@model_argument
@click.option(
    "--variant",
    type=click.Choice(["minimal", "basic", "all"]),
    default="basic",
    show_default=True,
    help="Required parameters; basic ones too; all that have a default.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["json", "curl", "python"]),
    default="json",
    show_default=True,
    help="The body, or the call that sends it.",
)
@with_terminal
def command(terminal: Terminal, model: str, variant: str, form: str) -> int:
    """Print a body that a model accepts, or the call that sends it.

    \b
    oxspec example flux-2-pro > body.json
    oxspec example moonshotai-kimi-k2-5 --variant all | oxspec validate -
    oxspec example flux-2-pro --as curl
    """  # noqa: D301  # click reads the \b
    from ..app.example import example_text
    from ..report.words import listed

    made = terminal.session.model(model)
    text, omitted = example_text(
        made, cast("Variant", variant), form=form, base_url=terminal.session.settings.inference_url
    )
    put(text)
    if omitted:
        terminal.say(f"left out (no default, or excluded by another): {listed(omitted, most=20)}")
    return 0
