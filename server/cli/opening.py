"""Opening the application for a command: settings read, database checked, an application context pushed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from server.config import Config, WrongSetting, read_config


def settings() -> Config:
    """The settings, or one sentence that names the wrong one and exit code 2."""
    try:
        return read_config()
    except WrongSetting as wrong:
        click.echo(f"doorstep: {wrong}", err=True)
        sys.exit(2)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Flask]:
    """The application with its context pushed. A database that is silent is refused (exit 1).

    With `migrated`, so is one that is behind.
    """
    from server.app import create_app
    from server.storage.database import db
    from server.storage.migrating import schema_is_current

    app = create_app(settings())
    with app.app_context():
        try:
            if migrated and not schema_is_current():
                click.echo("doorstep: the database is not up to date. Run `doorstep migrate` first.", err=True)
                sys.exit(1)
            yield app
        except OperationalError as error:
            said = str(error.orig).strip().partition("\n")[0]
            click.echo(f"doorstep: the database does not answer ({said}). Check DOORSTEP_DATABASE_URL.", err=True)
            sys.exit(1)
        finally:
            db.session.remove()
            db.engine.dispose()
