"""Assess every household again from a terminal, after a mended rule or a restored backup."""

import sys

import click
import orjson

from server.cli.opening import opened


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print {cases, new, failed} as JSON.")
def reassess(as_json: bool) -> None:
    """Assess every case again from what is recorded; a case that comes out as before stores nothing new.

    It may be stopped and begun again, and runs beside the server. Ends 1 where a case could not be assessed, naming it.
    """
    from server.services.assessment.reassess_everything import reassess_everything
    from server.storage.cases import case_names

    seen, new, failed = 0, 0, list[str]()
    with opened() as app:
        landlord_id = app.extensions["doorstep_config"].landlord_id
        steps = reassess_everything(landlord_id, clock=app.extensions["doorstep_clock"])
        length = case_names.how_many(landlord_id)
        with click.progressbar(length=length, label="Assessing", file=sys.stderr) as bar:
            for step in steps:
                seen, new = seen + step.looked_at, new + step.new
                failed += step.failed
                bar.update(step.looked_at)
    if as_json:
        click.echo(orjson.dumps({"cases": seen, "new": new, "failed": failed}).decode())
    else:
        for case_id in failed:
            click.echo(f"doorstep: the case {case_id} cannot be assessed; its error stands in the log.", err=True)
        click.echo(f"{seen} cases, {new} of them came out differently.")
    sys.exit(1 if failed else 0)
