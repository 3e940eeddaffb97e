"""Journal rows that are kept and do not count, by the reason that holds now."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.engine import Connection, Row

from server.storage.journal import BODIES, HAS_BODY, JOURNAL, standing_at

_APART: BindParameter[list[str]] = bindparam("apart", ["quarantined", "forked"], expanding=True, literal_execute=True)


def standing_apart(connection: Connection, landlord_id: str, code: str) -> list[Row[Any]]:
    """The quarantined rows whose reason is this one by the newest ruling, with bodies, in the journal's order."""
    # Written out and not bound: only so does a database use its index of these few rows among millions.
    query = (
        select(JOURNAL, BODIES.c.body)
        .join(BODIES, HAS_BODY)
        .where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.status.in_(_APART))
        .order_by(JOURNAL.c.position)
    )
    return standing_at(connection, connection.execute(query), ("quarantined", code))
