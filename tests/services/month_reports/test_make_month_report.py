"""Last month's report is made once for each contractor and for all; made again, it is another edition."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.domain.standards.month_report import Month
from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.month_reports.make_month_report import make_last_months_reports, make_month_report
from server.storage import month_reports
from server.storage.database import db, transaction
from server.storage.tables.standards import StandardCount
from tests import factories
from tests.factories import LANDLORD

OCTOBER, NOVEMBER = Month(date(2026, 10, 1)), Month(date(2026, 11, 1))
MANAGER = Viewer("user-1", "J. Shah", "", LANDLORD, None, ("contract_manager",))
OFFICE = Viewer("user-2", "B. Brook", "", LANDLORD, "firm-a", ("contractor_office",))


@pytest.fixture
def counted(app: Flask) -> None:
    """In October firm-a kept 9 of 10 and firm-b 1 of 2; in September firm-a kept the only one."""
    for firm in ("firm-a", "firm-b"):
        factories.a_firm(firm)
    rows = [
        ("2026-10-05", "firm-a", "met", 9),
        ("2026-10-31", "firm-a", "not_met", 1),
        ("2026-09-30", "firm-a", "met", 1),
    ]
    rows += [("2026-10-01", "firm-b", "met", 1), ("2026-10-02", "firm-b", "not_met", 1)]
    with transaction():
        db.session.add_all(_count(*row) for row in rows)


def test_on_the_first_each_contractor_gets_last_months_report_once(counted: None, clock: FixedClock) -> None:
    assert [make_last_months_reports(clock=clock) for _ in range(2)] == [3, 0]
    made = {one.firm_id: (one.month, one.edition, one.made_by) for one in month_reports.listed(MANAGER)}
    assert made == dict.fromkeys(("", "firm-a", "firm-b"), ("2026-10", 1, "worker"))

    clock.at = datetime(2026, 12, 1, 0, 1, tzinfo=UTC)
    assert make_last_months_reports(clock=clock) == 0  # nothing was counted in November


def test_the_sentence_is_the_months_and_the_bars_are_of_the_months_up_to_it(counted: None, clock: FixedClock) -> None:
    report = month_reports.find(MANAGER, make_month_report(MANAGER, OCTOBER, "firm-a", clock=clock))
    assert report is not None
    kept: Any = next(one for one in report.facts["series"] if "kept" in one["question"])  # type: ignore[attr-defined]

    assert "Of 10 " in kept["sentence"]
    assert [row[:3] for row in kept["rows"]] == [["September 2026", "1", "0"], ["October 2026", "9", "1"]]
    assert ["Contractor", "The firm firm-a"] in report.facts["particulars"]  # type: ignore[operator]


def test_made_again_it_is_another_edition_and_the_first_stays(counted: None, clock: FixedClock) -> None:
    first = make_month_report(MANAGER, OCTOBER, "", clock=clock)
    second = make_month_report(MANAGER, OCTOBER, "", clock=clock)

    assert [one.report_id for one in month_reports.listed(MANAGER)] == [second, first]


def test_an_office_makes_and_sees_its_own_firms_alone(counted: None, clock: FixedClock) -> None:
    others = make_month_report(MANAGER, OCTOBER, "firm-b", clock=clock)
    own = make_month_report(OFFICE, OCTOBER, "firm-b", clock=clock)

    assert [one.report_id for one in month_reports.listed(OFFICE)] == [own]
    assert month_reports.find(OFFICE, others) is None
    assert month_reports.listed(OFFICE)[0].firm_id == "firm-a"


def test_a_month_to_come_has_no_report(counted: None, clock: FixedClock) -> None:
    with pytest.raises(DoorstepError, match="has not begun"):
        make_month_report(MANAGER, NOVEMBER.next, "", clock=clock)


def _count(day: str, firm_id: str, verdict: str, counted: int) -> StandardCount:
    return StandardCount(
        landlord_id=LANDLORD, day=date.fromisoformat(day), standard="kept_in_time", firm_id=firm_id, sort="routine",
        verdict=verdict, code="in_time", month=day[:7], counted=counted,
    )  # fmt: skip
