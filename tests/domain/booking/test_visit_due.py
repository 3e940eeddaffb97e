"""By when a visit is due that a tenant asks for: working days, or hours by the clock where it is urgent."""

from datetime import UTC, date, datetime

import pytest

from server.domain.booking.visit_due import VisitsOnRequest, visit_due_on

MORAY = VisitsOnRequest(7, 48)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
FRIDAY = datetime(2026, 12, 18, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("numbers", "urgent", "due"),
    [
        (MORAY, False, date(2026, 12, 31)),
        (MORAY, True, date(2026, 12, 20)),
        (VisitsOnRequest(7, 0), True, date(2026, 12, 31)),
        (VisitsOnRequest(0, 48), False, None),
        (VisitsOnRequest(0, 0), True, None),
    ],
)
def test_a_visit_is_due_by_the_numbers_that_were_set(numbers: VisitsOnRequest, urgent: bool, due: date | None) -> None:
    assert visit_due_on(FRIDAY, numbers, CHRISTMAS, urgent=urgent) == due


def test_the_hours_end_on_the_day_that_london_has_then() -> None:
    asked_at = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)

    assert visit_due_on(asked_at, VisitsOnRequest(0, 24), frozenset(), urgent=True) == date(2026, 6, 3)
