"""All rulings on journal rows, and rows that count otherwise than their rulings say: for the check of the journal."""

from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection, Row

from server.storage.journal import BODIES, HAS_BODY, JOURNAL, RULINGS
from server.storage.visits import EVENT_ROW
from server.storage.visits import EVENTS as COUNTED


def every_ruling(connection: Connection, landlord_id: str) -> list[Row[Any]]:
    """In the order in which they were made."""
    query = select(RULINGS).where(RULINGS.c.landlord_id == landlord_id).order_by(RULINGS.c.ruling_id)
    return list(connection.execute(query))


def counted_otherwise(connection: Connection, landlord_id: str) -> list[Row[Any]]:
    """Rows that are let in and do not count, or count and are not let in: a ruling came or went unseen."""
    latest = (
        select(RULINGS.c.status)
        .where(RULINGS.c.envelope_sha256 == JOURNAL.c.envelope_sha256)
        .order_by(RULINGS.c.ruling_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_let_in = func.coalesce(latest, JOURNAL.c.status) == "accepted"
    counts = COUNTED.c.envelope_sha256.is_not(None)
    query = (
        select(JOURNAL.c.position, JOURNAL.c.event_id)
        .outerjoin(COUNTED, EVENT_ROW)
        .outerjoin(BODIES, HAS_BODY)
        .where(JOURNAL.c.landlord_id == landlord_id)
        .where(or_(and_(is_let_in, ~counts, BODIES.c.body.is_not(None)), and_(~is_let_in, counts)))
        .order_by(JOURNAL.c.position)
    )
    return list(connection.execute(query))
