"""Confirms a planned visit with its tenant: not inside the clear working days of its notice without a reason."""

from dataclasses import dataclass, replace
from datetime import date

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.horizon import LONDON
from server.outside.clock import Clock
from server.services.appointments.move_appointment import open_appointment
from server.services.assessment.assess_household import assess_household
from server.services.booking.book_work_order import AGREED_BY
from server.services.booking.keep_history import Act, keep_history
from server.services.planned_works.check_works_notice import check_works_notice
from server.services.planned_works.let_notices_leave import let_notices_leave
from server.storage import feed
from server.storage.booking import planned_works
from server.storage.cases import appointments, households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.standards import line
from server.storage.tables.booking import ShortNoticeLeave
from server.storage.tables.register import Appointment


@dataclass(frozen=True)
class Consent:
    """Who said yes to the works, and how: phone, in_person, page, sms, email or letter."""

    agreed_by: str
    channel: str
    proof: str = ""


def confirm_planned_works(
    landlord_id: str, appointment_id: str, consent: Consent, *, rev: int, by: str, clock: Clock
) -> None:
    """Raises `notice_too_short` with the first day that the notice allows, and `stale_edit`."""
    if not consent.agreed_by.strip() or consent.channel not in AGREED_BY:
        raise DoorstepError("who_agreed", "Write who agreed to these works, and how.")
    now = clock.now()
    with transaction():
        row = open_appointment(landlord_id, appointment_id, rev)
        if row.kind != "planned":
            raise DoorstepError("not_planned", "Only planned works are confirmed here.")
        sent_on = _checked(row)
        row.agreed_with_tenant, row.agreed_on = True, now.astimezone(LONDON).date()
        row.written_notice_sent_on = sent_on
        appointments.take_rev(landlord_id, appointment_id, rev)
        facts: dict[str, object] = {"notice_sent_on": sent_on.isoformat() if sent_on else None}
        act = Act("confirmed", "agreement", channel=consent.channel, proof=consent.proof, facts=facts)
        keep_history(row, replace(act, agreed_by=consent.agreed_by.strip()), by=by, clock=clock)
        about = audit.Subject("appointment", appointment_id)
        audit.record(landlord_id, about, "planned_works_confirmed", by=by, at=now, after=facts)
        household = households.of_appointment(landlord_id, appointment_id)
        if household is not None:
            assess_household(landlord_id, household.case_id, cause="planned works were confirmed", clock=clock)
        feed.append(landlord_id, touched_visits.of_appointments(landlord_id, [appointment_id]), at=now)


def allow_short_notice(landlord_id: str, appointment_id: str, *, reason: str, by: str, clock: Clock) -> None:
    """A manager's reason: the works may be confirmed sooner, and a notice held for being late leaves now."""
    if not reason.strip():
        raise DoorstepError("reason_missing", "Say why these works cannot wait for the notice that is due.")
    now = clock.now()
    with transaction() as connection:
        row = appointments.get(landlord_id, appointment_id)
        if row.kind != "planned":
            raise DoorstepError("not_planned", "Only planned works need this.")
        leave = ShortNoticeLeave(
            leave_id=str(uuid7()),
            landlord_id=landlord_id,
            appointment_id=appointment_id,
            reason=reason.strip(),
            by=by,
            at=now,
        )
        planned_works.add(leave)
        line.touch_appointment(connection, landlord_id, appointment_id, at=now)
        let_notices_leave(leave, clock=clock)
        about = audit.Subject("appointment", appointment_id)
        audit.record(landlord_id, about, "short_notice_allowed", by=by, at=now, reason=reason.strip())


def _checked(row: Appointment) -> date | None:
    if row.now_start_at is None:
        raise DoorstepError("no_time_agreed", "No time is agreed yet. Find one first.")
    return check_works_notice(row, row.now_start_at.astimezone(LONDON).date())
