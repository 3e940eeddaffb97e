"""Somebody is ill at seven: the day's tenants in order, who could go, who knows, and the alarm at midday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.absences.draft_notices import draft_notices
from server.services.absences.plan_absence import plan_absence
from server.services.absences.record_absence import NewAbsence, record_absence
from server.services.absences.settle_absence import call_off, give_all_as_proposed, told_by_person
from server.services.absences.watch_absences import watch_absences
from server.storage.database import db, transaction
from server.storage.tables.booking import Absence
from server.storage.tables.journal import Alert, FeedRow
from server.storage.tables.notices import Notice
from tests.factories import LANDLORD, a_home, a_repair, a_visit, an_appointment, an_assignment, an_operative

TODAY = date(2026, 11, 23)
SEVEN = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def absence(app: Flask, clock: FixedClock) -> Absence:
    """op-1 has three visits, two of them at one time; op-2 is free in the morning only."""
    clock.move(hours=-2)
    for name in ("op-1", "op-2"):
        an_operative(name)
    for number, (starts, ends) in enumerate(((8, 10), (10, 12), (10, 10)), start=1):
        _visit(f"A-{number}", f"10000000000{number}", starts, ends)
    absence_id = record_absence(LANDLORD, "op-1", NewAbsence(TODAY), by="office", clock=clock)
    return db.session.get_one(Absence, absence_id)


def _visit(name: str, uprn: str, starts: int, ends: int) -> None:
    a_home(uprn)
    a_repair(f"J-{name}", uprn=uprn)
    at = datetime(2026, 11, 23, starts, 0, tzinfo=UTC)
    end = None if ends == starts else datetime(2026, 11, 23, ends, 0, tzinfo=UTC)
    an_appointment(name, uprn=uprn, job_number=f"J-{name}", person_id=f"p-{name}", start_at=at, end_at=end)
    an_assignment(name, "op-1")
    a_visit(name, uprn=uprn)


def states(absence: Absence, clock: FixedClock) -> list[tuple[str, bool]]:
    return [(line.state, line.is_told) for line in plan_absence(absence, clock=clock).lines]


def leave(clock: FixedClock) -> None:
    clock.move(minutes=1)
    with transaction():
        db.session.execute(update(Notice).where(Notice.state == "queued").values(state="sent", sent_at=clock.now()))


def test_the_days_visits_stand_in_order_with_proposals_that_do_not_clash(absence: Absence, clock: FixedClock) -> None:
    plan = plan_absence(absence, clock=clock)

    assert [line.visit.appointment.appointment_id for line in plan.lines] == ["A-1", "A-2", "A-3"]
    assert [line.proposal.operatives for line in plan.lines] == [("op-2",), ("op-2",), ()]
    assert (plan.untold, plan.open, plan.is_late) == (3, 3, False)
    again = record_absence(LANDLORD, "op-1", NewAbsence(TODAY), by="office", clock=clock)
    assert again == absence.absence_id


def test_the_drafts_are_the_very_words_that_leave(absence: Absence, clock: FixedClock) -> None:
    drafts = draft_notices(plan_absence(absence, clock=clock), clock=clock)
    assert drafts.keys() == {"A-1", "A-2", "A-3"} and db.session.query(Notice).count() == 0
    (called_off,) = [one for one in [drafts["A-3"].called_off] if one is not None]

    call_off(absence, "A-3", by="office", clock=clock)

    (notice,) = db.session.scalars(select(Notice)).all()
    assert (notice.text, notice.channel) == (called_off.text, called_off.channel)
    assert "staff are ill" in notice.text


def test_others_go_and_their_tenants_know_once_the_text_has_left(absence: Absence, clock: FixedClock) -> None:
    settled = give_all_as_proposed(absence, by="office", clock=clock)

    assert (settled.given, settled.left) == (2, 1)
    assert states(absence, clock) == [("somebody_else", False), ("somebody_else", False), ("open", False)]
    assert set(db.session.scalars(select(FeedRow.audience))) == {"operative:op-1", "operative:op-2"}
    leave(clock)
    plan = plan_absence(absence, clock=clock)
    assert plan.untold == 1
    assert plan.lines[0].gap == timedelta(minutes=1)


def test_what_nobody_can_take_is_called_off_or_rung(absence: Absence, clock: FixedClock) -> None:
    call_off(absence, "A-3", by="office", clock=clock)
    told_by_person(absence, "A-1", "phone", at=clock.now(), by="office", clock=clock)

    assert states(absence, clock) == [("open", True), ("open", False), ("cancelled", False)]
    assert db.session.scalars(select(Notice.template)).all() == ["cancelled_illness"]
    told_by_person(absence, "A-3", "phone", at=clock.now(), by="office", clock=clock)
    assert states(absence, clock)[2] == ("cancelled", True)
    with pytest.raises(DoorstepError, match="not one of this absence"):
        call_off(absence, "elsewhere", by="office", clock=clock)


def test_at_midday_those_who_do_not_know_are_an_alarm_once(absence: Absence, clock: FixedClock) -> None:
    give_all_as_proposed(absence, by="office", clock=clock)
    leave(clock)
    assert watch_absences(clock=clock) == 0

    clock.move(hours=5)

    assert watch_absences(clock=clock) == 1
    assert watch_absences(clock=clock) == 0
    assert db.session.scalars(select(Alert)).one().facts == {"untold": 1, "firm": "firm-a"}
    assert plan_absence(absence, clock=clock).is_late
