"""What holds of every case: nothing depends on order or copies, and nothing is paid above loss or cap."""

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from server.domain.cases.fields import CaseDoesNotFit
from server.domain.compensation.worlds import CLAUSES
from server.services.assessment.assess_case import assess_case
from tests.domain.compensation.cases_at_random import a_day, cases, on
from tests.policy_cases.rows import an_appointment, an_event

Json = dict[str, Any]
MANY = settings(max_examples=100, deadline=None, derandomize=True)
SOME = settings(MANY, max_examples=40)
STATES = {"nothing", "payable", "pending", "decision", "hold", "paid"}
SUMS = ("state", "total_pence", "at_stake_pence", "paid_before_pence", "pay_now_pence", "recharge")


def in_short(decision: Json) -> Json:
    results = {(one["appointment"], one.get("change")): one["result"] for one in decision["occasions"]}
    asked = sorted({one["code"] for one in decision["decisions_needed"]})
    return {**{name: decision[name] for name in SUMS}, "results": results, "asked": asked}


def _later(event: Json, seconds: int) -> Json:
    moved = {name: _moved(event[name], seconds) for name in ("earliest", "latest")}
    return {**event, **moved}


def _moved(text: str, seconds: int) -> str:
    return (datetime.fromisoformat(text) + timedelta(seconds=seconds)).isoformat()


def _widened(event: Json, minutes: int) -> Json:
    """To both sides, so that its middle stays where it is."""
    ends = {"earliest": _moved(event["earliest"], -60 * minutes), "latest": _moved(event["latest"], 60 * minutes)}
    return {**event, **ends}


def _interleaved(events: list[Json], chance: Any) -> list[Json]:
    lanes: dict[str, list[Json]] = {}
    for event in events:
        lanes.setdefault(event["operative"], []).append(event)
    mixed = []
    while any(lanes.values()):
        mixed.append(lanes[chance.choice([name for name, rest in lanes.items() if rest])].pop(0))
    return mixed


@given(cases())
@MANY
def test_every_case_gets_one_state_and_every_reason_a_clause(case: Json):
    decision = assess_case(case)

    assert decision["state"] in STATES
    reasons = [one for group in ("occasions", "days") for row in decision[group] for one in row["reasons"]]
    assert all(one["clause"].startswith(("HS004A", "setting ")) for one in [*reasons, *decision["notes"]])
    assert all(one["code"] in CLAUSES for one in decision["decisions_needed"])
    assert all(row["reasons"] for group in ("occasions", "days") for row in decision[group])
    assert all(sentence.endswith(".") for sentence in decision["explanation"])
    assert json.loads(json.dumps(decision)) == decision


@given(cases())
@MANY
def test_the_same_case_always_gets_the_same_decision(case: Json):
    assert assess_case(copy.deepcopy(case)) == assess_case(case)


@given(cases(), some.randoms(use_true_random=False))
@MANY
def test_the_order_of_repairs_people_and_losses_changes_nothing(case: Json, chance: Any):
    shuffled = copy.deepcopy(case)
    for name in ("repairs", "people", "losses"):
        chance.shuffle(shuffled[name])

    assert in_short(assess_case(shuffled)) == in_short(assess_case(case))


@given(cases())
@MANY
def test_a_second_copy_of_every_event_changes_nothing(case: Json):
    doubled = copy.deepcopy(case)
    for repair in doubled["repairs"]:
        for appointment in repair["appointments"]:
            appointment["events"] = appointment["events"] * 2

    assert assess_case(doubled) == assess_case(case)


@given(cases(), some.randoms(use_true_random=False))
@SOME
def test_the_order_in_which_operatives_reached_us_changes_nothing(case: Json, chance: Any):
    """Two phones sync in any order; each one's own events keep theirs."""
    for repair in case["repairs"]:
        for number, appointment in enumerate(repair["appointments"]):
            beside = [{**one, "id": f"{one['id']}-second", "operative": "second"} for one in appointment["events"]]
            appointment["events"] += [_later(one, 90 * number) for one in beside]
    mixed = copy.deepcopy(case)
    for repair in mixed["repairs"]:
        for appointment in repair["appointments"]:
            appointment["events"] = _interleaved(appointment["events"], chance)

    assert assess_case(mixed) == assess_case(case)


@given(cases(), some.integers(1, 25), some.randoms(use_true_random=False))
@SOME
def test_a_wider_interval_never_turns_a_question_into_certainty(case: Json, minutes: int, chance: Any):
    case["settings"] = {
        **{name: value for name, value in case["settings"].items() if name != "tolerance_seconds"},
        "uncertain_time": "decision",
        "weak_evidence": "decision",
    }
    wider = copy.deepcopy(case)
    for repair in wider["repairs"]:
        for appointment in repair["appointments"]:
            chosen = [chance.random() < 0.7 for _ in appointment["events"]]
            events = zip(appointment["events"], chosen, strict=True)
            appointment["events"] = [_widened(one, minutes) if is_chosen else one for one, is_chosen in events]

    before, after = in_short(assess_case(case))["results"], in_short(assess_case(wider))["results"]
    assert {name for name, result in before.items() if result == "decision"} <= {
        name for name, result in after.items() if result == "decision"
    }


@given(cases(), some.sampled_from(["repairs", "losses"]))
@SOME
def test_a_second_copy_of_a_whole_loss_or_repair_is_never_paid_twice(case: Json, name: str):
    """The format lets neither stand twice, so that nobody can count one twice."""
    if not case[name]:
        return
    doubled = {**case, name: [*case[name], copy.deepcopy(case[name][0])]}

    with pytest.raises(CaseDoesNotFit):
        assess_case(doubled)


@given(cases(), some.integers(0, 5))
@MANY
def test_a_further_kept_appointment_never_raises_the_sum(case: Json, number: int):
    events = [an_event("arrived", "09:00:00"), an_event("access_given", "09:01:00")]
    kept = an_appointment("kept", a_day(number), events=[on(a_day(number), event) for event in events])
    more = copy.deepcopy(case)
    more["repairs"][0]["appointments"].append(kept)

    assert assess_case(more)["total_pence"] <= assess_case(case)["total_pence"]


@given(cases())
@MANY
def test_nobody_is_paid_more_than_the_loss_or_the_cap_of_a_day(case: Json):
    for day in assess_case(case)["days"]:
        assert day["paid_pence"] <= day["loss_pence"]
        assert day["cap_pence"] is None or day["paid_pence"] <= day["cap_pence"]
        assert (day["state"] == "payable") == (day["paid_pence"] > 0)


@given(cases())
@MANY
def test_the_recharge_adds_up_to_what_the_days_are_paid(case: Json):
    decision = assess_case(case)
    paid = sum(day["paid_pence"] for day in decision["days"])

    assert sum(part["pence"] for part in decision["recharge"]) == (paid if decision["total_pence"] else 0)
    assert decision["pay_now_pence"] == max(0, decision["total_pence"] - decision["paid_before_pence"])


@given(cases())
@MANY
def test_nothing_at_stake_below_zero_and_nothing_decided_where_nothing_is_owed(case: Json):
    decision = assess_case({name: value for name, value in case.items() if name != "prior"})

    assert decision["at_stake_pence"] >= 0
    assert (decision["state"] == "payable") == (decision["total_pence"] > 0)
    if decision["state"] == "nothing":
        assert (decision["total_pence"], decision["at_stake_pence"]) == (0, 0)
