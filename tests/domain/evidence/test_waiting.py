"""Silence is not a miss: when an outcome is open, and when a person is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.evidence.waiting import Phone, Silence, gate

EDGE = datetime(2026, 11, 23, 12, 10, tzinfo=UTC)
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
HEARD = Phone(EDGE + SECOND, is_complete=True)


def closed(silence: Silence, now: datetime = EDGE + timedelta(hours=2)) -> str | None:
    found = gate(silence, late_edge=EDGE, now=now, wait=DAY)
    return None if found is None else found.why


def test_an_outcome_may_be_decided_once_every_phone_was_heard_after_the_late_edge() -> None:
    assert closed(Silence(phones=[HEARD, HEARD])) is None


def test_a_phone_heard_at_the_late_edge_itself_may_still_have_seen_an_arrival() -> None:
    assert closed(Silence(phones=[Phone(EDGE, is_complete=True)])) == "not_heard"


def test_one_silent_phone_of_two_keeps_the_outcome_open() -> None:
    assert closed(Silence(phones=[HEARD, Phone(None, is_complete=True)])) == "not_heard"


def test_a_phone_that_announced_more_than_we_hold_keeps_the_outcome_open() -> None:
    assert closed(Silence(phones=[Phone(EDGE + SECOND, is_complete=False)])) == "behind"


def test_an_event_that_was_set_aside_keeps_the_outcome_open() -> None:
    assert closed(Silence(phones=[HEARD], quarantined=1)) == "quarantined"


def test_an_operative_without_a_phone_can_only_be_asked() -> None:
    assert closed(Silence(operatives_without_phone=1)) == "no_phone"


def test_nobody_assigned_leaves_nobody_to_wait_for() -> None:
    assert closed(Silence()) is None


def test_what_another_system_recorded_waits_for_no_phone() -> None:
    assert closed(Silence(operatives_without_phone=1, settled=True)) is None


def test_until_the_late_edge_there_is_nothing_to_wait_for() -> None:
    assert closed(Silence(phones=[Phone(None, is_complete=True)]), now=EDGE) is None


@pytest.mark.parametrize(("after", "asks"), [(DAY - SECOND, False), (DAY, True)])
def test_a_person_is_asked_when_the_wait_is_over(after: timedelta, asks: bool) -> None:
    silence = Silence(phones=[Phone(None, is_complete=True)])

    found = gate(silence, late_edge=EDGE, now=EDGE + after, wait=DAY)

    assert found is not None
    assert found.asks_person is asks


def test_a_tenant_who_says_that_nobody_came_is_heard_at_once() -> None:
    silence = Silence(phones=[Phone(None, is_complete=True)], asked_now=True)

    found = gate(silence, late_edge=EDGE, now=EDGE + SECOND, wait=DAY)

    assert found is not None
    assert found.asks_person
