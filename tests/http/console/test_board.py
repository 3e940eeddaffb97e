"""The day board: which column each visit stands in, who is to be rung, and how little an update carries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.http.console.day.cards import Card, columns
from server.http.console.day.standing import column_of
from server.storage.database import db, transaction
from server.storage.pages.board import BoardVisit
from server.storage.pages.board_people import Phone, Worker
from server.storage.safety.alarms import OpenAlarm
from server.storage.tables.notices import Notice
from server.storage.tables.safety import Alarm
from server.storage.tables.standings import AppointmentStanding, RepairStanding
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.http.console import world
from tests.http.console.alarms import an_alarm

TEN = NOW + timedelta(hours=1)
SAM = Worker("op-1", "Sam Reed", "+447700900111")


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def a_board_visit(**fields: Any) -> BoardVisit:
    """From 10:00 to 12:00, Sam on it, whose phone was heard a moment before 12:15."""
    values: dict[str, Any] = {
        "appointment_id": "A-1", "visit_id": "v-1", "starts_at": TEN, "ends_at": TEN + timedelta(hours=2),
        "is_exact": False, "address": "14 Oak Road", "trade": "plumbing", "firm_id": "firm-a",
        "firm_name": "Brook Heating", "firm_phone": "01632 960401", "kind": "routine", "people_required": 1,
        "appointment_status": "booked", "state": None, "workers": (SAM,),
        "phones": (Phone(TEN + timedelta(hours=2, minutes=14), False),), "flags": 0, "not_kept_before": 0,
        "told_until_at": None,
    }  # fmt: skip
    return BoardVisit(**values | fields)


def only_card(visit: BoardVisit, now: datetime, *, with_timers: bool = True) -> Card:
    return next(card for cards in columns([visit], now, with_timers=with_timers).values() for card in cards)


AFTER = TEN + timedelta(hours=2, minutes=15)


@pytest.mark.parametrize(
    ("state", "column"),
    [
        (None, "due"),
        ({"status": "travelling"}, "on_the_way"),
        ({"status": "at_door"}, "at_the_door"),
        ({"status": "inside"}, "inside"),
        ({"status": "no_access"}, "no_access"),
        ({"status": "finished"}, "done"),
        ({"status": "left"}, "done"),
        ({"status": "cannot_attend"}, "late"),
    ],
)
def test_each_visit_stands_in_the_column_of_what_was_recorded(state: dict[str, Any] | None, column: str) -> None:
    assert column_of(a_board_visit(state=state), TEN) == column


def test_a_visit_is_late_once_ten_minutes_past_its_time_and_not_before() -> None:
    edge = TEN + timedelta(hours=2, minutes=10)

    assert column_of(a_board_visit(), edge) == "due"
    assert column_of(a_board_visit(), edge + timedelta(seconds=1)) == "late"


@pytest.mark.parametrize(("missed", "tags"), [(0, ()), (1, ()), (2, ("2 missed already",)), (3, ("3 missed already",))])
def test_a_card_says_from_the_second_miss_on_how_many_there_were(missed: int, tags: tuple[str, ...]) -> None:
    assert only_card(a_board_visit(not_kept_before=missed), TEN).tags == tags


def test_the_board_counts_what_was_missed_of_the_same_repair(client: FlaskClient) -> None:
    factories.an_appointment("A-1")
    factories.a_visit("A-1")
    whose = {"landlord_id": LANDLORD, "case_id": "T-100000000001@100000000001", "uprn": "100000000001"}
    with transaction():
        db.session.add(RepairStanding(**whose, root="J-1", not_kept=2, threshold_passed=False))
    factories.sign_in(client, "contractor_office", firm_id="firm-a")

    assert "2 missed already" in client.get("/console/board").text


@pytest.mark.parametrize("channel", ["phone", "in_person"])
def test_who_was_told_a_new_time_aloud_does_not_wait_in_vain_until_that_has_passed_too(channel: str) -> None:
    told = {"told": [{"channel": channel, "new_start": "2026-11-23T12:30:00Z", "new_end": None}]}
    visit = a_board_visit(state={"status": "not_started", **told}, phones=())

    assert column_of(visit, AFTER) == "due"
    assert column_of(visit, AFTER + timedelta(minutes=26)) == "late"


def test_a_text_that_has_not_left_has_told_nobody() -> None:
    asked = {"told": [{"channel": "sms", "new_start": "2026-11-23T12:30:00Z", "new_end": None}]}
    visit = a_board_visit(state={"status": "not_started", **asked}, phones=())

    assert column_of(visit, AFTER) == "late"
    assert column_of(replace(visit, told_until_at=TEN + timedelta(hours=2, minutes=30)), AFTER) == "due"


def test_a_visit_whose_phone_has_not_been_heard_since_its_time_waits_with_its_age() -> None:
    card = only_card(a_board_visit(phones=(Phone(TEN, False),)), AFTER)

    assert (card.column, card.heard) == ("waiting", "Phone last heard 10:00, 2 hours ago.")


def test_a_visit_that_its_landlord_says_is_over_is_not_late() -> None:
    assert column_of(a_board_visit(appointment_status="attended"), AFTER) == "done"
    assert column_of(a_board_visit(appointment_status="not_attended"), AFTER) == "done"


def test_what_was_moved_or_cancelled_is_on_no_column() -> None:
    moved = a_board_visit(appointment_status="moved")

    assert not any(columns([moved, replace(moved, appointment_status="cancelled")], AFTER, with_timers=True).values())


def a_timer(due: datetime) -> dict[str, Any]:
    timer = {"actor_id": "op-1", "due_ms": ms(due), "stopped": False}
    return {"status": "inside", "access": {"wall_ms": ms(TEN)}, "timer": timer, "timers": [timer]}


def test_inside_shows_when_the_timer_ends_to_the_office_alone() -> None:
    visit = a_board_visit(state=a_timer(TEN + timedelta(minutes=45)))

    assert only_card(visit, TEN).line == "Went in at an unknown time. Timer ends 10:45."
    assert only_card(visit, TEN, with_timers=False).line == "Went in at an unknown time."


def test_a_timer_ends_by_our_clock_whatever_the_phones_says() -> None:
    fast = a_timer(TEN - timedelta(hours=2))
    visit = a_board_visit(state=fast, due_at={"op-1": TEN + timedelta(minutes=45)})

    assert only_card(visit, TEN).line == "Went in at an unknown time. Timer ends 10:45."
    assert only_card(visit, TEN).alarms == ()
    assert column_of(visit, TEN + timedelta(minutes=46)) == "alarm"


def test_an_overdue_check_in_comes_first_with_the_numbers_to_ring() -> None:
    card = only_card(a_board_visit(state=a_timer(TEN - timedelta(minutes=3))), TEN)

    assert (card.column, card.alarms) == ("alarm", ("Check-in overdue by 3 minutes. Ring now.",))
    assert [(ring.who, ring.number) for ring in card.rings] == [
        ("Sam Reed", "+447700900111"),
        ("Brook Heating", "01632 960401"),
    ]


def test_a_visit_is_as_late_as_its_time_is_past() -> None:
    card = only_card(a_board_visit(), TEN + timedelta(hours=2, minutes=57))

    assert card.alarms == ("Late: 57 minutes past the time. Tell the tenant.",)


@pytest.mark.parametrize(
    ("status", "column", "line"),
    [
        ("not_started", "done", "Not kept. Nobody came."),
        ("cannot_attend", "done", "Not kept. Nobody came."),
        ("travelling", "on_the_way", "Set off at an unknown time. Not kept. Nobody came."),
    ],
)
def test_of_a_visit_decided_as_not_kept_nobody_is_asked_to_tell_of_a_delay(status: str, column: str, line: str) -> None:
    card = only_card(a_board_visit(state={"status": status}, missed_as="no_show"), AFTER)

    assert (card.column, card.line, card.alarms) == (column, line, ())


def test_a_visit_not_kept_before_and_agreed_anew_is_due_until_its_new_time_is_past() -> None:
    assert column_of(a_board_visit(missed_as="no_show"), TEN) == "due"


def an_open_alarm(kind: str = "help", **fields: Any) -> OpenAlarm:
    return OpenAlarm(**{"visit_id": "v-1", "cause": "c", "kind": kind, "operative_id": "op-1", "deadline_at": TEN,
                        "heard_at": None} | fields)  # fmt: skip


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        (an_open_alarm(), "Alarm raised. Ring now."),
        (an_open_alarm(heard_at=TEN), "Said they are safe. A person must close the alarm."),
        (an_open_alarm("missed_check_in"), "Check-in missed. Ring now."),
        (an_open_alarm("missed_check_in", heard_at=TEN), "Checked in since. A person must close the alarm."),
        (an_open_alarm("not_back"), "Not back when the plan expects. Ring now."),
    ],
)
def test_an_open_alarm_stands_first_with_what_is_to_be_done(alarm: OpenAlarm, said: str) -> None:
    card = only_card(a_board_visit(alarms=(alarm,)), TEN)

    assert (card.column, card.alarms) == ("alarm", (said,))
    assert [ring.who for ring in card.rings] == ["Sam Reed", "Brook Heating"]


def test_an_overdue_check_in_is_said_once_though_its_alarm_is_open() -> None:
    visit = a_board_visit(state=a_timer(TEN - timedelta(minutes=3)), alarms=(an_open_alarm("missed_check_in"),))

    assert only_card(visit, TEN).alarms == ("Check-in overdue by 3 minutes. Ring now.",)


def test_the_phone_of_one_who_asked_for_help_unseen_is_not_offered_to_be_rung() -> None:
    visit = a_board_visit(state=a_timer(TEN - timedelta(minutes=3)), alarms=(an_open_alarm("quiet_help"),))

    card = only_card(visit, TEN)

    assert card.alarms == (
        "Help asked for, unseen. Do not ring the operative's phone.",
        "Check-in overdue by 3 minutes.",
    )
    assert [ring.who for ring in card.rings] == ["Brook Heating"]


def test_of_two_overdue_check_ins_the_older_comes_first() -> None:
    newer = a_board_visit(visit_id="v-new", state=a_timer(TEN - timedelta(minutes=3)))
    older = a_board_visit(visit_id="v-old", starts_at=AFTER, state=a_timer(TEN - timedelta(minutes=9)))

    found = columns([newer, older], TEN, with_timers=False)["alarm"]

    assert [card.visit_id for card in found] == ["v-old", "v-new"]


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    factories.an_operative("op-1", full_name="Sam Reed", mobile="+447700900111")
    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    return client


def test_a_visit_that_a_phone_made_stands_under_who_made_it(office: FlaskClient) -> None:
    visit = factories.a_visit(None)
    world.an_event(visit, "visit_opened", {"reason": "A neighbour asked"})
    world.an_event(visit, "arrived", {"at_property": True})

    column = office.get("/console/board").text.split('aria-labelledby="column-at_the_door"')[1].split("</section>")[0]

    assert "Sam Reed" in column
    assert "Unplanned" in column
    assert "Nobody assigned" not in column


def test_the_board_is_filtered_by_area_and_trade(office: FlaskClient) -> None:
    factories.an_appointment()
    factories.a_home("100000000002", address_line_1="3 Elm Row", postcode="IP28 1SU")
    factories.an_appointment("A-2", job_number=factories.a_repair("J-2", uprn="100000000002", trade="gas"),
                             uprn="100000000002")  # fmt: skip

    def shown(query: str) -> tuple[bool, bool]:
        page = office.get(f"/console/board?{query}").text
        return "14 Oak Road" in page, "3 Elm Row" in page

    assert (shown(""), shown("area=IP28"), shown("area=ip33"), shown("trade=gas")) == (
        (True, True),
        (False, True),
        (True, False),
        (False, True),
    )


def test_an_update_carries_only_the_columns_that_differ(office: FlaskClient) -> None:
    factories.an_appointment()
    visit = factories.a_visit()
    page = office.get("/console/board").text
    has = page.split('"Board-Has": "')[1].split('"')[0]
    world.an_event(visit, "travel_started")

    update = office.get("/console/board/columns", headers={"Board-Has": has}).text

    assert 'id="column-box-on_the_way"' in update
    assert 'id="column-box-due"' in update
    assert 'id="column-box-inside"' not in update
    assert 'id="board-rest"' not in update


def test_a_large_column_shows_its_first_cards_and_the_way_to_all(office: FlaskClient) -> None:
    for number in range(43):
        factories.an_appointment(f"B-{number}", job_number=factories.a_repair(f"J-{number}"))

    page = office.get("/console/board").text
    alone = office.get("/console/board?column=due").text

    assert page.count('<li class="board-card') == 40
    assert "All 43: Due" in page
    assert alone.count('<li class="board-card') == 43


def test_a_text_of_a_new_time_that_has_left_makes_a_visit_not_late(office: FlaskClient) -> None:
    factories.an_appointment(start_at=NOW - timedelta(hours=3), end_at=NOW - timedelta(minutes=20))
    late = 'column-late">Late, tenant not told <span>1</span>'
    assert late in office.get("/console/board").text
    with transaction():
        db.session.add(
            Notice(
                notice_id="n-1", landlord_id=LANDLORD, cause="c", template="new_time", channel="sms", recipient="",
                text="", appointment_id="A-1", new_start_at=NOW, queued_at=NOW, due_at=NOW, state="sent",
                sent_at=datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
            )
        )  # fmt: skip

    assert late not in office.get("/console/board").text


def alarm_column(office: FlaskClient) -> str:
    return office.get("/console/board").text.split('aria-labelledby="column-alarm"')[1].split("</section>")[0]


@pytest.fixture
def called_from(office: FlaskClient) -> str:
    """A visit whose phone has recorded a call for help."""
    factories.an_appointment()
    factories.an_assignment()
    visit = factories.a_visit()
    world.an_event(visit, "alarm_raised", {"kind": "help"})
    return visit


def test_a_drill_puts_no_visit_under_the_alarms(office: FlaskClient) -> None:
    factories.an_appointment()
    visit = factories.a_visit()
    event_id = world.an_event(visit, "alarm_raised", {"kind": "drill"})
    an_alarm(visit, kind="drill", cause=f"event:{event_id}")

    assert "14 Oak Road" not in alarm_column(office)
    assert "Ring now" not in office.get("/console/board").text


def test_an_alarm_stays_on_the_board_until_a_person_closes_it(office: FlaskClient, called_from: str) -> None:
    alarm_id = an_alarm(called_from, kind="help", heard_at=NOW)
    world.an_event(called_from, "alarm_stood_down")
    assert "Said they are safe. A person must close the alarm." in alarm_column(office)

    with transaction():
        db.session.get_one(Alarm, alarm_id).closed_at = NOW

    assert "14 Oak Road" not in alarm_column(office)


def test_a_call_that_was_set_apart_at_first_stands_at_the_visit_of_its_event(office: FlaskClient) -> None:
    factories.an_appointment()
    event_id = world.an_event(factories.a_visit(), "alarm_raised", {"kind": "help"})
    an_alarm(None, kind="help", cause=f"event:{event_id}")

    assert "Alarm raised. Ring now." in alarm_column(office)


def test_a_visit_that_stands_as_not_kept_is_not_called_late(office: FlaskClient) -> None:
    factories.an_appointment(start_at=NOW - timedelta(hours=3), end_at=NOW - timedelta(minutes=20))
    with transaction():
        db.session.add(
            AppointmentStanding(landlord_id=LANDLORD, appointment_id="A-1", result="not_kept", code="no_show")
        )

    page = office.get("/console/board").text

    assert "Tell the tenant." not in page
    assert "Not kept. Nobody came." in page


def test_a_visit_that_a_phone_made_says_where_in_the_operatives_words(office: FlaskClient) -> None:
    visit = factories.a_visit(None, uprn=None)
    world.an_event(visit, "visit_opened", {"reason": "A neighbour asked", "place": " 9 Mill  Lane, the <red> door"})

    for address in ("/console/board", f"/console/visits/{visit}"):
        page = office.get(address).text
        assert "9 Mill Lane, the &lt;red&gt; door (typed by the operative)" in page
        assert "Address not known" not in page
