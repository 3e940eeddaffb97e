"""The queue is what the sources say: what waits is in it, what a person ended is closed, the rest stays to be seen."""

from flask import Flask
from sqlalchemy import select, update

from server.domain.review.items import CLOSED, OPEN
from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.notices.tell_by_hand import told_by_voice
from server.services.review.gather_queue import gather_queue
from server.services.review.rebuild_queue import rebuild_queue
from server.services.review.sources import everything_waiting
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.review import ReviewItem
from server.storage.tables.safety import Alarm
from server.storage.tables.visits import Report
from server.storage.telling import notices
from tests.factories import LANDLORD, a_landlord, a_user, an_appointment
from tests.http.console.alarms import an_alarm
from tests.http.console.secrets import plant
from tests.outbox import a_notice

KINDS_PLANTED = {"alarm", "set_apart", "message"}


def in_queue(**fields: object) -> set[tuple[str, str]]:
    db.session.expire_all()
    query = select(ReviewItem.kind, ReviewItem.subject_id).filter_by(**fields)
    return {(kind, subject_id) for kind, subject_id in db.session.execute(query)}


def test_the_queue_of_a_whole_world_is_what_its_rooms_say(app: Flask, clock: FixedClock) -> None:
    plant()

    rebuild_queue(clock=clock)
    reports = {
        ("household_concern" if lane == "household" else "danger_now" if danger else "property_concern", report_id)
        for report_id, lane, danger in db.session.execute(select(Report.report_id, Report.lane, Report.danger_now))
        if lane != "damage"
    }
    waiting = {(kind, subject.id) for kind, subject in everything_waiting(LANDLORD, clock.now())}
    of_other_rooms = {row for row in in_queue() if row[0] in ("damage", "clock")}
    assert in_queue(state=OPEN, waits=True) == waiting | reports | of_other_rooms
    assert {kind for kind, _ in waiting} >= KINDS_PLANTED
    assert rebuild_queue(clock=clock) == 0


def end(alarm_id: str, by: str | None, clock: FixedClock) -> None:
    values = {"closed_at": clock.now(), "closed_by": by, "outcome": "safe"}
    with transaction() as connection:
        connection.execute(update(Alarm).where(Alarm.alarm_id == alarm_id).values(**values))
        if by is not None:
            about = audit.Subject("alarm", alarm_id)
            audit.record(LANDLORD, about, "alarm_closed", by=by, at=clock.now())


def test_what_a_person_ended_is_closed_and_what_ended_by_itself_is_left_to_be_seen(
    app: Flask, clock: FixedClock
) -> None:
    manager = a_user("contract_manager")
    a_landlord()
    by_a_person, by_itself = an_alarm(None), an_alarm(None)
    gather_queue(clock=clock)
    clock.move(minutes=5)
    end(by_a_person, manager, clock)
    end(by_itself, None, clock)

    assert gather_queue(clock=clock) == 2

    assert in_queue(state=CLOSED, closed_by=manager, outcome="alarm_closed") == {("alarm", by_a_person)}
    assert in_queue(state=OPEN, waits=False) == {("alarm", by_itself)}
    assert gather_queue(clock=clock) == 0


def test_tenants_to_ring_wait_as_one_item_for_each_firm_until_somebody_rang(app: Flask, clock: FixedClock) -> None:
    office = Viewer(a_user("contractor_office", firm_id="firm-a"), "Office", "o@example.org", LANDLORD, "firm-a", ())
    an_appointment()
    waiting = [a_notice("", clock.now(), channel="phone", state="held") for _ in range(2)]
    with transaction() as connection:
        for notice in waiting:
            notices.put(connection, notice)
    gather_queue(clock=clock)
    (item,) = db.session.scalars(select(ReviewItem).filter_by(kind="call"))
    assert (item.kind, item.reference, item.firm_id, item.state) == ("call", "2 to ring", "firm-a", OPEN)

    for notice in waiting:
        told_by_voice(office, notice.notice_id, "phone", clock=clock)
    gather_queue(clock=clock)

    assert in_queue(state=CLOSED, closed_by=office.user_id, outcome="told_by_phone") == {("call", "firm-a")}
