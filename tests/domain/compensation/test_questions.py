"""Which open questions are put to a person, and what each answer is said to be worth."""

from typing import Any

from server.services.assessment.assess_case import assess_case
from tests.policy_cases.rows import (
    DAYS,
    a_case,
    a_loss,
    an_appointment,
    an_event,
    missed_three_times,
    missed_twice_and,
    nobody_in,
)

Json = dict[str, Any]
UNSURE = [an_event("arrived", "09:05:00", until="09:15:00")]


def worth(case: Json) -> list[tuple[str, int, int]]:
    return [(one["code"], one["if_yes_pence"], one["if_no_pence"]) for one in assess_case(case)["decisions_needed"]]


def test_a_question_shows_the_sum_for_yes_and_for_no():
    assert worth(missed_twice_and(an_appointment(events=UNSURE))) == [("uncertain_time", 21000, 0)]


def test_a_question_names_its_appointment_and_clause():
    decision = assess_case(missed_twice_and(an_appointment(events=UNSURE)))

    (asked,) = decision["decisions_needed"]
    assert asked["facts"] == {"appointment": "A3", "day": DAYS[2]}
    assert asked["clause"] == "HS004A 7.1"


def test_a_question_that_can_change_no_sum_is_not_asked_but_its_occasion_still_shows_it():
    decision = assess_case(a_case(an_appointment(events=UNSURE)))

    assert decision["decisions_needed"] == []
    assert [one["result"] for one in decision["occasions"]] == ["decision"]
    assert decision["state"] == "nothing"


def test_an_occasion_with_two_codes_is_listed_once_per_code_with_one_answer():
    events = [
        an_event("arrived", "09:00:00"),
        nobody_in("09:04:00", card_left=False),
        an_event("left", "09:04:00", until="09:06:00"),
    ]

    listed = worth(missed_twice_and(an_appointment(events=events, tenant_disputes=True)))

    assert listed == [("uncertain_time", 21000, 0), ("no_card_disputed", 21000, 0)]


def test_the_other_questions_are_taken_as_yes_and_missing_proof_as_supplied():
    losses = [a_loss(DAYS[0], evidence="none"), a_loss(DAYS[1]), a_loss(DAYS[2])]
    shared_owner = [{"id": "p1", "tenure": "shared_owner"}]
    case = missed_twice_and(an_appointment(events=UNSURE), losses=losses, people=shared_owner)

    assert worth(case) == [("uncertain_time", 21000, 0), ("shared_owner", 21000, 0)]


def test_an_own_record_that_is_not_accepted_can_still_be_replaced_by_better_proof():
    case = missed_three_times(losses=[a_loss(DAYS[0]), a_loss(DAYS[1]), a_loss(evidence="own_record")])

    assert worth(case) == [("own_record_evidence", 21000, 21000)]
    assert assess_case(case)["at_stake_pence"] == 7000


def test_one_answer_about_a_shared_owner_serves_all_days():
    case = missed_three_times(people=[{"id": "p1", "tenure": "shared_owner"}])

    assert worth(case) == [("shared_owner", 21000, 0)]


def test_each_day_of_a_second_adult_is_asked_about():
    people = [{"id": "p1", "tenure": "tenant"}, {"id": "p2", "tenure": "tenant"}]
    losses = [a_loss(day, person=who, pence=pence) for day in DAYS for who, pence in (("p1", 5000), ("p2", 3000))]

    listed = worth(missed_three_times(people=people, losses=losses))

    assert listed == [("second_adult", 24000, 21000)] * 3


def test_an_uncapped_day_has_its_loss_at_stake():
    case = missed_three_times(policy=[{"from": DAYS[0], "cap_pence_per_day": None}])

    decision = assess_case(case)

    assert (decision["total_pence"], decision["at_stake_pence"]) == (0, 27000)
    assert worth(case) == [("policy_value_missing", 27000, 18000)] * 3
    assert [day["cap_pence"] for day in decision["days"]] == [None, None, None]


def test_ten_questions_are_sifted_and_more_than_ten_are_all_listed():
    def unsure(count: int) -> Json:
        appointments = [an_appointment(f"A{n}", events=UNSURE) for n in range(count)]
        return a_case(*appointments, losses=[])

    assert worth(unsure(10)) == []
    assert worth(unsure(11)) == [("uncertain_time", 0, 0)] * 11


def test_a_held_payment_is_asked_about_with_both_sums():
    on_time = [an_event("arrived", "09:00:00"), an_event("access_given", "09:01:00")]
    case = missed_twice_and(an_appointment(events=on_time), prior={"state": "approved", "total_pence": 21000})

    assert worth(case) == [("late_evidence_contradicts", 21000, 0)]


def test_a_great_many_questions_are_still_answered():
    appointments = [an_appointment(f"A{n}", events=UNSURE) for n in range(60)]

    decision = assess_case(a_case(*appointments))

    assert (decision["state"], decision["at_stake_pence"]) == ("decision", 7000)
    assert len(decision["decisions_needed"]) == 60
