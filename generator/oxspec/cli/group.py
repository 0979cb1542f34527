"""The group of commands; each is imported when it runs, so that none pays for another."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

#: Name → one line of help, in the order in which people need them.
COMMANDS: Final = {
    "validate": "Check request bodies before they are sent.",
    "models": "List and search the models of the hub.",
    "show": "Show one model and its parameters.",
    "schema": "Print a model's strict JSON Schema.",
    "example": "Print a body that a model accepts, or the call that sends it.",
    "client": "Write a typed Python client package.",
    "docs": "Write reference pages.",
    "diff": "Say what changed between two catalogs, and whom it breaks.",
    "history": "Tell the life of a model over dated catalogs.",
    "lint": "Say what is wrong in the catalog itself.",
    "lock": "Pin the models that a project uses.",
    "watch": "Say what changes as it changes.",
    "fetch": "Fetch the catalog, or single models, into the cache.",
    "cache": "Say where the cache is, or empty it.",
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f".{cmd_name}", __package__).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Offer the nearest command for a mistyped one."""
        from ..runtime.hints import closest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = closest(args[0], COMMANDS)
            hint = f" Did you mean {near!r}?" if near else " 'oxspec --help' lists them."
            message = f"No such command {args[0]!r}.{hint}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table: no command is imported to show help."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command has --help with examples. Exit status: 0 nothing wrong, 1 errors found, "
    "2 usage, 3 could not judge, 4 a fault of oxspec.",
)
@click.version_option(None, "-V", "--version", package_name="oxspec", message="oxspec %(version)s")
def oxspec() -> None:
    """Know what every model on the hub accepts.

    \b
    oxspec validate body.json           is this request right, and if not, why?
    oxspec example MODEL > body.json    a body to start from
    oxspec show MODEL                   what it takes
    """  # noqa: D301  # click reads the \b
