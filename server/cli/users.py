"""`doorstep user`: people who sign in to the console."""

import json
import sys
from pathlib import Path

import click

from server.cli.opening import opened, settings
from server.domain.viewing import FIRM_ROLES, ROLES


@click.group()
def user() -> None:
    """Add, list and disable people who sign in to the console."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as others see it.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be repeated.")
@click.option("--firm", "firm_id", default=None, help=f"The contractor's code, for {', '.join(FIRM_ROLES)} only.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the password from the first line of this file.",
)
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def add(
    email: str, name: str, roles: tuple[str, ...], firm_id: str | None, password_file: Path | None, generate: bool
) -> None:
    """Add a person who signs in with EMAIL. Asks for the password unless told where it comes from."""
    from server.services.staff.add_user import NewUser, add_user

    password, is_made = _password(password_file, generate)
    with opened() as app:
        new = NewUser(email=email, name=name, roles=roles, password=password, firm_id=firm_id)
        add_user(new, landlord_id=settings().landlord_id, by="cli", clock=app.extensions["doorstep_clock"])
    click.echo(f"{email} may sign in now.", err=True)
    if is_made:
        click.echo(password)


@user.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for programs.")
def list_(as_json: bool) -> None:
    """List everybody who signs in, by name."""
    from server.storage.people.users import all_users

    with opened():
        found = all_users(settings().landlord_id)
    rows = [
        {
            "user_id": one.user_id,
            "email": one.email,
            "name": one.name,
            "firm_id": one.firm_id,
            "roles": list(one.roles),
            "disabled": one.disabled_at is not None,
        }
        for one in found
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        place = row["firm_id"] or "landlord"
        standing = "  disabled" if row["disabled"] else ""
        click.echo(f"{row['email']}  {row['name']}  {place}  {', '.join(row['roles'])}{standing}")  # type: ignore[arg-type]


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Take away the sign-in of EMAIL and end their sessions. What they did stays."""
    from server.services.staff.disable_user import disable_user
    from server.storage.people.users import by_email

    with opened() as app:
        found = by_email(email)
        if found is None:
            click.echo(f"doorstep: nobody signs in as {email}.", err=True)
            sys.exit(2)
        clock = app.extensions["doorstep_clock"]
        disable_user(found.user_id, landlord_id=found.landlord_id, by="cli", clock=clock)
    click.echo(f"{email} can no longer sign in.", err=True)


def _password(password_file: Path | None, generate: bool) -> tuple[str, bool]:
    """The password, and whether it was made here and must be shown."""
    from server.outside.passwords import make_password

    if password_file is not None and generate:
        raise click.UsageError("Choose one of --password-file and --generate.")
    if password_file is not None:
        return (password_file.read_text().splitlines() or [""])[0], False
    if generate:
        return make_password(), True
    return click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True), False
