"""Cancels an appointment: who asked and why, how the tenant is told, and whether the job waits for another time."""

from dataclasses import dataclass, field
from datetime import datetime

from server.domain.errors import DoorstepError
from server.domain.notices import CANCELLED
from server.outside.clock import Clock
from server.services.appointments.change_appointment import NewChange, change_appointment
from server.services.appointments.move_appointment import (
    Asked,
    check_asked,
    history,
    new_change,
    open_appointment,
    tell_by_notice,
)
from server.services.appointments.tell_of_change import BY_NOTICE, NOT_YET, Telling
from server.services.booking.raise_work_order import wait_again
from server.services.notices.queue_appointment_notice import OfficeNews
from server.storage.booking import diaries
from server.storage.database import transaction
from server.storage.tables.register import Appointment, AppointmentChange

REASONS = ("illness", "parts", "severe_weather", "no_capacity", "other")
AS_ASKED = "as_asked"
_SAID_IN_TEXTS = ("illness", "severe_weather", "parts")


@dataclass(frozen=True)
class Cancellation:
    """`code` is one of REASONS where the contractor asked. `rebook`: the job goes back to those that wait."""

    asked: Asked
    code: str = ""
    telling: Telling = field(default_factory=Telling)
    rebook: bool = True


def cancel_appointment(
    landlord_id: str, appointment_id: str, cancellation: Cancellation, *, rev: int, by: str, clock: Clock
) -> AppointmentChange:
    """Cancel it where it still is at `rev`; raises `stale_edit`, `proof_missing` and their like, changing nothing."""
    check_cancellation(cancellation, clock.now())
    asked = cancellation.asked
    with transaction():
        row = open_appointment(landlord_id, appointment_id, rev)
        diaries.hold_diaries(landlord_id, row.firm_id)
        diaries.give_back(landlord_id, appointment_id)
        change = as_the_rule_reads(cancellation, clock)
        history(row, change, asked, {"code": cancellation.code}, by=by, clock=clock)
        _tell(row, change, cancellation, by=by, clock=clock)
        if cancellation.rebook:
            wait_again(row, by=by, clock=clock)
        return change_appointment(landlord_id, appointment_id, change, rev=rev, recorded_by=by, clock=clock)


def check_cancellation(cancellation: Cancellation, now: datetime) -> None:
    """Refuse one without its proof, or of the contractor's own without its cause: the tenant is told it as chosen."""
    check_asked(cancellation.asked, cancellation.telling, now)
    if cancellation.asked.by == "contractor" and cancellation.code not in REASONS:
        raise DoorstepError("cause_missing", "If we cancel, why: choose the cause. The tenant may be told it.")


def as_the_rule_reads(cancellation: Cancellation, clock: Clock) -> NewChange:
    """The one reason that the rule knows stands in the rule's spelling, beside what was written."""
    change = new_change("cancelled", cancellation.asked, cancellation.telling, clock.now())
    reason = "severe_weather" if cancellation.code == "severe_weather" else change.reason
    return NewChange("cancelled", change.by, change.told_at, change.channel, reason, change_id=change.change_id)


def news_of_cancellation(row: Appointment, change: NewChange, cancellation: Cancellation) -> OfficeNews | None:
    """What the tenant is told; None where the office tells them itself, later."""
    by_contractor = cancellation.asked.by == "contractor"
    if by_contractor and cancellation.telling.how == NOT_YET:
        return None
    said = cancellation.code if cancellation.code in _SAID_IN_TEXTS else ""
    reason = said if by_contractor else AS_ASKED
    return OfficeNews(CANCELLED, change.change_id, old_start_at=row.now_start_at, reason=reason)


def _tell(row: Appointment, change: NewChange, cancellation: Cancellation, *, by: str, clock: Clock) -> None:
    news = news_of_cancellation(row, change, cancellation)
    if news is not None:
        counts = cancellation.asked.by == "contractor" and cancellation.telling.how == BY_NOTICE
        tell_by_notice(row, change.change_id, news, counts=counts, by=by, clock=clock)
