"""After a sync: the touched household and no other, the phones that must warn, and one failure that stops nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server.outside.clock import FixedClock
from server.services.assessment.follow_up_visits import follow_up_visits
from server.storage.cases import cases
from server.storage.database import db, transaction
from server.storage.phones import touched
from server.storage.tables.journal import Alert, FeedRow
from server.storage.tables.visits import TouchedVisit
from tests.evidence import a_phone, heard, recorded
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative

CASE = "T-100000000001@100000000001"
OTHER = "T-100000000002@100000000002"


@pytest.fixture
def late_visit(app: Flask, clock: FixedClock) -> str:
    """Half an hour late yesterday; the next appointment of the same repair is tomorrow."""
    an_operative("op-1")
    start = NOW - timedelta(days=1)
    an_appointment("A-1", start_at=start)
    an_appointment("A-2", start_at=NOW + timedelta(days=1))
    for name in ("A-1", "A-2"):
        an_assignment(name, "op-1")
    visit = a_visit("A-1")
    a_visit("A-2", visit_id="visit-2")
    phone = a_phone("op-1")
    recorded(visit, "arrived", start + timedelta(hours=2, minutes=30), device=phone, seq=1)
    heard(phone, start + timedelta(hours=3), head=1)
    return visit


def touch(*visits: str, at: timedelta = timedelta()) -> None:
    with transaction():
        for visit in visits:
            db.session.merge(TouchedVisit(landlord_id=LANDLORD, visit_id=visit, touched_at=NOW + at))


def waiting() -> list[str]:
    return [row.visit_id for row in touched.touched_visits(10)]


def test_a_touched_visit_is_assessed_and_leaves_the_line(late_visit: str, clock: FixedClock) -> None:
    touch(late_visit)

    assert follow_up_visits(clock=clock) == 1

    standing = cases.appointment_standing(LANDLORD, "A-1")
    assert standing is not None
    assert (standing.result, standing.code) == ("not_kept", "late")
    assert waiting() == []


def test_only_the_touched_household_is_assessed(late_visit: str, clock: FixedClock) -> None:
    an_appointment("B-1", uprn="100000000002", person_id="person-2", job_number="J-2")
    touch(late_visit)

    follow_up_visits(clock=clock)

    assert cases.latest_assessment(LANDLORD, CASE) is not None
    assert cases.latest_assessment(LANDLORD, OTHER) is None


def test_the_operative_of_the_next_visit_hears_of_the_miss(late_visit: str, clock: FixedClock) -> None:
    touch(late_visit)

    follow_up_visits(clock=clock)

    rows = db.session.scalars(select(FeedRow)).all()
    assert [(row.audience, row.object_id) for row in rows] == [("operative:op-1", "visit-2")]


def test_unplanned_work_that_nobody_has_linked_leaves_the_line(app: Flask, clock: FixedClock) -> None:
    an_operative("op-1")
    touch(a_visit(None))

    assert follow_up_visits(clock=clock) == 1
    assert waiting() == []


def test_a_visit_that_cannot_be_assessed_holds_up_no_other(late_visit: str, clock: FixedClock) -> None:
    an_appointment("B-1", uprn="100000000002", person_id="person-2", job_number="J-2")
    broken = a_visit("B-1", uprn="100000000002")
    recorded(broken, "no_access", NOW, device=a_phone("op-1"), seq=1, data={})
    touch(broken)
    touch(late_visit, at=timedelta(seconds=1))

    assert follow_up_visits(clock=clock) == 1

    assert waiting() == [broken]
    [alert] = db.session.scalars(select(Alert))
    assert (alert.kind, alert.subject_id) == ("follow_up_failed", broken)


def test_a_visit_touched_again_meanwhile_stays_in_line(late_visit: str, clock: FixedClock) -> None:
    touch(late_visit)
    [seen] = touched.touched_visits(1)
    db.session.expunge(seen)
    touch(late_visit, at=timedelta(seconds=1))

    with transaction():
        touched.done_with(seen)

    assert waiting() == [late_visit]
