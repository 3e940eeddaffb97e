"""What the office did to appointments, for ever, and how the tenant was told of it. Appended only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from server.storage.database import db
from server.storage.tables.booking import ChangeTelling, OfficeChange
from server.storage.tables.notices import Notice


@dataclass(frozen=True)
class Telling:
    """One way in which a tenant is told of a change; `at` is None as long as a notice has not left."""

    change_id: str
    channel: str
    at: datetime | None
    notice_state: str
    failure: str


def add(row: OfficeChange | ChangeTelling) -> None:
    db.session.add(row)


def find(landlord_id: str, change_id: str) -> OfficeChange | None:
    row = db.session.get(OfficeChange, change_id)
    return row if row is not None and row.landlord_id == landlord_id else None


def of_appointments(landlord_id: str, appointments: Collection[str]) -> list[OfficeChange]:
    """Every change of these appointments, in the order in which they were made."""
    query = select(OfficeChange).where(
        OfficeChange.landlord_id == landlord_id, OfficeChange.appointment_id.in_(appointments)
    )
    return list(db.session.scalars(query.order_by(OfficeChange.recorded_at, OfficeChange.change_id)))


def tellings(landlord_id: str, changes: Collection[str]) -> dict[str, list[Telling]]:
    """How the tenant is told of each of these changes, in the order in which it was begun.

    A notice's moment is when it left; one that is waiting, held or failed has told nobody.
    """
    query = (
        select(ChangeTelling, Notice.state, Notice.channel, Notice.sent_at, Notice.failure)
        .join(OfficeChange, OfficeChange.change_id == ChangeTelling.change_id)
        .outerjoin(Notice, is_told_by())
        .where(ChangeTelling.landlord_id == landlord_id, ChangeTelling.change_id.in_(changes))
        .order_by(ChangeTelling.telling_id, Notice.queued_at, Notice.notice_id)
    )
    found: dict[str, list[Telling]] = {}
    for row, *notice in db.session.execute(query) if changes else ():
        found.setdefault(row.change_id, []).append(_telling(row, *notice))
    return found


def _telling(row: ChangeTelling, state: Any, channel: Any, sent_at: Any, failure: Any) -> Telling:
    if row.notice_cause is None:
        return Telling(row.change_id, row.channel, row.told_at, "", "")
    return Telling(row.change_id, channel or row.channel, sent_at, state or "", failure or "")


def first_told(landlord_id: str, changes: Collection[str]) -> dict[str, Telling]:
    """Of each change that the tenant has been told of, the way that came first."""
    found = {}
    for change_id, ways in tellings(landlord_id, changes).items():
        told = [way for way in ways if way.at is not None]
        if told:
            found[change_id] = min(told, key=lambda way: (way.at, way.channel))
    return found


def is_told_by() -> Any:
    """Joins a telling and its change to its notice, or to one that took its place when it did not arrive."""
    return and_(
        Notice.landlord_id == ChangeTelling.landlord_id,
        Notice.appointment_id == OfficeChange.appointment_id,
        or_(
            Notice.cause == ChangeTelling.notice_cause,
            Notice.cause.startswith(ChangeTelling.notice_cause + ":"),
        ),
    )
