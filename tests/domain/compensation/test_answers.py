"""What people decided is taken as given: no question is asked twice, and the sums are those that were promised."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.compensation.answers import Answers, name_of
from server.services.assessment.assess_case import assess_case

_BY_DECIDING = {"late_evidence_contradicts", "recovery"}
ROWS = json.loads((Path(__file__).parents[2] / "policy_cases" / "worked_cases.json").read_text())
OPEN = [
    row["input"]
    for row in ROWS
    if {one["code"] for one in assess_case(row["input"])["decisions_needed"]} - _BY_DECIDING  # type: ignore[attr-defined]
    and "prior" not in row["input"]
]


def answered(case: dict[str, Any], is_yes: bool) -> dict[str, Any]:
    """The case after a person has answered every question that is asked, until none is left."""
    given: dict[str, bool] = {}
    for _ in range(12):
        output: dict[str, Any] = assess_case(case, answers=Answers(given))
        if not output["decisions_needed"]:
            return output
        given |= {name_of(one["code"], one["facts"]): is_yes for one in output["decisions_needed"]}
    raise AssertionError("a question was asked again after it was answered")


def test_some_worked_cases_ask_a_person() -> None:
    assert len(OPEN) > 5


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case["case"])
def test_every_answer_for_the_tenant_reaches_the_most_that_was_at_stake(case: dict[str, Any]) -> None:
    before: dict[str, Any] = assess_case(case)
    after = answered(case, True)

    assert after["total_pence"] + after["at_stake_pence"] == before["total_pence"] + before["at_stake_pence"]


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case["case"])
def test_every_answer_against_leaves_what_was_certain(case: dict[str, Any]) -> None:
    before: dict[str, Any] = assess_case(case)
    after = answered(case, False)

    assert after["total_pence"] == before["total_pence"]
    assert {one["result"] for one in after["occasions"]} <= {one["result"] for one in before["occasions"]} | {"kept"}


def test_an_answer_to_another_question_changes_nothing() -> None:
    elsewhere = Answers({name_of("uncertain_time", {"appointment": "none"}): True})

    assert [assess_case(case, answers=elsewhere) for case in OPEN] == [assess_case(case) for case in OPEN]
