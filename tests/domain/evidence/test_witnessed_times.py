"""Which interval the rule gets: with a tenant's code, without one, and where the landlord believes nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.evidence.phone_events import case_events, interval
from server.domain.evidence.records import Doubt, PhoneEvent

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HARD = (TEN - timedelta(hours=2), TEN + timedelta(hours=5))
NARROW = (TEN - timedelta(seconds=2), TEN + timedelta(seconds=2))
SECOND = timedelta(seconds=1)

ASSERTED, WITNESS = "asserted_unless_disputed", "witness_required"
CHAIN = {"device_id": "phone", "epoch": "e", "corrects": None, "blobs": [], "middle_ms": 0}
BODY = {"id": "1", "seq": 1, "type": "arrived", "visit_id": "v", "actor_id": "op-1", "data": {}, "at": {"wall_ms": 0}}
ARRIVED = PhoneEvent(CHAIN | BODY, HARD, NARROW, HARD[1], signed=False, witnessed=False)
PROVEN = replace(ARRIVED, witnessed=True, not_after=TEN + SECOND)


@pytest.mark.parametrize(
    ("event", "doubt", "expected"),
    [
        (ARRIVED, Doubt(ASSERTED, False), NARROW),
        (ARRIVED, Doubt(ASSERTED, True), HARD),
        (ARRIVED, Doubt(WITNESS, False), HARD),
        (PROVEN, Doubt(ASSERTED, False), (NARROW[0], TEN + SECOND)),
        (PROVEN, Doubt(ASSERTED, True), (NARROW[0], TEN + SECOND)),
        (PROVEN, Doubt(WITNESS, False), (NARROW[0], TEN + SECOND)),
        (replace(PROVEN, narrow=None), Doubt(WITNESS, True), (HARD[0], TEN + SECOND)),
        (
            replace(PROVEN, not_after=TEN - timedelta(minutes=1)),
            Doubt(WITNESS, False),
            (TEN - timedelta(minutes=1),) * 2,
        ),
    ],
    ids=[
        "no doubt",
        "disputed",
        "a witness is asked for and there is none",
        "a witness narrows",
        "a witness answers a dispute",
        "a witness lets the narrow interval stand",
        "a witness narrows what holds even for a tampered phone",
        "a witness a little before the phone's own time",
    ],
)
def test_the_interval_the_rule_works_on(event: PhoneEvent, doubt: Doubt, expected: tuple[datetime, datetime]) -> None:
    assert interval(event, doubt) == expected


@pytest.mark.parametrize(("code", "is_weak"), [("minute", False), ("once", False), ("wrong", True), ("stale", True)])
def test_only_a_right_code_stands_beside_a_weak_record(code: str, is_weak: bool) -> None:
    suspect = replace(ARRIVED, narrow=None)
    typed = replace(suspect, body={**suspect.body, "id": "2", "seq": 2, "type": "witness_code"}, code=code)

    [row] = case_events([suspect, typed], Doubt(ASSERTED, False))

    assert row.get("weak", False) is is_weak
