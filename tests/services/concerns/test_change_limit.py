"""A limit in law is changed by another dated row, for clocks that start from its day on."""

from datetime import date, timedelta

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.concerns.change_limit import LimitChange, change_limit
from server.storage.concerns.clocks import of_report
from tests.factories import NOW
from tests.services.concerns.concerns import a_concern, clock_of, somebody

PHASE_2 = LimitChange(
    "investigate_other_working_days", "10", date(2026, 12, 1), "SI 2025/1042, phase 2", "Its day was made known"
)


def test_another_phase_of_the_law_is_a_row_from_its_day_on(app: Flask, clock: FixedClock) -> None:
    change_limit(PHASE_2, viewer=somebody("director"), clock=clock)

    before = a_concern(category="structure")
    assert of_report(before) == []
    after = a_concern(category="structure", received_at=NOW + timedelta(days=9))
    found = clock_of(after, "investigation")
    assert (found.due_on, found.clause) == (date(2026, 12, 16), "SI 2025/1042, phase 2")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (LimitChange("summary_working_days", "three", date(2026, 12, 1), "reg 9", "why"), "a whole number from 1"),
        (LimitChange("summary_working_days", "4", date(2026, 11, 22), "reg 9", "why"), "today or a later day"),
        (LimitChange("summary_working_days", "4", date(2026, 12, 1), "", "why"), "Give the clause"),
        (LimitChange("last_warning_hours", "9", date(2026, 12, 1), "ours", "why"), "before the last"),
        (LimitChange("warn_hours", "none", date(2026, 12, 1), "ours", "why"), "a whole number from 1"),
    ],
)
def test_a_limit_that_rests_on_nothing_or_cannot_be_is_refused(
    app: Flask, clock: FixedClock, changed: LimitChange, said: str
) -> None:
    with pytest.raises(DoorstepError, match=said):
        change_limit(changed, viewer=somebody("director"), clock=clock)
