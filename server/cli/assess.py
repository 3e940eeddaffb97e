"""`doorstep assess`: case files in, one JSON decision per case and line out. Needs no database and no network."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from server.domain.cases.policy_settings import SettingNotAllowed, SettingValue, checked_text
from server.domain.cases.profiles import PROFILES
from server.services.assessment.assess_file import Refused, assess_file


def _overrides(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, SettingValue]:
    overrides: dict[str, SettingValue] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals:
            raise click.BadParameter(f"{one!r} is not KEY=VALUE.", context, parameter)
        if name == "profile":
            raise click.BadParameter("a profile is chosen with --profile.", context, parameter)
        try:
            overrides[name] = checked_text(name, text)
        except SettingNotAllowed as problem:
            raise click.BadParameter(f"{problem.message}.", context, parameter) from problem
    return overrides


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--settings", "overrides", multiple=True, metavar="KEY=VALUE", callback=_overrides,
    help="Override one setting of the policy for all cases. May be repeated.",
)  # fmt: skip
@click.option(
    "--profile", type=click.Choice(list(PROFILES)),
    help="The reading of the policy to start from; wins over a profile in a case.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Accepted for uniformity: the output is always JSON.")
def assess(files: tuple[Path, ...], overrides: dict[str, SettingValue], profile: str | None, as_json: bool) -> None:
    """Say what the missed-appointment policy owes in each case of each FILE, and why.

    A FILE holds one case or an array of cases (JSON). A case that does not fit the format is named on
    standard error with the path of the wrong field; the others are still assessed. Exit code 2 if any was
    refused, else 0.
    """
    refused = False
    for path in files:
        for answer in assess_file(path, profile=profile, overrides=overrides):
            if isinstance(answer, Refused):
                refused = True
                click.echo(_plain(answer.sentence), err=True)
            else:
                click.echo(json.dumps(answer))
    sys.exit(2 if refused else 0)


def _plain(sentence: str) -> str:
    """A name from a file may hold anything; what a terminal would act on is shown as its escape."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in sentence)
