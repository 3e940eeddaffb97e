"""What people write down about a concern is refused where it would prove nothing, and the refusal says the way out."""

from datetime import timedelta

import pytest

from server.domain.concerns.groups import HAZARDS, PROPERTY_GROUPS, group_of, likely_hazards
from server.domain.concerns.steps import Step, StepRefused, check_step
from tests.domain.concerns.law import MONDAY, confirmed, investigated

NOW = MONDAY + timedelta(days=2)
LATER = MONDAY + timedelta(hours=1)


def refusal(step: Step, *before: Step) -> str:
    with pytest.raises(StepRefused) as caught:
        check_step(step, now=NOW, received_at=MONDAY, before=before)
    return str(caught.value.details["field"])


def check(step: Step, *before: Step) -> None:
    check_step(step, now=NOW, received_at=MONDAY, before=before)


def test_a_judgement_names_its_competent_person_its_hazard_and_its_reason() -> None:
    check(confirmed("significant", LATER))
    facts = {"as": "significant", "hazard": "damp_and_mould", "competent": "A. Surveyor"}

    assert refusal(Step("confirmed", LATER, "seen", {**facts, "competent": " "})) == "competent"
    assert refusal(Step("confirmed", LATER, "seen", {**facts, "hazard": "ghosts"})) == "hazard"
    assert refusal(Step("confirmed", LATER, "seen", {**facts, "as": "maybe"})) == "as"
    assert refusal(Step("confirmed", LATER, " ", facts)) == "text"


def test_a_dismissal_needs_one_of_the_reasons_and_words() -> None:
    assert refusal(Step("dismissed", LATER, "dry", {"competent": "A. Surveyor"})) == "why"
    assert refusal(Step("dismissed", LATER, "", {"competent": "A. Surveyor", "why": "no_hazard"})) == "text"


def test_a_clock_stops_for_its_own_lawful_reasons_only() -> None:
    check(Step("stopped", LATER, "they moved out at ten", {"clock": "emergency", "why": "moved_out"}))

    assert refusal(Step("stopped", LATER, "no time", {"clock": "emergency", "why": "too_busy"})) == "stop"
    assert refusal(Step("stopped", LATER, "moved", {"clock": "investigation", "why": "moved_out"})) == "stop"


def test_nothing_is_done_in_the_future_or_before_word_of_it_came() -> None:
    assert refusal(Step("made_safe", NOW + timedelta(minutes=1), "capped")) == "happened_on"
    assert refusal(Step("made_safe", MONDAY - timedelta(minutes=1), "capped")) == "happened_on"
    check(Step("told_by_phone", MONDAY - timedelta(hours=1), "Sam rang Ann"))
    rang = Step("told_by_phone", MONDAY - timedelta(hours=1), "Sam rang Ann")
    check(Step("made_safe", MONDAY - timedelta(minutes=1), "capped"), rang)


def test_what_was_done_in_the_minute_in_which_word_came_is_not_refused() -> None:
    received_at = MONDAY + timedelta(seconds=42)

    check_step(Step("made_safe", MONDAY, "capped"), now=NOW, received_at=received_at, before=())


def test_works_and_summary_come_after_an_investigation() -> None:
    assert refusal(Step("summary_sent", LATER)) == "what"
    check(Step("summary_sent", LATER), investigated(LATER))


def test_a_referral_says_to_whom_whether_999_was_rung_and_what_the_person_wishes() -> None:
    facts = {"to": "council_adult", "rang_999": "no", "wishes": "Wants help with shopping"}
    check(Step("referred", LATER, "Reference 77", facts))

    assert refusal(Step("referred", LATER, "Reference 77", {**facts, "wishes": ""})) == "wishes"
    assert refusal(Step("referred", LATER, "Reference 77", {**facts, "rang_999": ""})) == "rang_999"
    assert refusal(Step("referred", LATER, "Reference 77", {**facts, "to": "the neighbours"})) == "to"


def test_every_plain_group_leads_to_hazards_of_the_twenty_nine() -> None:
    assert len(HAZARDS) == 29
    likely = {group: likely_hazards(group) for group in PROPERTY_GROUPS}
    assert {hazard for names in likely.values() for hazard in names} <= set(HAZARDS)
    assert [group for group, names in likely.items() if not names] == ["other"]


def test_a_word_that_no_group_knows_is_something_else_and_never_lost() -> None:
    assert group_of("damp") == "damp_mould"
    assert group_of("lift shaft") == "other"
