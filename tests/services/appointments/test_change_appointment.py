"""An office moves or cancels: appended, checked against what it saw, and told to the phones."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.appointments.change_appointment import NewChange, change_appointment
from server.storage.cases import appointments, cases
from server.storage.database import db
from server.storage.tables.journal import FeedRow
from server.storage.tables.notices import Notice
from server.storage.tables.register import AppointmentChange
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative

TOMORROW = NOW + timedelta(days=1)
MOVED = NewChange("moved", "contractor", NOW - timedelta(minutes=5), "phone", "parts not arrived", TOMORROW)


@pytest.fixture
def visit(app: Flask) -> str:
    an_appointment("A-1")
    an_operative("op-1")
    an_assignment("A-1", "op-1")
    return a_visit("A-1")


def change(new: NewChange, clock: FixedClock, rev: int = 1) -> AppointmentChange:
    return change_appointment(LANDLORD, "A-1", new, rev=rev, recorded_by="office", clock=clock)


def code_of(new: NewChange, clock: FixedClock, rev: int = 1) -> str:
    with pytest.raises(DoorstepError) as error:
        change(new, clock, rev)
    return error.value.code


def test_a_move_leaves_the_first_promise_standing(visit: str, clock: FixedClock) -> None:
    change(MOVED, clock)

    row = appointments.get(LANDLORD, "A-1")
    assert (row.slot_start_at, row.now_start_at, row.rev) == (NOW + timedelta(hours=1), TOMORROW, 2)
    assert [one.reason for one in appointments.changes_of(LANDLORD, "A-1")] == ["parts not arrived"]


def test_a_move_on_the_day_itself_is_an_occasion(visit: str, clock: FixedClock) -> None:
    change(MOVED, clock)

    latest = cases.latest_assessment(LANDLORD, "T-100000000001@100000000001")
    assert latest is not None
    assert [(row["result"], row.get("change")) for row in latest.output["occasions"]] == [
        ("not_kept", 0),
        ("not_due", None),
    ]


def test_a_cancellation_on_the_day_is_not_kept_and_nobody_is_told_that_we_did_not_come(
    visit: str, clock: FixedClock
) -> None:
    change(NewChange("cancelled", "contractor", NOW - timedelta(minutes=5), "phone", "van broken down"), clock)

    standing = cases.appointment_standing(LANDLORD, "A-1")
    assert standing is not None
    assert (standing.result, standing.code) == ("not_kept", "cancelled_by_contractor")
    assert db.session.scalars(select(Notice)).all() == []


def test_the_phone_of_the_assigned_operative_hears_of_it(visit: str, clock: FixedClock) -> None:
    change(MOVED, clock)

    rows = db.session.scalars(select(FeedRow)).all()
    assert {(row.audience, row.kind, row.object_id) for row in rows} == {("operative:op-1", "visit", visit)}


def test_a_change_of_what_somebody_else_has_changed_is_refused_with_what_stands_now(
    visit: str, clock: FixedClock
) -> None:
    change(MOVED, clock)

    with pytest.raises(DoorstepError) as error:
        change(NewChange("cancelled", "contractor"), clock, rev=1)

    assert error.value.code == "stale_edit"
    assert error.value.details["rev"] == 2
    assert len(appointments.changes_of(LANDLORD, "A-1")) == 1


def test_changes_stand_in_the_order_in_which_they_were_made(visit: str, clock: FixedClock) -> None:
    change(MOVED, clock)
    change(NewChange("cancelled", "agreement", NOW, "phone"), clock, rev=2)

    assert [row.position for row in appointments.changes_of(LANDLORD, "A-1")] == [1, 2]
    assert appointments.get(LANDLORD, "A-1").status == "cancelled"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewChange("postponed", "contractor"), "wrong_change"),
        (NewChange("moved", "contractor"), "wrong_new_time"),
        (NewChange("cancelled", "contractor", new_start_at=TOMORROW), "wrong_new_time"),
        (NewChange("cancelled", "contractor", NOW), "told_how"),
        (NewChange("cancelled", "contractor", None, "phone"), "told_how"),
        (NewChange("cancelled", "contractor", TOMORROW, "phone"), "told_in_future"),
        (NewChange("cancelled", "tenant"), "tenant_word_missing"),
    ],
)
def test_a_change_that_does_not_say_enough_is_refused(visit: str, clock: FixedClock, new: NewChange, code: str) -> None:
    assert code_of(new, clock) == code
    assert appointments.changes_of(LANDLORD, "A-1") == []
