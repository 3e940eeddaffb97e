"""Tells of what an assessment has newly proven: the tenant of a miss, a person of a phone that stays silent.

At the first and second miss of a repair the tenant is told to keep proof; from the third, that lost pay may be claimed.
"""

from collections.abc import Collection
from datetime import timedelta

from server.outside.clock import Clock
from server.services.notices.queue_notices import NotKept, queue_missed_notices
from server.storage.cases import case_evidence, cases
from server.storage.evidence import alerts
from server.storage.people.audit import Subject
from server.storage.tables.standings import AppointmentStanding

# What lies longer back came late: nobody is written to or asked about it now.
_STILL_NEWS = timedelta(days=14)

# Whoever withdrew an appointment told its tenant so in words of their own.
_TOLD_OTHERWISE = ("cancelled_by_contractor", "moved_by_contractor")


def announce_outcomes(landlord_id: str, changed: Collection[str], *, clock: Clock) -> None:
    """Queue a notice for each proven miss and raise an alert for each silent phone that a person must ask after.

    Call it inside the transaction of the assessment. An appointment that waits, or that is a question, is told to
    no tenant, nor one that another system recorded: what its tenant was told is that system's matter.
    """
    if not changed:
        return
    standings = cases.appointment_standings(landlord_id, changed)
    news = {name: row for name, row in sorted(standings.items()) if _is_news(row, clock)}
    from_elsewhere = case_evidence.imported_visits(landlord_id, news) if news else {}
    told = [row for name, row in news.items() if name not in from_elsewhere]
    passed = cases.with_threshold_passed(landlord_id, [row.appointment_id for row in told])
    missed = [
        NotKept(row.appointment_id, row.code, row.late_edge_at, row.appointment_id in passed)
        for row in told
        if row.result == "not_kept" and row.late_edge_at is not None
    ]
    if missed:
        queue_missed_notices(landlord_id, missed, clock=clock)
    for row in told:
        if row.code == "phone_silent":
            about = Subject("appointment", row.appointment_id)
            alerts.raise_once(landlord_id, "phone_silent", about, {}, at=clock.now())


def _is_news(row: AppointmentStanding, clock: Clock) -> bool:
    if row.code in _TOLD_OTHERWISE or (row.result != "not_kept" and row.code != "phone_silent"):
        return False
    return row.late_edge_at is not None and row.late_edge_at >= clock.now() - _STILL_NEWS
