"""`backup DIR` and `restore DIR`."""

from pathlib import Path

import click

from server.cli.opening import opened

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def backup(folder: Path) -> None:
    """Copy the database, the photos and the server's secret into DIR, while the product runs.

    DIR must be new or empty. It holds everything there is about tenants: keep it as safe as the server.
    """
    from server.services.upkeep.back_up import back_up

    with opened() as app:
        config = app.extensions["doorstep_config"]
        blobs, clock = app.extensions["doorstep_blobs"], app.extensions["doorstep_clock"]
        made = back_up(folder, data_dir=config.data_dir, blobs=blobs, clock=clock)
    click.echo(f"Backed up {made.rows} rows and {made.blobs} files into {folder}.", err=True)
    if not (folder / "secret_key").exists():
        click.echo("The server's secret comes from DOORSTEP_SECRET_KEY: keep that too.", err=True)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def restore(folder: Path) -> None:
    """Put the backup in DIR in the place of what is here. Stop the server and the worker first.

    The rows that were here are kept beside the data as `before-restore-...`. Phones notice by themselves and send
    again what the backup lacks.
    """
    from server.services.upkeep.back_up import restore as put_back

    with opened(migrated=False) as app:
        config = app.extensions["doorstep_config"]
        blobs, clock = app.extensions["doorstep_blobs"], app.extensions["doorstep_clock"]
        made = put_back(folder, data_dir=config.data_dir, blobs=blobs, clock=clock)
    click.echo(
        f"Restored {made.rows} rows and {made.blobs} files. The server's new epoch is {made.server_epoch}.", err=True
    )
