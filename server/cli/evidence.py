"""Evidence from a terminal: verify the journal, rebuild what is made from it, read it back."""

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from server.cli.case_file import export_repair
from server.cli.evidence_pack import export_pack
from server.cli.opening import opened


@click.command("verify-journal")
@click.option("--json", "as_json", is_flag=True, help="Print {rows, faults} as JSON.")
def verify_journal(as_json: bool) -> None:
    """Check that nothing in the journal was changed, put in or taken out. Ends 1 where something was, naming it."""
    from server.outside.keys import Keys
    from server.services.evidence.verify_journal import verify_journal as verify

    with opened() as app:
        config = app.extensions["doorstep_config"]
        found = verify(landlord_id=config.landlord_id, keys=Keys(config.secret_key))
    if as_json:
        faults = [{"position": f.position, "event_id": f.event_id, "problem": f.problem} for f in found.faults]
        click.echo(orjson.dumps({"rows": found.rows, "faults": faults}).decode())
    else:
        for fault in found.faults:
            place = f"row {fault.position} (event {fault.event_id})" if fault.position else "journal"
            click.echo(f"{place}: {fault.problem}")
        click.echo(f"{found.rows} rows, {len(found.faults)} faults.")
    sys.exit(1 if found.faults else 0)


@click.command()
def rebuild() -> None:
    """Make everything that is shown of visits anew from the journal, and the standards from what stands then."""
    from server.outside.keys import Keys
    from server.services.evidence.apply_learned import apply_learned
    from server.services.evidence.rebuild_projections import rebuild_projections
    from server.services.standards.rebuild_standards import rebuild_standards

    with opened() as app:
        config, clock = app.extensions["doorstep_config"], app.extensions["doorstep_clock"]
        keys = Keys(config.secret_key, config.vapid_private_key)
        learned = apply_learned(landlord_id=config.landlord_id, keys=keys, clock=clock)
        made = rebuild_projections(landlord_id=config.landlord_id, keys=keys, clock=clock)
        counted = rebuild_standards(landlord_id=config.landlord_id, clock=clock)
    if learned:
        click.echo(f"{learned} records that an older version did not know count now.", err=True)
    click.echo(f"{made.events} events of {made.visits} visits.", err=True)
    click.echo(f"The standards of {counted} cases, messages and reports.", err=True)


@click.command()
@click.option("--events", is_flag=True, help="One JSON line per journal row, bodies byte for byte.")
@click.option("--device", "device_id", default=None, help="Only this phone's rows.")
@click.option("--evidence", "visit_id", default=None, metavar="VISIT", help="A pack of all evidence of this visit.")
@click.option("--repair", "root", default=None, help="The case file of this repair, for an Ombudsman (PDF).")
@click.option("--earnings", is_flag=True, help="With what was lost and claimed: the file is for a claim handler.")
@click.option(
    "--to", "target", default=None, type=click.Path(path_type=Path), help="The pack's folder, or a .zip file."
)
@click.option("--safeguarding", is_flag=True, help="Leave nothing out: the pack is for a safeguarding lead.")
@click.option("--by", default="", help="Who asks for the pack; stands in the audit trail.")
def export(
    events: bool, device_id: str | None, visit_id: str | None, root: str | None, earnings: bool, **pack: Any
) -> None:
    """Read the journal back, to standard output (--events), or write a file of evidence.

    --evidence VISIT writes the pack of one visit, --repair ROOT everything recorded of one repair as one PDF.
    """
    from server.services.evidence.export_events import export_events

    if root is not None and not (events or device_id or visit_id):
        export_repair(root, target=pack["target"], earnings=earnings, by=pack["by"])
        return
    if visit_id is not None and not (events or device_id or root):
        export_pack(visit_id, **pack)
        return
    if not events or visit_id is not None or root is not None:
        raise click.UsageError("say what to export: --events, --evidence VISIT or --repair ROOT, one of them.")
    with opened() as app:
        landlord_id = app.extensions["doorstep_config"].landlord_id
        for line in export_events(landlord_id=landlord_id, device_id=device_id):
            sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
