"""Phones from a terminal: make enrolment codes, list phones, revoke one."""

import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import click
import orjson

from server.cli.opening import opened


@click.command("enrol-code")
@click.argument("operative_ids", metavar="OPERATIVE_ID...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of operative_id, code, link and expires_at.")
def enrol_code(operative_ids: Sequence[str], as_json: bool) -> None:
    """Make a one-time code for each operative, valid for a day.

    The code is shown once and kept as a hash only.
    """
    from server.services.phones.make_enrolment_code import make_enrolment_code

    with opened() as app:
        config, clock = app.extensions["doorstep_config"], app.extensions["doorstep_clock"]
        made = [
            (each, make_enrolment_code(each, made_by="command line", config=config, clock=clock))
            for each in operative_ids
        ]
    if as_json:
        rows = [
            {"operative_id": each, "code": code.code, "link": code.link, "expires_at": _written(code.expires_at)}
            for each, code in made
        ]
        click.echo(orjson.dumps(rows).decode())
        return
    for each, code in made:
        click.echo(f"{each}  {code.code}  {code.link}")
        click.echo(_qr(code.link))


@click.group()
def device() -> None:
    """List phones, or take one out of use."""


@device.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_devices(as_json: bool) -> None:
    """All phones, revoked ones too, oldest first."""
    from server.storage.database import db
    from server.storage.phones import enrolments

    with opened() as app:
        landlord_id = app.extensions["doorstep_config"].landlord_id
        found = enrolments.all_devices(db.session.connection(), landlord_id)
    if as_json:
        rows = [
            {
                **asdict(each),
                "enrolled_at": _written(each.enrolled_at),
                "revoked_at": _written(each.revoked_at) if each.revoked_at else None,
            }
            for each in found
        ]
        click.echo(orjson.dumps(rows).decode())
        return
    for each in found:
        standing = f"revoked {_written(each.revoked_at)}" if each.revoked_at else "in use"
        click.echo(f"{each.device_id}  {each.firm_id}  {','.join(each.operatives)}  {each.name}  {standing}")


@device.command("revoke")
@click.argument("device_id")
def revoke(device_id: str) -> None:
    """Take a phone out of use at once. What it still holds of evidence can be sent in, and is set apart."""
    from server.services.phones.revoke_device import revoke_device

    with opened() as app:
        config, clock = app.extensions["doorstep_config"], app.extensions["doorstep_clock"]
        revoke_device(device_id, landlord_id=config.landlord_id, by="command line", clock=clock)
    click.echo(f"{device_id} revoked.", err=True)


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _qr(link: str) -> str:
    import segno

    out = io.StringIO()
    segno.make(link).terminal(out=out, compact=True)
    return out.getvalue()
