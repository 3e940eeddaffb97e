"""Who is told what, by which channel, and when it is too late to help."""

from datetime import UTC, datetime, time, timedelta

import pytest

from server.domain.notices import (
    DueNotice,
    Happening,
    QuietHours,
    Reader,
    due_notices,
    may_leave_at,
    useless_after,
)

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
        (Reader("person-1", "+447700900123", "letter"), "letter", "Write"),
        (Reader("person-1", ""), "phone", "no mobile"),
        (Reader(None), "none", "Nobody is named"),
    ],
)
def test_who_cannot_or_will_not_be_texted_becomes_a_task_for_a_person(reader: Reader, channel: str, words: str) -> None:
    (notice,) = due(a_happening("no_access"), reader=reader)

    assert (notice.state, notice.channel, notice.recipient) == ("held", channel, "")
    assert words in notice.reason


@pytest.mark.parametrize("preferred", ["", "sms", "push", "email"])
def test_a_text_is_the_way_until_other_channels_exist(preferred: str) -> None:
    (notice,) = due(a_happening("missed"), reader=Reader("person-1", "+447700900123", preferred))

    assert (notice.state, notice.channel) == ("queued", "sms")


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
