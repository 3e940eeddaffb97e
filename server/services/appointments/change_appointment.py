"""Cancels or moves an appointment: an appended change that the phones hear of, never a rewriting."""

from dataclasses import dataclass, field
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_household import assess_household
from server.storage import feed
from server.storage.cases import appointments, households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.tables.register import Appointment, AppointmentChange

KINDS = ("cancelled", "moved")
SIDES = ("contractor", "tenant", "agreement")
CHANNELS = ("sms", "push", "phone", "letter", "in_person")


@dataclass(frozen=True)
class NewChange:
    """Who asked for it, and when and how the other side was told; `told_at` None: they were not told yet.

    `change_id` is given where its history or its notice is written before it.
    """

    kind: str
    by: str
    told_at: datetime | None = None
    channel: str | None = None
    reason: str = ""
    new_start_at: datetime | None = None
    new_end_at: datetime | None = None
    change_id: str = field(default_factory=lambda: str(uuid7()))


def change_appointment(
    landlord_id: str, appointment_id: str, change: NewChange, *, rev: int, recorded_by: str, clock: Clock
) -> AppointmentChange:
    """Append the change where the appointment still is at `rev`; else `stale_edit` with what stands now."""
    check_change(change, clock.now())
    with transaction():
        row = appointments.get(landlord_id, appointment_id)
        if not appointments.take_rev(landlord_id, appointment_id, rev):
            raise StaleEdit(appointments.fresh(row))
        recorded = _recorded(row, change, recorded_by=recorded_by, now=clock.now())
        appointments.add_change(recorded)
        before = _times(row)
        _bring_up_to_date(row, change)
        subject = audit.Subject("appointment", appointment_id)
        audit.record(
            landlord_id,
            subject,
            f"appointment_{change.kind}",
            by=recorded_by,
            at=clock.now(),
            before=before,
            after=_times(row),
            reason=change.reason,
        )
        household = households.of_appointment(landlord_id, appointment_id)
        if household is not None:
            assess_household(landlord_id, household.case_id, cause=f"an appointment was {change.kind}", clock=clock)
        feed.append(landlord_id, touched_visits.of_appointments(landlord_id, [appointment_id]), at=clock.now())
    return recorded


class StaleEdit(DoorstepError):
    """Somebody else changed the appointment after this person had opened it."""

    def __init__(self, row: Appointment) -> None:
        message = "Somebody changed this appointment after you opened it. Look at what stands now, then decide."
        super().__init__("stale_edit", message, {"rev": row.rev, "status": row.status, **_times(row)})


def check_change(change: NewChange, now: datetime) -> None:
    """Refuse what cannot be: each refusal says what to say instead."""
    if change.kind not in KINDS or change.by not in SIDES:
        raise DoorstepError("wrong_change", "Say whether it is cancelled or moved, and who asked for it.")
    if (change.kind == "moved") != (change.new_start_at is not None):
        raise DoorstepError("wrong_new_time", "A move needs its new time; a cancellation has none.")
    if change.new_end_at is not None and (change.new_start_at is None or change.new_end_at < change.new_start_at):
        raise DoorstepError("wrong_new_time", "The new time must end after it starts.")
    if (change.told_at is None) != (change.channel is None) or change.channel not in (None, *CHANNELS):
        raise DoorstepError("told_how", "Say both when and how the other side was told, or neither.")
    if change.told_at is not None and change.told_at > now:
        raise DoorstepError("told_in_future", "The other side cannot have been told in the future.")
    if change.by == "tenant" and change.told_at is None:
        raise DoorstepError("tenant_word_missing", "Say when and how the tenant asked for it.")


def _recorded(row: Appointment, change: NewChange, *, recorded_by: str, now: datetime) -> AppointmentChange:
    return AppointmentChange(
        change_id=change.change_id,
        landlord_id=row.landlord_id,
        appointment_id=row.appointment_id,
        position=appointments.next_position(row.landlord_id, row.appointment_id),
        kind=change.kind,
        by=change.by,
        told_at=change.told_at,
        channel=change.channel,
        reason=change.reason,
        new_start_at=change.new_start_at,
        new_end_at=change.new_end_at,
        recorded_by=recorded_by,
        recorded_at=now,
    )


def _bring_up_to_date(row: Appointment, change: NewChange) -> None:
    """For lists: the time in force and the status. The promise first made stays in the slot."""
    if change.kind == "cancelled":
        row.status = "cancelled"
    else:
        row.now_start_at, row.now_end_at = change.new_start_at, change.new_end_at


def _times(row: Appointment) -> dict[str, object]:
    return {
        "status": row.status,
        "start_at": row.now_start_at.isoformat() if row.now_start_at else None,
        "end_at": row.now_end_at.isoformat() if row.now_end_at else None,
    }
