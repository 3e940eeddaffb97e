"""Counting as facts change: only what changed is written, and a rebuild gives the same numbers to the last row."""

from datetime import date, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.days.keep_days import NewDay, add_day
from server.services.messages.answer_message import Deed, answer_message
from server.services.messages.take_message import About, Said, take_message
from server.services.standards.count_standards import count_standards
from server.services.standards.rebuild_standards import rebuild_standards
from server.storage.cases import households
from server.storage.database import db, transaction
from server.storage.standards import line, parts
from server.storage.tables.notices import Notice
from server.storage.tables.register import Person
from server.storage.tables.standards import StandardLine, StandardPart
from server.storage.telling import notices
from tests.evidence import a_phone, an_imported_visit, heard, recorded
from tests.factories import LANDLORD, NOW, a_user, a_visit, an_appointment, an_assignment
from tests.http.console.told import a_message
from tests.outbox import a_notice

OUTCOMES = ("not_attended", "completed", "no_access", "work_not_done")


def a_past_visit(name: str, days: int, outcome: str = "not_attended", **fields: Any) -> None:
    start = NOW - timedelta(days=days)
    an_appointment(name, start_at=start, **fields)
    came = {} if outcome == "not_attended" else {"arrived": start, "left": start + timedelta(hours=1)}
    an_imported_visit(name, outcome, **came)


def assess(name: str, clock: FixedClock) -> None:
    household = households.of_appointment(LANDLORD, name)
    assert household is not None
    assess_household(LANDLORD, household.case_id, cause="test", clock=clock)


def counts() -> list[tuple[Any, ...]]:
    with transaction() as connection:
        return list(parts.all_counts(connection, LANDLORD))


def of_standard(name: str) -> list[tuple[str, str]]:
    rows = db.session.execute(select(StandardPart.verdict, StandardPart.code).where(StandardPart.standard == name))
    return sorted((verdict, code) for verdict, code in rows)


def test_what_changes_goes_out_of_its_count_as_the_new_comes_in(app: Flask, clock: FixedClock) -> None:
    a_past_visit("A-1", 3)
    assess("A-1", clock)
    count_standards(clock=clock)
    assert of_standard("kept_in_time") == [("not_met", "no_show")]

    start = NOW - timedelta(days=3)
    an_imported_visit("A-1", "completed", history_id="V-2", arrived=start, left=start)
    assess("A-1", clock)
    count_standards(clock=clock)

    assert of_standard("kept_in_time") == [("met", "on_time")]
    assert [row[-1] for row in counts() if row[2] == "kept_in_time"] == [1]
    assert of_standard("repeat_misses") == []


def test_counting_twice_changes_nothing_and_leaves_the_line_empty(app: Flask, clock: FixedClock) -> None:
    a_past_visit("A-1", 3)
    assess("A-1", clock)
    count_standards(clock=clock)
    before = counts()
    with transaction() as connection:
        line.touch(connection, LANDLORD, line.CASE, ["T-100000000001@100000000001"], at=NOW)
    count_standards(clock=clock)

    assert counts() == before != []
    assert db.session.scalar(select(StandardLine)) is None


def test_time_alone_makes_an_unanswered_query_late(app: Flask, clock: FixedClock) -> None:
    an_appointment()
    a_message(kind="call_back", acknowledge_by_on=None, answer_by_on=date(2026, 11, 25), firm_id="firm-a")
    rebuild_standards(landlord_id=LANDLORD, clock=clock)
    assert of_standard("call_backs") == [("apart", "still_open")]

    clock.move(days=3)
    count_standards(clock=clock)

    assert of_standard("call_backs") == [("not_met", "open_too_long")]


def test_an_answer_is_counted_when_it_is_given(app: Flask, clock: FixedClock) -> None:
    an_appointment()
    message = a_message(kind="call_back", acknowledge_by_on=None)
    user = a_user("contract_manager")
    viewer = Viewer(user, "M", "m@example.org", LANDLORD, None, ("contract_manager",))
    answer_message(viewer, message, Deed("answered", "Rung at ten."), clock=clock)
    count_standards(clock=clock)

    assert of_standard("call_backs") == [("met", "in_time")]


