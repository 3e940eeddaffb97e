"""The letter that answers a claim: the sum, the reasons, the claimant's own days, the rule, and how to challenge it."""

import json
from datetime import date

import pytest

from server.domain.wording.decision_letter import Answered, Writer, decision_letter
from server.domain.wording.own_sentences import own_sentences

WRITER = Writer("Havebury", "0300 555 0100")
DAY = {
    "person": "p-1",
    "day": "2026-11-03",
    "loss_pence": 9000,
    "cap_pence": 7000,
    "paid_pence": 7000,
    "reasons": [{"code": "at_cap"}],
}


def a_letter(state: str = "approved", total: int = 7000, **fields: object) -> str:
    values: dict[str, object] = {
        "reference": "CL-ABC",
        "claimant_id": "p-1",
        "claimant_name": "Amina Khan",
        "address": ("14 Oak Road", "IP33 1AA"),
        "claimed_on": date(2026, 11, 20),
        "decided_on": date(2026, 11, 23),
        "state": state,
        "reason": "We saw your payslip.",
        "found": ["Repair J-1: the appointment was not kept on 3 occasions."],
        "days": [DAY],
        **fields,
    }
    return json.dumps(decision_letter(Answered(**values), total, WRITER), ensure_ascii=False)  # type: ignore[arg-type]


def test_an_approval_says_the_sum_the_day_and_why_it_is_not_more() -> None:
    letter = a_letter()

    for said in (
        "We will pay you £70.00.",
        "Tuesday 3 November 2026",
        "£90.00",
        "the most that can be paid for this day",
    ):
        assert said in letter
    assert "We saw your payslip." in letter and "never ask for bank details" in letter


@pytest.mark.parametrize("state", ["approved", "refused", "paid"])
def test_every_letter_names_the_rule_and_how_to_challenge(state: str) -> None:
    letter = a_letter(state)

    for said in ("section 5 of our policy HS 004A", "Quote CL-ABC", "Housing Ombudsman", "14 Oak Road"):
        assert said in letter


def test_a_refusal_promises_nothing() -> None:
    letter = a_letter("refused", 0, days=[])

    assert "We cannot pay this claim." in letter
    assert "will pay" not in letter and "Day by day" not in letter


def test_a_sum_that_other_adults_share_is_said_to_be_the_homes() -> None:
    assert "We will pay £125.00 for your home in all." in a_letter(total=12_500)


def test_a_goodwill_payment_is_a_line_of_its_own_outside_the_rule() -> None:
    letter = a_letter(goodwill=[(2500, "For the cold weekend.")])

    assert "We will pay you £70.00." in letter
    assert "Outside this rule we pay you £25.00 as a goodwill payment. For the cold weekend." in letter


def test_one_adult_is_not_told_what_another_lost() -> None:
    sentences = ["Monday (p-1): £90.00 was lost.", "Monday (p-2): £50.00 was lost.", "Nothing more is owed."]
    names = {"p-1": "Amina Khan", "p-2": "Omar Khan"}

    assert list(own_sentences(sentences, names, "p-1")) == ["Monday (Amina Khan): £90.00 was lost.", sentences[2]]
    assert list(own_sentences(sentences, names, None)) == [sentences[2]]
