"""The command `simsales`: finds its subcommands without importing them, and says what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from simsales import __version__
from simsales.errors import InputError, SimsalesError, did_you_mean

COMMANDS = {
    "new": "Describe your own company by answering twelve questions.",
    "copy": "Copy a scenario that comes with simsales, to edit it.",
    "run": "Simulate a scenario: how does the year go, and how sure is that?",
    "compare": "Set alternatives against a scenario: which is better, by how much, and why?",
    "validate": "Check scenario files and show every error with its line.",
    "schema": "Write the JSON Schema that lets an editor complete and check scenarios.",
    "graph": "Draw the pipeline with its load and its bottleneck.",
    "trace": "Write the event log of one simulated year.",
}
"""Name and one line of help of each subcommand; it lives in simsales/commands/NAME.py as `command`."""


class _Subcommands(click.Group):
    """A group that imports a subcommand only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"simsales.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(f'there is no command "{name}"; {did_you_mean(name, COMMANDS)}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Subcommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="First steps:  simsales run smb_inbound_saas   or, for your own company:  simsales new my.yaml",
)
@click.version_option(__version__, prog_name="simsales", message="%(prog)s %(version)s")
def group() -> None:
    """Try sales-management decisions before making them.

    A SCENARIO is a YAML file that describes a sales organisation, or the bare name of one that
    comes with simsales (see them with: simsales copy).
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code: 0 done, 1 the run failed, 2 the input is wrong.

    `arguments` default to those of the process. Errors go to standard error; a traceback is
    shown only with SIMSALES_DEBUG=1 in the environment.
    """
    try:
        result = group.main(
            None if arguments is None else list(arguments), prog_name="simsales", standalone_mode=False
        )
        sys.stdout.flush()
    except BaseException as error:
        return _exit_code(error)
    return result if isinstance(result, int) else 0


def _exit_code(error: BaseException) -> int:
    """Says what went wrong and gives the exit code for it."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    if isinstance(error, BrokenPipeError):
        _silence_output()
        return 0
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, SimsalesError):
        return _told(error)
    return _unexpected(error)


def _told(error: SimsalesError) -> int:
    """Prints each problem on a line of its own."""
    lines = error.problems if isinstance(error, InputError) else [error]
    for line in lines:
        click.echo(str(line), err=True)
    return error.exit_code


def _unexpected(error: BaseException) -> int:
    """A fault of simsales itself, a full disk and the like."""
    if os.environ.get("SIMSALES_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    elif isinstance(error, OSError):
        click.echo(f"The run failed: {error}", err=True)
    elif isinstance(error, MemoryError):
        click.echo("The run failed: there was not enough memory; try fewer --replications.", err=True)
    else:
        click.echo(
            f"simsales failed unexpectedly ({type(error).__name__}: {error}).\n"
            "Please report this with the command and the scenario. Details: set SIMSALES_DEBUG=1.",
            err=True,
        )
    return 1


def _silence_output() -> None:
    """Nobody reads standard output any more: keeps Python from complaining at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
