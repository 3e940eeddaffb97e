"""Call-backs, queries, complaints and concerns: in time to the last day, and apart while they may still be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.domain.messages import ACKNOWLEDGED, ANSWERED, HOLDING, Due, MessageStanding, Step
from server.domain.standards.answers import Asked, Concern, of_concern, of_message
from server.domain.standards.counted import MESSAGE, REPORT, Subject

CAME, DUE = date(2026, 11, 20), date(2026, 11, 24)


def asked(kind: str, *steps: Step, acknowledge_by: date | None = None) -> Asked:
    stands = MessageStanding(False, False, Due(acknowledge_by, DUE))
    return Asked(Subject(MESSAGE, "M", "firm-a", kind), kind, CAME, acknowledge_by, DUE, steps, stands)


@pytest.mark.parametrize(
    ("steps", "today", "verdict"),
    [
        ((Step(ANSWERED, DUE),), DUE, "met"),
        ((Step(ANSWERED, DUE + timedelta(days=1)),), DUE, "not_met"),
        ((), DUE, "apart"),
        ((), DUE + timedelta(days=1), "not_met"),
    ],
)
def test_a_call_back_is_in_time_to_the_end_of_its_last_day(steps: tuple[Step, ...], today: date, verdict: str) -> None:
    (found,) = of_message(asked("call_back", *steps), today)

    assert (found.standard, found.day, found.verdict) == ("call_backs", CAME, verdict)


def test_what_is_still_open_is_looked_at_again_when_its_last_day_is_over_in_london() -> None:
    (found,) = of_message(asked("question"), CAME)

    assert found.look_at is not None
    assert found.look_at.astimezone(UTC) == datetime(2026, 11, 25, tzinfo=UTC)


def test_a_holding_reply_moves_no_query() -> None:
    (found,) = of_message(asked("question", Step(HOLDING, CAME, date(2027, 1, 4))), DUE + timedelta(days=1))

    assert (found.standard, found.verdict) == ("queries", "not_met")


def test_a_complaint_acknowledged_late_is_late_however_soon_it_is_answered() -> None:
    steps = (Step(ACKNOWLEDGED, CAME + timedelta(days=2)), Step(ANSWERED, CAME + timedelta(days=2)))

    (found,) = of_message(asked("complaint", *steps, acknowledge_by=CAME + timedelta(days=1)), DUE)

    assert (found.verdict, found.code) == ("not_met", "acknowledged_late")


def test_praise_asks_for_no_answer_and_counts_nowhere() -> None:
    stands = MessageStanding(False, False, Due(None, None))

    assert of_message(Asked(Subject(MESSAGE, "M", "", "feedback"), "feedback", CAME, None, None, (), stands), DUE) == []


@pytest.mark.parametrize(
    ("taken_after", "now_after", "verdict"),
    [(24, 30, "met"), (25, 30, "not_met"), (None, 24, "apart"), (None, 25, "not_met")],
)
def test_a_concern_counts_by_the_moment(taken_after: int | None, now_after: int, verdict: str) -> None:
    came = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    taken = came + timedelta(hours=taken_after) if taken_after else None
    concern = Concern(Subject(REPORT, "R", "firm-a", "property"), CAME, came + timedelta(hours=24), taken)

    (found,) = of_concern(concern, came + timedelta(hours=now_after))

    assert found.verdict == verdict
