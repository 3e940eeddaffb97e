"""Payments and who bears them add up to the penny, whatever was decided in between."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from server.domain.payments import PaidDecision, payments_of

DAY = date(2026, 11, 23)
SHARES = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 9000), max_size=3)


def paid(total: int, case_id: str = "c", **shares: int) -> PaidDecision:
    return PaidDecision(case_id, DAY, total, shares, "office")


def test_a_later_payment_is_the_difference_to_the_earlier() -> None:
    first, second = payments_of([paid(12_500, A=7000, B=5500), paid(19_500, A=14_000, B=5500)])

    assert (first.pence, first.shares, first.own_pence) == (12_500, {"A": 7000, "B": 5500}, 0)
    assert (second.pence, second.shares, second.own_pence) == (7000, {"A": 7000}, 0)


def test_a_sum_that_the_rule_did_not_split_is_the_landlords() -> None:
    [payment] = payments_of([paid(10_000, A=7000)])

    assert (payment.shares, payment.own_pence) == ({}, 10_000)


@given(st.lists(st.tuples(st.sampled_from(["c", "d"]), st.integers(0, 30_000), SHARES, st.booleans()), max_size=8))
def test_the_parts_of_all_payments_add_up_to_what_was_paid(rows: list[tuple[str, int, dict[str, int], bool]]) -> None:
    decisions = [
        PaidDecision(case_id, DAY, sum(shares.values()) if fits else total, shares, "x")
        for case_id, total, shares, fits in rows
    ]
    payments = payments_of(decisions)

    assert all(one.pence == sum(one.shares.values()) + one.own_pence for one in payments)
    last = {one.case_id: one.total_pence for one in decisions}
    assert sum(one.pence for one in payments) == sum(last.values())
