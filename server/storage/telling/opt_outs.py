"""Numbers that answered STOP."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.engine import Connection

from server.storage.tables.telling import OptOut

OPT_OUTS = cast(Table, OptOut.__table__)


def put(connection: Connection, landlord_id: str, recipient: str, *, stop: bool, at: datetime) -> bool:
    """Stop or go on with texts to this number; False where it stood so already."""
    here = (OPT_OUTS.c.landlord_id == landlord_id, OPT_OUTS.c.recipient == recipient)
    row = connection.execute(select(OPT_OUTS.c.lifted_at).where(*here)).one_or_none()
    if (row is not None and row.lifted_at is None) == stop:
        return False
    if row is None:
        values = {"landlord_id": landlord_id, "recipient": recipient, "stopped_at": at}
        connection.execute(OPT_OUTS.insert().values(**values))
        return True
    changed = {"stopped_at": at, "lifted_at": None} if stop else {"lifted_at": at}
    connection.execute(update(OPT_OUTS).where(*here).values(**changed))
    return True


def is_stopped(connection: Connection, landlord_id: str, recipient: str) -> bool:
    query = select(OPT_OUTS.c.recipient).where(
        OPT_OUTS.c.landlord_id == landlord_id, OPT_OUTS.c.recipient == recipient, OPT_OUTS.c.lifted_at.is_(None)
    )
    return bool(recipient) and connection.execute(query).first() is not None
