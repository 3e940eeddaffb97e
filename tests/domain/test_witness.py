"""What a tenant's six digits prove: a minute, contact alone, or nothing."""

from dataclasses import replace

import pytest

from server.domain.witness import (
    MOST_WRONG,
    STEP_MS,
    Recorded,
    lasts_seconds,
    minute_code,
    one_time_code,
    witnessed,
)

KEY = b"12345678901234567890123456789012"
TEN = 29_000_000 * STEP_MS
HOUR = 60 * STEP_MS

ARRIVED = Recorded("arrived", "arrived", "op-1", ("phone", "e"), 1, (TEN - HOUR, TEN + HOUR), TEN, TEN)
TYPED = Recorded("typed", "witness_code", "op-1", ("phone", "e"), 2, (TEN - HOUR, TEN + HOUR), TEN, TEN)


def typed(code: str, **fields: object) -> Recorded:
    return replace(TYPED, code=code, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("counter", "code"), [(1, "119246"), (37037036, "084774"), (666666666, "737706")])
def test_codes_are_those_of_rfc_6238(counter: int, code: str) -> None:
    assert minute_code(KEY, counter * STEP_MS) == code


def test_a_right_code_dates_itself_and_the_arrival_before_it() -> None:
    found = witnessed(KEY, [ARRIVED, typed(minute_code(KEY, TEN + STEP_MS))])

    witness = {"from_ms": TEN + STEP_MS, "until_ms": TEN + 2 * STEP_MS, "by": "typed"}
    assert found == {"typed": {"code": "minute", "witness": witness}, "arrived": {"witness": witness}}


def test_the_first_code_of_an_arrival_counts() -> None:
    later = typed(minute_code(KEY, TEN + 9 * STEP_MS), name="again", seq=3)
    found = witnessed(KEY, [later, ARRIVED, typed(minute_code(KEY, TEN))])

    assert found["arrived"]["witness"]["by"] == "typed"
    assert found["again"]["code"] == "minute"


@pytest.mark.parametrize(
    "arrival",
    [
        replace(ARRIVED, actor_id="op-2"),
        replace(ARRIVED, chain=("other", "e")),
        replace(ARRIVED, seq=9),
    ],
    ids=["another person", "another phone", "after the code"],
)
def test_a_code_dates_no_arrival_but_its_own(arrival: Recorded) -> None:
    assert "arrived" not in witnessed(KEY, [arrival, typed(minute_code(KEY, TEN))])


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１１９２４６", minute_code(KEY, TEN + 2 * HOUR)])
def test_a_wrong_code_proves_nothing(code: str) -> None:
    assert witnessed(KEY, [ARRIVED, typed(code)]) == {"typed": {"code": "wrong"}}


def test_the_code_of_a_text_proves_contact_and_no_time() -> None:
    assert witnessed(KEY, [ARRIVED, typed(one_time_code(KEY))]) == {"typed": {"code": "once"}}


def test_an_old_page_cannot_make_an_arrival_early() -> None:
    late = replace(ARRIVED, earliest_ms=TEN + 30 * STEP_MS, middle_ms=TEN + 30 * STEP_MS)

    assert witnessed(KEY, [late, typed(minute_code(KEY, TEN))]) == {"typed": {"code": "stale"}}


def test_after_too_many_wrong_codes_no_code_of_the_visit_counts() -> None:
    wrong = [typed("000000", name=f"wrong {n}", seq=10 + n) for n in range(MOST_WRONG + 1)]
    right = typed(minute_code(KEY, TEN))

    assert witnessed(KEY, [ARRIVED, right, *wrong[:-1]])["typed"]["code"] == "minute"
    found = witnessed(KEY, [ARRIVED, right, *wrong])
    assert {said["code"] for said in found.values()} == {"too_many_wrong"}
    assert "arrived" not in found


@pytest.mark.parametrize(
    ("hours", "code"), [(0, "minute"), (11, "minute"), (-11, "minute"), (13, "wrong"), (-13, "wrong")]
)
def test_of_a_wide_interval_only_the_day_around_the_phones_own_time_is_tried(hours: int, code: str) -> None:
    wide = {"hard_ms": (TEN - 72 * HOUR, TEN + 72 * HOUR), "earliest_ms": None}

    assert witnessed(KEY, [typed(minute_code(KEY, TEN + hours * HOUR), **wide)])["typed"]["code"] == code


def test_the_page_knows_how_long_its_code_stands() -> None:
    assert [lasts_seconds(TEN + ms) for ms in (0, 1, 59_000, 59_999)] == [60, 60, 1, 1]
