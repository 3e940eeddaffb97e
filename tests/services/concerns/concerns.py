"""Concerns as the sync leaves them, people who act on them, and what was put into the outbox and the queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.domain.concerns.clocks import Clock
from server.domain.viewing import Viewer
from server.services.concerns.receive_concern import receive_concerns
from server.storage.concerns import clocks
from server.storage.database import db, transaction
from server.storage.tables.review import ReviewItem
from server.storage.telling.notices import NOTICES
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.http.console import world

DAMP = {"about": "property", "category": "damp_mould", "seen": "Black patches on the bedroom wall", "danger_now": False}
ADULT = {"about": "person", "category": "adult_at_risk", "seen": "bruises-on-both-arms", "danger_now": False}


def a_concern(facts: dict[str, Any] | None = None, *, received_at: datetime = NOW, **changed: Any) -> str:
    """A concern made on a visit, received; returns the report's id."""
    data = {**(facts or DAMP), **changed}
    factories.an_operative()
    factories.an_appointment()
    visit_id = factories.a_visit()
    event_id = world.an_event(visit_id, "concern_reported", data)
    lane = "household" if data["about"] == "person" else "property"
    report_id = world.a_report(event_id, lane, data, visit_id=visit_id, received_at=received_at)
    with transaction() as connection:
        receive_concerns(connection, [event_id], at=received_at)
    return report_id


def somebody(*roles: str, name: str = "J. Shah") -> Viewer:
    factories.a_landlord()
    user_id = factories.a_user(*roles, name=name)
    return Viewer(user_id, name, f"{user_id}@example.org", LANDLORD, None, roles)


def clock_of(report_id: str, kind: str) -> Clock:
    db.session.rollback()
    return {clock.kind: clock for clock in clocks.of_report(report_id)}[kind]


def told() -> list[tuple[str, str]]:
    """(template, recipient) of everything in the outbox, in order."""
    with db.engine.connect() as connection:
        query = select(NOTICES.c.template, NOTICES.c.recipient).order_by(NOTICES.c.queued_at, NOTICES.c.notice_id)
        return [(row.template, row.recipient) for row in connection.execute(query)]


def queued(report_id: str) -> ReviewItem | None:
    db.session.rollback()
    query = select(ReviewItem).where(ReviewItem.kind == "clock", ReviewItem.subject_id == report_id)
    return db.session.scalar(query)
