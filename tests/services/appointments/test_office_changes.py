"""The office moves, cancels, assigns, splits, links and recalls: who asked decides, and everything is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.domain.booking.consequences import Said, sentence
from server.domain.booking.finding import Wish
from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.appointments.assign_operatives import Assigning, assign_operatives
from server.services.appointments.cancel_appointment import Cancellation, as_the_rule_reads, cancel_appointment
from server.services.appointments.change_appointment import NewChange
from server.services.appointments.follow_up_appointment import FollowUp, follow_up_appointment
from server.services.appointments.join_repairs import joined
from server.services.appointments.link_repairs import Link, link_repairs
from server.services.appointments.move_appointment import Asked, Move, NewTime, move_appointment, new_change
from server.services.appointments.tell_of_change import Telling, record_telling
from server.services.appointments.try_change import try_change, try_link
from server.services.assessment.sweep_appointments import sweep_appointments
from server.services.booking.find_slots import Asked as Looking
from server.services.booking.find_slots import chosen_slot, find_slots_for_appointment
from server.storage.booking import changes, work_orders
from server.storage.cases import appointments, cases
from server.storage.database import db, transaction
from server.storage.tables.booking import DiaryCell, WorkOrder
from server.storage.tables.decisions import PolicyOverride
from server.storage.tables.journal import FeedRow
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, AppointmentChange, Repair
from tests import factories
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative
from tests.services.booking.jobs import a_job

CASE = "T-100000000001@100000000001"
TOMORROW = date(2026, 11, 24)
OWN_WISH = Asked("contractor", reason="The van broke down")
TENANTS = Asked("tenant", "phone", proof="She rang at 8:50: at work until 3.", reason="At work")


@pytest.fixture
def row(app: Flask) -> Appointment:
    """From 10:00 to 12:00 today; it is 09:00."""
    an_operative("op-1")
    an_operative("op-2")
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    a_visit("A-1")
    return appointments.get(LANDLORD, "A-1")


def to_tomorrow(clock: FixedClock) -> NewTime:
    look = Looking(from_on=TOMORROW, days=1, wish=Wish(codes=("morning",)))
    offer = find_slots_for_appointment(LANDLORD, "A-1", look, made_by="office", clock=clock)
    return NewTime(offer.offer_id, 0)


def move(
    asked: Asked, clock: FixedClock, to: NewTime | None = None, telling: Telling | None = None
) -> AppointmentChange:
    wanted = Move(asked, to or to_tomorrow(clock), telling or Telling())
    return move_appointment(
        LANDLORD, "A-1", wanted, rev=appointments.get(LANDLORD, "A-1").rev, by="office", clock=clock
    )


def results() -> list[tuple[str, int | None]]:
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None
    return [(one["result"], one.get("change")) for one in latest.output["occasions"]]


def leaves(clock: FixedClock) -> None:
    """The texts that wait have left, and the worker looks at what follows."""
    clock.move(seconds=30)
    with transaction():
        db.session.execute(update(Notice).values(state="sent", sent_at=clock.now()))
    sweep_appointments(clock=clock)


def tried(change: NewChange, clock: FixedClock) -> str:
    row = appointments.get(LANDLORD, "A-1")
    found = try_change(row, change, clock=clock)
    assert found is not None
    said = Said(change.kind, change.by, change.told_at or clock.now(), row.now_start_at, row.now_end_at)
    return sentence(found, said)


def moved_to(clock: FixedClock, asked: Asked) -> NewChange:
    slot, _, _ = chosen_slot(LANDLORD, to_tomorrow(clock).offer_id or "", 0)
    return new_change("moved", asked, Telling(), clock.now(), to=slot)


def test_a_move_that_the_tenant_asked_for_counts_for_nobody(row: Appointment, clock: FixedClock) -> None:
    said = tried(moved_to(clock, TENANTS), clock)
    move(TENANTS, clock)

    assert said == "The tenant asked for it: does not count as not kept. This repair stays at 0 not kept."
    assert results() == [("not_due", None)]
    assert row.now_start_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    (kept,) = changes.of_appointments(LANDLORD, ["A-1"])
    assert (kept.kind, kept.asked_by, kept.proof) == ("moved", "tenant", TENANTS.proof)
    assert db.session.scalars(select(Notice.template)).all() == ["booked"]
    assert db.session.query(DiaryCell).count() == 4
    assert db.session.scalar(select(FeedRow.object_id)) is not None


def test_the_contractors_move_counts_from_the_moment_that_its_text_left(row: Appointment, clock: FixedClock) -> None:
    said = tried(moved_to(clock, OWN_WISH), clock)
    move(OWN_WISH, clock)
    before = results()
    leaves(clock)

    assert said == (
        "Told today, after the day has begun: counts as not kept under HS 004A 5. "
        "This repair goes from 0 to 1 not kept."
    )
    assert before == [("not_due", None)]
    assert results() == [("not_kept", 0), ("not_due", None)]
    (notice,) = db.session.scalars(select(Notice))
    assert notice.template == "moved"
    assert "Mon 23 Nov is off" in notice.text


def test_told_the_day_before_it_is_excused(row: Appointment, clock: FixedClock) -> None:
    clock.move(hours=-14)

    said = tried(moved_to(clock, OWN_WISH), clock)

    assert said == "Told before the day: does not count as not kept. This repair stays at 0 not kept."


def test_a_move_within_the_day_told_in_time_is_kept_if_we_then_come(row: Appointment, clock: FixedClock) -> None:
    look = Looking(days=1, wish=Wish(codes=("two_hours_14",)))
    offer = find_slots_for_appointment(LANDLORD, "A-1", look, made_by="office", clock=clock)
    change = new_change("moved", OWN_WISH, Telling(), clock.now(), to=offer.slots[0].slot)

    assert tried(change, clock).startswith("Told in advance, and kept if you come at the new time: does not count")


def test_the_third_miss_says_that_pay_may_be_claimed(row: Appointment, clock: FixedClock) -> None:
    for number in (2, 3):
        start = NOW - timedelta(days=7 * number)
        an_appointment(f"A-{number}", start_at=start, status="cancelled")
        change = AppointmentChange(
            change_id=f"c-{number}", landlord_id=LANDLORD, appointment_id=f"A-{number}", position=1, kind="cancelled",
            by="contractor", told_at=start, channel="sms", reason="", recorded_by="x", recorded_at=start,
        )  # fmt: skip
        with transaction():
            db.session.add(change)

    said = tried(moved_to(clock, OWN_WISH), clock)

    assert said.endswith(
        "This repair goes from 2 to 3 not kept. From then on its tenant may claim lost pay (HS 004A 5)."
    )


def test_a_cancellation_frees_the_time_and_lets_the_job_wait_again(row: Appointment, clock: FixedClock) -> None:
    cancellation = Cancellation(replace(OWN_WISH, reason="Sam is ill"), "illness")
    assert "counts as not kept" in tried(as_the_rule_reads(cancellation, clock), clock)
    move(TENANTS, clock)
    assert "Told before the day" in tried(as_the_rule_reads(cancellation, clock), clock)

    cancel_appointment(LANDLORD, "A-1", cancellation, rev=row.rev, by="office", clock=clock)

    assert row.status == "cancelled"
    assert db.session.query(DiaryCell).count() == 0
    (order,) = work_orders.from_appointment(LANDLORD, "A-1")
    assert (order.origin, order.job_number, order.appointment_id) == ("rebook", "J-1", None)
    assert "cancelled_illness" in db.session.scalars(select(Notice.template)).all()


def test_a_cancellation_nobody_was_told_of_has_no_effect_until_they_are(row: Appointment, clock: FixedClock) -> None:
    cancellation = Cancellation(OWN_WISH, "other", Telling("not_yet"))
    made = cancel_appointment(LANDLORD, "A-1", cancellation, rev=1, by="office", clock=clock)
    assert results() == [("not_due", None)]
    assert db.session.query(Notice).count() == 0
    clock.move(minutes=20)

    told = Telling("person", clock.now() - timedelta(minutes=1), "phone")
    record_telling(LANDLORD, made.change_id, told, by="office", clock=clock)

    assert results() == [("not_kept", None)]
    assert made.told_at is None
    assert changes.first_told(LANDLORD, [made.change_id])[made.change_id].channel == "phone"


def test_a_tenants_word_needs_its_proof_and_a_contractors_its_reason(row: Appointment, clock: FixedClock) -> None:
    for asked in (replace(TENANTS, proof=" "), replace(OWN_WISH, reason="")):
        with pytest.raises(DoorstepError, match=r"Write what proves|Say why"):
            move(asked, clock)
    assert changes.of_appointments(LANDLORD, ["A-1"]) == []


def test_a_stale_edit_changes_nothing_and_says_what_stands(row: Appointment, clock: FixedClock) -> None:
    to = to_tomorrow(clock)
    move(TENANTS, clock)

    with pytest.raises(DoorstepError) as error:
        move_appointment(LANDLORD, "A-1", Move(OWN_WISH, to), rev=1, by="office", clock=clock)

    assert error.value.code == "stale_edit"
    assert error.value.details["start_at"] == "2026-11-24T08:00:00+00:00"


def test_another_operative_goes_and_both_phones_and_the_tenant_hear_of_it(row: Appointment, clock: FixedClock) -> None:
    with pytest.raises(DoorstepError, match="Say why"):
        assign_operatives(LANDLORD, "A-1", Assigning(("op-2",)), rev=1, by="office", clock=clock)

    wanted = Assigning(("op-2",), Asked("contractor", reason="Sam is ill"))
    assign_operatives(LANDLORD, "A-1", wanted, rev=1, by="office", clock=clock)

    heard = set(db.session.scalars(select(FeedRow.audience)))
    assert heard == {"operative:op-1", "operative:op-2"}
    assert row.rev == 2
    assert db.session.scalars(select(Notice.template)).all() == ["assigned"]


def test_whoever_is_named_must_be_free_then(row: Appointment, clock: FixedClock) -> None:
    an_appointment("A-2", job_number="J-2")
    an_assignment("A-2", "op-2")
    whole = {"start_at": NOW + timedelta(hours=1), "end_at": NOW + timedelta(hours=2)}
    an_appointment("A-3", job_number="J-3", **whole)
    an_assignment("A-3", "op-2")

    with pytest.raises(DoorstepError, match="Name somebody else"):
        wanted = Assigning(("op-2",), Asked("contractor", reason="Sam is ill"))
        assign_operatives(LANDLORD, "A-1", wanted, rev=1, by="office", clock=clock)


def test_follow_ons_and_recalls_keep_the_root_and_a_split_keeps_the_job(row: Appointment, clock: FixedClock) -> None:
    for rev, kind in enumerate(("split", "follow_on", "recall"), start=1):
        wanted = FollowUp(kind, "Fit the new pump", Asked("contractor", reason="The part came late"))
        follow_up_appointment(LANDLORD, "A-1", wanted, rev=rev, by="office", clock=clock)

    orders = {one.origin: one.job_number for one in work_orders.from_appointment(LANDLORD, "A-1")}
    assert orders == {"split": "J-1", "follow_on": "J-1-F1", "recall": "J-1-R1"}
    assert set(db.session.scalars(select(Repair.repair_root))) == {"J-1"}
    assert db.session.query(WorkOrder).count() == 3


def test_a_visit_that_the_tenant_asks_for_is_due_as_the_landlord_set_it(row: Appointment, clock: FixedClock) -> None:
    asked = FollowUp("follow_on", "Look again", Asked("tenant", "phone", proof="Rang at 9", reason="Still cold"))

    def due(wanted: FollowUp, rev: int) -> date | None:
        made = follow_up_appointment(LANDLORD, "A-1", wanted, rev=rev, by="office", clock=clock)
        return db.session.get_one(WorkOrder, made).due_on

    assert due(asked, 1) is None
    with transaction():
        db.session.add_all([_own("requested_visit_working_days", 7), _own("urgent_visit_hours", 48)])
    assert due(asked, 2) == date(2026, 12, 2)
    assert due(replace(asked, urgent=True), 3) == date(2026, 11, 25)
    assert due(replace(asked, asked=OWN_WISH), 4) is None
    raised = a_job(clock, "J-9", tenant_asked=True, is_urgent=True)
    assert db.session.get_one(WorkOrder, raised).due_on == date(2026, 11, 25)
    raised = a_job(clock, "J-10", tenant_asked=True, due_on=date(2026, 12, 1))
    assert db.session.get_one(WorkOrder, raised).due_on == date(2026, 12, 1)


def test_each_assessment_says_what_it_was_made_for(row: Appointment, clock: FixedClock) -> None:
    def why() -> str:
        latest = cases.latest_assessment(LANDLORD, CASE)
        return latest.cause if latest else ""

    cancel_appointment(LANDLORD, "A-1", Cancellation(OWN_WISH, "other"), rev=1, by="office", clock=clock)
    assert why() == "an appointment was cancelled"
    leaves(clock)
    assert why() == "the tenant was told of a change"

    an_appointment("A-2", job_number=factories.a_repair("J-2"), start_at=NOW - timedelta(hours=3), end_at=NOW)
    clock.move(hours=1)
    sweep_appointments(clock=clock)
    assert why() == "its time was over"
    with transaction():
        cases.mark_stale(LANDLORD, ["A-2"])
        db.session.execute(update(Appointment).where(Appointment.appointment_id == "A-2").values(status="attended"))
    sweep_appointments(clock=clock)
    assert why() == "what it rests on was changed"


def test_linked_jobs_are_counted_together_and_the_screen_says_so_before(row: Appointment, clock: FixedClock) -> None:
    factories.a_repair("J-2")
    an_appointment("A-2", job_number="J-2", start_at=NOW - timedelta(days=7))
    clock.move(hours=30)
    sweep_appointments(clock=clock)
    (before,) = [one for one in [try_link(row, joined(LANDLORD, "J-1", "J-2"), clock=clock)] if one is not None]

    assert link("J-2", 1, clock) == "J-2"

    assert before.after == cases.not_kept_counts(LANDLORD, ["A-1"])["A-1"]
    with pytest.raises(DoorstepError, match="same home"):
        link("nowhere", 2, clock)
    assert link("", 2, clock) == "J-1"


def test_a_link_takes_all_that_was_counted_with_a_job_along(row: Appointment, clock: FixedClock) -> None:
    """No link of an office makes a count smaller; taking one away gives a job back with its own follow-ons."""
    factories.a_repair("J-1-F1", repair_root="J-1")
    factories.a_repair("J-2")
    factories.a_repair("J-2-F1", repair_root="J-2")
    link("J-2", 1, clock)
    assert roots() == {"J-1": "J-2", "J-1-F1": "J-2", "J-2": "J-2", "J-2-F1": "J-2"}
    factories.a_repair("J-3")
    link("J-3", 2, clock)
    assert set(roots().values()) == {"J-3"}
    with pytest.raises(DoorstepError, match="one repair already"):
        link("J-2", 3, clock)

    link("", 3, clock)

    assert roots() == {"J-1": "J-1", "J-1-F1": "J-1", "J-2": "J-3", "J-2-F1": "J-3", "J-3": "J-3"}


def test_how_and_when_it_was_said_and_told_is_kept_of_every_change(row: Appointment, clock: FixedClock) -> None:
    asked = replace(TENANTS, at=NOW - timedelta(hours=1))
    by_hand = Telling("person", NOW - timedelta(minutes=5), "phone")
    assign_operatives(LANDLORD, "A-1", Assigning(("op-2",), asked, by_hand), rev=1, by="office", clock=clock)
    factories.a_repair("J-2")
    link_repairs(LANDLORD, "A-1", Link("J-2", OWN_WISH, Telling("not_yet")), rev=2, by="office", clock=clock)

    first, second = changes.of_appointments(LANDLORD, ["A-1"])
    assert (first.channel, first.facts["asked_at"]) == ("phone", "2026-11-23T08:00:00+00:00")
    assert changes.first_told(LANDLORD, [first.change_id])[first.change_id].at == by_hand.at
    assert (second.channel, changes.tellings(LANDLORD, [second.change_id])) == ("", {})
    with pytest.raises(DoorstepError, match="how the other side is told"):
        link_repairs(LANDLORD, "A-1", Link("", OWN_WISH, Telling("")), rev=3, by="office", clock=clock)


def test_a_part_of_planned_works_is_planned_work_again(app: Flask, clock: FixedClock) -> None:
    an_appointment("A-1", kind="planned")
    for rev, kind in enumerate(("split", "follow_on", "recall"), start=1):
        wanted = FollowUp(kind, "The other half of the roof", OWN_WISH)
        follow_up_appointment(LANDLORD, "A-1", wanted, rev=rev, by="office", clock=clock)

    kinds = {one.origin: one.kind for one in work_orders.from_appointment(LANDLORD, "A-1")}
    assert kinds == {"split": "planned", "follow_on": "planned", "recall": "routine"}


def link(with_job: str, rev: int, clock: FixedClock) -> str:
    wanted = Link(with_job, Asked("contractor", reason="The same valve"))
    return link_repairs(LANDLORD, "A-1", wanted, rev=rev, by="manager", clock=clock)


def roots() -> dict[str, str]:
    db.session.expire_all()
    return {one.job_number: one.repair_root for one in db.session.scalars(select(Repair))}


def _own(name: str, value: int) -> PolicyOverride:
    words = {"reference": "MO 4.6", "reason": "Tried for a year", "by": "director"}
    return PolicyOverride(
        landlord_id=LANDLORD, name=name, starts_on=date(2026, 11, 1), value=value, at=NOW, taken_up_at=NOW, **words
    )
