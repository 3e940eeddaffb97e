"""All rulings on journal rows, and rows that count otherwise than their rulings say: for the check of the journal."""

from typing import Any, cast

from sqlalchemy import Table, and_, func, or_, select
from sqlalchemy.engine import Connection, Row

from server.storage.journal import JOURNAL, RULINGS
from server.storage.tables.journal import JournalBody
from server.storage.tables.visits import VisitEvent

_BODIES = cast(Table, JournalBody.__table__)
_COUNTED = cast(Table, VisitEvent.__table__)


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
    counts = _COUNTED.c.envelope_sha256.is_not(None)
    query = (
        select(JOURNAL.c.position, JOURNAL.c.event_id)
        .outerjoin(_COUNTED, _COUNTED.c.envelope_sha256 == JOURNAL.c.envelope_sha256)
        .outerjoin(_BODIES, _BODIES.c.envelope_sha256 == JOURNAL.c.envelope_sha256)
        .where(JOURNAL.c.landlord_id == landlord_id)
        .where(or_(and_(is_let_in, ~counts, _BODIES.c.body.is_not(None)), and_(~is_let_in, counts)))
        .order_by(JOURNAL.c.position)
    )
    return list(connection.execute(query))
