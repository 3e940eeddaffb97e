"""What a phone recorded that a tenant is to hear of, and what is no news any more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.evidence.records import PhoneEvent
from server.domain.happenings import happenings_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def recorded(*types: tuple[str, dict[str, Any]]) -> list[PhoneEvent]:
    """One phone's events, five minutes apart."""
    events = []
    for seq, (kind, fields) in enumerate(types, start=1):
        at = NOON + timedelta(minutes=5 * seq)
        body = {
            "id": f"event-{seq}",
            "device_id": "phone-1",
            "epoch": "e1",
            "seq": seq,
            "v": 1,
            "type": kind,
            "visit_id": "visit-1",
            "actor_id": "op-1",
            "at": {"wall_ms": int(at.timestamp() * 1000)},
            "data": fields,
        }
        events.append(PhoneEvent(body, (at, at + timedelta(hours=5)), (at, at), at, True, False))
    return events


DECLINED = ("no_access", {"reason": "declined", "card_left": True})
LET_IN = ("access_given", {"adult_present": True, "consent": True})


def kinds(*types: tuple[str, dict[str, Any]]) -> list[tuple[str, bool]]:
    return [(news.kind, news.came_after) for news in happenings_of(recorded(*types))]


def test_a_day_at_the_door_is_told_in_its_order() -> None:
    day = (
        ("travel_started", {"eta": "2026-11-23T12:30:00Z"}),
        ("told_new_time", {"new_start": "2026-11-23T12:40:00Z", "channel": "sms"}),
        ("arrived", {"at_property": True}),
        DECLINED,
    )

    assert kinds(*day) == [("on_my_way", True), ("new_time", True), ("no_access", False)]


@pytest.mark.parametrize("channel", ["phone", "in_person"])
def test_a_new_time_told_by_voice_asks_for_no_text(channel: str) -> None:
    assert kinds(("told_new_time", {"new_start": "2026-11-23T12:40:00Z", "channel": channel})) == []


def test_a_new_time_nobody_can_read_asks_for_no_text() -> None:
    assert kinds(("told_new_time", {"new_start": "in a while", "channel": "sms"})) == []


def test_a_card_is_no_news_once_somebody_was_let_in() -> None:
    assert kinds(("arrived", {}), DECLINED, ("arrived", {}), LET_IN) == [("no_access", True)]
    assert kinds(("arrived", {}), DECLINED, ("arrived", {}), DECLINED) == [("no_access", False), ("no_access", False)]


def test_arriving_at_the_wrong_address_is_no_arrival() -> None:
    assert kinds(("travel_started", {}), ("arrived", {"at_property": False})) == [("on_my_way", False)]


def test_the_new_time_and_the_expected_arrival_are_read() -> None:
    travelled, told = happenings_of(
        recorded(
            ("travel_started", {"eta": "2026-11-23T12:30:00Z"}),
            (
                "told_new_time",
                {"new_start": "2026-11-23T14:00:00Z", "new_end": "2026-11-23T13:00:00Z", "channel": "push"},
            ),
        )
    )

    assert travelled.starts_at == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    assert (told.starts_at, told.ends_at) == (datetime(2026, 11, 23, 14, 0, tzinfo=UTC), None)
    assert (told.cause, told.visit_id, told.tells_new_time) == ("event-2", "visit-1", True)
