"""What waits about people's safety: open alarms, flags to be reviewed, letters and appeals about them, incidents."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from server.domain.evidence.records import london_day
from server.domain.review.items import Subject, Waiting, end_of_day, start_of_day
from server.domain.safety.ladder import DRILL
from server.storage.database import db
from server.storage.needs import kept_needs
from server.storage.safety.flag_cases import owed_letters
from server.storage.safety.flags_in_force import in_force
from server.storage.tables.flag_cases import FlagAppeal, FlagCase, FlagIncident
from server.storage.tables.register import Flag, Person
from server.storage.tables.safety import Alarm

REVIEW_SHOWN_BEFORE = timedelta(days=14)
"""How long before its review a flag waits here; its own page begins to say so on the same day."""


def alarms(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    query = select(Alarm).where(Alarm.landlord_id == landlord_id, Alarm.closed_at.is_(None), Alarm.kind != DRILL)
    for row in db.session.scalars(query):
        yield Waiting(
            landlord_id,
            "alarm",
            Subject("alarm", row.alarm_id),
            row.raised_at,
            reference=row.reference,
            due_at=row.deadline_at,
            firm_id=row.firm_id,
            visit_id=row.visit_id,
        )


def flag_reviews(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """Flags in force whose review is near, over, or was never set; and interim ones, which end within hours."""
    today = london_day(at)
    query = (
        select(Flag)
        .outerjoin(Person, and_(Person.landlord_id == Flag.landlord_id, Person.person_id == Flag.person_id))
        .where(Flag.landlord_id == landlord_id, in_force(today))
    )
    for row in db.session.scalars(query):
        review_on = row.review_on or today
        if row.interim_until_at is None and review_on - REVIEW_SHOWN_BEFORE > today:
            continue
        due_at = row.interim_until_at or end_of_day(row.review_on or row.set_on or today)
        begins = start_of_day(row.review_on - REVIEW_SHOWN_BEFORE if row.review_on else row.set_on or today)
        yield Waiting(
            landlord_id,
            "flag_review",
            Subject("flag", row.flag_id),
            min(begins, due_at, at),
            reference=row.flag_id,
            due_at=due_at,
            uprn=row.uprn,
        )


def need_reviews(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """What is done differently for people, of whom somebody is to ask again."""
    for need, uprn in kept_needs.to_review(landlord_id, london_day(at)):
        subject = Subject("need", need.need_id)
        yield Waiting(
            landlord_id,
            "need_review",
            subject,
            start_of_day(need.review_on),
            due_at=end_of_day(need.review_on),
            uprn=uprn,
        )


def flag_letters(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    for row in owed_letters(landlord_id, london_day(at)):
        yield Waiting(
            landlord_id,
            "flag_letter",
            Subject("flag", row.flag_id),
            row.decided_at or row.made_at,
            reference=row.flag_id,
            due_at=row.letter_due_at,
            uprn=row.uprn,
        )


def flag_appeals(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    query = (
        select(FlagAppeal, FlagCase.uprn)
        .outerjoin(
            FlagCase,
            and_(FlagCase.landlord_id == FlagAppeal.landlord_id, FlagCase.flag_id == FlagAppeal.flag_id),
        )
        .where(FlagAppeal.landlord_id == landlord_id, FlagAppeal.decided_at.is_(None))
        .order_by(FlagAppeal.due_on.desc())
    )
    for row, uprn in db.session.execute(query):
        yield Waiting(
            landlord_id,
            "flag_appeal",
            Subject("flag", row.flag_id),
            row.entered_at,
            reference=row.flag_id,
            due_at=end_of_day(row.due_on),
            uprn=uprn,
        )


def incidents(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    query = select(FlagIncident).where(FlagIncident.landlord_id == landlord_id, FlagIncident.answered_at.is_(None))
    for row in db.session.scalars(query):
        yield Waiting(
            landlord_id,
            "incident",
            Subject("incident", row.incident_id),
            row.reported_at,
            reference=row.reference,
            due_at=row.answer_due_at,
            firm_id=row.firm_id,
            uprn=row.uprn,
        )
