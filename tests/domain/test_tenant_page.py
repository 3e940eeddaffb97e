"""Which state a tenant's page shows, and what counts as the same postcode."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.evidence.records import PhoneEvent
from server.domain.tenant_page import NewTime, Record, of_time_in_force, page_state, same_postcode

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def state(at: datetime = NOON, **fields: Any) -> str:
    given = {"appointment_status": "booked", "visit_status": "", "result": "", "code": "", "new_time": None}
    return page_state(Record(**{**given, "end_at": NOON, **fields}), at)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, "booked"),
        ({"visit_status": "not_started"}, "booked"),
        ({"visit_status": "travelling"}, "on_the_way"),
        ({"visit_status": "at_door"}, "at_door"),
        ({"visit_status": "inside"}, "inside"),
        ({"visit_status": "left"}, "done"),
        ({"visit_status": "finished"}, "done"),
        ({"visit_status": "cannot_attend"}, "cannot_attend"),
        ({"visit_status": "no_access"}, "no_access"),
        ({"visit_status": "travelling", "new_time": NewTime(NOON, None)}, "late"),
        ({"visit_status": "left", "new_time": NewTime(NOON, None)}, "done"),
        ({"result": "not_kept", "code": "no_show"}, "missed"),
        ({"result": "not_kept", "code": "wrong_address"}, "missed"),
        ({"result": "not_kept", "code": "late", "visit_status": "left"}, "not_kept"),
        ({"result": "tenant_side", "visit_status": "no_access"}, "no_access"),
        ({"appointment_status": "cancelled"}, "cancelled"),
        ({"appointment_status": "moved"}, "cancelled"),
        ({"appointment_status": "attended"}, "done"),
        ({"appointment_status": "not_attended"}, "missed"),
        ({"appointment_status": "no_access"}, "no_access"),
    ],
)
def test_the_rule_comes_first_then_the_phone_then_the_clock(record: dict[str, Any], expected: str) -> None:
    assert state(**record) == expected


def test_a_visit_nobody_has_heard_of_is_not_called_missed() -> None:
    assert state(NOON + timedelta(minutes=10)) == "booked"
    assert state(NOON + timedelta(minutes=11)) == "unknown"
    assert state(NOON + timedelta(minutes=11), new_time=NewTime(NOON + timedelta(hours=1), None)) == "late"


def recorded(kind: str, at: datetime) -> PhoneEvent:
    return PhoneEvent({"id": kind, "type": kind}, (at - timedelta(hours=1), at), (at, at), at, True, False)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("kinds", "promised_at", "left"),
    [
        (("travel_started",), NOON + HOUR, ["travel_started"]),
        (("travel_started",), NOON + timedelta(days=1), []),
        (("travel_started", "told_new_time"), NOON + HOUR, ["travel_started"]),
        (("arrived", "no_access"), NOON + 4 * HOUR, []),
        (("travel_started", "cannot_attend"), NOON + 4 * HOUR, []),
        (("travel_started",), None, []),
    ],
)
def test_what_belongs_to_a_time_that_was_given_up_is_not_of_the_new_one(
    kinds: tuple[str, ...], promised_at: datetime | None, left: list[str]
) -> None:
    before = [recorded(kind, NOON) for kind in kinds]
    after = recorded("id_shown", NOON + timedelta(minutes=2))
    of_now = of_time_in_force([*before, after], NOON + timedelta(minutes=1), promised_at)

    assert [event.body["type"] for event in of_now] == [*left, "id_shown"]
    assert of_time_in_force(before, None, promised_at) == before


@pytest.mark.parametrize(
    ("typed", "fits"), [("ip33 1aa", True), (" IP331AA ", True), ("IP33 1AB", False), ("", False), ("I-P33.1AA", True)]
)
def test_case_and_spaces_of_a_postcode_do_not_matter(typed: str, fits: bool) -> None:
    assert same_postcode(typed, "IP33 1AA") is fits


def test_a_home_without_a_postcode_opens_to_nobody() -> None:
    assert not same_postcode("", "")
