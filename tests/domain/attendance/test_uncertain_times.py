"""A wider interval never makes a decision certain; the order of two phones changes nothing."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from server.domain.attendance.occasions import appointment_occasions
from server.domain.cases.case_format import read_case
from server.domain.cases.policy_settings import settings_from
from tests.policy_cases.rows import DAYS, a_case, an_appointment, an_event, nobody_in

Json = dict[str, Any]
AROUND = 60 * 60
TYPES = ("arrived", "id_shown", "id_missing", "access_given", "no_access", "work_done", "left")


def at(seconds: int) -> str:
    """A moment of the third day, counted in seconds from 09:00 UTC."""
    total = 9 * 3600 + seconds
    return f"{DAYS[2]}T{total // 3600:02d}:{total % 3600 // 60:02d}:{total % 60:02d}Z"


@some.composite
def events(draw: some.DrawFn, operatives: tuple[str, ...] = ("o1", "o2")) -> list[Json]:
    made = []
    for number in range(draw(some.integers(1, 6))):
        kind = draw(some.sampled_from(TYPES))
        earliest = draw(some.integers(-AROUND, AROUND))
        event = (nobody_in if kind == "no_access" else lambda t, k=kind: an_event(k, t))("09:00:00")
        event.update(
            id=f"e{number}",
            operative=draw(some.sampled_from(operatives)),
            earliest=at(earliest),
            latest=at(draw(some.integers(earliest, AROUND))),
        )
        if kind == "no_access":
            event["card_left"] = draw(some.booleans())
        made.append(event)
    return made


def judged(made: list[Json], **fields: Any) -> tuple[str, tuple[str, ...]]:
    case = read_case(a_case(an_appointment(events=made, **fields)))
    (occasion,) = appointment_occasions(case.repairs[0].appointments[0], case.as_of, settings_from())
    return occasion.result, occasion.codes()


@given(events(), some.integers(0, 5), some.integers(0, 600), some.integers(0, 600), some.booleans())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_wider_interval_never_makes_a_decision_certain(
    made: list[Json], which: int, before: int, after: int, disputed: bool
):
    result, _ = judged(made, tenant_disputes=disputed)
    event = made[which % len(made)]
    wider = {**event, "earliest": earlier(event["earliest"], before), "latest": later(event["latest"], after)}
    widened = [wider if one is event else one for one in made]

    if result == "decision":
        assert judged(widened, tenant_disputes=disputed)[0] == "decision"


def earlier(moment: str, seconds: int) -> str:
    return at(_seconds(moment) - seconds)


def later(moment: str, seconds: int) -> str:
    return at(_seconds(moment) + seconds)


def _seconds(moment: str) -> int:
    hours, minutes, seconds = moment[11:19].split(":")
    return (int(hours) - 9) * 3600 + int(minutes) * 60 + int(seconds)


@given(events(), some.booleans())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_order_in_which_two_operatives_events_stand_changes_nothing(made: list[Json], disputed: bool):
    grouped = sorted(made, key=lambda event: event["operative"])
    reversed_groups = sorted(made, key=lambda event: event["operative"], reverse=True)

    assert judged(grouped, tenant_disputes=disputed) == judged(made, tenant_disputes=disputed)
    assert judged(reversed_groups, tenant_disputes=disputed) == judged(made, tenant_disputes=disputed)


@given(events(), some.data())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_second_copy_of_an_event_changes_nothing(made: list[Json], data: some.DataObject):
    copy = data.draw(some.sampled_from(made))

    assert judged([*made, dict(copy)]) == judged(made)
