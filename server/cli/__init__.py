"""`doorstep`: the same services from a terminal. Each command's module is loaded only when it is called."""

import importlib
import sys

import click

COMMANDS = {
    "api-key": "server.cli.integrators:api_key",
    "assess": "server.cli.assess:assess",
    "backup": "server.cli.backups:backup",
    "cards": "server.cli.cards:cards",
    "demo": "server.cli.running:demo",
    "device": "server.cli.devices:device",
    "doctor": "server.cli.doctor:doctor",
    "enrol-code": "server.cli.devices:enrol_code",
    "export": "server.cli.evidence:export",
    "import": "server.cli.imports:import_",
    "keys": "server.cli.doctor:keys",
    "migrate": "server.cli.running:migrate",
    "month-report": "server.cli.month_report:month_report",
    "reassess": "server.cli.reassess:reassess",
    "rebuild": "server.cli.evidence:rebuild",
    "restore": "server.cli.backups:restore",
    "serve": "server.cli.running:serve",
    "user": "server.cli.users:user",
    "verify-journal": "server.cli.evidence:verify_journal",
    "worker": "server.cli.running:worker",
}

# What the caller could not have written better; every other error of ours is bad input.
OUR_FAILURES = {"unavailable", "wrong_bytes", "demonstration_faulty"}


class Commands(click.Group):
    """A group that finds its commands by name, so that `assess` starts without a web framework.

    A problem of any of them is one sentence on standard error: exit code 2 for bad input, 1 where we failed.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is not a command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        from server.domain.errors import DoorstepError

        try:
            return super().invoke(ctx)
        except DoorstepError as error:
            click.echo(f"doorstep: {error.message}", err=True)
            sys.exit(1 if error.code in OUR_FAILURES else 2)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="doorstep", prog_name="doorstep")
def group() -> None:
    """Doorstep: visits at the door, their evidence, and what a missed appointment owes."""


def main() -> None:
    """The installed command."""
    group(prog_name="doorstep")
