"""The rule run over what is still open: a waiting phone, and a spoken word whose minute is unsure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from server.domain.compensation.answers import NOBODY_ANSWERED, Answers, name_of
from server.domain.evidence.open_outcomes import OpenMatters, assess_open, next_look_at
from server.domain.evidence.told import Spoken
from server.domain.evidence.waiting import Phone, Silence
from server.services.assessment.assess_case import assess_case

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
DAYS = ("2026-11-09", "2026-11-16", "2026-11-23")
SILENT = Silence(phones=[Phone(None, is_complete=True)])


def an_appointment(number: int, **fields: Any) -> dict[str, Any]:
    day = DAYS[number - 1]
    times = {"agreed_start": f"{day}T10:00:00Z", "agreed_end": f"{day}T12:00:00Z"}
    return {"id": f"A{number}", "contractor": "X", "kind": "routine", **times, **fields}


def a_case(*appointments: dict[str, Any], **fields: Any) -> dict[str, Any]:
    loss = {"person": "p1", "day": DAYS[0], "off_work": True, "pence": 9000, "evidence": "employer"}
    return {
        "case": "T1@1",
        "as_of": NOW.isoformat(),
        "people": [{"id": "p1", "tenure": "tenant"}],
        "repairs": [{"id": "R1", "appointments": list(appointments)}],
        "losses": [loss],
        **fields,
    }


def finding(
    case: dict[str, Any],
    *,
    silences: Mapping[str, Silence] | None = None,
    spoken: tuple[Spoken, ...] = (),
    answers: Answers = NOBODY_ANSWERED,
) -> dict[str, Any]:
    matters = OpenMatters(NOW, timedelta(hours=24), spoken, silences or {}, answers)
    return assess_open(case, matters, partial(assess_case, answers=answers))


def answered(code: str, is_yes: bool) -> Answers:
    """What a person decided about appointment A3."""
    return Answers({name_of(code, {"appointment": "A3"}): is_yes})


THREE = a_case(an_appointment(1), an_appointment(2), an_appointment(3))


def test_a_silent_phone_is_not_counted_as_the_third_miss() -> None:
    found = finding(THREE, silences={"A3": SILENT})

    assert (found["state"], found["total_pence"], found["at_stake_pence"]) == ("nothing", 0, 0)
    assert found["roots"][0]["not_kept"] == 2
    assert [(row["appointment"], row["why"]) for row in found["waiting"]] == [("A3", "not_heard")]


def test_after_the_wait_a_person_decides_and_the_sum_is_at_stake() -> None:
    case = a_case(an_appointment(1), an_appointment(2), an_appointment(3))
    matters = OpenMatters(NOW + timedelta(days=2), timedelta(hours=24), (), {"A3": SILENT})

    found = assess_open({**case, "as_of": matters.now.isoformat()}, matters, assess_case)

    assert (found["state"], found["total_pence"], found["at_stake_pence"]) == ("decision", 0, 7000)
    [question] = found["decisions_needed"]
    assert (question["code"], question["if_yes_pence"], question["if_no_pence"]) == ("phone_silent", 7000, 0)
    assert [row["result"] for row in found["occasions"]] == ["not_kept", "not_kept", "decision"]


def test_evidence_that_proves_the_appointment_kept_waits_for_no_phone() -> None:
    arrived = {"id": "e1", "type": "arrived", "operative": "o1", "received_at": "2026-11-23T11:01:00Z"}
    arrived |= {"earliest": "2026-11-23T11:00:00Z", "latest": "2026-11-23T11:00:00Z"}

    found = finding(a_case(an_appointment(3, events=[arrived])), silences={"A3": SILENT})

    assert found["waiting"] == []
    assert found["occasions"][0]["result"] == "kept"


def test_a_withdrawal_by_the_contractor_waits_for_no_phone() -> None:
    change = {"kind": "cancelled", "by": "contractor", "told_at": "2026-11-23T09:00:00Z", "channel": "sms"}

    found = finding(a_case(an_appointment(3, changes=[change])), silences={"A3": SILENT})

    assert found["waiting"] == []
    assert found["occasions"][0]["reasons"][0]["code"] == "cancelled_by_contractor"


def told(first: str, last: str) -> tuple[dict[str, Any], tuple[Spoken, ...]]:
    """The third appointment, told 13:30 by phone at some moment between two, attended at 13:30."""
    arrived = {"id": "e1", "type": "arrived", "operative": "o1", "received_at": "2026-11-23T13:31:00Z"}
    arrived |= {"earliest": "2026-11-23T13:30:00Z", "latest": "2026-11-23T13:30:00Z"}
    notice = {"channel": "phone", "spoken_at": f"2026-11-23T{last}:00Z", "new_start": "2026-11-23T13:30:00Z"}
    third = an_appointment(3, events=[arrived], notices=[notice])
    ends = (datetime.fromisoformat(f"2026-11-23T{at}:00+00:00") for at in (first, last))
    return a_case(an_appointment(1), an_appointment(2), third), (Spoken("A3", "notices", 0, *ends),)


def test_a_spoken_notice_that_lies_before_the_deadline_at_both_ends_is_notice() -> None:
    case, spoken = told("11:00", "11:59")

    found = finding(case, spoken=spoken)

    assert [row["result"] for row in found["occasions"]] == ["not_kept", "not_kept", "kept"]
    assert found["decisions_needed"] == []


def test_a_spoken_notice_that_lies_after_the_deadline_at_both_ends_is_none() -> None:
    case, spoken = told("12:00", "12:30")

    found = finding(case, spoken=spoken)

    assert (found["state"], found["total_pence"]) == ("payable", 7000)


def test_a_spoken_notice_that_straddles_the_deadline_is_a_question() -> None:
    case, spoken = told("11:30", "12:30")

    found = finding(case, spoken=spoken)

    assert (found["state"], found["total_pence"], found["at_stake_pence"]) == ("decision", 0, 7000)
    [question] = found["decisions_needed"]
    assert (question["code"], question["facts"]["appointment"]) == ("uncertain_time", "A3")
    assert found["occasions"][2]["result"] == "decision"


@pytest.mark.parametrize(("is_yes", "state", "total"), [(True, "payable", 7000), (False, "nothing", 0)])
def test_a_person_decides_what_an_unsure_word_comes_to(is_yes: bool, state: str, total: int) -> None:
    case, spoken = told("11:30", "12:30")

    found = finding(case, spoken=spoken, answers=answered("uncertain_time", is_yes))

    assert (found["state"], found["total_pence"], found["at_stake_pence"]) == (state, total, 0)
    assert found["decisions_needed"] == []


@pytest.mark.parametrize(("is_yes", "result", "total"), [(True, "not_kept", 7000), (False, "kept", 0)])
def test_a_person_decides_for_a_phone_that_stays_silent(is_yes: bool, result: str, total: int) -> None:
    found = finding(THREE, silences={"A3": SILENT}, answers=answered("phone_silent", is_yes))

    assert [(row["appointment"], row["result"]) for row in found["occasions"]][-1] == ("A3", result)
    assert (found["total_pence"], found["at_stake_pence"], found["waiting"]) == (total, 0, [])


def test_an_answer_about_one_appointment_ends_no_other_wait() -> None:
    found = finding(THREE, silences={"A2": SILENT, "A3": SILENT}, answers=answered("phone_silent", True))

    assert [row["appointment"] for row in found["waiting"]] == ["A2"]
    assert found["total_pence"] == 0


def test_a_landlord_may_let_an_unsure_word_favour_the_tenant() -> None:
    case, spoken = told("11:30", "12:30")

    found = finding({**case, "settings": {"uncertain_time": "favour_tenant"}}, spoken=spoken)

    assert (found["state"], found["total_pence"]) == ("payable", 7000)


def test_a_landlord_may_take_the_middle_of_an_unsure_word() -> None:
    case, spoken = told("11:00", "12:30")

    found = finding({**case, "settings": {"uncertain_time": "midpoint"}}, spoken=spoken)

    assert (found["state"], found["total_pence"]) == ("nothing", 0)


def test_the_next_look_is_when_the_next_agreed_time_is_past() -> None:
    coming = an_appointment(3, agreed_start="2026-11-23T15:00:00Z", agreed_end="2026-11-23T16:00:00Z")
    case = a_case(an_appointment(1), coming)
    matters = OpenMatters(NOW, timedelta(hours=24))

    assert next_look_at(case, assess_open(case, matters, assess_case), matters) == NOW.replace(hour=16, minute=10)


def test_the_next_look_is_when_a_wait_ends() -> None:
    matters = OpenMatters(NOW, timedelta(hours=24), (), {"A3": SILENT})

    found = assess_open(THREE, matters, assess_case)

    assert next_look_at(THREE, found, matters) == datetime(2026, 11, 24, 12, 10, tzinfo=UTC)


def test_the_explanation_says_that_it_waits_and_claims_nothing() -> None:
    found = finding(THREE, silences={"A3": SILENT})

    about = [line for line in found["explanation"] if "A3" in line]
    assert about == [
        "Monday 23 November 2026 at 10:00 (appointment A3): the phone of the person who was sent has not reported "
        "yet, so it is not counted yet. We look again by 12:10 on Tuesday 24 November 2026."
    ]


def test_the_explanation_of_an_unsure_word_leaves_the_finding_to_a_person() -> None:
    case, spoken = told("11:30", "12:30")

    about = [line for line in finding(case, spoken=spoken)["explanation"] if "(appointment A3)" in line]

    assert len(about) == 1
    assert "A person must decide" in about[0]
