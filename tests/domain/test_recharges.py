"""Recharges are never final before the firm was heard, and always add up to what was paid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import DoorstepError
from server.domain.payments import PaidDecision, Payment, payments_of
from server.domain.recharges import Recharge, Word, check_sum, own_cost, recharges_of, summed

DAY = date(2026, 11, 23)
DUE = date(2026, 12, 7)
AT = datetime(2026, 11, 24, tzinfo=UTC)
PAYMENT = Payment("c", DAY, 12_500, {"A": 7000, "B": 5500}, 0, "office", 1)


def word(kind: str, pence: int | None = None) -> Word:
    return Word(kind, "because", "somebody", AT, pence)


def standing(*words: Word, today: date = DAY) -> Recharge:
    return recharges_of([PAYMENT], {(1, "A"): words}, {1: DUE}, today)[0]


def test_it_waits_for_the_firm_until_the_last_day_and_is_final_after_it() -> None:
    assert (standing(today=DUE).state, standing(today=DUE).is_final) == ("open", False)
    assert (standing(today=DUE + timedelta(days=1)).state, standing(today=DUE + timedelta(days=1)).is_final) == (
        "unanswered",
        True,
    )


def test_a_dispute_stays_open_for_as_long_as_nobody_decides() -> None:
    disputed = standing(word("disputed"), today=DUE + timedelta(days=300))

    assert (disputed.state, disputed.is_final, disputed.charged_pence) == ("disputed", False, 7000)


def test_a_decision_takes_off_what_it_says_and_the_newest_stands() -> None:
    decided = standing(word("disputed"), word("decided", 0), word("decided", 3000))

    assert (decided.state, decided.charged_pence, decided.asked_pence) == ("decided", 3000, 7000)
    assert own_cost(PAYMENT, [decided, *recharges_of([PAYMENT], {}, {1: DUE}, DAY)[1:]]) == 4000


def test_a_dispute_may_be_taken_back_by_accepting() -> None:
    assert standing(word("disputed"), word("accepted")).is_final


@pytest.mark.parametrize("pence", [-1, 7001])
def test_nobody_adds_to_a_firms_part(pence: int) -> None:
    with pytest.raises(DoorstepError, match=r"from 0\.00 to 70\.00"):
        check_sum(standing(), pence)


SHARES = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 9000), max_size=3)
WORDS = st.lists(st.tuples(st.sampled_from(["accepted", "disputed", "decided"]), st.floats(0, 1)), max_size=3)


@given(
    st.lists(st.tuples(st.sampled_from(["c", "d"]), SHARES, st.integers(0, 20_000)), max_size=6),
    st.dictionaries(st.tuples(st.integers(0, 5), st.sampled_from("ABC")), WORDS),
    st.integers(0, 60),
)
def test_parts_and_own_cost_add_up_to_what_was_paid_whatever_was_said(
    rows: list[tuple[str, dict[str, int], int]], said: dict[tuple[int, str], list[tuple[str, float]]], days: int
) -> None:
    decisions = [
        PaidDecision(case, DAY, sum(shares.values()) or own, shares, "x", number)
        for number, (case, shares, own) in enumerate(rows)
    ]
    payments = payments_of(decisions)
    asked = {(one.decision_id, firm): pence for one in payments for firm, pence in one.shares.items()}
    words = {
        key: [word(kind, int(asked[key] * part) if kind == "decided" else None) for kind, part in rows]
        for key, rows in said.items()
        if key in asked
    }
    due = {one.decision_id: DUE for one in payments}
    found = recharges_of(payments, words, due, DAY + timedelta(days=days))

    sums = summed(found)
    own = sum(own_cost(one, found) for one in payments)
    assert sums.charged_pence + own == sum(one.pence for one in payments)
    assert sums.charged_pence == sum(one.charged_pence for one in found)
    assert sums.asked_pence == sum(asked.values())
