"""What follows a sync: the touched households are assessed, and what their tenants must hear is queued."""

import structlog

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_visit_touched import assess_visit_touched
from server.services.damage.open_case import open_for_visit
from server.services.notices.queue_notices import queue_visit_notices
from server.services.phones.tell_phones import tell_phones
from server.services.tenants.tie_cards import tie_cards
from server.storage.database import db, transaction
from server.storage.evidence import alerts
from server.storage.people.audit import Subject
from server.storage.phones import told, touched
from server.storage.tables.visits import TouchedVisit

log = structlog.get_logger()


def follow_up_visits(*, clock: Clock, limit: int = 50) -> int:
    """Follow up the visits touched longest ago; returns how many were done.

    One that fails never holds up the others: it goes to the end of the line, and a person is told.
    """
    waiting = touched.touched_visits(limit)
    return sum([_follow_up(visit, clock) for visit in waiting])


def _follow_up(visit: TouchedVisit, clock: Clock) -> bool:
    """One transaction: a crash leaves the visit in line, and everything in it is safe to repeat."""
    try:
        with transaction():
            _do(visit, clock)
            touched.done_with(visit)
    except Exception as error:
        code = error.code if isinstance(error, DoorstepError) else type(error).__name__
        with transaction():
            subject = Subject("visit", visit.visit_id)
            first = alerts.raise_once(visit.landlord_id, "follow_up_failed", subject, {"code": code}, at=clock.now())
            touched.put_back(visit, at=clock.now())
        if first:
            log.error("follow_up_failed", visit_id=visit.visit_id, code=code, exc_info=error)
        return False
    return True


def _do(visit: TouchedVisit, clock: Clock) -> None:
    """The notices come first: a text that is queued now is part of what the rule is told.

    Phones are told last, for feed positions are taken under a lock.
    """
    open_for_visit(visit.landlord_id, visit.visit_id, clock=clock)
    appointment_id = touched.appointment_of(visit.visit_id)
    if appointment_id is None:
        return
    connection = db.session.connection()
    before = told.states(connection, appointment_id)
    queue_visit_notices(visit.landlord_id, appointment_id, clock=clock)
    tie_cards(visit.landlord_id, appointment_id, visit.visit_id, clock=clock)
    changed = told.states(connection, appointment_id) - before
    assess_visit_touched(visit.visit_id, cause="what a phone recorded", clock=clock)
    tell_phones(visit.landlord_id, sorted({visit_id for visit_id, _, _ in changed}), at=clock.now())
