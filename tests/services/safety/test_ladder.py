"""An alarm climbs until somebody takes it: the first is named, nobody takes their own, the top shouts."""

import pytest

from server.domain.errors import DoorstepError
from server.services.safety.answer_alarm import Closing, acknowledge_alarm, close_alarm
from server.services.safety.start_drill import start_drill
from tests.services.safety.lone_worker import DUTY, MOBILE, NEXT, OFFICE, LoneWorker
from tests.services.safety.test_missed_check_in import go_in


def missed(worker: LoneWorker) -> str:
    go_in(worker, minutes=30)
    worker.look(30)
    return worker.alarms()[0].alarm_id


def test_it_climbs_from_the_phone_to_the_office_the_managers_and_every_console(worker: LoneWorker) -> None:
    worker.on_duty("office", OFFICE, "contractor_office", "firm-a")
    worker.on_duty("next_duty_manager", NEXT, "director")
    missed(worker)

    rungs = []
    for minutes in (34, 35, 40, 45, 50, 55):
        worker.look(minutes)
        rungs.append(worker.alarms()[0].rung)

    assert rungs == ["phone", "office", "duty_manager", "next_duty_manager", "shout", "shout"]
    assert worker.texts() == [MOBILE, OFFICE, DUTY, NEXT]
    assert worker.history(worker.alarms()[0]) == ["raised", *["told"] * 4, "shouting"]


def test_an_empty_post_is_passed_at_once(worker: LoneWorker) -> None:
    missed(worker)
    worker.look(35)
    worker.look(40)
    assert worker.alarms()[0].rung == "duty_manager"
    worker.look(45)

    (alarm,) = worker.alarms()
    assert alarm.rung == "shout"
    assert worker.history(alarm).count("nobody_on_duty") == 2


def test_the_first_who_takes_it_stops_the_climb_and_the_second_is_told_the_name(worker: LoneWorker) -> None:
    first = worker.on_duty("next_duty_manager", NEXT, "director", name="Jaya Shah")
    alarm_id = missed(worker)
    worker.look(35)
    acknowledge_alarm(alarm_id, viewer=first, clock=worker.clock)

    with pytest.raises(DoorstepError, match="Jaya Shah took A-1001 already"):
        acknowledge_alarm(alarm_id, viewer=worker.manager, clock=worker.clock)
    assert worker.look(55) == 0
    assert worker.alarms()[0].acknowledged_by == first.user_id


def test_an_alarm_that_was_taken_and_left_open_shouts_again(worker: LoneWorker) -> None:
    alarm_id = missed(worker)
    acknowledge_alarm(alarm_id, viewer=worker.manager, clock=worker.clock)

    assert worker.look(60) == 1
    (alarm,) = worker.alarms()
    assert (alarm.rung, alarm.acknowledged_at) == ("shout", None)


def test_nobody_takes_or_closes_their_own(worker: LoneWorker) -> None:
    own = worker.on_duty("office", OFFICE, "contractor_office", "firm-a", email="Sam@example.org")
    alarm_id = missed(worker)

    for act in (
        lambda: acknowledge_alarm(alarm_id, viewer=own, clock=worker.clock),
        lambda: close_alarm(alarm_id, Closing("safe", ""), viewer=own, clock=worker.clock),
    ):
        with pytest.raises(DoorstepError, match="your own"):
            act()


def test_an_alarm_that_ended_badly_needs_a_word_of_what_was_done(worker: LoneWorker) -> None:
    alarm_id = missed(worker)
    with pytest.raises(DoorstepError, match="what was done"):
        close_alarm(alarm_id, Closing("help_sent", " "), viewer=worker.manager, clock=worker.clock)

    close_alarm(alarm_id, Closing("help_sent", "Police at 10:12"), viewer=worker.manager, clock=worker.clock)

    assert worker.alarms()[0].outcome == "help_sent"
    assert worker.look(600) == 0


@pytest.mark.parametrize(("asked", "kind"), [("help", "help"), ("quiet", "quiet_help")])
def test_a_call_for_help_goes_to_people_at_once_and_never_to_the_phone(
    worker: LoneWorker, asked: str, kind: str
) -> None:
    worker.on_duty("office", OFFICE, "contractor_office", "firm-a")
    worker.phone.record("alarm_raised", None, kind=asked)
    worker.phone.sync()

    (alarm,) = worker.alarms()
    assert (alarm.kind, alarm.rung) == (kind, "office")
    worker.look(2)
    assert worker.texts() == [OFFICE, DUTY]


def test_a_call_for_help_is_heard_where_its_event_is_not_accepted(worker: LoneWorker) -> None:
    worker.phone.record("alarm_raised", "0190c1d2-0000-7000-8000-000000000000", kind="help")
    said = worker.phone.sync()

    assert said["results"][0]["status"] == "quarantined"
    assert [alarm.kind for alarm in worker.alarms()] == ["help"]


def test_the_phones_all_clear_is_written_down_and_a_person_closes(worker: LoneWorker) -> None:
    worker.phone.record("alarm_raised", None, kind="help")
    worker.phone.record("alarm_stood_down", None)
    worker.phone.sync()

    (alarm,) = worker.alarms()
    assert alarm.closed_at is None
    assert worker.history(alarm)[-1] == "stood_down"


def test_a_drill_climbs_as_an_alarm_does_and_its_starter_cannot_take_it(worker: LoneWorker) -> None:
    taker = worker.on_duty("next_duty_manager", NEXT, "director")
    alarm_id = start_drill("op-1", viewer=worker.manager, clock=worker.clock)
    worker.look(10)

    assert worker.texts()[0] == MOBILE
    with pytest.raises(DoorstepError, match="your own"):
        acknowledge_alarm(alarm_id, viewer=worker.manager, clock=worker.clock)
    acknowledge_alarm(alarm_id, viewer=taker, clock=worker.clock)
    close_alarm(alarm_id, Closing("drill_done", ""), viewer=taker, clock=worker.clock)
    assert worker.alarms()[0].outcome == "drill_done"
