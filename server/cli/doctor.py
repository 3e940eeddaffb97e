"""`doctor`: says what is wrong and how to mend it. `keys`: makes the server's secret and shows its public keys."""

import sys
from dataclasses import asdict

import click
import orjson

from server.cli.opening import opened, settings

_MARKS = {"ok": "ok ", "warning": "?? ", "problem": "!! "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of what, state, said and mend.")
def doctor(as_json: bool) -> None:
    """Check settings, keys, database, clock, worker, outbox, photos, disk, gateway and fonts; changes nothing.

    Ends with 1 where something is wrong; a warning is not wrong.
    """
    from server.services.upkeep.examine import PROBLEM, examine

    with opened(migrated=False) as app:
        clock, blobs = app.extensions["doorstep_clock"], app.extensions["doorstep_blobs"]
        findings = examine(app.extensions["doorstep_config"], clock=clock, blobs=blobs)
    if as_json:
        click.echo(orjson.dumps([asdict(finding) for finding in findings]).decode())
    else:
        for finding in findings:
            click.echo(f"{_MARKS[finding.state]} {finding.what:9} {finding.said}")
            if finding.mend:
                click.echo(f"{'':14}{finding.mend}")
    sys.exit(1 if any(finding.state == PROBLEM for finding in findings) else 0)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the public keys as JSON.")
def keys(as_json: bool) -> None:
    """Make the server's secret if there is none, and show the public keys that come from it.

    The push key, the key that phones seal to, the one that signs anchors and the one that signs evidence packs are all
    derived from the secret, so a backup of it is a backup of all. Asking again changes nothing.
    """
    from server.outside.keys import Keys
    from server.outside.sms.choosing import reply_address

    config = settings()
    made = Keys(config.secret_key, config.vapid_private_key)
    if as_json:
        public = {
            "push_public_key": made.push_public_key,
            "seal_key_jwk": made.seal_key_jwk,
            "evidence_key_jwk": made.evidence_key_jwk,
            "evidence_key_name": made.evidence_key_name,
        }
        click.echo(orjson.dumps(public).decode())
        return
    click.echo(f"push (VAPID)  {made.push_public_key}")
    click.echo(f"SMS replies   {reply_address(config.sms_url, config.public_url, made)}")
    click.echo(f"seal          {orjson.dumps(made.seal_key_jwk).decode()}")
    click.echo(f"evidence      {made.evidence_key_name} (verify.py names it in every pack that this server made)")
