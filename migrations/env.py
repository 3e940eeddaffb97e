"""Runs the numbered migrations on the application's own engine."""

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as the plain ones they are stored in: a migration must not change with our code."""
    impl = getattr(item, "impl", None)
    if kind == "type" and isinstance(item, TypeDecorator) and impl is not None:
        return f"sa.{impl!r}"
    return False


def run() -> None:
    """Each migration is one transaction; on SQLite a changed table is copied, since it cannot be altered."""
    with engine.connect().execution_options(doorstep_write=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            render_item=render_item,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
