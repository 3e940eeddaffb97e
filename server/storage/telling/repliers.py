"""Who a text comes from, as far as a number tells: the last one told by it, else the only person who has it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection

from server.storage.tables.notices import Notice
from server.storage.tables.register import Person

_ANSWERED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Replier:
    """What the text is probably about; all empty for a number that nobody is known by."""

    person_id: str | None = None
    uprn: str | None = None
    firm_id: str = ""
    appointment_id: str | None = None
    visit_id: str | None = None
    notice_id: str = ""


def find(connection: Connection, landlord_id: str, number: str, now: datetime) -> Replier:
    query = (
        select(Notice.person_id, Person.uprn, Notice.firm_id, Notice.appointment_id, Notice.visit_id, Notice.notice_id)
        .outerjoin(Person, and_(Person.landlord_id == Notice.landlord_id, Person.person_id == Notice.person_id))
        .where(
            Notice.landlord_id == landlord_id,
            Notice.recipient == number,
            Notice.channel == "sms",
            Notice.sent_at > now - _ANSWERED_WITHIN,
            Notice.person_id.is_not(None),
        )
        .order_by(Notice.sent_at.desc(), Notice.notice_id.desc())
        .limit(1)
    )
    told = connection.execute(query).one_or_none()
    if told is not None:
        return Replier(*told)
    known = select(Person.person_id, Person.uprn).where(Person.landlord_id == landlord_id, Person.mobile == number)
    people = connection.execute(known.limit(2)).all()
    return Replier(*people[0]) if len(people) == 1 else Replier()


def holders(connection: Connection, landlord_id: str, number: str) -> list[str]:
    """Everybody who is told by this number."""
    query = select(Person.person_id).where(Person.landlord_id == landlord_id, Person.mobile == number)
    return list(connection.execute(query).scalars())