def test_the_identity_card_of_a_phones_visit_is_counted(app: Flask, clock: FixedClock) -> None:
    an_appointment("A-1", start_at=NOW - timedelta(hours=4))
    an_assignment("A-1")
    visit, phone = a_visit("A-1"), a_phone()
    for place, kind in enumerate(("arrived", "id_shown", "access_given", "work_done", "left"), 1):
        at = NOW - timedelta(hours=4) + timedelta(minutes=place)
        data = {"adult_present": True, "consent": True} if kind == "access_given" else {}
        recorded(visit, kind, at, device=phone, seq=place, data=data)
    heard(phone, NOW, head=5)
    assess("A-1", clock)
    count_standards(clock=clock)

    assert of_standard("id_before_entering") == [("met", "shown_before")]


def test_a_day_on_which_the_landlord_is_shut_counts_in_no_notice(app: Flask, clock: FixedClock) -> None:
    """Ten clear days from Friday 20 November to Monday 7 December, and nine once one of them is closed."""
    viewer = Viewer(a_user("director"), "D", "d@example.org", LANDLORD, None, ("director",))
    works_at, sent_on = NOW + timedelta(days=14), date(2026, 11, 20)
    an_appointment("A-1", start_at=works_at, kind="planned", written_notice_sent_on=sent_on)
    an_imported_visit("A-1", "completed", arrived=works_at, left=works_at)
    clock.move(days=15)
    assess("A-1", clock)
    count_standards(clock=clock)
    assert of_standard("planned_notice") == [("met", "full_notice")]

    clock.move(days=-15)
    add_day(NewDay(date(2026, 12, 1), "Staff day", False), viewer=viewer, clock=clock)
    count_standards(clock=clock)
    assert of_standard("planned_notice") == [("not_met", "short_notice")]
    counted = counts()
    rebuild_standards(landlord_id=LANDLORD, clock=clock)
    assert counts() == counted


def test_a_letter_in_both_languages_reached_who_reads_either(app: Flask, clock: FixedClock) -> None:
    a_past_visit("A-1", 3)
    db.session.execute(update(Person).values(language="pl"))
    db.session.commit()
    for channel, verdict in (("letter", ("met", "own_language")), ("sms", ("not_met", "other_language"))):
        with transaction() as connection:
            notices.put(connection, a_notice(channel, NOW, channel=channel, own_text="Havebury: Przyjdziemy."))
            connection.execute(update(Notice).values(state="sent", sent_at=NOW))
        assess("A-1", clock)
        count_standards(clock=clock)
        assert of_standard("own_language") == [verdict]


def test_any_order_with_repeats_gives_what_a_rebuild_gives(app: Flask, clock: FixedClock) -> None:
    dice = Random(5)
    for number in range(6):
        home = {"uprn": f"10000000000{number % 2}", "person_id": f"P-{number % 2}", "job_number": f"J-{number % 2}"}
        a_past_visit(f"A-{number}", 40 - 3 * number, dice.choice(OUTCOMES), **home)
    for turn in range(40):
        _do_something(dice, turn, clock)
    while count_standards(clock=clock):
        pass
    counted = counts()
    rebuild_standards(landlord_id=LANDLORD, clock=clock)

    assert len(counted) > 5
    assert counts() == counted


def _do_something(dice: Random, turn: int, clock: FixedClock) -> None:
    """A later word from another system, an assessment, a message, some counting, or a day that passes."""
    name = f"A-{dice.randrange(6)}"
    deed = dice.randrange(5)
    if deed == 0:
        came = NOW - timedelta(days=dice.randrange(40))
        an_imported_visit(name, dice.choice(OUTCOMES), history_id=f"V-{turn}", arrived=came, left=came)
    elif deed == 1:
        assess(name, clock)
    elif deed == 2:
        kind = dice.choice(("call_back", "question", "complaint"))
        take_message(LANDLORD, About("firm-a", name), Said(kind, "Please ring.", f"once-{turn}"), clock=clock)
    elif deed == 3:
        count_standards(clock=clock, limit=dice.randrange(1, 3))
    else:
        clock.move(days=dice.randrange(3))
