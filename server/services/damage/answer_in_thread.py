"""What was done in a damage case answers what the tenant wrote, and moves the phone's reports along: one thread."""

from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.damage.standing import IS_CLOSED
from server.domain.damage.steps import CLOSED, REMEDY, WROTE
from server.domain.messages import ACKNOWLEDGED, ANSWERED
from server.storage import reports
from server.storage.damage import cases
from server.storage.database import db
from server.storage.tables.damage import DamageCase
from server.storage.tables.messages import TenantMessageStep
from server.storage.tables.visits import ReportReview
from server.storage.telling import messages


def follow_case(case: DamageCase, by: str, now: datetime) -> None:
    """A report is in hand as soon as the landlord did anything about its case, and closed with it."""
    status = "closed" if case.stage == IS_CLOSED else "in_hand"
    for report in cases.reports_of(case.landlord_id, case.damage_id):
        reviews = reports.reviews_of(report.report_id)
        if not reviews or reviews[0].status != status:
            note = f"In case {case.reference}."
            row = ReportReview(report_id=report.report_id, status=status, note=note, by=by, at=now)
            row.review_id = str(uuid7())
            db.session.add(row)


def answer_messages(case: DamageCase, kind: str, text: str, by: str, now: datetime) -> None:
    """A remedy or the end of a case answers what the tenant wrote; other words to them acknowledge it."""
    answer = ANSWERED if kind in (REMEDY, CLOSED) else ACKNOWLEDGED
    if kind not in (REMEDY, CLOSED, WROTE):
        return
    written = cases.messages_of(case.damage_id)
    done = messages.steps_of([one.message_id for one in written])
    for one in written:
        kinds = {step.kind for step in done.get(one.message_id, ())}
        if not kinds & {ANSWERED, answer}:
            values = {"message_id": one.message_id, "kind": answer, "text": text, "by": by, "at": now}
            messages.add_step(TenantMessageStep(step_id=str(uuid7()), **values))
