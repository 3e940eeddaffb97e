"""A person's answer to an open question becomes part of the case, with its reason, while its evidence stands."""

from datetime import timedelta

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.answer_question import QuestionRuling, answer_question
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases, question_answers
from server.storage.claiming import claims
from server.storage.people import audit
from server.storage.tables.decisions import Assessment
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, an_appointment

CASE = "T-100000000001@100000000001"
DAYS = [(NOW - timedelta(days=days)).date() for days in (20, 13, 6)]


@pytest.fixture
def own_record(app: Flask, clock: FixedClock) -> Assessment:
    """Three misses, and a loss of 90 pounds with the person's own record as proof."""
    for number, days in enumerate((20, 13, 6), start=1):
        an_appointment(f"A-{number}", start_at=NOW - timedelta(days=days), status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended", reason="over-ran")
    assess_household(LANDLORD, CASE, cause="test", clock=clock)
    lost = LostDay("person-1", DAYS[0], 9000, "own_record")
    return record_loss(LANDLORD, CASE, lost, by="office", clock=clock).assessment


def newest() -> Assessment:
    found = cases.latest_assessment(LANDLORD, CASE)
    assert found is not None
    return found


def answer(
    assessment: Assessment, clock: FixedClock, *, is_yes: bool = True, reason: str = "I saw the diary."
) -> Assessment:
    ruling = QuestionRuling(assessment.assessment_id, 0, is_yes, reason)
    return answer_question(LANDLORD, CASE, ruling, by="office", clock=clock).assessment


def test_yes_makes_what_was_at_stake_payable(own_record: Assessment, clock: FixedClock) -> None:
    assert (own_record.state, own_record.total_pence, own_record.at_stake_pence) == ("decision", 0, 7000)

    after = answer(own_record, clock)

    assert (after.state, after.total_pence, after.at_stake_pence) == ("payable", 7000, 0)
    assert after.output["decisions_needed"] == []


def test_no_leaves_nothing_and_asks_no_more(own_record: Assessment, clock: FixedClock) -> None:
    after = answer(own_record, clock, is_yes=False)

    assert after.total_pence == 0
    assert after.output["decisions_needed"] == []


def test_a_later_answer_takes_the_place_of_an_earlier_one(own_record: Assessment, clock: FixedClock) -> None:
    answer(own_record, clock)
    row = question_answers.answers_of(LANDLORD, CASE)[0]

    assert (row.is_yes, row.reason, row.by) == (True, "I saw the diary.", "office")
    assert "question_answered" in [entry.action for entry in audit.trail(LANDLORD, audit.Subject("case", CASE))]


def test_other_evidence_makes_it_a_question_again(own_record: Assessment, clock: FixedClock) -> None:
    answer(own_record, clock)
    record_loss(LANDLORD, CASE, LostDay("person-1", DAYS[0], 6000, "own_record"), by="office", clock=clock)

    assert [one["code"] for one in newest().output["decisions_needed"]] == ["own_record_evidence"]
    assert newest().total_pence == 0


def test_evidence_of_another_day_leaves_the_answer_standing(own_record: Assessment, clock: FixedClock) -> None:
    answer(own_record, clock)
    record_loss(LANDLORD, CASE, LostDay("person-1", DAYS[1], 5000, "employer"), by="office", clock=clock)

    assert newest().total_pence == 12_000


def test_an_answer_needs_a_reason_and_the_newest_assessment(own_record: Assessment, clock: FixedClock) -> None:
    with pytest.raises(DoorstepError) as unreasoned:
        answer(own_record, clock, reason=" ")
    answer(own_record, clock)
    with pytest.raises(DoorstepError) as late:
        answer(own_record, clock, is_yes=False)

    assert (unreasoned.value.code, late.value.code) == ("reason_missing", "stale_edit")


def test_above_the_set_amount_two_different_people_approve(own_record: Assessment, clock: FixedClock) -> None:
    for day in DAYS:
        record_loss(LANDLORD, CASE, LostDay("person-1", day, 9000, "employer"), by="office", clock=clock)
    ruling = ClaimRuling("approved", newest().assessment_id, 21_000)

    decide_claim(LANDLORD, CASE, ruling, by="first", clock=clock)
    decide_claim(LANDLORD, CASE, ruling, by="first", clock=clock)
    assert claims.decisions_of(LANDLORD, CASE) == []
    decide_claim(LANDLORD, CASE, ruling, by="second", clock=clock)

    assert [(row.state, row.by) for row in claims.decisions_of(LANDLORD, CASE)] == [("approved", "second")]
