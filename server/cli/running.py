"""`migrate`, `serve`, `worker` and `demo`: bringing the product up and keeping it running."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from types import FrameType

import click

from server.cli.opening import opened, settings


@click.command()
def migrate() -> None:
    """Create the database, or upgrade it to this version."""
    from server.storage.migrating import upgrade_schema

    with opened(migrated=False):
        upgrade_schema()
    click.echo("The database is up to date.", err=True)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--threads", default=16, show_default=True, type=click.IntRange(1, 256), help="Requests at once.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
def serve(host: str, port: int, threads: int, processes: int) -> None:
    """Answer requests. The database must be up to date; `doorstep migrate` brings it there."""
    with opened():
        pass
    from server.cli.web import run_web

    run_web(host=host, port=port, threads=threads, processes=processes)


@click.command()
def worker() -> None:
    """Send what is queued, assess what was touched, make the photos safe to look at, watch what is due."""
    # The worker is the other way to start the product, not a part of this one: it takes this process over.
    os.execv(sys.executable, [sys.executable, "-m", "server.worker"])  # noqa: S606


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=None, type=click.IntRange(1, 65535), help="Port to listen on.  [default: 8000]")
@click.option("--only-load", is_flag=True, help="Load it, say what to open, and end.")
@click.option("--json", "as_json", is_flag=True, help="Say what to open as JSON.")
def demo(host: str, port: int | None, only_load: bool, as_json: bool) -> None:
    """Migrate, load the demonstration landlord once, then serve and work until Ctrl-C."""
    os.environ.setdefault("DOORSTEP_MODE", "demo")
    port = port or int(os.environ.get("PORT") or 8000)
    os.environ.setdefault("DOORSTEP_PUBLIC_URL", f"http://localhost:{port}")
    from server.cli.demonstration import prepare, what_to_open
    from server.storage.migrating import upgrade_schema

    with opened(migrated=False) as app:
        upgrade_schema()
        opening = prepare(app)
        click.echo(json.dumps(asdict(opening)) if as_json else what_to_open(opening, settings().public_url))
    if only_load:
        return
    _run_together(
        [
            [sys.executable, "-m", "server.cli", "serve", "--host", host, "--port", str(port)],
            [sys.executable, "-m", "server.cli", "worker"],
        ]
    )


def _run_together(commands: list[list[str]]) -> None:
    """Run the processes until one ends or we are told to stop; then stop all and wait for them."""
    running = [subprocess.Popen(command, start_new_session=True) for command in commands]  # noqa: S603
    stop = _stop_event()
    while not stop.wait(0.3) and all(process.poll() is None for process in running):
        pass
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
    if not stop.is_set():
        click.echo("doorstep: the server or the worker ended by itself; what it said stands above.", err=True)
        sys.exit(1)


def _stop_event() -> threading.Event:
    """An event that Ctrl-C or a polite kill sets."""
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    return stop
