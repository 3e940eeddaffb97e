"""Facts about this database itself."""

from secrets import token_urlsafe
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.engine import Connection

from server.storage.insertion import insert_if_absent
from server.storage.tables.journal import Meta

META = cast(Table, Meta.__table__)

SERVER_EPOCH = "server_epoch"


def server_epoch(connection: Connection) -> str:
    """The name of this database's life, made at the first use inside the caller's write transaction."""
    found = _value(connection, SERVER_EPOCH)
    if found is None:
        insert_if_absent(connection, META, [{"name": SERVER_EPOCH, "value": token_urlsafe(9)}])
        found = _value(connection, SERVER_EPOCH)
    return str(found)


def renew_server_epoch(connection: Connection) -> str:
    """A new life, after a restored backup: phones then send again what the backup lacks."""
    server_epoch(connection)
    connection.execute(update(META).where(META.c.name == SERVER_EPOCH).values(value=token_urlsafe(9)))
    return server_epoch(connection)


def next_number(connection: Connection, name: str, first: int) -> int:
    """Count on from `first` under a name, inside the caller's write transaction."""
    insert_if_absent(connection, META, [{"name": name, "value": str(first - 1)}])
    number = int(_value(connection, name) or first - 1) + 1
    connection.execute(update(META).where(META.c.name == name).values(value=str(number)))
    return number


def _value(connection: Connection, name: str) -> str | None:
    return connection.execute(select(META.c.value).where(META.c.name == name)).scalar_one_or_none()
