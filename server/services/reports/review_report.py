"""A person takes a report in hand, passes it on or closes it. What was decided before stays beside it."""

from dataclasses import dataclass

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.concerns.check_close import check_close
from server.services.review.put_reports import close_report
from server.storage import reports
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.standards import line
from server.storage.tables.visits import ReportReview

LONGEST_NOTE = 5000


@dataclass(frozen=True)
class Decided:
    """What the person chose. `seen_review` is the newest review they had before them, empty for none."""

    status: str
    note: str
    seen_review: str = ""


def review_report(report_id: str, decided: Decided, *, viewer: Viewer, clock: Clock) -> None:
    """Append the review; raises where the report is not theirs, or somebody else decided meanwhile."""
    if decided.status not in reports.STATUSES:
        raise DoorstepError("unknown_status", "Choose where the report stands: new, in hand, passed on or closed.")
    note = kept_whole(decided.note, LONGEST_NOTE, "The note")
    if decided.status in ("closed", "passed_on") and not note:
        raise DoorstepError("missing_note", "Write what was done, or to whom it was passed on.")
    now = clock.now()
    with transaction() as connection:
        report = reports.find(viewer, report_id)
        if report is None:
            raise DoorstepError("not_found", "There is no such report, or it is not yours to see.")
        before = reports.reviews_of(report_id)
        if (before[0].review_id if before else "") != decided.seen_review:
            raise DoorstepError(
                "stale_edit", "Somebody else has decided something about this report meanwhile. Look at it again."
            )
        if decided.status == "closed":
            check_close(report)
        db.session.add(
            ReportReview(
                review_id=str(uuid7()),
                report_id=report_id,
                status=decided.status,
                note=note,
                by=viewer.user_id,
                at=now,
            )
        )
        audit.record(
            viewer.landlord_id,
            audit.Subject("report", report_id),
            "report_reviewed",
            by=viewer.user_id,
            at=now,
            before={"status": before[0].status if before else "new"},
            after={"status": decided.status},
        )
        db.session.flush()
        line.touch_report(connection, report_id)
        if decided.status == "closed":
            close_report(report, viewer.user_id, at=now)
