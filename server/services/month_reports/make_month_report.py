"""Makes the monthly report of the standards and keeps what it said: for one contractor, or for all together.

The worker makes last month's on the first of each month. Evidence can come later: whoever makes it again gets
another edition, and the first stays as it was.
"""

from dataclasses import replace

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.standards.month_report import MONTHS_SHOWN, Cover, Month, month_of, report_facts
from server.domain.standards.series import Series
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import clock_time, long_date
from server.outside.clock import Clock
from server.services.standards.read_standards import read_standards
from server.storage import month_reports
from server.storage.database import transaction
from server.storage.people import audit, landlords, users
from server.storage.standards.counts import BY_MONTH, Period

WORKER = "worker"
ALL_FIRMS = ""


def make_month_report(viewer: Viewer, month: Month, firm_id: str, *, clock: Clock) -> str:
    """Returns the new edition's id. A firm's office gets its own firm's, whatever it asked for."""
    firm_id = viewer.firm_id or firm_id
    if firm_id and not users.firm_exists(viewer.landlord_id, firm_id):
        raise DoorstepError("wrong_firm", "There is no such contractor. Choose one of the list, or all.")
    if month.begins_on > london_day(clock.now()):
        raise DoorstepError("wrong_month", "This month has not begun. Choose an earlier one.")
    edition = month_reports.newest_edition(viewer.landlord_id, month.key, firm_id) + 1
    return _make(viewer, month, firm_id, edition, clock=clock)


def make_last_months_reports(*, clock: Clock) -> int:
    """What the worker asks for: each firm's first edition, and last the one of all; returns how many were made."""
    return sum(_make_missing(landlord_id, clock) for landlord_id in landlords.all_ids())


def _make_missing(landlord_id: str, clock: Clock) -> int:
    month = month_of(london_day(clock.now())).before
    if month_reports.newest_edition(landlord_id, month.key, ALL_FIRMS):
        return 0
    firms = month_reports.firms_counted(landlord_id, month.begins_on, month.ends_on)
    missing = [one for one in firms if not month_reports.newest_edition(landlord_id, month.key, one)]
    viewer = Viewer(WORKER, WORKER, "", landlord_id, None, ("contract_manager",))
    for firm_id in [*missing, ALL_FIRMS] if firms else []:
        _make(viewer, month, firm_id, 1, clock=clock)
    return len(missing) + 1 if firms else 0


def _make(viewer: Viewer, month: Month, firm_id: str, edition: int, *, clock: Clock) -> str:
    facts = report_facts(_cover(viewer, month, firm_id, edition, clock), _answers(viewer, month, firm_id))
    row: dict[str, object] = {
        "report_id": str(uuid7()),
        "landlord_id": viewer.landlord_id,
        "month": month.key,
        "firm_id": firm_id,
        "edition": edition,
        "facts": facts,
        "made_by": viewer.user_id,
        "made_at": clock.now(),
    }
    with transaction() as connection:
        month_reports.add(connection, row)
        about, after = audit.Subject("month_report", str(row["report_id"])), {"month": month.key, "firm": firm_id}
        audit.record(viewer.landlord_id, about, "month_report_made", by=viewer.user_id, at=clock.now(), after=after)
    return str(row["report_id"])


def _answers(viewer: Viewer, month: Month, firm_id: str) -> list[Series]:
    """The month's sentence and its uncertain ones, over the bars of the months up to it."""
    of_month = read_standards(viewer, Period(month.begins_on, month.ends_on, firm_id), BY_MONTH)
    before = Period(month.back(MONTHS_SHOWN - 1).begins_on, month.ends_on, firm_id)
    shown = {one.standard.key: one.series.points for one in read_standards(viewer, before, BY_MONTH)}
    return [replace(one.series, points=shown[one.standard.key]) for one in of_month]


def _cover(viewer: Viewer, month: Month, firm_id: str, edition: int, clock: Clock) -> Cover:
    made = f"{long_date(london_day(clock.now()))}, {clock_time(clock.now())}"
    return Cover(
        landlord_name=landlords.name_of(viewer.landlord_id),
        firm_name=users.firm_names(viewer.landlord_id).get(firm_id, firm_id),
        month=month,
        made=made if edition == 1 else f"{made}; edition {edition}",
    )
