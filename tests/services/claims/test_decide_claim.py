"""A person decides on what they have seen; later evidence is held beside the decision and never rewrites it."""

from datetime import timedelta

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.assessment.assess_household import assess_household
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from server.storage.claiming import claims
from server.storage.tables.decisions import Assessment
from tests.evidence import a_phone, an_imported_visit, recorded
from tests.factories import LANDLORD, NOW, a_person, a_user, a_visit, an_appointment, an_operative

CASE = "T-100000000001@100000000001"
DAYS = [NOW - timedelta(days=days) for days in (20, 13, 6)]


@pytest.fixture
def payable(app: Flask, clock: FixedClock) -> Assessment:
    """A case of three misses with one evidenced day: 7,000 pence are payable."""
    for number, start in enumerate(DAYS, start=1):
        an_appointment(f"A-{number}", start_at=start, status="not_attended")
        an_imported_visit(f"A-{number}", "not_attended")
    lost = LostDay("person-1", DAYS[0].date(), 9000, "employer")
    return record_loss(LANDLORD, CASE, lost, by="office", clock=clock).assessment


def decide(state: str, assessment: Assessment, pence: int, clock: FixedClock, reason: str = "") -> Assessment:
    ruling = ClaimRuling(state, assessment.assessment_id, pence, reason)
    return decide_claim(LANDLORD, CASE, ruling, by="manager", clock=clock).assessment


def refused(state: str, assessment: Assessment, pence: int, clock: FixedClock, reason: str = "") -> str:
    with pytest.raises(DoorstepError) as error:
        decide(state, assessment, pence, clock, reason)
    return error.value.code


def late_proof_that_the_first_was_kept(clock: FixedClock) -> Assessment:
    an_operative("op-1")
    phone = a_phone("op-1", enrolled_at=DAYS[0] - timedelta(days=1))
    recorded(a_visit("A-1"), "arrived", DAYS[0], device=phone, seq=1, received_at=clock.now())
    return assess_household(LANDLORD, CASE, cause="a late sync", clock=clock).assessment


def test_an_approved_sum_is_the_decision_in_force(payable: Assessment, clock: FixedClock) -> None:
    after = decide("approved", payable, 7000, clock)

    assert (after.state, after.total_pence) == ("payable", 7000)
    assert after.input["prior"] == {"state": "approved", "total_pence": 7000}


def test_a_paid_sum_is_not_paid_again(payable: Assessment, clock: FixedClock) -> None:
    after = decide("paid", decide("approved", payable, 7000, clock), 7000, clock)

    assert (after.state, after.output["pay_now_pence"]) == ("paid", 0)


def test_an_approved_sum_that_late_evidence_contradicts_is_held(payable: Assessment, clock: FixedClock) -> None:
    decide("approved", payable, 7000, clock)

    after = late_proof_that_the_first_was_kept(clock)

    assert (after.state, after.total_pence, after.at_stake_pence) == ("hold", 0, 7000)
    assert refused("paid", after, 7000, clock) == "held"


def test_a_paid_sum_stands_whatever_comes_later(payable: Assessment, clock: FixedClock) -> None:
    decide("paid", decide("approved", payable, 7000, clock), 7000, clock)

    after = late_proof_that_the_first_was_kept(clock)

    assert (after.state, after.total_pence) == ("paid", 7000)


def test_a_further_sum_on_top_of_a_payment_is_the_difference(payable: Assessment, clock: FixedClock) -> None:
    paid = decide("paid", decide("approved", payable, 7000, clock), 7000, clock)
    lost = LostDay("person-1", DAYS[1].date(), 5500, "payslip")
    more = record_loss(LANDLORD, CASE, lost, by="office", clock=clock).assessment
    assert more.supersedes == paid.assessment_id

    after = decide("approved", more, 12_500, clock)

    assert (after.total_pence, after.output["pay_now_pence"]) == (12_500, 5500)


