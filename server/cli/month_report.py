"""Make the monthly report of the standards from a terminal."""

from pathlib import Path

import click

from server.cli.opening import opened

BY_TERMINAL = "terminal"


@click.command("month-report")
@click.argument("month")
@click.option("--firm", default="", help="The contractor's code; without it all contractors together.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Where to write it; standards-MONTH.pdf without.")
@click.option("--by", default=BY_TERMINAL, show_default=True, help="Who asked for it, for the trail.")
def month_report(month: str, firm: str, target: Path | None, by: str) -> None:
    """Make the report of MONTH (2026-11), keep it as another edition, and write its PDF."""
    from server.domain.standards.month_report import month_named
    from server.domain.viewing import Viewer
    from server.services.month_reports.make_month_report import make_month_report
    from server.services.month_reports.print_month_report import print_month_report

    wanted = month_named(month)
    path = target or Path(f"standards-{wanted.key}.pdf")
    if path.exists():
        raise click.UsageError(f"{path} is there already. Name a new file with --to.")
    with opened() as app:
        clock = app.extensions["doorstep_clock"]
        landlord_id = app.extensions["doorstep_config"].landlord_id
        viewer = Viewer(by, by, "", landlord_id, None, ("contract_manager",))
        made = make_month_report(viewer, wanted, firm, clock=clock)
        path.write_bytes(print_month_report(made, viewer=viewer, clock=clock))
    click.echo(str(path))
