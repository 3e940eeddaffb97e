"""Hands out a concern about a household's people, only to named people, only for a reason that is kept.

Every reading is written down before anything is read. A page with an address shows none of it (decision 0224).
"""

from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage import reports
from server.storage.concerns import households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.people.audit import Entry
from server.storage.tables.visits import Report

SHORTEST_WHY, LONGEST_WHY = 10, 500
READ = "household_concern_read"


def read_household(report_id: str, why: str, *, viewer: Viewer, clock: Clock) -> Report:
    """The report with its words; raises `why_missing` or `not_found`."""
    reason = _why(why)
    with transaction():
        found = households.find(viewer, report_id)
        if found is None:
            raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
        _write_down(viewer, report_id, reason, clock)
    return found


def note_reading_of_visit(visit_id: str, why: str, *, viewer: Viewer, clock: Clock) -> None:
    """Whoever takes a visit's evidence away reads its household concerns, where their role has them in the pack."""
    concerns = [one for one in reports.of_visit(viewer, visit_id) if one.lane == "household"]
    if concerns:
        reason = _why(why)
        with transaction():
            for one in concerns:
                _write_down(viewer, one.report_id, reason, clock)


def _why(why: str) -> str:
    reason = kept_whole(why, LONGEST_WHY, "The reason")
    if len(reason) < SHORTEST_WHY:
        raise DoorstepError("why_missing", "Say why you need to read it: a few words, which are kept.")
    return reason


def _write_down(viewer: Viewer, report_id: str, reason: str, clock: Clock) -> None:
    about = audit.Subject("report", report_id)
    audit.record(viewer.landlord_id, about, READ, by=viewer.user_id, at=clock.now(), reason=reason)


def readings(viewer: Viewer, report_id: str) -> list[Entry]:
    """Who read it, when and why, newest first; for those who may open it themselves."""
    if households.find(viewer, report_id) is None:
        return []
    entries = audit.trail(viewer.landlord_id, audit.Subject("report", report_id))
    return [entry for entry in entries if entry.action == READ]