def test_a_held_sum_that_is_approved_again_in_view_of_the_evidence_can_be_paid(
    payable: Assessment, clock: FixedClock
) -> None:
    decide("approved", payable, 7000, clock)
    held = late_proof_that_the_first_was_kept(clock)

    again = decide("approved", held, 7000, clock, "We promised it, and the operative's word came late.")

    assert decide("paid", again, 7000, clock).state == "paid"


def test_a_further_sum_that_late_evidence_contradicts_is_held_and_what_was_paid_stands(
    payable: Assessment, clock: FixedClock
) -> None:
    decide("paid", decide("approved", payable, 7000, clock), 7000, clock)
    lost = LostDay("person-1", DAYS[1].date(), 5500, "payslip")
    decide("approved", record_loss(LANDLORD, CASE, lost, by="office", clock=clock).assessment, 12_500, clock)

    after = late_proof_that_the_first_was_kept(clock)

    assert (after.state, after.total_pence, after.at_stake_pence) == ("hold", 7000, 5500)
    assert after.output["pay_now_pence"] == 0
    assert [one["code"] for one in after.output["decisions_needed"]] == ["late_evidence_contradicts"]
    assert refused("paid", after, 12_500, clock) == "held"
    again = decide("approved", after, 12_500, clock, "Promised is promised.")
    assert decide("paid", again, 12_500, clock).output["paid_before_pence"] == 12_500


def test_nobody_decides_on_an_assessment_that_is_no_longer_the_newest(payable: Assessment, clock: FixedClock) -> None:
    record_loss(LANDLORD, CASE, LostDay("person-1", DAYS[1].date(), 5500, "none"), by="office", clock=clock)

    assert refused("approved", payable, 7000, clock) == "stale_edit"


def test_the_second_of_two_who_decide_is_told_who_was_first(payable: Assessment, clock: FixedClock) -> None:
    first = a_user("claim_handler", name="Dana Price")
    ruling = ClaimRuling("approved", payable.assessment_id, 7000)
    decide_claim(LANDLORD, CASE, ruling, by=first, clock=clock)

    with pytest.raises(DoorstepError) as error:
        decide("refused", payable, 0, clock, "No loss was shown.")

    assert error.value.code == "stale_edit"
    assert "Dana Price decided this case (approved £70.00) on Monday 23 November at 9am" in error.value.message


@pytest.mark.parametrize(
    ("state", "pence", "reason", "code"),
    [
        ("approved", 7001, "", "wrong_amount"),
        ("approved", 0, "", "wrong_amount"),
        ("approved", 6999, "", "reason_missing"),
        ("refused", 0, "", "reason_missing"),
        ("refused", 1, "No loss was shown.", "wrong_amount"),
        ("paid", 7000, "", "not_approved"),
        ("perhaps", 0, "", "wrong_decision"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(
    payable: Assessment, clock: FixedClock, state: str, pence: int, reason: str, code: str
) -> None:
    assert refused(state, payable, pence, clock, reason) == code
    assert claims.decisions_of(LANDLORD, CASE) == []


def test_a_refusal_with_its_reason_is_kept(payable: Assessment, clock: FixedClock) -> None:
    decide("refused", payable, 0, clock, reason="The employer denies it.")

    [decision] = claims.decisions_of(LANDLORD, CASE)
    assert (decision.state, decision.reason, decision.by) == ("refused", "The employer denies it.", "manager")


def test_a_loss_of_somebody_of_another_household_is_refused(payable: Assessment, clock: FixedClock) -> None:
    a_person("stranger", uprn="100000000002")

    with pytest.raises(DoorstepError) as error:
        record_loss(LANDLORD, CASE, LostDay("stranger", NOW.date(), 100), by="office", clock=clock)

    assert error.value.code == "not_of_household"


def test_the_newest_word_about_a_day_stands(payable: Assessment, clock: FixedClock) -> None:
    lost = LostDay("person-1", DAYS[0].date(), 4000, "payslip")

    after = record_loss(LANDLORD, CASE, lost, by="office", clock=clock).assessment

    assert after.total_pence == 4000
    assert len(cases.assessments_of(LANDLORD, CASE)) == 2
