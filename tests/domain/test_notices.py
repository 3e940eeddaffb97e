"""Who is told what, by which channel, and when it is too late to help."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from server.domain.notices import (
    FLAG_LETTER,
    DueNotice,
    Happening,
    QuietHours,
    Reader,
    Said,
    due_notices,
    is_double,
    may_leave_at,
    overtaken_by,
    planned_problem,
    route,
    useless_after,
)
from server.domain.notices.daily import wants_reminder
from server.domain.notices.pace import Pace

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AMINA = Reader("person-1", "+447700900123")
NIGHT = QuietHours(time(21), time(8))


def a_happening(kind: str, minutes_ago: float = 5, **fields: object) -> Happening:
    at = NOON - timedelta(minutes=minutes_ago)
    given = {"cause": f"event-{minutes_ago}", "earliest": at, "latest": at, "received_at": NOON, **fields}
    return Happening(kind=kind, **given)  # type: ignore[arg-type]


def due(*happenings: Happening, reader: Reader = AMINA) -> list[DueNotice]:
    return due_notices(happenings, reader, slot_end=NOON + timedelta(hours=1), now=NOON)


def test_a_card_is_texted_to_the_tenant() -> None:
    (notice,) = due(a_happening("no_access"))

    assert (notice.state, notice.channel, notice.recipient) == ("queued", "sms", "+447700900123")


@pytest.mark.parametrize(
    ("reader", "channel", "words"),
    [
        (Reader("person-1", "+447700900123", "phone"), "phone", "Ring"),
        (Reader("person-1", "+447700900123", "letter"), "letter", "post it"),
        (Reader("person-1", ""), "letter", "no mobile"),
        (Reader("person-1", "", landline="01284 555 019"), "phone", "no mobile"),
        (Reader("person-1", "+447700900123", opted_out=True), "letter", "STOP"),
        (Reader(None), "none", "Nobody is named"),
    ],
)
def test_who_cannot_or_will_not_be_texted_becomes_a_task_for_a_person(reader: Reader, channel: str, words: str) -> None:
    (notice,) = due(a_happening("no_access"), reader=reader)

    assert (notice.state, notice.channel, notice.recipient) == ("held", channel, "")
    assert words in notice.reason


@pytest.mark.parametrize(
    ("kind", "preferred", "others", "channel"),
    [
        ("missed", "", {}, "sms"),
        ("missed", "", {"email": "a@b", "takes_push": True}, "sms"),
        ("missed", "push", {}, "sms"),
        ("missed", "push", {"takes_push": True}, "push"),
        ("missed", "email", {}, "sms"),
        ("missed", "email", {"email": "a@b"}, "email"),
        ("missed", "", {"opted_out": True, "email": "a@b"}, "email"),
        ("missed", "", {"mobile": "", "takes_push": True, "email": "a@b"}, "push"),
        ("new_time", "email", {"email": "a@b"}, "sms"),
        ("new_time", "push", {"takes_push": True}, "push"),
    ],
)
def test_the_channel_is_the_one_they_chose_where_it_works(
    kind: str, preferred: str, others: dict[str, Any], channel: str
) -> None:
    given: dict[str, Any] = {"mobile": "+447700900123", "preferred_channel": preferred, **others}
    (notice,) = due(a_happening(kind, starts_at=NOON + timedelta(hours=1)), reader=Reader("person-1", **given))

    assert (notice.state, notice.channel) == ("queued", channel)


@pytest.mark.parametrize(("kind", "preferred"), [("new_time", "letter"), ("on_my_way", ""), ("new_time", "")])
def test_what_a_letter_or_an_email_would_bring_too_late_is_rung(kind: str, preferred: str) -> None:
    reader = Reader("person-1", email="a@b", preferred_channel=preferred)
    (notice,) = due(a_happening(kind, starts_at=NOON + timedelta(hours=1)), reader=reader)

    assert (notice.state, notice.channel) == ("held", "phone")


@pytest.mark.parametrize(
    ("reader", "channel"),
    [
        (Reader("person-1", "+447700900123", "phone"), "letter"),
        (Reader("person-1", "+447700900123", opted_out=True, landline="+441632960001"), "letter"),
        (Reader("person-1", landline="+441632960001", email="a@b"), "email"),
        (Reader("person-1", "+447700900123"), "sms"),
    ],
)
def test_works_are_announced_in_writing_to_whoever_would_be_rung(reader: Reader, channel: str) -> None:
    """HS004A 4."""
    assert route(reader, "planned")[0] == channel


def test_a_flag_is_told_by_letter_only() -> None:
    assert route(AMINA, FLAG_LETTER)[0] == "letter"


@pytest.mark.parametrize(
    ("kind", "said", "is_one"),
    [
        ("on_my_way", [("on_my_way", 20, 30)], True),
        ("on_my_way", [("on_my_way", 41, 30)], False),
        ("on_my_way", [("on_my_way", 30, 60)], False),
        ("on_my_way", [("new_time", 30, 5)], False),
        ("new_time", [("new_time", 30, 5)], True),
        ("new_time", [("new_time", 31, 5)], False),
        ("new_time", [("new_time", 30, 20), ("new_time", 60, 5)], False),
        ("no_access", [("no_access", None, 59)], True),
    ],
)
def test_the_same_is_not_said_twice_within_an_hour(
    kind: str, said: list[tuple[str, int | None, int]], is_one: bool
) -> None:
    starts_at = None if kind == "no_access" else NOON + timedelta(minutes=30)
    earlier = [
        Said(was, None if about is None else NOON + timedelta(minutes=about), NOON - timedelta(minutes=ago))
        for was, about, ago in said
    ]

    assert is_double(a_happening(kind, starts_at=starts_at), earlier, NOON) is is_one


@pytest.mark.parametrize(("minutes", "is_one"), [(60, True), (90, False), (None, False)])
def test_a_new_time_with_another_end_is_another_time(minutes: int | None, is_one: bool) -> None:
    ends_at = None if minutes is None else NOON + timedelta(minutes=minutes)
    said = Said("new_time", NOON, NOON - timedelta(minutes=5), until_at=NOON + timedelta(minutes=60))

    assert is_double(a_happening("new_time", starts_at=NOON, ends_at=ends_at), [said], NOON) is is_one


@pytest.mark.parametrize(("hours", "channel"), [(11, "sms"), (13, "email")])
def test_what_an_email_would_bring_too_late_goes_by_text(hours: int, channel: str) -> None:
    reader = Reader("person-1", "+447700900123", "email", email="a@b")

    assert route(reader, "cancelled", time_left=(NOON, NOON + timedelta(hours=hours)))[0] == channel


@pytest.mark.parametrize(
    ("newer", "older", "is_news"),
    [
        ("cancelled", "reminder", False),
        ("moved", "booked", False),
        ("new_time", "on_my_way", False),
        ("no_access", "new_time", False),
        ("reminder", "new_time", True),
        ("new_time", "no_access", True),
        ("cancelled", "missed", True),
    ],
)
def test_a_newer_notice_overtakes_a_waiting_one_about_the_same_hours(newer: str, older: str, is_news: bool) -> None:
    assert (older not in overtaken_by(newer)) is is_news


@pytest.mark.parametrize(
    ("leaves", "works", "is_late"),
    [
        ("2026-11-23", "2026-12-08", False),
        ("2026-11-23", "2026-12-07", True),
        ("2026-12-14", "2026-12-30", True),
        ("2026-12-14", "2026-12-31", False),
    ],
)
def test_planned_works_need_ten_clear_working_days(leaves: str, works: str, is_late: bool) -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    problem = planned_problem(date.fromisoformat(leaves), date.fromisoformat(works), 10, holidays=holidays)

    assert bool(problem) is is_late


@pytest.mark.parametrize(
    ("now", "told_hours_ago", "wanted"),
    [
        ("2026-11-22T09:59+00:00", None, False),
        ("2026-11-22T10:00+00:00", None, True),
        ("2026-11-22T23:00+00:00", None, True),
        ("2026-11-22T10:00+00:00", 23, False),
        ("2026-11-22T10:00+00:00", 24, True),
        ("2026-11-23T00:30+00:00", None, False),
    ],
)
def test_a_visit_is_reminded_of_the_day_before(now: str, told_hours_ago: int | None, wanted: bool) -> None:
    at = datetime.fromisoformat(now)
    told_at = None if told_hours_ago is None else at - timedelta(hours=told_hours_ago)
    asked = {"clock": time(10), "now": at, "told_at": told_at, "not_after_word": timedelta(hours=24)}

    assert wants_reminder(NOON, **asked) is wanted  # type: ignore[arg-type]


def test_a_gateway_gets_no_more_than_its_minute_however_it_is_asked() -> None:
    pace, spent, sent = Pace(60), None, []
    for second in range(0, 240):
        now = NOON + timedelta(seconds=second)
        if 90 < second < 120:
            continue  # a rest fills the allowance
        while pace.left(spent, now):
            spent = pace.spent(spent, now, 1)
            sent.append(second)

    assert max(sum(1 for each in sent if start <= each < start + 60) for start in range(180)) <= 60
    assert len([each for each in sent if each < 60]) > 50


@pytest.mark.parametrize("kind", ["on_my_way", "new_time", "no_access"])
def test_what_is_no_news_any_more_is_not_sent(kind: str) -> None:
    (notice,) = due(a_happening(kind, starts_at=NOON + timedelta(minutes=30), came_after=True))

    assert notice.state == "replaced"
    assert notice.reason


def test_on_my_way_is_not_sent_hours_later() -> None:
    assert due(a_happening("on_my_way", 119))[0].state == "queued"
    assert due(a_happening("on_my_way", 120))[0].state == "replaced"


def test_a_new_time_is_not_sent_once_it_has_passed() -> None:
    passed = a_happening("new_time", 90, starts_at=NOON - timedelta(hours=1), ends_at=NOON)
    coming = a_happening("new_time", 90, starts_at=NOON, ends_at=NOON + timedelta(minutes=1))

    assert [due(passed)[0].state, due(coming)[0].state] == ["replaced", "queued"]


def test_a_newer_time_takes_the_place_of_an_older() -> None:
    first = a_happening("new_time", 20, starts_at=NOON + timedelta(hours=1))
    second = a_happening("new_time", 10, starts_at=NOON + timedelta(hours=2))

    assert [notice.state for notice in due(first, second)] == ["replaced", "queued"]


def test_a_card_from_days_without_signal_still_helps_for_a_week() -> None:
    assert due(a_happening("no_access", 6 * 24 * 60))[0].state == "queued"
    assert due(a_happening("no_access", 7 * 24 * 60))[0].state == "replaced"


def test_on_my_way_helps_until_the_expected_time_or_the_slots_end() -> None:
    expected = a_happening("on_my_way", 0, starts_at=NOON + timedelta(minutes=15))

    assert useless_after(expected, NOON + timedelta(hours=1)) == NOON + timedelta(hours=1)
    assert useless_after(expected, None) == NOON + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("kind", "clock", "caused_hours_ago", "leaves"),
    [
        ("missed", "2026-11-23T21:00+00:00", 5, "2026-11-24T08:00+00:00"),
        ("missed", "2026-11-23T20:59+00:00", 5, "2026-11-23T20:59+00:00"),
        ("missed", "2026-11-24T07:59+00:00", 5, "2026-11-24T08:00+00:00"),
        ("missed", "2026-11-24T08:00+00:00", 5, "2026-11-24T08:00+00:00"),
        ("missed", "2026-11-23T22:00+00:00", 2, "2026-11-23T22:00+00:00"),
        ("new_time", "2026-11-23T22:00+00:00", 5, "2026-11-23T22:00+00:00"),
        ("summary", "2026-07-01T20:30+00:00", 5, "2026-07-02T07:00+00:00"),
    ],
)
def test_what_can_wait_leaves_no_phone_ringing_at_night(
    kind: str, clock: str, caused_hours_ago: float, leaves: str
) -> None:
    now = datetime.fromisoformat(clock)

    assert may_leave_at(kind, now - timedelta(hours=caused_hours_ago), now, NIGHT) == datetime.fromisoformat(leaves)


def test_without_quiet_hours_everything_leaves_at_once() -> None:
    night = datetime(2026, 11, 23, 23, tzinfo=UTC)

    assert may_leave_at("missed", night - timedelta(days=1), night, None) == night
