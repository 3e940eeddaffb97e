"""`doorstep api-key`: keys for programs that read from us."""

import json
from typing import TYPE_CHECKING

import click

from server.cli.opening import opened, settings
from server.domain.integrating import SCOPES

if TYPE_CHECKING:
    from server.storage.tables.integrators import ApiKey


@click.group()
def api_key() -> None:
    """Make, list and revoke keys for other programs."""


@api_key.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(list(SCOPES)), help="Repeatable.")
def add(name: str, scopes: tuple[str, ...]) -> None:
    """Make a key for the program NAME and print it once."""
    from server.services.integrators.make_api_key import make_api_key

    with opened() as app:
        clock = app.extensions["doorstep_clock"]
        key = make_api_key(settings().landlord_id, name, scopes, by="cli", clock=clock)
    click.echo("Keep this key: it is shown only now.", err=True)
    click.echo(key)


@api_key.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for programs.")
def list_(as_json: bool) -> None:
    """List the keys by when they were made; the keys themselves are not kept."""
    from server.storage.people.api_keys import keys_of

    with opened():
        found = keys_of(settings().landlord_id)
    if as_json:
        click.echo(json.dumps([_as_json(row) for row in found]))
        return
    for row in found:
        standing = f"revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else ", ".join(row.scopes)
        click.echo(f"{row.key_id}  {row.name}  {standing}")


def _as_json(row: "ApiKey") -> dict[str, object]:
    return {
        "key_id": row.key_id,
        "name": row.name,
        "scopes": row.scopes,
        "made_at": row.made_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
    }


@api_key.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """End a key at once."""
    from server.services.integrators.revoke_api_key import revoke_api_key

    with opened() as app:
        revoke_api_key(settings().landlord_id, key_id, by="cli", clock=app.extensions["doorstep_clock"])
    click.echo("The key is revoked.", err=True)
