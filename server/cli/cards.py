"""Print books of blank calling cards from a terminal."""

from pathlib import Path

import click

from server.cli.opening import opened


@click.command()
@click.option("--count", type=click.IntRange(1, 1000), default=200, show_default=True, help="How many cards.")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("cards.pdf"),
    show_default=True,
    help="The PDF to write: one A7 card on each page.",
)
def cards(count: int, target: Path) -> None:
    """Make blank calling cards, numbered, each with a QR code to its visit's page.

    An operative who leaves one types its number into the app: that ties the paper to the visit. Each run makes new
    numbers; never print one file twice.
    """
    from server.services.tenants.print_cards import print_cards

    if target.exists():
        raise click.UsageError(f"{target} is there already, and its cards have numbers of their own. Name a new file.")
    with opened() as app:
        config, clock = app.extensions["doorstep_config"], app.extensions["doorstep_clock"]
        made = print_cards(config.landlord_id, count, public_url=config.public_url, by="cli", clock=clock)
    target.write_bytes(made)
    click.echo(str(target))
