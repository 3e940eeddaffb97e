"""The days table: one row for each person and each missed day, with its state and reasons."""

from typing import Any

import pytest

from server.services.assessment.assess_case import assess_case
from tests.policy_cases.rows import (
    DAYS,
    a_case,
    a_loss,
    an_appointment,
    an_event,
    missed_three_times,
    missed_twice_and,
)

Json = dict[str, Any]
UNSURE = [an_event("arrived", "09:05:00", until="09:15:00")]


def last_day(case: Json) -> Json:
    day: Json = assess_case(case)["days"][-1]
    return day


def with_loss(people: Json | None = None, settings: Json | None = None, **loss: Any) -> Json:
    losses = [a_loss(DAYS[0]), a_loss(DAYS[1]), a_loss(**loss)]
    tenant = {"id": "p1", "tenure": "tenant", **(people or {})}
    return missed_three_times(losses=losses, people=[tenant], settings=settings or {})


@pytest.mark.parametrize(
    ("case", "state", "code"),
    [
        (with_loss(off_work=False), "nothing", "no_time_off_claimed"),
        (with_loss(day="2026-10-14"), "nothing", "no_time_off_claimed"),
        (with_loss(pence=0), "nothing", "no_loss"),
        (with_loss(paid_leave=True), "nothing", "paid_leave"),
        (with_loss({"tenure": "licensee"}), "nothing", "not_eligible"),
        (with_loss({"on_tenancy": False}), "nothing", "not_on_tenancy"),
        (with_loss({"to": "2026-10-12"}), "nothing", "not_tenant_on_day"),
        (with_loss({"from": "2026-10-14"}), "nothing", "not_tenant_on_day"),
        (with_loss(evidence="none"), "pending", "awaiting_evidence"),
        (with_loss(evidence="own_record"), "decision", "own_record_evidence"),
        (
            with_loss(evidence="own_record", settings={"own_record_evidence": "reject"}),
            "pending",
            "awaiting_evidence",
        ),
        (with_loss({"tenure": "shared_owner"}), "decision", "shared_owner"),
        (with_loss(pence=6999), "payable", "below_cap"),
        (with_loss(pence=7000), "payable", "at_cap"),
    ],
)
def test_a_day_has_the_reason_that_decides_it(case: Json, state: str, code: str):
    day = last_day(case)

    assert (day["state"], [one["code"] for one in day["reasons"]]) == (state, [code])
    assert {one["clause"] for one in day["reasons"]} == {"HS004A 5"}


def test_a_day_shows_loss_cap_and_payment():
    day = last_day(missed_three_times())

    assert {name: day[name] for name in ("person", "day", "loss_pence", "cap_pence", "paid_pence")} == {
        "person": "p1",
        "day": DAYS[2],
        "loss_pence": 9000,
        "cap_pence": 7000,
        "paid_pence": 7000,
    }


def test_a_repair_missed_twice_has_not_passed_the_count():
    day = last_day(a_case(an_appointment("A1", DAYS[0]), an_appointment("A2", DAYS[1])))

    assert (day["state"], day["reasons"][0]["code"]) == ("nothing", "threshold_not_passed")
    assert day["reasons"][0]["facts"] == {"root": "R1", "not_kept": 2, "more_than": 2}


def test_a_day_before_the_threshold_is_not_paid_where_only_later_ones_are():
    first = assess_case(missed_three_times(), profile="third")["days"][0]

    assert (first["state"], first["reasons"][0]["code"]) == ("nothing", "before_threshold_day")


def test_a_day_that_hangs_on_another_appointment_says_on_which_question():
    day = assess_case(missed_twice_and(an_appointment(events=UNSURE)))["days"][0]

    assert day["state"] == "decision"
    assert [one["code"] for one in day["reasons"]] == ["threshold_not_passed", "uncertain_time"]


def test_a_missing_count_is_the_reason_of_the_day():
    day = last_day(missed_three_times(policy=[{"from": DAYS[0], "threshold_more_than": None}]))

    assert (day["state"], [one["code"] for one in day["reasons"]]) == ("decision", ["policy_value_missing"])


def test_the_second_adult_of_a_day_is_a_question():
    people = [{"id": "p1", "tenure": "tenant"}, {"id": "p2", "tenure": "tenant"}]
    losses = [a_loss(day, person=who) for day in DAYS for who in ("p1", "p2")]

    decision = assess_case(missed_three_times(people=people, losses=losses))

    assert [(day["person"], day["state"]) for day in decision["days"]] == [
        *[("p1", "payable")] * 3,
        *[("p2", "decision")] * 3,
    ]
    assert decision["days"][-1]["reasons"][0]["code"] == "second_adult"


def test_no_row_for_a_day_without_a_miss():
    assert assess_case(a_case())["days"] == []
