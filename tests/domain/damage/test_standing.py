"""How a damage case stands after its steps, and what each step promises in working days."""

from datetime import date

from server.domain.damage.standing import (
    IS_CLOSED,
    TO_CLOSE,
    TO_DECIDE,
    TO_PUT_RIGHT,
    WITH_CONTRACTOR,
    WITH_INSURER,
    DamageNumbers,
    fold_damage,
    promised_days,
)
from server.domain.damage.steps import DamageDeed, DamageStep

NUMBERS = DamageNumbers(decide=10, contractor_answer=5, put_right=20, close=2)
MONDAY = date(2026, 11, 23)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


def steps(*kinds: tuple[str, dict[str, object]]) -> list[DamageStep]:
    return [
        DamageStep(number, kind, MONDAY, by_firm=kind == "answered", facts=facts)
        for number, (kind, facts) in enumerate(kinds, 1)
    ]


JOINED = ("joined", {"decide_by": "2026-12-07"})
ASKED = ("asked", {"answer_by": "2026-11-30"})
ANSWERED = ("answered", {"stance": "disputes"})
REPAIR = ("remedy", {"remedy": "repair", "value_pence": None, "put_right_by": "2026-12-21"})


def test_a_remedy_is_due_ten_working_days_after_the_report_was_received() -> None:
    days = promised_days(DamageDeed("joined"), MONDAY, NUMBERS, holidays=CHRISTMAS, opens=True)

    assert days == {"decide_by": date(2026, 12, 7)}


def test_bank_holidays_are_no_working_days() -> None:
    days = promised_days(DamageDeed("asked"), date(2026, 12, 22), NUMBERS, holidays=CHRISTMAS)

    assert days == {"answer_by": date(2026, 12, 31)}


def test_a_day_agreed_with_the_tenant_stands_before_the_usual_one() -> None:
    deed = DamageDeed("remedy", remedy="repair", due_on=date(2026, 11, 27))

    assert promised_days(deed, MONDAY, NUMBERS, holidays=CHRISTMAS) == {"put_right_by": date(2026, 11, 27)}


def test_the_contractors_answer_is_due_before_our_own_decision() -> None:
    asked = fold_damage(steps(JOINED, ASKED))
    answered = fold_damage(steps(JOINED, ASKED, ANSWERED))

    assert (asked.stage, asked.next_due()) == (WITH_CONTRACTOR, date(2026, 11, 30))
    assert (answered.stage, answered.next_due(), answered.has_news) == (TO_DECIDE, date(2026, 12, 7), True)


def test_each_remedy_leads_on_to_its_own_stage() -> None:
    insurer = ("remedy", {"remedy": "insurance", "put_right_by": "2026-12-21"})
    none = ("remedy", {"remedy": "none", "close_by": "2026-11-25"})

    found = [fold_damage(steps(JOINED, remedy)).stage for remedy in (REPAIR, insurer, none)]

    assert found == [TO_PUT_RIGHT, WITH_INSURER, TO_CLOSE]


def test_a_value_may_stay_unknown_and_be_known_later() -> None:
    unknown = fold_damage(steps(JOINED, REPAIR))
    known = fold_damage(steps(JOINED, REPAIR, ("valued", {"value_pence": 12_050})))

    assert (unknown.value_pence, known.value_pence) == (None, 12_050)


def test_nothing_closes_by_itself_when_it_is_put_right() -> None:
    done = fold_damage(steps(JOINED, REPAIR, ("put_right", {"close_by": "2026-12-23"})))

    assert (done.stage, done.is_open, done.next_due()) == (TO_CLOSE, True, date(2026, 12, 23))


def test_a_postponement_moves_the_day_that_the_stage_waits_for() -> None:
    later = ("postponed", {"due_on": "2027-01-15"})

    assert fold_damage(steps(JOINED, later)).decide_by == date(2027, 1, 15)
    assert fold_damage(steps(JOINED, REPAIR, later)).next_due() == date(2027, 1, 15)


def test_it_is_overdue_from_the_day_after_and_never_once_closed() -> None:
    standing = fold_damage(steps(JOINED))
    closed = fold_damage(steps(JOINED, REPAIR, ("closed", {})))

    assert [standing.is_overdue(date(2026, 12, day)) for day in (7, 8)] == [False, True]
    assert not closed.is_overdue(date(2030, 1, 1))


def test_what_joins_an_open_case_moves_no_day_and_what_joins_a_closed_one_opens_it_anew() -> None:
    joined = fold_damage(steps(JOINED, REPAIR, ("joined", {})))
    anew = fold_damage(steps(JOINED, REPAIR, ("closed", {}), ("joined", {"decide_by": "2027-02-01"})))

    assert (joined.stage, joined.has_news) == (TO_PUT_RIGHT, True)
    assert fold_damage(steps(JOINED, REPAIR, ("closed", {}))).stage == IS_CLOSED
    assert (anew.stage, anew.remedy, anew.decide_by) == (TO_DECIDE, "", date(2027, 2, 1))
