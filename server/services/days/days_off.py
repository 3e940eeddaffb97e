"""The days nobody works, for counting working days: England's bank holidays and the landlord's own."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.engine import Connection

from server.domain.concerns.clocks import london_day
from server.outside.holidays import bank_holidays
from server.storage.database import db
from server.storage.days import closed_days

_YEARS_AHEAD = 2


def days_off(
    landlord_id: str, years: Iterable[int], *, in_law: bool = False, connection: Connection | None = None
) -> frozenset[date]:
    """`in_law`: only bank holidays, those added included; a day on which the landlord is shut moves no limit in law."""
    wanted = list(years)
    own = closed_days.standing(connection or db.session.connection(), landlord_id, wanted, in_law=in_law)
    return bank_holidays(wanted) | own


def days_off_from(landlord_id: str, started_at: datetime, *, connection: Connection | None = None) -> frozenset[date]:
    """What the limits in law are counted with, from this moment on and long enough for the longest of them."""
    first = london_day(started_at).year
    return days_off(landlord_id, range(first, first + _YEARS_AHEAD), in_law=True, connection=connection)
