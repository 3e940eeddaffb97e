"""By when tenants are answered: working days, the complaint's two stages of dates, and what cannot be done."""

from datetime import date

import pytest

from server.domain.messages import (
    ACKNOWLEDGED,
    ANSWERED,
    CALL_BACK,
    CALLER_WRONG,
    COMPLAINT,
    FEEDBACK,
    HOLDING,
    NOTED,
    QUESTION,
    WAIT,
    Answering,
    Due,
    Step,
    StepNotAllowed,
    check_step,
    first_due,
    standing,
)

NUMBERS = Answering(1, 2, 10, 5, 10, 10)
MONDAY = date(2026, 12, 21)
HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


def due(kind: str, **more: bool) -> Due:
    return first_due(kind, MONDAY, NUMBERS, holidays=HOLIDAYS, **more)


def test_a_question_is_acknowledged_in_one_working_day_and_answered_in_ten() -> None:
    assert due(QUESTION) == Due(date(2026, 12, 22), date(2027, 1, 7))


def test_a_complaint_is_acknowledged_in_five_and_answered_ten_after_that() -> None:
    assert due(COMPLAINT) == Due(date(2026, 12, 30), date(2027, 1, 14))


def test_an_early_acknowledgement_brings_the_answer_forward() -> None:
    stands = standing(COMPLAINT, due(COMPLAINT), [Step(ACKNOWLEDGED, date(2026, 12, 22))], NUMBERS, holidays=HOLIDAYS)

    assert stands.next_due() == date(2027, 1, 8)
    assert stands.is_overdue(date(2027, 1, 9))
    assert not stands.is_overdue(date(2027, 1, 8))


def test_who_asked_to_be_rung_is_rung_within_two_working_days() -> None:
    assert due(CALL_BACK) == Due(None, date(2026, 12, 23))


def test_a_wrong_code_is_for_today() -> None:
    assert due(CALLER_WRONG) == Due(None, MONDAY)


def test_praise_and_a_yes_to_waiting_ask_for_no_answer() -> None:
    assert due(WAIT) == due(FEEDBACK, praise=True) == Due(None, None)
    assert due(FEEDBACK).answer_by is not None


def test_an_answer_ends_what_is_due_and_a_note_does_not() -> None:
    first = due(QUESTION)

    assert standing(QUESTION, first, [Step(NOTED, MONDAY)], NUMBERS, holidays=HOLIDAYS).next_due() == date(2026, 12, 22)
    assert standing(QUESTION, first, [Step(ANSWERED, MONDAY)], NUMBERS, holidays=HOLIDAYS).next_due() is None


def test_a_holding_reply_names_the_new_day() -> None:
    step = Step(HOLDING, date(2026, 12, 22), date(2027, 1, 20))

    assert standing(QUESTION, due(QUESTION), [step], NUMBERS, holidays=HOLIDAYS).next_due() == date(2027, 1, 20)


@pytest.mark.parametrize(
    ("step", "text", "said"),
    [
        (Step(HOLDING, MONDAY, date(2027, 3, 1)), "More time", "28 January 2027 at most"),
        (Step(HOLDING, MONDAY), "More time", "new day"),
        (Step(HOLDING, MONDAY, MONDAY), "More time", "after today"),
        (Step(ANSWERED, MONDAY), " ", "Write what"),
        (Step("closed", MONDAY), "Done", "Choose what you did"),
    ],
)
def test_what_does_not_fit_a_complaint_is_refused_with_the_way_out(step: Step, text: str, said: str) -> None:
    before = standing(COMPLAINT, due(COMPLAINT), [], NUMBERS, holidays=HOLIDAYS)

    with pytest.raises(StepNotAllowed, match=said):
        check_step(COMPLAINT, step, text, before, NUMBERS, holidays=HOLIDAYS)


def test_an_answered_message_takes_notes_only() -> None:
    before = standing(QUESTION, due(QUESTION), [Step(ANSWERED, MONDAY)], NUMBERS, holidays=HOLIDAYS)

    check_step(QUESTION, Step(NOTED, MONDAY), "Rang again", before, NUMBERS, holidays=HOLIDAYS)
    with pytest.raises(StepNotAllowed, match="answered already"):
        check_step(QUESTION, Step(ANSWERED, MONDAY), "Again", before, NUMBERS, holidays=HOLIDAYS)
