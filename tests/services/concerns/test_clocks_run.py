"""The clocks of a concern start when it is received, follow what people write down, and never lapse in silence."""

from datetime import date, timedelta

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.domain.review.kinds import LIFE, PERSON
from server.outside.clock import FixedClock
from server.services.concerns.record_step import Typed, record_step
from server.services.concerns.sweep_clocks import sweep_clocks
from server.services.reports.review_report import Decided, review_report
from tests.factories import NOW
from tests.services.concerns.concerns import a_concern, clock_of, queued, somebody, told

CONFIRMED = {"as": "significant", "hazard": "damp_and_mould", "competent": "A. Surveyor, MRICS"}


def write(
    report_id: str, what: str, clock: FixedClock, *, seen: int = 0, by: str = "contract_manager", **facts: object
) -> None:
    typed = Typed(what, clock.now(), "words", seen, facts)
    record_step(report_id, typed, viewer=somebody(by), clock=clock)


def state_in_queue(report_id: str) -> str:
    item = queued(report_id)
    return item.state if item else "not there"


def test_damp_starts_a_possible_clock_at_its_receipt_and_waits_in_the_queue(app: Flask) -> None:
    report_id = a_concern()

    clock = clock_of(report_id, "investigation")
    assert (clock.standing, clock.started_at, clock.due_on) == ("possible", NOW, date(2026, 12, 7))
    item = queued(report_id)
    assert item is not None
    assert (item.state, item.due_at, item.firm_id) == ("open", clock.due_at, "firm-a")


def test_each_level_is_told_once_and_directors_hear_from_the_last_warning_on(app: Flask, clock: FixedClock) -> None:
    manager, director = somebody("contract_manager"), somebody("director")
    a_concern(danger_now=True, category="gas")

    for hours in (0, 0.1, 16, 17, 22, 25, 26):
        clock.at = NOW + timedelta(hours=hours)
        sweep_clocks(clock=clock)

    of_clock = [line for line in told() if line[0].startswith("clock_")]
    assert [template for template, to in of_clock if to == manager.email] == [
        *("clock_started", "clock_near", "clock_last", "clock_lapsed"),
    ]
    assert [template for template, to in of_clock if to == director.email] == ["clock_last", "clock_lapsed"]
    assert sweep_clocks(clock=clock) == 0


def test_danger_in_a_home_is_told_to_managers_and_directors_at_once(app: Flask) -> None:
    people = {somebody("contract_manager").email, somebody("director").email}
    a_concern(danger_now=True, category="gas")

    assert {to for template, to in told() if template == "danger_now"} == people


def test_on_its_last_day_a_clock_comes_before_all_else_in_the_queue(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern()
    ranks = []
    for days in (0, 14):
        clock.at = NOW + timedelta(days=days)
        sweep_clocks(clock=clock)
        item = queued(report_id)
        ranks.append(item.rank if item else None)

    assert ranks == [PERSON, LIFE]


def test_confirming_and_doing_in_time_ends_the_clocks_and_the_waiting(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern()
    write(report_id, "confirmed", clock, seen=0, **CONFIRMED)
    clock.move(days=1)
    write(report_id, "investigated", clock, seen=1, safety_works=False, further_works=False)
    assert clock_of(report_id, "investigation").state == "met"
    assert clock_of(report_id, "summary").due_on == date(2026, 11, 27)

    write(report_id, "summary_sent", clock, seen=2)

    item = queued(report_id)
    assert item is not None
    assert (item.state, item.outcome) == ("closed", "summary_sent")
    clock.move(days=30)
    assert sweep_clocks(clock=clock) == 0


def test_a_dismissal_closes_the_waiting_and_a_reopening_brings_it_back(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern()
    clock.move(hours=1)
    write(report_id, "dismissed", clock, why="no_hazard", competent="A. Surveyor")
    assert state_in_queue(report_id) == "closed"
    clock.move(hours=1)
    write(report_id, "reopened", clock, seen=1)

    assert state_in_queue(report_id) == "open"
    assert clock_of(report_id, "investigation").state == "running"


def test_two_people_writing_at_once_do_not_write_over_each_other(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern()
    write(report_id, "noted", clock)

    with pytest.raises(DoorstepError, match="Somebody else wrote something down meanwhile"):
        write(report_id, "dismissed", clock, why="no_hazard", competent="A. Surveyor")


def test_a_concern_is_not_closed_while_a_clock_runs(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern()

    with pytest.raises(DoorstepError, match="still runs"):
        review_report(report_id, Decided("closed", "done"), viewer=somebody("contract_manager"), clock=clock)


def test_only_who_may_judge_hazards_writes_about_one(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern(danger_now=True)

    for role in ("director", "safeguarding_lead", "claim_handler"):
        with pytest.raises(DoorstepError) as caught:
            write(report_id, "noted", clock, by=role)
        assert caught.value.code == "not_found"
