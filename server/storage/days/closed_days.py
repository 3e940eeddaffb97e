"""The landlord's own closed days, and the years whose bank holidays somebody compared with the government's list."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.engine import Connection

from server.storage.database import db
from server.storage.tables.concerns import ClosedDay, HolidayYear


def standing(connection: Connection, landlord_id: str, years: Iterable[int], *, in_law: bool) -> frozenset[date]:
    """The days of these years that were added and not taken back; `in_law` only those that are bank holidays."""
    wanted = sorted(set(years))
    if not wanted:
        return frozenset()
    query = select(ClosedDay.day).where(
        ClosedDay.landlord_id == landlord_id,
        ClosedDay.removed_at.is_(None),
        ClosedDay.day >= date(wanted[0], 1, 1),
        ClosedDay.day <= date(wanted[-1], 12, 31),
    )
    if in_law:
        query = query.where(ClosedDay.is_bank_holiday.is_(True))
    return frozenset(connection.execute(query).scalars())


def listed(landlord_id: str) -> list[ClosedDay]:
    """Those that stand, in order of their days."""
    query = select(ClosedDay).where(ClosedDay.landlord_id == landlord_id, ClosedDay.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(ClosedDay.day)))


def find(landlord_id: str, day_id: str) -> ClosedDay | None:
    query = select(ClosedDay).where(ClosedDay.landlord_id == landlord_id, ClosedDay.day_id == day_id)
    return db.session.scalar(query.where(ClosedDay.removed_at.is_(None)))


def year(landlord_id: str, number: int) -> HolidayYear | None:
    return db.session.get(HolidayYear, (landlord_id, number))


def landlords_without(connection: Connection, landlord_ids: Iterable[str], number: int) -> list[str]:
    """Those of these landlords where nobody has checked the year."""
    checked = set(connection.execute(select(HolidayYear.landlord_id).where(HolidayYear.year == number)).scalars())
    return [landlord_id for landlord_id in landlord_ids if landlord_id not in checked]
