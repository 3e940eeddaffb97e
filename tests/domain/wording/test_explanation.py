"""The explanation is plain sentences that a tenant can read."""

import pytest

from server.domain.attendance.outcome import CLAUSES, Reason
from server.domain.compensation.worlds import CLAUSES as QUESTIONS
from server.domain.wording.explanation import DAY_WORDS, QUESTION_WORDS
from server.domain.wording.occasion_words import occasion_sentence
from server.domain.wording.plain_words import pounds, span_words
from server.services.assessment.assess_case import assess_case
from tests.policy_cases.rows import DAYS, a_loss, an_appointment, an_event, missed_three_times, missed_twice_and

FACTS = {
    "seconds": 660,
    "minutes": 11,
    "reason": "no parts",
    "left_at": "2026-10-13T08:58:00Z",
    "waited_seconds": 240,
    "required": 2,
    "came": 1,
    "told_at": "2026-10-13T08:00:00Z",
    "hours_before": 1,
    "card_left": True,
}
DAY_CODES = [
    "no_time_off_claimed",
    "no_loss",
    "paid_leave",
    "not_eligible",
    "not_on_tenancy",
    "not_tenant_on_day",
    "awaiting_evidence",
    "below_cap",
    "at_cap",
    "threshold_not_passed",
    "before_threshold_day",
]


def test_three_misses_read_as_a_short_story():
    assert assess_case(missed_three_times())["explanation"] == [
        "Monday 5 October 2026 at 10:00 (appointment A1): nobody came. The appointment was not kept by the contractor.",
        "Thursday 8 October 2026 at 10:00 (appointment A2): nobody came. "
        "The appointment was not kept by the contractor.",
        "Tuesday 13 October 2026 at 10:00 (appointment A3): nobody came. "
        "The appointment was not kept by the contractor.",
        "Repair R1: the appointment was not kept on 3 occasions. That is often enough for lost pay to be claimed.",
        *(
            f"{day} October 2026 (p1): you told us that £90.00 was lost; £70.00 is paid "
            "(at most £70.00 can be paid), because the most that can be paid for this day applies."
            for day in ("Monday 5", "Thursday 8", "Tuesday 13")
        ),
        "£210.00 is owed in all, and £210.00 can be paid now.",
    ]


def test_an_open_question_is_said_in_plain_words():
    unsure = an_appointment(events=[an_event("arrived", "09:05:00", until="09:15:00")])

    told = assess_case(missed_twice_and(unsure))["explanation"]

    assert "A person must still decide whether the visit was outside the agreed time." in told
    assert told[-1] == "Nothing can be paid until a person has decided. £210.00 waits for that."


@pytest.mark.parametrize("code", sorted(CLAUSES))
def test_every_reason_has_its_sentence(code: str):
    sentence = occasion_sentence(Reason(code, FACTS, CLAUSES[code]))

    assert sentence[0].islower()
    assert not sentence.endswith(".")


def test_every_question_and_every_reason_of_a_day_has_its_words():
    assert set(QUESTION_WORDS) == set(QUESTIONS)
    assert set(DAY_CODES) <= set(DAY_WORDS)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (119, "1 minute"),
        (599, "9 minutes"),
        (600, "10 minutes and 0 seconds"),
        (600.5, "10 minutes and a fraction of a second"),
        (601, "10 minutes and 1 second"),
        (659, "10 minutes and 59 seconds"),
        (660, "11 minutes"),
        (1559, "25 minutes"),
    ],
)
def test_a_span_is_cut_to_minutes_except_where_each_second_matters(seconds: float, words: str):
    assert span_words(seconds) == words


def test_sums_are_shown_in_pounds_and_pence():
    assert [pounds(pence) for pence in (0, 5, 7000, 1234567)] == ["£0.00", "£0.05", "£70.00", "£12,345.67"]


def test_a_payment_that_stands_is_said_to_have_been_made():
    told = assess_case(missed_three_times(prior={"state": "paid", "total_pence": 30000}))["explanation"]

    assert told[-1] == "£300.00 has been paid already, and nothing more is owed."
    assert DAYS[0] not in " ".join(told)


def test_a_day_without_a_claim_is_said_in_one_breath():
    told = assess_case(missed_three_times(losses=[]))["explanation"]

    assert "Monday 5 October 2026 (p1): nothing is paid, because no time off work was claimed for this day." in told


def test_what_was_paid_before_is_not_called_nothing():
    own = [a_loss(DAYS[0]), a_loss(DAYS[1]), a_loss(evidence="none")]

    told = assess_case(missed_three_times(losses=own, prior={"state": "paid", "total_pence": 14000}))["explanation"]

    assert told[-2:] == [
        "Nothing more can be paid until proof of lost pay is seen. £70.00 waits for it.",
        "£140.00 of the total has been paid before.",
    ]
