"""Write a visit's evidence pack from a terminal."""

from pathlib import Path

import click
from flask import Flask

from server.cli.opening import opened
from server.domain.viewing import Viewer

BY_TERMINAL = "terminal"


def export_pack(visit_id: str, *, target: Path | None, safeguarding: bool, by: str) -> None:
    """Write the pack, print where it is and, to standard error, its fingerprint."""
    path = target or Path(f"evidence-{visit_id}")
    if path.exists() and (path.is_file() or any(path.iterdir())):
        raise click.UsageError(f"{path} is there already. Name a new folder or .zip file with --to.")
    with opened() as app:
        viewer = _viewer(app, safeguarding, by)
        fingerprint = _write(app, visit_id, path, viewer)
    click.echo(f"Fingerprint {fingerprint}. Check it with: python3 verify.py --fingerprint {fingerprint}", err=True)
    if not safeguarding:
        click.echo("Concerns about people of the household are left out; --safeguarding includes them.", err=True)
    click.echo(str(path))


def _viewer(app: Flask, safeguarding: bool, by: str) -> Viewer:
    roles = ("contract_manager", "safeguarding_lead") if safeguarding else ("contract_manager",)
    landlord_id = app.extensions["doorstep_config"].landlord_id
    return Viewer(by or BY_TERMINAL, by or BY_TERMINAL, "", landlord_id, None, roles)


def _write(app: Flask, visit_id: str, path: Path, viewer: Viewer) -> str:
    from server.http.console.showing.evidence_report import evidence_report
    from server.outside.evidence_packs import in_folder, in_zip, open_zip
    from server.outside.keys import Keys
    from server.services.evidence.export_evidence import Desk, NothingRecorded, export_evidence
    from server.storage.pages import visit_page

    config, clock = app.extensions["doorstep_config"], app.extensions["doorstep_clock"]
    desk = Desk(app.extensions["doorstep_blobs"], Keys(config.secret_key, config.vapid_private_key), clock)
    page = visit_page.find(viewer, visit_id)
    if page is None:
        raise NothingRecorded(visit_id)
    report = evidence_report(page, viewer=viewer, at=clock.now())
    if path.suffix != ".zip":
        return export_evidence(visit_id, in_folder(path), viewer=viewer, report=report, desk=desk)
    with open_zip(path) as archive:
        return export_evidence(visit_id, in_zip(archive), viewer=viewer, report=report, desk=desk)
