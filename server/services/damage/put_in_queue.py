"""Keeps a damage case in the review queue as long as it is open; a person's closing takes it out."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.damage.standing import IS_CLOSED
from server.domain.review.items import Closing, Subject, Waiting
from server.domain.review.kinds import LIFE
from server.services.review.close_item import close_item
from server.services.review.put_item import put_item
from server.storage.tables.damage import DamageCase

KIND = "damage"
LONDON = ZoneInfo("Europe/London")


def put_in_queue(case: DamageCase, *, since: datetime, by: str, now: datetime) -> None:
    """Call it after each step. `since` is when the case opened, or opened anew; it is due when its day is over."""
    subject = Subject("damage", case.damage_id)
    if case.stage == IS_CLOSED:
        close_item(case.landlord_id, KIND, subject, Closing(by=by, outcome="damage_closed"), at=now)
        return
    waiting = Waiting(
        landlord_id=case.landlord_id,
        kind=KIND,
        subject=subject,
        raised_at=since,
        reference=case.reference,
        harm=LIFE if case.danger_now else None,
        due_at=_end_of(case),
        firm_id=case.firm_id or None,
        uprn=case.uprn,
        visit_id=case.visit_id,
    )
    put_item(waiting, at=now)


def _end_of(case: DamageCase) -> datetime | None:
    if case.due_on is None:
        return None
    return datetime.combine(case.due_on + timedelta(days=1), time(), LONDON).astimezone(UTC)
