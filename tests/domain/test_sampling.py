"""A sample that anybody can draw again, and that nobody can steer."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import DoorstepError
from server.domain.sampling import Wanted, check, draw, fingerprint

IDS = st.sets(st.uuids().map(str), min_size=1, max_size=30)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_a_sample_is_the_smallest_marks_of_its_seed() -> None:
    marks = {one: sha256(f"seed:{one}".encode()).hexdigest() for one in ("a", "b", "c", "d")}

    assert draw(marks, 2, "seed") == sorted(marks, key=marks.__getitem__)[:2]


@given(IDS, st.integers(1, 30), st.text(max_size=8))
def test_the_order_in_which_visits_are_found_changes_nothing(ids: set[str], size: int, seed: str) -> None:
    found = sorted(ids)

    assert draw(found, size, seed) == draw(reversed(found), size, seed)
    assert len(draw(found, size, seed)) == min(size, len(found))


@given(IDS, st.uuids().map(str))
def test_a_visit_that_comes_later_pushes_out_one_at_most(ids: set[str], later: str) -> None:
    before, after = draw(ids, 5, "seed"), draw({*ids, later}, 5, "seed")

    assert [one for one in after if one != later] == before[: len([one for one in after if one != later])]


def test_another_seed_draws_another_sample() -> None:
    ids = [str(number) for number in range(1000)]

    assert draw(ids, 20, "seed") != draw(ids, 20, "other")


def test_the_fingerprint_is_of_the_visits_and_not_of_their_order() -> None:
    assert fingerprint(["b", "a"]) == fingerprint(["a", "b"]) == sha256(b"a\nb\n").hexdigest()
    assert fingerprint(["a"]) != fingerprint(["a", "b"])


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("gossip", *NOVEMBER, 5), "wrong_purpose"),
        (Wanted("other_survey", NOVEMBER[1], NOVEMBER[0], 5), "wrong_day"),
        (Wanted("other_survey", date(2024, 1, 1), NOVEMBER[1], 5), "wrong_day"),
        (Wanted("other_survey", *NOVEMBER, 0), "wrong_size"),
        (Wanted("other_survey", *NOVEMBER, 501), "wrong_size"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_field(wanted: Wanted, code: str) -> None:
    with pytest.raises(DoorstepError) as refused:
        check(wanted)

    assert refused.value.code == code
