"""The server holds the deadline: a missed check-in is raised without the phone, whose late word answers it."""

from datetime import timedelta

from server.storage.database import transaction
from server.storage.tables.register import Appointment
from tests.factories import LANDLORD, NOW
from tests.services.safety.lone_worker import DUTY, MOBILE, LoneWorker


def go_in(worker: LoneWorker, minutes: int = 30) -> None:
    worker.phone.record("access_given", worker.visit_id, adult_present=True, consent=True)
    worker.phone.record("timer_started", worker.visit_id, minutes=minutes)
    worker.phone.sync()


def test_a_missed_check_in_is_raised_without_the_phone_and_asks_the_phone_first(worker: LoneWorker) -> None:
    go_in(worker, minutes=30)

    assert worker.look(29) == 0
    assert worker.look(30) == 1
    (alarm,) = worker.alarms()
    assert (alarm.kind, alarm.rung, alarm.deadline_at) == ("missed_check_in", "phone", NOW + timedelta(minutes=30))
    assert worker.texts() == [MOBILE]
    assert worker.look(31) == 0


def test_plus_fifteen_minutes_moves_the_servers_deadline(worker: LoneWorker) -> None:
    go_in(worker, minutes=30)
    worker.at(20)
    worker.phone.record("timer_extended", worker.visit_id, minutes=15)
    worker.phone.sync()

    assert worker.look(44) == 0
    assert worker.look(45) == 1


def test_one_who_is_out_and_safe_is_looked_for_no_more(worker: LoneWorker) -> None:
    go_in(worker, minutes=30)
    worker.at(20)
    worker.phone.record("left", worker.visit_id, cleaned_up=True)
    worker.phone.sync()

    assert worker.look(600) == 0
    assert worker.alarms() == []


def test_an_offline_check_in_from_before_the_deadline_closes_the_alarm_and_keeps_its_history(
    worker: LoneWorker,
) -> None:
    go_in(worker, minutes=30)
    worker.at(25)
    worker.phone.record("check_in", worker.visit_id)
    worker.look(41)
    (alarm,) = worker.alarms()
    assert alarm.rung == "phone"
    worker.look(41)
    assert worker.alarms()[0].rung != "shout"

    worker.phone.sync()

    (alarm,) = worker.alarms()
    assert (alarm.outcome, alarm.closed_by) == ("checked_in_before", "op-1")
    assert worker.history(alarm)[0] == "raised"
    assert worker.history(alarm)[-2:] == ["checked_in", "closed"]
    assert worker.look(54) == 0
    assert worker.look(55) == 1, "the check-in set the next deadline"


def test_a_check_in_that_came_too_late_ends_the_asking_of_the_phone(worker: LoneWorker) -> None:
    go_in(worker, minutes=30)
    worker.look(30)
    worker.at(32)
    worker.phone.record("check_in", worker.visit_id)
    worker.phone.sync()

    assert worker.alarms()[0].outcome == "checked_in_late"


def test_once_people_were_told_a_late_check_in_stops_the_climb_and_a_person_closes(worker: LoneWorker) -> None:
    go_in(worker, minutes=30)
    worker.look(30)
    worker.look(35)
    worker.at(37)
    worker.phone.record("left", worker.visit_id, cleaned_up=True)
    worker.phone.sync()

    (alarm,) = worker.alarms()
    assert alarm.closed_at is None
    assert alarm.heard_at is not None
    assert worker.look(600) == 0


def test_the_plan_raises_one_who_went_in_without_signal(worker: LoneWorker) -> None:
    """The slot ends at 11:00 and the visit has 60 minutes: expected out by 12:00, and nothing was heard since nine."""
    assert worker.plan() == 1
    assert worker.plan() == 0

    assert worker.look(179) == 0
    assert worker.look(180) == 1
    (alarm,) = worker.alarms()
    assert (alarm.kind, alarm.deadline_at) == ("not_back", NOW + timedelta(hours=3))


def test_the_phone_that_comes_back_with_its_day_answers_for_the_plan(worker: LoneWorker) -> None:
    worker.plan()
    worker.at(70)
    go = worker.phone
    go.record("access_given", worker.visit_id, adult_present=True, consent=True)
    go.record("timer_started", worker.visit_id, minutes=30)
    worker.at(95)
    go.record("left", worker.visit_id, cleaned_up=True)
    worker.look(185)
    worker.look(195)

    worker.at(240)
    go.sync()

    (alarm,) = worker.alarms()
    assert alarm.outcome == "checked_in_before"
    assert worker.look(600) == 0


def test_a_phone_that_is_heard_and_went_nowhere_moves_the_plan_on(worker: LoneWorker) -> None:
    worker.plan()
    worker.at(170)
    worker.phone.sync()

    assert worker.look(180) == 1
    assert worker.alarms() == []
    assert worker.look(229) == 0
    worker.look(230)
    assert [alarm.kind for alarm in worker.alarms()] == ["not_back"]


def test_a_cancelled_visit_is_not_waited_for(worker: LoneWorker) -> None:
    worker.plan()
    with transaction() as connection:
        connection.execute(
            Appointment.__table__.update().where(Appointment.landlord_id == LANDLORD).values(status="cancelled")
        )

    assert worker.plan() == 1
    assert worker.look(600) == 0


def test_a_timer_that_reached_us_takes_the_place_of_the_plan(worker: LoneWorker) -> None:
    worker.plan()
    go_in(worker, minutes=30)

    worker.look(30)
    assert [alarm.kind for alarm in worker.alarms()] == ["missed_check_in"]
    worker.look(35)
    worker.look(40)
    assert worker.texts() == [MOBILE, DUTY]
