"""Write the file of one repair from a terminal."""

import sys
from pathlib import Path

import click

from server.cli.opening import opened
from server.domain.viewing import Viewer

BY_TERMINAL = "terminal"


def export_repair(root: str, *, target: Path | None, earnings: bool, by: str) -> None:
    """Write the PDF and print where it is; without `earnings` what was lost and claimed is left out."""
    from server.http.console.filing.case_file import case_file
    from server.services.claims.export_case_file import export_case_file
    from server.storage.filing import case_file as stored

    path = target or Path("repair.pdf")
    if path.exists():
        raise click.UsageError(f"{path} is there already. Name a new file with --to.")
    with opened() as app:
        clock = app.extensions["doorstep_clock"]
        roles = ("contract_manager", "claim_handler") if earnings else ("contract_manager",)
        named = by or BY_TERMINAL
        viewer = Viewer(named, named, "", app.extensions["doorstep_config"].landlord_id, None, roles)
        file = stored.find(viewer, root)
        if file is None:
            click.echo(f"doorstep: there is no repair {root}.", err=True)
            sys.exit(2)
        content = export_case_file(
            file,
            lambda pictured: case_file(file, viewer, pictured, at=clock.now()),
            viewer=viewer,
            blobs=app.extensions["doorstep_blobs"],
            clock=clock,
        )
        path.write_bytes(content)
    if not earnings:
        click.echo("What was lost and its proof are left out; --earnings includes them.", err=True)
    click.echo(str(path))
