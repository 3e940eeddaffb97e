"""Tells the contractor's office by email that we ask about damage, where its address is recorded (decision 0301).

It says that there is a question, its reference and the day; what was damaged and where stands in the console.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from uuid_utils.compat import uuid7

from server.domain.notices.kinds import STAFF
from server.domain.notices.routes import EMAIL
from server.domain.wording.languages import ENGLISH
from server.domain.wording.templates import fill
from server.outside.local_times import day_in_words
from server.storage.database import transaction
from server.storage.tables.damage import DamageCase
from server.storage.tables.register import Firm, Landlord
from server.storage.telling import notices
from server.storage.telling.catalogues import shipped
from server.storage.telling.notices import NoticeRow

_HELPS = timedelta(days=5)


def tell_office(case: DamageCase, step_id: str, answer_by: date, *, now: datetime) -> bool:
    """Joins the caller's transaction; True where an email is new. A firm without an address has its console."""
    with transaction() as connection:
        query = (
            select(Firm.email, Landlord.name)
            .join(Landlord, Landlord.landlord_id == Firm.landlord_id)
            .where(Firm.landlord_id == case.landlord_id, Firm.firm_id == case.firm_id, Firm.email != "")
        )
        found = connection.execute(query).one_or_none()
        return found is not None and notices.put(connection, _row(case, step_id, answer_by, (found[0], found[1]), now))


def _row(case: DamageCase, step_id: str, answer_by: date, to: tuple[str, str], now: datetime) -> NoticeRow:
    email, landlord = to
    facts = {"landlord": landlord, "reference": case.reference, "day": day_in_words(answer_by, ENGLISH)}
    return NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=case.landlord_id,
        cause=f"damage:{case.damage_id}:{step_id}:office",
        template="damage_asked",
        language=ENGLISH,
        channel=EMAIL,
        recipient=email,
        text=fill("asked", shipped(ENGLISH, "damage")["asked"], facts),
        firm_id=case.firm_id,
        useless_after_at=now + _HELPS,
        queued_at=now,
        kind=STAFF,
        due_at=now,
    )
