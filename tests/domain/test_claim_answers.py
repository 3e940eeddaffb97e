"""What of a home's decision one claimant may be told."""

from server.domain.claim_answers import is_by_the_rule, own_part


def day(person: str, lost: int, paid: int) -> dict[str, object]:
    return {"person": person, "day": "2026-11-03", "loss_pence": lost, "paid_pence": paid}


BOTH = [day("p-1", 9000, 7000), day("p-2", 5500, 5500)]


def test_each_is_told_their_own_part_of_what_the_rule_finds() -> None:
    assert (own_part("p-1", BOTH, 12_500), own_part("p-2", BOTH, 12_500)) == (7000, 5500)
    assert own_part("p-3", BOTH, 12_500) == 0


def test_another_sum_than_the_rules_is_the_only_claimants_whole() -> None:
    assert own_part("p-1", [BOTH[0], day("p-2", 0, 0)], 6000) == 6000


def test_another_sum_that_several_share_is_nobodys_until_somebody_splits_it() -> None:
    assert own_part("p-1", BOTH, 10_000) is None


def test_days_show_what_is_paid_only_where_the_rules_sum_was_decided() -> None:
    assert is_by_the_rule(BOTH, 12_500)
    assert not is_by_the_rule(BOTH, 0)
