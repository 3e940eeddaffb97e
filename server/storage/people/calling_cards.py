"""Numbered paper cards, and the visit that each was left at."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import update

from server.storage.database import db
from server.storage.tables.messages import CallingCard


def add(landlord_id: str, numbers: Iterable[str], *, by: str, at: datetime) -> None:
    rows = [CallingCard(landlord_id=landlord_id, card_number=one, printed_at=at, printed_by=by) for one in numbers]
    db.session.add_all(rows)
    db.session.flush()


def exists(landlord_id: str, number: str) -> bool:
    return db.session.get(CallingCard, (landlord_id, number)) is not None


def get(landlord_id: str, number: str) -> CallingCard | None:
    return db.session.get(CallingCard, (landlord_id, number))


def tie(landlord_id: str, numbers: Sequence[str], appointment_id: str, visit_id: str, *, at: datetime) -> int:
    """Tie cards that lie nowhere yet to a visit; one that was left before stays where it is."""
    query = update(CallingCard).where(
        CallingCard.landlord_id == landlord_id,
        CallingCard.card_number.in_(numbers),
        CallingCard.appointment_id.is_(None),
    )
    result = db.session.execute(query.values(appointment_id=appointment_id, visit_id=visit_id, tied_at=at))
    return int(getattr(result, "rowcount", 0))
