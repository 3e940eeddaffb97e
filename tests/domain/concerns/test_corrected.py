"""A correction of a concern adds limits in law and takes none away."""

from datetime import date, timedelta
from typing import Any

from server.domain.concerns.clocks import Concern
from server.domain.concerns.corrected import said_of
from tests.domain.concerns.law import MONDAY, clocks

PESTS = {"about": "property", "category": "pests", "danger_now": False}


def an_event(event_id: str, data: dict[str, Any], corrects: str = "", actor: str = "op-1") -> dict[str, Any]:
    kind = "corrected" if corrects else "concern_reported"
    return {"id": event_id, "type": kind, "actor_id": actor, "corrects": corrects or None, "data": data}


def test_without_a_correction_the_report_says_it_all() -> None:
    assert said_of("1", [an_event("1", PESTS)]) is None


def test_the_newest_category_stands_and_the_others_are_kept() -> None:
    said = said_of(
        "1",
        [
            an_event("1", PESTS),
            an_event("2", {"category": "damp_mould"}, "1"),
            an_event("3", {"category": "structure"}, "2"),
        ],
    )

    assert said is not None
    assert (said.category, said.also) == ("structure", ("damp_mould", "pests"))
    assert said.learned_from == {"damp_mould": "2"}


def test_danger_that_was_said_once_stays_said() -> None:
    said = said_of("1", [an_event("1", PESTS | {"danger_now": True}), an_event("2", {"danger_now": False}, "1")])

    assert said is not None
    assert (said.danger_now, said.learned_from) == (True, {})


def test_somebody_elses_word_corrects_nothing_and_a_concern_taken_back_stays_as_it_was_told() -> None:
    other = an_event("2", {"category": "damp_mould"}, "1", actor="op-2")
    assert said_of("1", [an_event("1", PESTS), other]) is None

    said = said_of("1", [an_event("1", PESTS), an_event("2", {"withdrawn": True}, "1")])
    assert said is not None
    assert said.category == "pests"


def test_damp_that_a_correction_first_says_is_counted_from_the_correction() -> None:
    learned = {"damp_mould": MONDAY + timedelta(days=2)}

    clock = clocks(Concern("damp_mould", False, MONDAY, ("pests",), learned))["investigation"]

    assert clock.due_on == date(2026, 12, 9)


def test_damp_that_a_correction_calls_something_else_runs_on() -> None:
    assert clocks(Concern("pests", False, MONDAY, ("damp_mould",)))["investigation"].due_on == date(2026, 12, 7)


def test_danger_that_a_correction_first_says_gives_24_hours_from_then() -> None:
    learned = {"danger_now": MONDAY + timedelta(days=2)}

    clock = clocks(Concern("pests", True, MONDAY, (), learned))["emergency"]

    assert clock.due_at == MONDAY + timedelta(days=3)
